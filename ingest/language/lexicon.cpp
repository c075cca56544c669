#include "ingest/language/lexicon.h"

#include <bit>

#include "engine/base/hash.h"

namespace annals {
namespace {

using Words = lang::v1::Words;
using List = google::protobuf::RepeatedPtrField<std::string>;

struct Source {
  const List& (Words::*list)() const;
  WordFlags flags;
};

constexpr Source kSources[] = {
    {&Words::stop_words, kStopWord | kSentenceStarter},
    {&Words::sentence_starters, kSentenceStarter},
    {&Words::abbreviations, kAbbreviation},
    {&Words::abbreviations_before_names, kAbbreviationBeforeName},
    {&Words::abbreviations_before_numbers, kAbbreviationBeforeNumber},
    {&Words::months, kMonth},
    {&Words::before_ordinals, kBeforeOrdinal},
    {&Words::dangling_first, kDanglingFirst},
    {&Words::dangling_pronouns, kDanglingPronoun},
    {&Words::personal_pronouns, kPersonalPronoun},
};

std::string joined(std::string_view parts) {
  std::string out;
  for (const char c : parts) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

}  // namespace

Lexicon Lexicon::build(const Words& words) {
  auto count = static_cast<std::size_t>(words.contractions_size());
  for (const Source& source : kSources) {
    count += static_cast<std::size_t>((words.*source.list)().size());
  }
  Lexicon lexicon;
  lexicon.slots_.resize(std::bit_ceil(2 * count + 1));
  for (const Source& source : kSources) {
    for (const std::string& word : (words.*source.list)())
      lexicon.add(word, source.flags);
  }
  for (const std::string& parts : words.contractions())
    lexicon.add(joined(parts), kContraction);
  return lexicon;
}

WordFlags Lexicon::flags(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    if (slots_[i].flags == 0) return 0;
    if (slots_[i].hash == hash) return slots_[i].flags;
  }
}

WordFlags Lexicon::flags_of(std::string_view folded_word) const {
  return flags(hash64(folded_word));
}

void Lexicon::add(std::string_view word, WordFlags flags) {
  const std::uint64_t hash = hash64(word);
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].flags != 0 && slots_[i].hash != hash)
    i = (i + 1) & mask;
  slots_[i].hash = hash;
  slots_[i].flags = static_cast<WordFlags>(slots_[i].flags | flags);
}

}  // namespace annals
