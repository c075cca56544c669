// Which frame has a clause's verb, a noun, or the adjective behind a copula?
//
// Inside the room. Thread safety: const on a sentence that nobody writes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ingest/what/draft.h"

namespace annals::what {

class FrameReader {
 public:
  explicit FrameReader(const SentenceView& view) : view_(view), lex_(*view.lexicon) {}

  // What the pack says of it.
  const lang::Frame& pack(std::uint32_t frame) const;
  // Whether the noun phrase's head is one of the words or a compound that ends in one.
  bool head_is(std::int32_t nominal, const std::vector<std::string>& words) const;
  // Whether the frame's conditions hold of a clause whose verb may have it.
  bool fits(std::uint32_t f, const Clause& clause) const;
  // The same for a noun that may have it.
  bool noun_fits(std::uint32_t f, std::int32_t k) const;
  // The reading of the clause's verb, by the frame that fits best.
  ClauseReading read(std::int32_t c) const;
  // What events the noun may name.
  std::span<const NounSense> nouns_of(std::int32_t word) const;
  // The frame of the adjective behind a copula, or kNoIndex; where it stands and its lemma.
  std::uint32_t adjective_frame(const Clause& clause, std::int32_t* at = nullptr,
                                std::uint32_t* lemma = nullptr) const;

 private:
  bool clause_has(const Clause& clause, const std::vector<std::string>& words) const;

  const SentenceView& view_;
  const Lexicon& lex_;
};

}  // namespace annals::what
