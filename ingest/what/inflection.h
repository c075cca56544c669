// The forms of a verb, made from its principal parts by the endings of the pack.
//
// Inside the room. Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/lang/v1/events.pb.h>

namespace annals::what {

namespace lang = ::annals::lang::v1;

struct WordForm {
  std::string word;
  lang::VerbForm form;
};

// A verb as written in a pack: "ab|lehnen" is particle "ab" and base "lehnen" where particles
// join the verb; "turn|down" is base "turn" and particle "down" elsewhere.
struct SplitVerb {
  std::string base;
  std::string particle;
};
SplitVerb split_verb(std::string_view written, const lang::Grammar& grammar);

// The irregular parts of a verb: its own entry, or that of the verb it is made from by an
// inseparable prefix ("übernehmen" from "nehmen"). An empty message for a regular verb.
lang::Verb principal_parts(std::string_view base, const lang::EventPack& pack);

// Every form of the bare verb, without particle and infinitive marker.
std::vector<WordForm> inflect(std::string_view base, const lang::Verb& parts,
                              const lang::EventPack& pack);

}  // namespace annals::what
