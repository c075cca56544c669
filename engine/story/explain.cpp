// explain_membership: the pair facts behind a story.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#include "engine/base/hash.h"
#include "engine/story/grouping.h"
#include "engine/story/stories.h"

namespace annals {
namespace {

constexpr std::size_t kLinks = 3;
constexpr std::size_t kOutside = 2;
constexpr std::size_t kMaxTerms = 12;

v1::StoryLink link_between(const ArticleFeatures& a, const v1::Digest& a_digest,
                           const ArticleFeatures& b, const v1::Digest& b_digest,
                           const VectorSet& set, std::uint32_t ia, std::uint32_t ib) {
  v1::StoryLink out;
  out.set_article(b_digest.article_id());
  out.set_title(b_digest.title());
  out.set_likeness(dot(set.vectors[ia], set.vectors[ib]));
  if (a.clock && b.clock) {
    const std::int64_t gap =
        std::max({std::int64_t{0}, std::int64_t{a.clock->first} - b.clock->last,
                  std::int64_t{b.clock->first} - a.clock->last});
    out.set_gap_days(static_cast<std::uint32_t>(gap));
  }
  std::map<std::uint32_t, std::string> names;
  for (const auto& actor : a_digest.actors())
    names.emplace(hash32(actor.key()), actor.name());
  // Both lists are sorted by kind and hash.
  std::vector<std::pair<float, const ArticleFeature*>> shared;
  const auto key = [](const ArticleFeature& f) { return std::pair(f.kind, f.hash); };
  auto j = b.features.begin();
  for (const ArticleFeature& f : a.features) {
    while (j != b.features.end() && key(*j) < key(f))
      ++j;
    if (j == b.features.end()) break;
    if (key(*j) == key(f)) shared.emplace_back(-f.count * j->count, &f);
  }
  std::ranges::stable_sort(shared, {}, [](const auto& s) { return s.first; });
  for (const auto& [weight, f] : shared) {
    switch (f->kind) {
      case FeatureKind::kTerm:
        if (static_cast<std::size_t>(out.terms_size()) < kMaxTerms) out.add_terms(f->hash);
        break;
      case FeatureKind::kLetters:
        out.set_letters(out.letters() + 1);
        break;
      case FeatureKind::kActor:
      case FeatureKind::kPlace:
        if (const auto name = names.find(f->hash); name != names.end()) {
          out.add_actors(name->second);
        }
        break;
      case FeatureKind::kDay:
        out.add_days(static_cast<std::int32_t>(f->hash));
        break;
    }
  }
  return out;
}

}  // namespace

std::optional<v1::StoryMembership> explain_membership(
    std::span<const v1::Digest* const> digests, std::string_view article_id,
    std::span<const v1::StoryDecision> decisions) {
  const auto found = std::ranges::find(digests, article_id, &v1::Digest::article_id);
  if (found == digests.end()) return std::nullopt;
  const auto self = static_cast<std::uint32_t>(found - digests.begin());

  const StoryPartition partition = group_stories(digests, decisions);
  v1::StoryMembership out;
  out.set_article(digests[self]->article_id());
  out.set_title(digests[self]->title());
  std::vector<const v1::Digest*> members;
  StoryPartition alone;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (partition.story_of[i] != partition.story_of[self]) continue;
    members.push_back(digests[i]);
    if (partition.event_of[i] == partition.event_of[self]) {
      out.set_event_articles(out.event_articles() + 1);
    }
  }
  alone.story_of.assign(members.size(), 0);
  alone.event_of.assign(members.size(), 0);
  *out.mutable_story() = describe_stories(members, alone, {}, decisions).front();

  std::vector<ArticleFeatures> features;
  features.reserve(digests.size());
  for (const v1::Digest* digest : digests)
    features.push_back(story_features(*digest));
  std::vector<const ArticleFeatures*> views;
  views.reserve(features.size());
  for (const ArticleFeatures& f : features)
    views.push_back(&f);
  // Weights are summed in canonical order, as in the grouping.
  const std::vector<std::uint32_t> order = canonical_order(views);
  std::vector<const ArticleFeatures*> sorted;
  std::vector<std::uint32_t> at(order.size());
  for (std::uint32_t k = 0; k < order.size(); ++k) {
    sorted.push_back(views[order[k]]);
    at[order[k]] = k;
  }
  const VectorSet set = make_vectors(sorted, {});
  std::vector<std::pair<double, std::uint32_t>> inside;
  std::vector<std::pair<double, std::uint32_t>> outside;
  for (const std::uint32_t i : order) {
    const double likeness = dot(set.vectors[at[self]], set.vectors[at[i]]);
    if (i == self || likeness <= 0) continue;
    (partition.story_of[i] == partition.story_of[self] ? inside : outside)
        .emplace_back(-likeness, i);
  }
  const auto by_likeness = [](const auto& pair) { return pair.first; };
  std::ranges::stable_sort(inside, {}, by_likeness);
  std::ranges::stable_sort(outside, {}, by_likeness);
  const auto link = [&](std::uint32_t i) {
    return link_between(features[self], *digests[self], features[i], *digests[i], set, at[self],
                        at[i]);
  };
  for (std::size_t k = 0; k < std::min(kLinks, inside.size()); ++k)
    *out.add_links() = link(inside[k].second);
  for (std::size_t k = 0; k < std::min(kOutside, outside.size()); ++k)
    *out.add_outside() = link(outside[k].second);
  for (const auto& d : decisions) {
    if (d.article() == article_id || d.other() == article_id) *out.add_decisions() = d;
  }
  return out;
}

}  // namespace annals
