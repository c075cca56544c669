// Store::stats and Store::check.
#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <rocksdb/db.h>

#include "engine/base/hash.h"
#include "engine/store/derived.h"
#include "engine/store/reading.h"
#include "engine/store/store.h"

namespace annals {
namespace {

// Findings beyond this many are counted, not listed.
constexpr std::size_t kMaxFindings = 1000;

class Findings {
 public:
  void add(std::string line) {
    if (lines_.size() < kMaxFindings) {
      lines_.push_back(std::move(line));
    } else {
      ++more_;
    }
  }
  void add(Family family, std::string_view key, std::string_view what) {
    add(fmt::format("{} {}: {}", name(family), to_hex(key), what));
  }
  std::vector<std::string> take() {
    if (more_ > 0) lines_.push_back(fmt::format("and {} more", more_));
    return std::move(lines_);
  }

 private:
  std::vector<std::string> lines_;
  std::uint64_t more_ = 0;
};

// A set of keys as two sums of hashes: equal sets give equal sums in any order, in no memory.
struct SetSum {
  std::uint64_t count = 0;
  std::uint64_t sum_a = 0;
  std::uint64_t sum_b = 0;

  void add(std::string_view key) {
    ++count;
    sum_a += hash64(key, 1);
    sum_b += hash64(key, 2);
  }
  friend bool operator==(const SetSum&, const SetSum&) = default;
};

constexpr std::array<Family, 3> kIndexes = {Family::kTerms, Family::kActors, Family::kEvents};
using IndexSums = std::array<SetSum, kIndexes.size()>;
using IndexLists = std::array<std::vector<std::string>, kIndexes.size()>;

// Calls visit(index, key bytes) for each key that an article's revisions must have.
template <class Visit>
void for_each_index_key(const IndexKeys& keys, Visit visit) {
  for (const TermKey& key : keys.terms)
    visit(std::size_t{0}, encode(key));
  for (const ActorKey& key : keys.actors)
    visit(std::size_t{1}, encode(key));
  for (const EventKey& key : keys.events)
    visit(std::size_t{2}, encode(key));
}

class Checker {
 public:
  explicit Checker(const Database& database) : view_(database), database_(database) {}

  std::vector<std::string> run(const Store& store) {
    check_files();
    if (const auto decisions = store.story_decisions(); !decisions) {
      findings_.add(decisions.error().message);
    }
    IndexSums expected;
    check_articles([&](std::size_t index, const std::string& key) { expected[index].add(key); });
    check_orphans(Family::kRecords);
    check_orphans(Family::kDigests);
    check_orphans(Family::kQuotes);
    check_other_families();
    bool equal = true;
    std::uint64_t keys = 0;
    for (std::size_t i = 0; i < kIndexes.size(); ++i) {
      SetSum found;
      scan(kIndexes[i], {}, [&](std::string_view key, std::string_view value) {
        found.add(key);
        if (!value.empty()) findings_.add(kIndexes[i], key, "has a value");
      });
      equal = equal && found == expected[i];
      keys += expected[i].count;
    }
    if (!equal) name_differences(keys);
    return findings_.take();
  }

 private:
  void check_files() {
    const rocksdb::Status status = database_.db().VerifyChecksum();
    // This opens files by name, and a writer may have deleted some since a reader has opened them;
    // the reader still holds them and reads them below. A file that goes while it is being opened
    // is reported as an empty one.
    if (status.ok() || (database_.read_only() && a_file_is_gone())) return;
    findings_.add("files: " + status.ToString());
  }

  bool a_file_is_gone() const {
    std::vector<rocksdb::LiveFileMetaData> files;
    database_.db().GetLiveFilesMetaData(&files);
    return std::any_of(files.begin(), files.end(), [&](const rocksdb::LiveFileMetaData& file) {
      std::error_code error;
      return !std::filesystem::exists(file.db_path + file.name, error);
    });
  }

  template <class Visit>
  void scan(Family family, std::string_view prefix, Visit visit) {
    const Status status =
        for_each(view_, family, prefix, false,
                 [&](std::string_view key, std::string_view value) -> Result<bool> {
                   visit(key, value);
                   return true;
                 });
    if (!status) findings_.add(status.error().message);
  }

  // Reads each revision's record and digest; visits the index keys of each article.
  template <class Visit>
  void check_articles(Visit visit) {
    IndexKeys keys;
    std::optional<ArticleKey> article;
    const auto flush = [&] {
      keys.settle();
      for_each_index_key(keys, visit);
      keys = {};
    };
    scan(Family::kRevisions, {}, [&](std::string_view key, std::string_view value) {
      const Result<CatalogueRow> row = parse_row(view_, key, value);
      if (!row) {
        findings_.add(row.error().message);
        return;
      }
      if (article && *article != row->key.article) flush();
      article = row->key.article;
      check_revision(*row, key, keys);
    });
    flush();
  }

  void check_revision(const CatalogueRow& row, std::string_view key, IndexKeys& keys) {
    const Result<v1::ArticleRecord> record = read_record(view_, row.key);
    if (!record) {
      findings_.add(record.error().message);
      return;
    }
    const Result<RevisionKey> own = key_of(*record);
    if (!own) {
      findings_.add(Family::kRecords, key, own.error().message);
    } else if (*own != row.key) {
      findings_.add(Family::kRecords, key, "holds the record of another key");
    }
    store::v1::RevisionEntry entry = make_entry(*record, record->SerializeAsString());
    entry.set_known_at_second(row.entry.known_at_second());
    if (entry.SerializeAsString() != row.entry.SerializeAsString()) {
      findings_.add(Family::kRevisions, key, "does not fit the record");
    }
    const v1::Digest digest = make_digest(*record);
    std::vector<StoredDigest> stored;
    const Status read = read_digests(view_, {&row, 1}, stored);
    if (!read) {
      findings_.add(read.error().message);
    } else if (stored.front().digest->SerializeAsString() != digest.SerializeAsString()) {
      findings_.add(Family::kDigests, key, "does not fit the record");
    }
    keys.add(row.key, digest);
  }

  // Keys of a family that the catalogue does not list. Both are in the same order.
  void check_orphans(Family family) {
    scan(family, {}, [&](std::string_view key, std::string_view) {
      std::string value;
      const rocksdb::Status status =
          database_.db().Get(view_.read_options(), database_.handle(Family::kRevisions),
                             rocksdb::Slice(key.data(), key.size()), &value);
      if (status.IsNotFound()) findings_.add(family, key, "is not in the catalogue");
    });
  }

  void check_other_families() {
    scan(Family::kMeta, {}, [&](std::string_view key, std::string_view) {
      if (key != kMetaKey) findings_.add(Family::kMeta, key, "is not known");
    });
  }

  // The slow way, once something is known to be wrong: the keys of a range of first bytes at a
  // time, so that memory stays bounded.
  void name_differences(std::uint64_t keys) {
    constexpr std::uint64_t kKeysAtOnce = 4'000'000;
    const auto rounds =
        static_cast<unsigned>(std::clamp<std::uint64_t>(keys / kKeysAtOnce, 1, 256));
    for (unsigned round = 0; round < rounds; ++round) {
      const auto in_range = [&](std::string_view key) {
        return !key.empty() && static_cast<unsigned char>(key.front()) * rounds / 256 == round;
      };
      IndexLists expected;
      Findings heard = std::move(findings_);  // what the articles have said they said before
      findings_ = {};
      check_articles([&](std::size_t index, const std::string& key) {
        if (in_range(key)) expected[index].push_back(key);
      });
      findings_ = std::move(heard);
      for (std::size_t i = 0; i < kIndexes.size(); ++i)
        compare(kIndexes[i], in_range, expected[i]);
    }
  }

  template <class InRange>
  void compare(Family family, InRange in_range, std::vector<std::string>& expected) {
    std::sort(expected.begin(), expected.end());
    auto next = expected.begin();
    scan(family, {}, [&](std::string_view key, std::string_view) {
      if (!in_range(key)) return;
      for (; next != expected.end() && *next < key; ++next)
        findings_.add(family, *next, "missing");
      if (next != expected.end() && *next == key) {
        ++next;
      } else {
        findings_.add(family, key, "left over: no article has it");
      }
    });
    for (; next != expected.end(); ++next)
      findings_.add(family, *next, "missing");
  }

  View view_;
  const Database& database_;
  Findings findings_;
};

std::uint64_t directory_bytes(const std::string& path) {
  std::uint64_t out = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    const std::uint64_t size = it->file_size(ignored);
    if (!ignored) out += size;
  }
  return out;
}

}  // namespace

Result<StoreStats> Store::stats() const {
  const Database& database = *impl_->database;
  const View view(database);
  StoreStats out;
  out.engine_version = database.meta().engine_version();
  out.schema_version = database.meta().schema_version();
  out.bytes_on_disk = directory_bytes(database.path());
  std::optional<ArticleKey> article;
  ANNALS_TRY(for_each(view, Family::kRevisions, {}, false,
                      [&](std::string_view key, std::string_view value) -> Result<bool> {
                        ANNALS_ASSIGN(const CatalogueRow row, parse_row(view, key, value));
                        if (article != row.key.article) ++out.articles;
                        article = row.key.article;
                        ++out.revisions;
                        out.events += row.entry.events();
                        return true;
                      }));
  return out;
}

Result<std::vector<std::string>> Store::check() const {
  return Checker(*impl_->database).run(*this);
}

}  // namespace annals
