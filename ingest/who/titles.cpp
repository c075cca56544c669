#include "ingest/who/titles.h"

#include "ingest/who/noun_phrase.h"

namespace annals::who {

void split_titles(const WordList& words, const NameLexicon& lexicon, Candidate& c) {
  while (c.last - c.first > 1 && c.actor_kind == v1::ACTOR_KIND_PERSON) {
    const Word& word = words.words[c.first];
    if (word.is(kHonorific)) {
      if (word.form->gender != lang::v1::GENDER_UNSPECIFIED) c.gender = word.form->gender;
      ++c.first;
      continue;
    }
    std::uint32_t taken = 0;
    const Form* noun = longest_noun(words, lexicon, c.first, c.last, taken);
    std::size_t head = 0;
    if (noun == nullptr && (word.hyphen || lexicon.pack().joined_compounds())) {
      noun = lexicon.find_compound_head(words.fold(word), head);
      taken = 1;
    }
    if (noun == nullptr || c.first + taken >= c.last) break;
    const auto& group = lexicon.pack().nouns(noun->noun);
    if (!group.title() || group.kind() != v1::ACTOR_KIND_PERSON) break;
    c.description = words.text(c.first, c.first + taken);
    c.description_head = head > 0
                             ? std::string(words.fold(word).substr(words.fold(word).size() - head))
                             : std::string(words.fold(c.first, c.first + taken));
    c.has_noun = true;
    c.noun = noun->noun;
    if (c.gender == lang::v1::GENDER_UNSPECIFIED) c.gender = noun->gender;
    c.first += taken;
  }
  c.core.begin = words.words[c.first].span.begin;
}

}  // namespace annals::who
