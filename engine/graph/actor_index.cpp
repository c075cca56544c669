// ActorIndex: document-level actors with the same key are one; then short keys join a fuller one.
//
// A short key ("trump", "fbi") joins a fuller key when the fuller one ends in its words and is a
// person, has it among its aliases, or is spelled by it. When several fuller keys fit, the short
// one joins the one that clearly dominates them, else none: a wrong merge is worse than a missing
// one. Everything is counted first and decided afterwards over sorted keys, so order cannot matter.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/base/fold.h"
#include "engine/graph/graph.h"

namespace annals {
namespace {

// A name fits "clearly" when it is in so many times the articles of all others that fit together.
constexpr std::uint64_t kDominance = 10;

constexpr std::size_t kKinds = v1::ActorKind_ARRAYSIZE;
using KindCounts = std::array<std::uint32_t, kKinds>;

// What the set says about one document-level key. Names and aliases are views of the digests, one
// an occurrence until settle_names() sorts them.
struct KeyFacts {
  std::vector<std::string_view> names;
  std::vector<std::string_view> aliases;
  KindCounts kinds{};
  std::uint64_t mentions = 0;
  std::uint32_t articles = 0;
  const v1::Digest* last = nullptr;  // the one counted last
};

// The kind of most articles; what is not known only when nothing else is; ties by number.
v1::ActorKind majority(const KindCounts& kinds) {
  std::size_t best = v1::ACTOR_KIND_UNSPECIFIED;
  std::uint32_t most = 0;
  for (std::size_t kind = 1; kind < kKinds; ++kind) {
    if (kinds[kind] <= most) continue;
    best = kind;
    most = kinds[kind];
  }
  return static_cast<v1::ActorKind>(best);
}

void settle_names(KeyFacts& facts) {
  std::sort(facts.names.begin(), facts.names.end());
  std::vector<std::string_view>& aliases = facts.aliases;
  aliases.insert(aliases.end(), facts.names.begin(), facts.names.end());
  std::sort(aliases.begin(), aliases.end());
  aliases.erase(std::unique(aliases.begin(), aliases.end()), aliases.end());
}

// The most frequent form; ties lexicographic, which is the order of the names.
std::string best_name(const std::vector<std::string_view>& sorted_names) {
  std::string_view best;
  std::ptrdiff_t most = 0;
  for (auto begin = sorted_names.begin(); begin != sorted_names.end();) {
    const auto end = std::upper_bound(begin, sorted_names.end(), *begin);
    if (end - begin > most) {
      best = *begin;
      most = end - begin;
    }
    begin = end;
  }
  return std::string(best);
}

// A key and what joining needs to know of it. Sorted by key, so that indices are deterministic.
struct Entry {
  std::string_view key;
  const KeyFacts* facts = nullptr;
  std::string name;
  v1::ActorKind kind = v1::ACTOR_KIND_UNSPECIFIED;
  std::size_t words = 0;
  std::uint32_t root = 0;
  std::uint32_t number = 0;  // of the key in Keys
};

bool kinds_fit(v1::ActorKind a, v1::ActorKind b) {
  return a == b || a == v1::ACTOR_KIND_UNSPECIFIED || b == v1::ACTOR_KIND_UNSPECIFIED;
}

// Keys of a namespace ("country:US") are complete; they neither join nor are joined.
bool can_join(std::string_view key) {
  return !key.empty() && key.find(':') == std::string_view::npos;
}

// From a short form to the entries that are fuller, by each way of fitting.
using FullerByForm = std::unordered_map<std::string, std::vector<std::uint32_t>>;

FullerByForm index_forms(const std::vector<Entry>& entries) {
  FullerByForm out;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    if (!can_join(entry.key) || entry.words < 2) continue;
    const auto add = [&](std::string form) {
      std::vector<std::uint32_t>& list = out[std::move(form)];
      if (list.empty() || list.back() != i) list.push_back(i);
    };
    if (entry.kind == v1::ACTOR_KIND_PERSON) {
      for (std::size_t at = entry.key.find(' '); at != std::string_view::npos;
           at = entry.key.find(' ', at + 1)) {
        add(std::string(entry.key.substr(at + 1)));
      }
    } else {
      std::string initials = initials_of(entry.name);
      if (!initials.empty()) add(std::move(initials));
    }
    for (const std::string_view alias : entry.facts->aliases) {
      std::string form = fold_name(alias);
      if (words_of(form).size() < entry.words) add(std::move(form));
    }
  }
  return out;
}

bool fits(const Entry& short_one, const Entry& fuller) {
  if (fuller.words <= short_one.words || !kinds_fit(short_one.kind, fuller.kind)) return false;
  // Spelled by initials alone is no reason unless it is written like an acronym.
  const bool by_words = fuller.key.size() > short_one.key.size() &&
                        fuller.key.ends_with(short_one.key) &&
                        fuller.key[fuller.key.size() - short_one.key.size() - 1] == ' ';
  if (by_words && fuller.kind == v1::ACTOR_KIND_PERSON) return true;
  for (const std::string_view alias : fuller.facts->aliases) {
    if (fold_name(alias) == short_one.key) return true;
  }
  return looks_like_acronym(short_one.name);
}

// The root of the fuller entry that a short one joins, or its own index.
std::uint32_t find_root(const std::vector<Entry>& entries, const FullerByForm& fuller,
                        std::uint32_t index) {
  const Entry& entry = entries[index];
  if (!can_join(entry.key)) return index;
  const auto candidates = fuller.find(std::string(entry.key));
  if (candidates == fuller.end()) return index;
  std::map<std::uint32_t, std::uint64_t> articles_of_root;
  std::uint64_t all = 0;
  for (const std::uint32_t candidate : candidates->second) {
    if (!fits(entry, entries[candidate])) continue;
    const std::uint64_t articles = entries[candidate].facts->articles;
    articles_of_root[entries[candidate].root] += articles;
    all += articles;
  }
  if (articles_of_root.size() == 1) return articles_of_root.begin()->first;
  for (const auto& [root, articles] : articles_of_root) {
    if (articles >= kDominance * (all - articles)) return root;
  }
  return index;
}

// The keys of all digests by number, and the number of every actor of every digest: a key is looked
// up once.
struct Keys {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::string_view> keys;
  std::vector<KeyFacts> facts;
  std::vector<std::uint32_t> seen;  // digest after digest
};

std::vector<Entry> make_entries(const Keys& keys) {
  std::vector<Entry> out;
  out.reserve(keys.keys.size());
  for (std::uint32_t i = 0; i < keys.keys.size(); ++i) {
    Entry& entry = out.emplace_back();
    entry.key = keys.keys[i];
    entry.facts = &keys.facts[i];
    entry.number = i;
  }
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    out[i].name = best_name(out[i].facts->names);
    out[i].kind = majority(out[i].facts->kinds);
    out[i].words = words_of(out[i].key).size();
    out[i].root = i;
  }
  // Longer keys first: what they join is settled when a shorter one asks.
  const FullerByForm fuller = index_forms(out);
  std::vector<std::uint32_t> order(out.size());
  for (std::uint32_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return out[a].words != out[b].words ? out[a].words > out[b].words : a < b;
  });
  for (const std::uint32_t index : order)
    out[index].root = find_root(out, fuller, index);
  return out;
}

Keys count_keys(std::span<const v1::Digest* const> digests) {
  Keys out;
  std::size_t count = 0;
  for (const v1::Digest* digest : digests)
    count += static_cast<std::size_t>(digest->actors_size());
  out.seen.reserve(count);
  for (const v1::Digest* digest : digests) {
    for (const v1::DigestActor& actor : digest->actors()) {
      const auto [at, fresh] =
          out.numbers.try_emplace(actor.key(), static_cast<std::uint32_t>(out.keys.size()));
      if (fresh) {
        out.keys.push_back(at->first);
        out.facts.emplace_back();
      }
      out.seen.push_back(at->second);
      KeyFacts& facts = out.facts[at->second];
      facts.names.emplace_back(actor.name());
      facts.aliases.insert(facts.aliases.end(), actor.aliases().begin(), actor.aliases().end());
      const auto kind = static_cast<std::size_t>(actor.kind());
      ++facts.kinds[kind < kKinds ? kind : 0];
      facts.mentions += actor.mentions();
      if (facts.last != digest) ++facts.articles;
      facts.last = digest;
    }
  }
  for (KeyFacts& facts : out.facts)
    settle_names(facts);
  return out;
}

// The members of one actor, put together.
v1::Actor merge(const Entry& root, const std::vector<const Entry*>& members) {
  v1::Actor out;
  out.set_key(std::string(root.key));
  out.set_id(to_string(actor_id_of_key(root.key)));
  out.set_name(root.name);
  std::set<std::string_view> aliases;
  KindCounts kinds{};
  std::uint64_t mentions = 0;
  for (const Entry* member : members) {
    aliases.insert(member->facts->aliases.begin(), member->facts->aliases.end());
    for (std::size_t kind = 0; kind < kKinds; ++kind)
      kinds[kind] += member->facts->kinds[kind];
    mentions += member->facts->mentions;
  }
  aliases.erase(std::string_view());
  for (const std::string_view alias : aliases)
    out.add_aliases(alias.data(), alias.size());
  out.set_kind(majority(kinds));
  out.set_mentions(
      static_cast<std::uint32_t>(std::min<std::uint64_t>(mentions, ~std::uint32_t{0})));
  return out;
}

}  // namespace

ActorIndex ActorIndex::build(std::span<const v1::Digest* const> digests) {
  const Keys keys = count_keys(digests);
  const std::vector<Entry> entries = make_entries(keys);
  std::vector<std::vector<const Entry*>> members(entries.size());
  for (const Entry& entry : entries)
    members[entry.root].push_back(&entry);
  ActorIndex out;
  out.by_key_.reserve(entries.size());
  std::vector<std::uint32_t> actor_of_key(entries.size(), kNone);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (members[i].empty()) continue;
    const auto actor = static_cast<std::uint32_t>(out.actors_.size());
    out.actors_.push_back(merge(entries[i], members[i]));
    for (const Entry* member : members[i]) {
      out.by_key_.emplace(member->key, actor);
      actor_of_key[member->number] = actor;
    }
  }
  out.numbers_.reserve(keys.seen.size());
  for (const std::uint32_t key : keys.seen)
    out.numbers_.push_back(actor_of_key[key]);
  out.first_.reserve(digests.size());
  std::vector<std::uint32_t> in_article;
  std::uint32_t first = 0;
  for (const v1::Digest* digest : digests) {
    out.first_.emplace(digest, first);
    in_article.assign(out.numbers_.begin() + first,
                      out.numbers_.begin() + first + digest->actors_size());
    first += static_cast<std::uint32_t>(digest->actors_size());
    std::sort(in_article.begin(), in_article.end());
    in_article.erase(std::unique(in_article.begin(), in_article.end()), in_article.end());
    for (const std::uint32_t actor : in_article) {
      out.actors_[actor].set_articles(out.actors_[actor].articles() + 1);
    }
  }
  return out;
}

void ActorIndex::numbers_of(const v1::Digest& digest, std::vector<std::uint32_t>& out) const {
  out.clear();
  if (const auto at = first_.find(&digest); at != first_.end()) {
    const auto begin = numbers_.begin() + at->second;
    out.assign(begin, begin + digest.actors_size());
    return;
  }
  for (const v1::DigestActor& actor : digest.actors())
    out.push_back(find(actor.key()));
}

std::uint32_t ActorIndex::find(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? kNone : found->second;
}

std::uint32_t ActorIndex::find_by_name(std::string_view name) const {
  if (const std::uint32_t actor = find(name); actor != kNone) return actor;
  if (const std::optional<ActorId> id = parse_actor_id(name)) {
    for (const auto& [key, actor] : by_key_) {
      if (actor_id_of_key(key) == *id) return actor;  // ids of joined keys lead to the actor, too
    }
    return kNone;
  }
  const std::string folded = fold_name(name);
  if (folded.empty()) return kNone;
  if (const std::uint32_t actor = find(folded); actor != kNone) return actor;
  std::uint32_t best = kNone;
  for (std::uint32_t i = 0; i < actors_.size(); ++i) {
    const v1::Actor& actor = actors_[i];
    const bool fits =
        std::any_of(actor.aliases().begin(), actor.aliases().end(),
                    [&](const std::string& alias) { return fold_name(alias) == folded; });
    if (!fits) continue;
    // Of several the best known; the order of keys breaks ties.
    if (best == kNone || actor.articles() > actors_[best].articles()) best = i;
  }
  return best;
}

}  // namespace annals
