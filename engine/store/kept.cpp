// Store::fingerprint, kept_stories and keep_stories: what was derived from all articles, kept in a
// file beside the database.
//
// A file and not a column family, so that a reader may keep what it derived while another process
// writes. It is replaced by renaming; a hash tells what was torn or damaged.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <elf.h>
#include <fmt/format.h>
#include <link.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <unistd.h>

#include "engine/base/hash.h"
#include "engine/base/version.h"
#include "engine/store/reading.h"
#include "engine/store/store.h"

namespace annals {
namespace {

constexpr std::size_t kHashDigits = 16;

// The note that the linker leaves in a program: a hash of its code. Two builds of one engine
// version may derive different things. Empty when there is none.
std::string build_id() {
  std::string out;
  const auto read_notes = [](dl_phdr_info* info, std::size_t, void* result) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const ElfW(Phdr)& header = info->dlpi_phdr[i];
      if (header.p_type != PT_NOTE) continue;
      const std::string_view notes(
          // NOLINTNEXTLINE: an address that the loader gives as a number
          reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr), header.p_memsz);
      // All notes at once: other ones are as much a function of the program.
      static_cast<std::string*>(result)->append(notes);
    }
    return 1;  // the first object is the program itself
  };
  ::dl_iterate_phdr(read_notes, &out);
  return out;
}

std::string file_of(const Database& database) {
  return fmt::format("{}/{}", database.path(), kStoriesFile);
}

}  // namespace

Result<std::string> Store::fingerprint() const {
  static const std::string program = build_id();
  const View view(*impl_->database);
  std::array<std::uint64_t, 2> sums = {1, 2};
  const auto add = [&](std::string_view bytes) {
    for (std::uint64_t& sum : sums)
      sum = hash64(bytes, sum);
  };
  add(kEngineVersion);
  add(program);
  for (const Family family : {Family::kRevisions, Family::kDecisions}) {
    ANNALS_TRY(for_each(view, family, {}, false,
                        [&](std::string_view key, std::string_view value) -> Result<bool> {
                          add(key);
                          add(value);
                          return true;
                        }));
    add(name(family));
  }
  return hex16(sums[0]) + hex16(sums[1]);
}

std::optional<std::string> Store::kept_stories(std::string_view fingerprint) const {
  const Database& database = *impl_->database;
  std::string bytes;
  if (!rocksdb::ReadFileToString(database.db().GetEnv(), file_of(database), &bytes).ok())
    return std::nullopt;
  const std::string_view whole = bytes;
  if (whole.size() < kHashDigits) return std::nullopt;
  const std::string_view hashed = whole.substr(kHashDigits);
  if (whole.substr(0, kHashDigits) != hex16(hash64(hashed)) || !hashed.starts_with(fingerprint))
    return std::nullopt;
  return bytes.substr(kHashDigits + fingerprint.size());
}

void Store::keep_stories(std::string_view fingerprint, std::string_view stories) const {
  const Database& database = *impl_->database;
  rocksdb::Env& env = *database.db().GetEnv();
  std::string bytes(fingerprint);
  bytes += stories;
  bytes.insert(0, hex16(hash64(bytes)));
  // Two processes may keep at once.
  const std::string fresh = fmt::format("{}.{}", file_of(database), ::getpid());
  if (rocksdb::WriteStringToFile(&env, bytes, fresh).ok() &&
      env.RenameFile(fresh, file_of(database)).ok()) {
    return;
  }
  env.DeleteFile(fresh).PermitUncheckedError();
}

void drop_kept(const Database& database) {
  rocksdb::Env& env = *database.db().GetEnv();
  std::vector<std::string> files;
  if (!env.GetChildren(database.path(), &files).ok()) return;
  for (const std::string& file : files) {
    if (file.starts_with(kStoriesFile))
      env.DeleteFile(database.path() + "/" + file).PermitUncheckedError();
  }
}

}  // namespace annals
