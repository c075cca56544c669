// What people decided about stories, applied to what the engine grouped.
//
// A decision names articles, so it survives that they are ingested again or regrouped. The result
// depends on the set of decisions, not on the order they are given in. Thread safety: free
// functions on values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/story.pb.h>

namespace annals {

using StoryDecisions = std::vector<v1::StoryDecision>;

// Applies splits, then merges, to the group of each article; groups are numbered anew, by their
// first article. A split takes an article out of the group of the other one; what was split off
// together by merges stays together. A merge that would bring together what a split keeps apart is
// left out.
std::vector<std::uint32_t> apply_decisions(std::span<const std::string_view> article_ids,
                                           std::span<const std::uint32_t> group_of,
                                           std::span<const v1::StoryDecision> decisions);

// The name given to a story that holds these articles: the latest one; nullopt when none or taken
// back.
std::optional<std::string> decided_name(std::span<const std::string_view> article_ids,
                                        std::span<const v1::StoryDecision> decisions);

// The decisions that record what a person asked for, at a time in seconds since 1970.
//
// All of `stories` become one. Each is its articles' ids, none empty; the first stands for it.
// Earlier splits between them are overruled.
StoryDecisions merge_decisions(std::span<const std::vector<std::string>> stories,
                               std::span<const v1::StoryDecision> earlier, std::int64_t second);
// `out` leaves the story that `rest` stays in, and becomes a story of its own; none is empty.
// Earlier merges between them are overruled. `anchors` are articles of `rest`, one for each group
// that the engine itself would make.
StoryDecisions split_decisions(std::span<const std::string> rest, std::span<const std::string> out,
                               std::span<const std::string> anchors,
                               std::span<const v1::StoryDecision> earlier, std::int64_t second);

}  // namespace annals
