// Does the clause around a time tell the past, the present or the future?
//
// Thread safety: free functions on values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ingest/when/meaning.h"
#include "ingest/when/pieces.h"

namespace annals::when {

// The strength of a finite verb form, and that of a time which its sentence plans.
inline constexpr std::uint8_t kFiniteTense = 3;
inline constexpr std::uint8_t kPlannedTense = 4;

// Fills in the tense of the mention that pieces [begin, end) are: the strongest verb form between
// the commas around it, the nearest of equals; when there is none, of the sentence. A time of
// saying is past, and what is planned for a time lies ahead, whatever the tense of the telling.
void read_tense(const PieceBuffer& sentence, std::size_t begin, std::size_t end, Mention& mention);

}  // namespace annals::when
