#include "engine/store/derived.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/hash.h"
#include "engine/base/interval.h"
#include "engine/store/digest.h"
#include "engine/store/store.h"

namespace annals {
namespace {

// Protobuf reads messages up to 2 GiB; a record near that is an attack, not an article.
constexpr std::size_t kMaxRecordBytes = std::size_t{512} << 20U;

template <class Key>
void sort_unique(std::vector<Key>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// The latest time that an article or its digest states for its publication or update.
template <class Message>
std::optional<std::int64_t> newest_second(const Message& message) {
  std::optional<std::int64_t> out;
  const auto consider = [&](const v1::TimeInterval& interval) {
    std::optional<Instant> instant = latest_instant(interval);
    if (!instant) instant = earliest_instant(interval);
    if (!instant) return;
    const std::int64_t second = instant->time_since_epoch().count();
    if (!out || second > *out) out = second;
  };
  consider(message.published());
  consider(message.updated());
  return out;
}

// "0.10.2" after "0.9.0": numbers as numbers, then the text itself.
bool version_less(std::string_view a, std::string_view b) {
  const auto numbers = [](std::string_view text) {
    std::vector<std::uint64_t> out;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
      std::uint64_t number = 0;
      const auto [next, error] = std::from_chars(at, end, number);
      if (error != std::errc()) {
        if (error == std::errc::result_out_of_range) {
          out.push_back(std::numeric_limits<std::uint64_t>::max());
        }
        at = next == at ? at + 1 : next;
        continue;
      }
      out.push_back(number);
      at = next;
    }
    return out;
  };
  return std::tuple(numbers(a), a) < std::tuple(numbers(b), b);
}

}  // namespace

void IndexKeys::add(const RevisionKey& key, const v1::Digest& digest) {
  for (const v1::DigestSentence& sentence : digest.sentences()) {
    for (const std::uint32_t term : terms_of(digest, sentence)) {
      terms.push_back({.term = TermId(term), .article = key.article});
    }
  }
  for (const v1::DigestActor& actor : digest.actors()) {
    actors.push_back({.actor = actor_id_of_key(actor.key()), .article = key.article});
  }
  for (const v1::DigestEvent& event : digest.events()) {
    events.push_back({.event = EventId(event.id()), .revision = key});
  }
}

void IndexKeys::settle() {
  sort_unique(terms);
  sort_unique(actors);
  sort_unique(events);
}

void IndexKeys::clear() {
  terms.clear();
  actors.clear();
  events.clear();
}

Result<RevisionKey> key_of(const v1::ArticleRecord& record) {
  const v1::Article& article = record.article();
  const auto reject = [&](std::string_view why) {
    return fail(ErrorCode::kInvalidInput, fmt::format("{}:{}: article \"{}\": {}", article.file(),
                                                      article.record(), article.id(), why));
  };
  if (article.id().empty()) return reject("no id");
  const std::optional<RevisionHash> revision = parse_revision(article.revision());
  if (!revision) {
    return reject(fmt::format(R"(revision "{}" is not 32 hex digits)", article.revision()));
  }
  for (const v1::Event& event : record.events()) {
    if (!parse_event_id(event.id())) {
      return reject(fmt::format(R"(event id "{}" is not "ev-" and 16 hex digits)", event.id()));
    }
  }
  if (record.ByteSizeLong() > kMaxRecordBytes) return reject("larger than 512 MiB");
  return RevisionKey{.article = article_key_of_id(article.id()), .revision = *revision};
}

store::v1::RevisionEntry make_entry(const v1::ArticleRecord& record, std::string_view bytes) {
  const v1::Article& article = record.article();
  store::v1::RevisionEntry out;
  if (const auto second = newest_second(article)) out.set_newest_second(*second);
  out.set_engine_version(record.engine_version());
  out.set_file(article.file());
  out.set_record(article.record());
  out.set_record_offset(article.record_offset());
  out.set_record_hash(hash64(bytes));
  out.set_events(static_cast<std::uint32_t>(record.events_size()));
  return out;
}

bool replaces(const store::v1::RevisionEntry& candidate, const store::v1::RevisionEntry& stored) {
  if (candidate.engine_version() != stored.engine_version()) {
    return version_less(stored.engine_version(), candidate.engine_version());
  }
  const auto place = [](const store::v1::RevisionEntry& entry) {
    return std::tuple(std::string_view(entry.file()), entry.record(), entry.record_offset(),
                      entry.record_hash());
  };
  return place(candidate) < place(stored);
}

bool newer_revision(const v1::Digest& a, const v1::Digest& b) {
  const auto order = [](const v1::Digest& digest) {
    return std::tuple(newest_second(digest), std::string_view(digest.revision()));
  };
  return order(a) > order(b);
}

}  // namespace annals
