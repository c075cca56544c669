// Which articles belong to one developing story?
//
// Order-independent: stories are a pure function of the set of digests. Pairs of similar articles
// are found through an inverted index of terms and actors, never by comparing all pairs; a
// deterministic community over the pairs gives the stories. Thread safety: free functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/timeline.pb.h>

namespace annals {

struct StoryOptions {
  // Fill Story.articles.
  bool members = false;
  // Number of actors a story lists.
  std::uint32_t max_actors = 5;
};

// The story of each digest, as an index into the result of describe_stories; every digest has one.
std::vector<std::uint32_t> group_stories(std::span<const v1::Digest* const> digests);
// The stories of a grouping: id, label, span, main actors. Largest first, then by id.
std::vector<v1::Story> describe_stories(std::span<const v1::Digest* const> digests,
                                        std::span<const std::uint32_t> story_of,
                                        const StoryOptions& options);

}  // namespace annals
