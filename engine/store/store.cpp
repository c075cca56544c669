// Store: opening, closing and the reading questions. Adding and forgetting are in write.cpp, stats
// and check in check.cpp.
#include "engine/store/store.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/store/derived.h"
#include "engine/store/digest.h"
#include "engine/store/reading.h"

namespace annals {
namespace {

Failure no_article(const Database& database, std::string_view article_id) {
  return fail(ErrorCode::kNotFound,
              fmt::format("store {}: no article \"{}\"", database.path(), article_id));
}

// A stored revision of the article asked for.
struct ArticleRevision {
  CatalogueRow row;
  StoredDigest stored;
};
// All of them, newest first. Another article may share the key, so the digests decide.
Result<std::vector<ArticleRevision>> read_article(const View& view, std::string_view article_id) {
  const ArticleKey key = article_key_of_id(article_id);
  ANNALS_ASSIGN(std::vector<CatalogueRow> rows, read_catalogue(view, std::span(&key, 1)));
  std::vector<StoredDigest> digests;
  ANNALS_TRY(read_digests(view, rows, digests));
  std::vector<ArticleRevision> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (digests[i].digest->article_id() != article_id) continue;
    out.push_back({.row = std::move(rows[i]), .stored = std::move(digests[i])});
  }
  std::sort(out.begin(), out.end(), [](const ArticleRevision& a, const ArticleRevision& b) {
    return newer_revision(*a.stored.digest, *b.stored.digest);
  });
  return out;
}

// Articles that the keys of an index name below a prefix, in key order.
template <class Decode>
Status collect(const View& view, Family family, const std::string& prefix, Decode decode,
               std::vector<ArticleKey>& out) {
  return for_each(view, family, prefix, true,
                  [&](std::string_view key, std::string_view) -> Result<bool> {
                    const auto decoded = decode(key);
                    if (!decoded) return view.database().corrupt(family, key, "not a key");
                    out.push_back(decoded->article);
                    return true;
                  });
}

void sort_unique(std::vector<ArticleKey>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

bool holds_any(const v1::Digest& digest, const std::vector<TermId>& sorted_terms) {
  for (const v1::DigestSentence& sentence : digest.sentences()) {
    for (const std::uint32_t term : terms_of(digest, sentence)) {
      if (std::binary_search(sorted_terms.begin(), sorted_terms.end(), TermId(term))) return true;
    }
  }
  return false;
}

}  // namespace

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path, const StoreOptions& options) {
  auto impl = std::make_unique<Impl>();
  ANNALS_ASSIGN(impl->database, Database::open(path, options));
  return Store(std::move(impl));
}

Status Store::close() {
  if (!impl_) return {};
  const std::unique_ptr<Impl> impl = std::move(impl_);
  return impl->database->close();
}

const std::string& Store::path() const {
  return impl_->database->path();
}

Result<v1::ArticleRecord> Store::get(std::string_view article_id, std::string_view revision) const {
  const View view(*impl_->database);
  ANNALS_ASSIGN(const std::vector<ArticleRevision> all, read_article(view, article_id));
  if (all.empty()) return no_article(*impl_->database, article_id);
  if (revision.empty()) return read_record(view, all.front().row.key);
  for (const ArticleRevision& one : all) {
    if (to_string(one.row.key.revision) == revision) return read_record(view, one.row.key);
  }
  return fail(ErrorCode::kNotFound, fmt::format(R"(store {}: article "{}" has no revision "{}")",
                                                impl_->database->path(), article_id, revision));
}

Result<RecordView> Store::words(std::string_view article_id, std::string_view revision) const {
  const View view(*impl_->database);
  const std::optional<RevisionHash> hash = parse_revision(revision);
  if (hash) {
    const RevisionKey key{article_key_of_id(article_id), *hash};
    ANNALS_ASSIGN(std::optional<std::string> bytes, read_quotes(view, key));
    if (bytes) {
      Result<RecordView> out = RecordView::read(std::move(*bytes));
      if (!out) return view.database().corrupt(Family::kQuotes, encode(key), "unreadable");
      // Another article may share the key.
      if (out->article_id() == article_id) return out;
    }
  }
  return fail(ErrorCode::kNotFound, fmt::format(R"(store {}: article "{}" has no revision "{}")",
                                                impl_->database->path(), article_id, revision));
}

Result<std::vector<StoredDigest>> Store::revisions(std::string_view article_id) const {
  const View view(*impl_->database);
  ANNALS_ASSIGN(std::vector<ArticleRevision> all, read_article(view, article_id));
  std::vector<StoredDigest> out;
  out.reserve(all.size());
  for (ArticleRevision& one : all)
    out.push_back(std::move(one.stored));
  return out;
}

Result<std::vector<StoredDigest>> Store::revisions(std::span<const std::string> article_ids) const {
  const View view(*impl_->database);
  std::vector<ArticleKey> articles;
  articles.reserve(article_ids.size());
  for (const std::string& id : article_ids)
    articles.push_back(article_key_of_id(id));
  sort_unique(articles);
  ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, articles));
  std::vector<StoredDigest> out;
  ANNALS_TRY(read_digests(view, rows, out));
  // Another article may share a key.
  const std::set<std::string_view> wanted(article_ids.begin(), article_ids.end());
  std::erase_if(out, [&](const StoredDigest& stored) {
    return !wanted.contains(stored.digest->article_id());
  });
  return out;
}

Result<v1::ArticleRecord> Store::get_by_event(EventId event) const {
  const View view(*impl_->database);
  std::optional<RevisionKey> found;
  ANNALS_TRY(for_each(view, Family::kEvents, key_prefix(event), true,
                      [&](std::string_view key, std::string_view) -> Result<bool> {
                        const std::optional<EventKey> decoded = decode_event_key(key);
                        if (!decoded) {
                          return view.database().corrupt(Family::kEvents, key, "not a key");
                        }
                        found = decoded->revision;
                        return false;
                      }));
  if (!found) {
    return fail(ErrorCode::kNotFound,
                fmt::format("store {}: no event {}", impl_->database->path(), to_string(event)));
  }
  return read_record(view, *found);
}

Status Store::for_each_digest(const std::function<bool(const StoredDigest&)>& visit) const {
  const View view(*impl_->database);
  constexpr std::size_t kChunk = 256;
  std::vector<CatalogueRow> rows;
  std::vector<StoredDigest> digests;
  bool more = true;
  const auto flush = [&]() -> Status {
    digests.clear();
    ANNALS_TRY(read_digests(view, rows, digests));
    rows.clear();
    for (std::size_t i = 0; more && i < digests.size(); ++i)
      more = visit(digests[i]);
    return {};
  };
  const auto visit_row = [&](std::string_view key, std::string_view value) -> Result<bool> {
    ANNALS_ASSIGN(rows.emplace_back(), parse_row(view, key, value));
    if (rows.size() == kChunk) ANNALS_TRY(flush());
    return more;
  };
  ANNALS_TRY(for_each(view, Family::kRevisions, {}, false, visit_row));
  return more ? flush() : Status();
}

Result<std::vector<DigestPtr>> newest_digests(
    const Store& store, const std::function<v1::Digest(const v1::Digest&)>& keep) {
  std::vector<DigestPtr> out;
  DigestPtr newest;
  const auto take = [&] {
    if (newest) out.push_back(std::make_shared<const v1::Digest>(keep(*newest)));
    newest.reset();
  };
  ANNALS_TRY(store.for_each_digest([&](const StoredDigest& stored) {
    // Articles whose keys collide may come mixed; that is one chance in 2^64 and costs a duplicate.
    if (newest && newest->article_id() != stored.digest->article_id()) take();
    if (!newest || newer_revision(*stored.digest, *newest)) newest = stored.digest;
    return true;
  }));
  take();
  return out;
}

Result<std::vector<Store::Hit>> Store::search(std::span<const std::vector<TermId>> groups) const {
  const View view(*impl_->database);
  // Each group's articles, each once; then all of them with their number of groups.
  std::vector<ArticleKey> all;
  std::vector<ArticleKey> group_articles;
  std::vector<std::vector<TermId>> sorted_groups(groups.begin(), groups.end());
  for (std::vector<TermId>& terms : sorted_groups) {
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    group_articles.clear();
    for (const TermId term : terms) {
      ANNALS_TRY(collect(view, Family::kTerms, key_prefix(term), decode_term_key, group_articles));
    }
    sort_unique(group_articles);
    all.insert(all.end(), group_articles.begin(), group_articles.end());
  }
  std::sort(all.begin(), all.end());
  std::vector<ArticleKey> articles;
  std::vector<std::uint32_t> counts;
  for (const ArticleKey article : all) {
    if (articles.empty() || articles.back() != article) {
      articles.push_back(article);
      counts.push_back(0);
    }
    ++counts.back();
  }
  ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, articles));
  std::vector<StoredDigest> digests;
  ANNALS_TRY(read_digests(view, rows, digests));
  std::vector<Hit> out;
  out.reserve(rows.size());
  std::size_t article = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ArticleKey key = rows[i].key.article;
    while (articles[article] != key)
      ++article;
    // The index knows articles; with several revisions each digest says what is its own.
    const bool alone = (i == 0 || rows[i - 1].key.article != key) &&
                       (i + 1 == rows.size() || rows[i + 1].key.article != key);
    std::uint32_t count = counts[article];
    if (!alone) {
      count = 0;
      for (const std::vector<TermId>& terms : sorted_groups) {
        if (holds_any(*digests[i].digest, terms)) ++count;
      }
    }
    if (count > 0) out.push_back({.digest = std::move(digests[i]), .groups = count});
  }
  return out;
}

Result<std::vector<StoredDigest>> Store::search_actors(std::span<const std::string> keys) const {
  const View view(*impl_->database);
  std::vector<ArticleKey> articles;
  for (const std::string& key : keys) {
    ANNALS_TRY(collect(view, Family::kActors, key_prefix(actor_id_of_key(key)), decode_actor_key,
                       articles));
  }
  sort_unique(articles);
  ANNALS_ASSIGN(const std::vector<CatalogueRow> rows, read_catalogue(view, articles));
  std::vector<StoredDigest> out;
  ANNALS_TRY(read_digests(view, rows, out));
  std::erase_if(out, [&](const StoredDigest& stored) {
    return std::none_of(stored.digest->actors().begin(), stored.digest->actors().end(),
                        [&](const v1::DigestActor& actor) {
                          return std::find(keys.begin(), keys.end(), actor.key()) != keys.end();
                        });
  });
  return out;
}

}  // namespace annals
