// Store::decide and Store::story_decisions.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include "engine/store/keys.h"
#include "engine/store/reading.h"
#include "engine/store/store.h"

namespace annals {
namespace {

bool later(const v1::StoryDecision& a, const v1::StoryDecision& b) {
  return std::pair(a.decided_second(), a.SerializeAsString()) >
         std::pair(b.decided_second(), b.SerializeAsString());
}

// Of a pair in either order, or of an article and itself.
DecisionKey decision_key_of(const v1::StoryDecision& decision) {
  const ArticleKey a = article_key_of_id(decision.article());
  const ArticleKey b =
      decision.kind() == v1::STORY_DECISION_KIND_RENAME ? a : article_key_of_id(decision.other());
  return {std::min(a, b), std::max(a, b)};
}

bool same_decision(v1::StoryDecision a, v1::StoryDecision b) {
  a.clear_decided_second();
  b.clear_decided_second();
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

Status Store::decide(std::span<const v1::StoryDecision> decisions) {
  const Database& database = *impl_->database;
  if (database.read_only()) {
    return fail(ErrorCode::kUnsupported,
                fmt::format("store {}: opened for reading only", database.path()));
  }
  ANNALS_ASSIGN(const std::vector<v1::StoryDecision> known, story_decisions());
  std::map<DecisionKey, v1::StoryDecision> all;
  for (const v1::StoryDecision& d : known)
    all.emplace(decision_key_of(d), d);
  rocksdb::WriteBatch batch;
  for (const v1::StoryDecision& d : decisions) {
    const DecisionKey key = decision_key_of(d);
    const auto [it, fresh] = all.emplace(key, d);
    if (!fresh) {
      // The same word again is no new decision.
      if (same_decision(it->second, d) || !later(d, it->second)) continue;
      it->second = d;
    }
    batch.Put(database.handle(Family::kDecisions), encode(key), d.SerializeAsString());
  }
  const rocksdb::Status written = database.db().Write(rocksdb::WriteOptions(), &batch);
  if (!written.ok()) return database.failure(written, "record decisions");
  const rocksdb::Status synced = database.db().FlushWAL(true);
  if (!synced.ok()) return database.failure(synced, "make decisions durable");
  return {};
}

Result<std::vector<v1::StoryDecision>> Store::story_decisions() const {
  const View view(*impl_->database);
  std::vector<v1::StoryDecision> out;
  ANNALS_TRY(
      for_each(view, Family::kDecisions, {}, true,
               [&](std::string_view key, std::string_view value) -> Result<bool> {
                 v1::StoryDecision decision;
                 if (!decision.ParseFromArray(value.data(), static_cast<int>(value.size())) ||
                     encode(decision_key_of(decision)) != key) {
                   return view.database().corrupt(Family::kDecisions, key, "unreadable");
                 }
                 out.push_back(std::move(decision));
                 return true;
               }));
  return out;
}

}  // namespace annals
