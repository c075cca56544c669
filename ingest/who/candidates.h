// Candidates: the places of an article that may name an actor, before it is decided which.
//
// Thread safety: plain values and pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <annals/v1/actor.pb.h>

#include "ingest/who/gazetteer.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/words.h"

namespace annals::who {

// What the model or the rules say of a word.
enum class Label : std::uint8_t { kOutside, kPerson, kOrganisation, kPlace, kOther };

// A run of words that is a name, within one sentence.
struct NameSpan {
  std::uint32_t first = 0;  // words [first, last)
  std::uint32_t last = 0;
  Label label = Label::kOutside;
  const char* rule = "";
};

inline constexpr std::uint16_t kNoCountry = 0xFFFF;

struct Candidate {
  std::uint32_t first = 0;  // words of the core [first, last)
  std::uint32_t last = 0;
  Span core;                     // in Analysis.text; of a compound only its first part
  Span phrase;                   // with determiner, titles and apposition
  std::uint32_t bare_begin = 0;  // the phrase without its determiner begins here
  std::uint32_t sentence = 0;
  v1::MentionKind kind = v1::MENTION_KIND_NAME;
  v1::ActorKind actor_kind = v1::ACTOR_KIND_UNSPECIFIED;
  bool strong_kind = false;  // a describing noun says so, not the model
  const char* rule = "";
  std::string key;                     // known at once ("country:US"), or empty
  std::string folded;                  // the core's folded form, the start of a key
  std::string description;             // describing noun as written, or empty
  std::string description_head;        // folded base of the describing noun, or empty
  std::uint16_t country = kNoCountry;  // of the phrase ("der chinesische Konzern")
  std::uint16_t noun = 0;              // index in pack().nouns() of a describing noun
  bool has_noun = false;
  lang::v1::Gender gender = lang::v1::GENDER_UNSPECIFIED;
  lang::v1::DeterminerKind determiner = lang::v1::DETERMINER_KIND_UNSPECIFIED;
  bool possessive = false;       // owns what follows ("Tiktoks Nutzer")
  bool part = false;             // first part of a compound ("Tiktok-Deal")
  bool genitive_s = false;       // may end in the s of a genitive
  bool heading = false;          // in a title or heading
  std::int32_t apposition = -1;  // candidate that it stands in apposition to
  std::int32_t actor = -1;       // set by the resolver
};

// Candidates of one sentence: `names` are its names (sorted, not overlapping), to which describing
// nouns, governments and parts of compounds are added. Appends to `out` in order of the text.
void find_candidates(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
                     std::uint32_t sentence_index, const std::vector<NameSpan>& names, bool heading,
                     std::vector<Candidate>& out);

}  // namespace annals::who
