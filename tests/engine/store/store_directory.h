// A directory for a store that a test makes, and what lies in it.
#pragma once

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <unistd.h>

#include "engine/store/database.h"
#include "engine/store/keys.h"

namespace annals {

// Where many small stores are made quickly: in memory when there is room, since each sync of a real
// disk costs milliseconds and no test here needs one.
inline std::filesystem::path scratch_place() {
  constexpr std::uintmax_t kRoom = std::uintmax_t{512} << 20U;
  const std::filesystem::path memory = "/dev/shm";
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(memory, error);
  if (!error && space.available > kRoom && ::access(memory.c_str(), W_OK) == 0) return memory;
  return std::filesystem::temp_directory_path();
}

// A fresh path, removed at the end.
class StoreDirectory {
 public:
  StoreDirectory() {
    std::string pattern = (scratch_place() / "annals-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::abort();
    root_ = pattern;
  }
  StoreDirectory(const StoreDirectory&) = delete;
  StoreDirectory& operator=(const StoreDirectory&) = delete;
  ~StoreDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  std::string path() const { return (root_ / "store").string(); }
  std::filesystem::path root() const { return root_; }

 private:
  std::filesystem::path root_;
};

// Every key and value of a closed store, a line each in hex; record times set to 0.
inline std::string dump_store(const std::string& path) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const std::string_view family : kFamilyNames) {
    families.emplace_back(std::string(family), rocksdb::ColumnFamilyOptions());
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), path, families, &handles, &db);
  if (!opened.ok()) return "cannot open: " + opened.ToString();
  std::string out;
  for (std::size_t i = 0; i < handles.size(); ++i) {
    const std::unique_ptr<rocksdb::Iterator> it(
        db->NewIterator(rocksdb::ReadOptions(), handles[i]));
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      std::string value = it->value().ToString();
      if (static_cast<Family>(i) == Family::kRevisions) {
        store::v1::RevisionEntry entry;
        if (entry.ParseFromString(value)) {
          entry.clear_known_at_second();
          value = entry.SerializeAsString();
        }
      }
      out += std::string(kFamilyNames[i]) + ' ' + to_hex(it->key().ToStringView()) + ' ' +
             to_hex(value) + '\n';
    }
    if (!it->status().ok()) out += "error: " + it->status().ToString() + '\n';
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  delete db;
  return out;
}

inline Instant record_time(std::int64_t second) {
  return Instant(std::chrono::seconds(second));
}

}  // namespace annals
