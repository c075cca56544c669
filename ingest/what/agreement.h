// Which noun phrases agree with each other and with a verb, by their articles, pronouns and
// endings.
//
// Inside the room. Thread safety: pure functions of the sentence, but for its thread's memory.
#pragma once

#include <cstdint>

#include "ingest/what/sentence.h"

namespace annals::what {

// What the phrase can be in the cases it can have: bits 1 << (Agreement - 1); kAnyAgreement when
// nothing in it tells.
inline constexpr std::uint8_t kAnyAgreement = 0x0F;
std::uint8_t agreement_of(const Nominal& n);
// Whether the phrase can be subject of the clause's finite verb, by number.
bool agrees_with_verb(const SentenceView& view, const Clause& clause, std::int32_t k);

}  // namespace annals::what
