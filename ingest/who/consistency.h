// Consistency: what is a name in one place of an article is one everywhere in it.
//
// One sentence often does not show that a word is a name, nor of what kind; the others do. This
// second pass over the article is the majority vote of Krishnan and Manning, "An Effective
// Two-Stage Model for Exploiting Non-Local Dependencies in Named Entity Recognition" (2006),
// without a second model. Thread safety: pure function.
#pragma once

#include <vector>

#include "ingest/who/candidates.h"

namespace annals::who {

// A name that a describing noun vouches for ("der Konzern Acme").
struct Vouched {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  v1::ActorKind kind = v1::ACTOR_KIND_UNSPECIFIED;
};

// Adds names that were passed over, those that only a name is written like ("TikTok") as well, and
// settles the label of each by majority. `names` holds, for each sentence, its sorted spans.
// Returns whether anything was added.
bool make_consistent(const WordList& words, const NameLexicon& lexicon,
                     const std::vector<Vouched>& vouched,
                     std::vector<std::vector<NameSpan>>& names);

}  // namespace annals::who
