#include "engine/story/decisions.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace annals {
namespace {

v1::StoryDecision decision(v1::StoryDecisionKind kind, const std::string& article,
                           const std::string& other, std::int64_t second) {
  v1::StoryDecision out;
  out.set_kind(kind);
  out.set_article(article);
  out.set_other(other);
  out.set_decided_second(second);
  return out;
}

struct Link {
  std::int64_t second = 0;
  std::uint32_t article = 0;
  std::uint32_t other = 0;
  friend auto operator<=>(const Link&, const Link&) = default;
};

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t i) {
  while (parent[i] != i)
    i = parent[i] = parent[parent[i]];
  return i;
}

}  // namespace

std::vector<std::uint32_t> apply_decisions(std::span<const std::string_view> article_ids,
                                           std::span<const std::uint32_t> group_of,
                                           std::span<const v1::StoryDecision> decisions) {
  std::vector<std::uint32_t> out(group_of.begin(), group_of.end());
  if (decisions.empty()) return out;
  std::unordered_map<std::string_view, std::uint32_t> index;
  for (const auto& d : decisions) {
    index.emplace(d.article(), 0);
    index.emplace(d.other(), 0);
  }
  std::unordered_map<std::string_view, std::uint32_t> known;
  for (std::uint32_t i = 0; i < article_ids.size(); ++i) {
    if (index.contains(article_ids[i])) known.emplace(article_ids[i], i);
  }
  std::vector<Link> merges;
  std::vector<Link> splits;
  for (const auto& d : decisions) {
    const auto a = known.find(d.article());
    const auto b = known.find(d.other());
    if (a == known.end() || b == known.end() || a->second == b->second) continue;
    const Link link{d.decided_second(), a->second, b->second};
    if (d.kind() == v1::STORY_DECISION_KIND_MERGE) merges.push_back(link);
    if (d.kind() == v1::STORY_DECISION_KIND_SPLIT) splits.push_back(link);
  }
  std::ranges::sort(merges);
  std::ranges::sort(splits);

  std::uint32_t groups = 0;
  for (const std::uint32_t g : out)
    groups = std::max(groups, g + 1);
  for (const Link& s : splits) {
    if (group_of[s.article] == group_of[s.other]) out[s.article] = groups++;
  }
  std::vector<std::uint32_t> parent(groups);
  std::iota(parent.begin(), parent.end(), 0U);
  for (const Link& m : merges) {
    const std::uint32_t a = root_of(parent, out[m.article]);
    const std::uint32_t b = root_of(parent, out[m.other]);
    const bool forbidden = std::ranges::any_of(splits, [&](const Link& s) {
      const auto roots =
          std::minmax({root_of(parent, out[s.article]), root_of(parent, out[s.other])});
      return roots == std::minmax({a, b});
    });
    if (!forbidden) parent[std::max(a, b)] = std::min(a, b);
  }
  constexpr std::uint32_t kNone = ~0U;
  std::vector<std::uint32_t> number(groups, kNone);
  std::uint32_t next = 0;
  for (std::uint32_t& group : out) {
    group = root_of(parent, group);
    if (number[group] == kNone) number[group] = next++;
    group = number[group];
  }
  return out;
}

std::optional<std::string> decided_name(std::span<const std::string_view> article_ids,
                                        std::span<const v1::StoryDecision> decisions) {
  const v1::StoryDecision* latest = nullptr;
  for (const auto& d : decisions) {
    if (d.kind() != v1::STORY_DECISION_KIND_RENAME) continue;
    if (std::ranges::find(article_ids, std::string_view(d.article())) == article_ids.end()) {
      continue;
    }
    const auto key = [](const v1::StoryDecision& x) {
      return std::tuple<std::int64_t, std::string_view>(x.decided_second(), x.article());
    };
    if (latest == nullptr || key(d) > key(*latest)) latest = &d;
  }
  if (latest == nullptr || latest->name().empty()) return std::nullopt;
  return latest->name();
}

StoryDecisions merge_decisions(std::span<const std::vector<std::string>> stories,
                               std::span<const v1::StoryDecision> earlier, std::int64_t second) {
  StoryDecisions out;
  std::set<std::string_view> members;
  for (const auto& story : stories)
    members.insert(story.begin(), story.end());
  for (const auto& d : earlier) {
    if (d.kind() != v1::STORY_DECISION_KIND_SPLIT) continue;
    if (!members.contains(d.article()) || !members.contains(d.other())) continue;
    out.push_back(decision(v1::STORY_DECISION_KIND_MERGE, d.article(), d.other(), second));
  }
  for (std::size_t i = 1; i < stories.size(); ++i) {
    out.push_back(decision(v1::STORY_DECISION_KIND_MERGE, stories[i].front(),
                           stories.front().front(), second));
  }
  return out;
}

StoryDecisions split_decisions(std::span<const std::string> rest, std::span<const std::string> out,
                               std::span<const std::string> anchors,
                               std::span<const v1::StoryDecision> earlier, std::int64_t second) {
  StoryDecisions decisions;
  const std::set<std::string_view> staying(rest.begin(), rest.end());
  const std::set<std::string_view> leaving(out.begin(), out.end());
  for (const auto& d : earlier) {
    if (d.kind() != v1::STORY_DECISION_KIND_MERGE) continue;
    const bool leaves = leaving.contains(d.article()) && staying.contains(d.other());
    const bool left = leaving.contains(d.other()) && staying.contains(d.article());
    if (!leaves && !left) continue;
    decisions.push_back(decision(v1::STORY_DECISION_KIND_SPLIT, leaves ? d.article() : d.other(),
                                 leaves ? d.other() : d.article(), second));
  }
  for (const std::string& article : out) {
    for (const std::string& anchor : anchors)
      decisions.push_back(decision(v1::STORY_DECISION_KIND_SPLIT, article, anchor, second));
    if (article != out.front()) {
      decisions.push_back(decision(v1::STORY_DECISION_KIND_MERGE, article, out.front(), second));
    }
  }
  return decisions;
}

}  // namespace annals
