// Which articles are one source? Reprints and wire copies count once.
//
// Two articles are one source when the sketches of their bodies agree (MinHash: Broder, 1997), or
// when they come from the same outlet. Thread safety: free functions on values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <annals/v1/digest.pb.h>

namespace annals {

// Whether two bodies share most of their words: reprints, or copies of one agency report. A common
// agency credit makes less agreement enough.
bool near_copies(const v1::Digest& a, const v1::Digest& b);

// A number for each article of an entry: articles with the same number are one source. Numbered
// from 1 in the order given. Of many articles only those whose sketches share a value are compared,
// so thousands of reports cost little.
std::vector<std::uint32_t> source_groups(std::span<const v1::Digest* const> articles);

}  // namespace annals
