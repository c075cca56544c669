// A file system that loses power or fills up: real files below, with what was never synced lost.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "tests/engine/store/generated_records.h"

namespace annals {

class FaultyFiles : public rocksdb::FileSystemWrapper {
 public:
  FaultyFiles() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FaultyFiles"; }

  // From the n-th change of a file on (1: the next one), nothing reaches the disk any more.
  void lose_power_after(std::uint64_t changes) {
    const std::lock_guard lock(mutex_);
    power_fails_at_ = changes_ + changes;
  }
  // No more than so many bytes can be written.
  void fill_up_after(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    space_ = bytes;
  }
  std::uint64_t changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
  }

  // Cuts every file to what was synced and some of what was not, as a disk may have it after a
  // power failure. Call when nothing uses the files any more.
  void drop_unsynced(std::uint64_t seed) {
    const std::lock_guard lock(mutex_);
    Numbers random(seed);
    for (const auto& [path, state] : files_) {
      std::error_code ignored;
      const std::uint64_t size = std::filesystem::file_size(path, ignored);
      if (ignored || size <= state.synced) continue;
      const std::uint64_t loose = size - state.synced;
      const std::uint64_t kept = random.below(3) == 0 ? random.next() % (loose + 1) : 0;
      std::filesystem::resize_file(path, state.synced + kept, ignored);
    }
    files_.clear();
  }

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override {
    if (rocksdb::IOStatus status = change(0); !status.ok()) return status;
    rocksdb::IOStatus status = target()->NewWritableFile(path, options, file, context);
    return wrap(path, 0, std::move(status), file);
  }
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* context) override {
    if (rocksdb::IOStatus status = change(0); !status.ok()) return status;
    std::uint64_t size = 0;
    target()->GetFileSize(path, rocksdb::IOOptions(), &size, context).PermitUncheckedError();
    rocksdb::IOStatus status = target()->ReopenWritableFile(path, options, file, context);
    return wrap(path, size, std::move(status), file);
  }
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    if (rocksdb::IOStatus status = change(0); !status.ok()) return status;
    rocksdb::IOStatus status = target()->RenameFile(from, to, options, context);
    const std::lock_guard lock(mutex_);
    if (const auto found = files_.find(from); status.ok() && found != files_.end()) {
      files_[to] = found->second;
      files_.erase(from);
    }
    return status;
  }
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    if (rocksdb::IOStatus status = change(0); !status.ok()) return status;
    const std::lock_guard lock(mutex_);
    files_.erase(path);
    return target()->DeleteFile(path, options, context);
  }

 private:
  struct FileState {
    std::uint64_t written = 0;
    std::uint64_t synced = 0;
  };

  class File : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file, FaultyFiles& files, std::string path)
        : FSWritableFileOwnerWrapper(std::move(file)), files_(files), path_(std::move(path)) {}

    using FSWritableFileOwnerWrapper::Append;
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* context) override {
      if (rocksdb::IOStatus status = files_.change(data.size()); !status.ok()) return status;
      rocksdb::IOStatus status = target()->Append(data, options, context);
      if (status.ok()) files_.wrote(path_, data.size());
      return status;
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&,
                             rocksdb::IODebugContext* context) override {
      return Append(data, options, context);
    }
    rocksdb::IOStatus Truncate(std::uint64_t size, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
      if (rocksdb::IOStatus status = files_.change(0); !status.ok()) return status;
      return target()->Truncate(size, options, context);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
      if (rocksdb::IOStatus status = files_.change(0); !status.ok()) return status;
      rocksdb::IOStatus status = target()->Flush(options, context);
      if (status.ok()) files_.synced(path_);
      return status;
    }
    rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                            rocksdb::IODebugContext* context) override {
      return Sync(options, context);
    }
    rocksdb::IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&,
                                rocksdb::IODebugContext*) override {
      return rocksdb::IOStatus::OK();  // promises nothing
    }

   private:
    FaultyFiles& files_;
    std::string path_;
  };

  rocksdb::IOStatus change(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    ++changes_;
    if (changes_ >= power_fails_at_) return rocksdb::IOStatus::IOError("the power is off");
    if (bytes > space_) {
      space_ = 0;
      return rocksdb::IOStatus::NoSpace("No space left on device");
    }
    if (space_ != kNoLimit) space_ -= bytes;
    return rocksdb::IOStatus::OK();
  }
  void wrote(const std::string& path, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    files_[path].written += bytes;
  }
  void synced(const std::string& path) {
    const std::lock_guard lock(mutex_);
    files_[path].synced = files_[path].written;
  }
  rocksdb::IOStatus wrap(const std::string& path, std::uint64_t size, rocksdb::IOStatus status,
                         std::unique_ptr<rocksdb::FSWritableFile>* file) {
    if (!status.ok()) return status;
    *file = std::make_unique<File>(std::move(*file), *this, path);
    const std::lock_guard lock(mutex_);
    files_[path] = {.written = size, .synced = size};
    return status;
  }

  static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};
  mutable std::mutex mutex_;
  std::map<std::string, FileState> files_;
  std::uint64_t changes_ = 0;
  std::uint64_t power_fails_at_ = kNoLimit;
  std::uint64_t space_ = kNoLimit;
};

}  // namespace annals
