// Which articles belong to one developing story, and why?
//
// Order-independent: stories are a pure function of the set of digests and of the decisions people
// recorded. Pairs of similar articles are found through an inverted index of terms and actors,
// never by comparing all pairs; a deterministic community over the pairs gives the stories. Thread
// safety: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/story.pb.h>
#include <annals/v1/timeline.pb.h>

#include "engine/story/decisions.h"

namespace annals {

struct StoryOptions {
  // Fill Story.articles.
  bool members = false;
  // Fill Story.parts of stories with so many articles or more; 0 for none.
  std::uint32_t parts_from = 0;
  // Number of actors a story lists.
  std::uint32_t max_actors = 5;
};

// Every digest has a story and, within it, an event.
struct StoryPartition {
  std::vector<std::uint32_t> story_of;  // index into the result of describe_stories
  std::vector<std::uint32_t> event_of;
};

StoryPartition group_stories(std::span<const v1::Digest* const> digests,
                             std::span<const v1::StoryDecision> decisions = {});
// The stories of a grouping: id, label, span, main actors. Largest first, then by id.
std::vector<v1::Story> describe_stories(std::span<const v1::Digest* const> digests,
                                        const StoryPartition& partition,
                                        const StoryOptions& options,
                                        std::span<const v1::StoryDecision> decisions = {});

// Whether a story is meant by an id, four or more characters of it, or words of its label.
bool story_fits(const v1::Story& story, std::string_view wanted);

// Why the article is in its story: the pair facts that put it there. nullopt when no digest is of
// this article.
std::optional<v1::StoryMembership> explain_membership(std::span<const v1::Digest* const> digests,
                                                      std::string_view article_id,
                                                      std::span<const v1::StoryDecision> decisions);

// What grouping and describing read of a digest, in a tenth of the memory.
v1::Digest story_digest(const v1::Digest& digest);

}  // namespace annals
