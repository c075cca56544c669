// How sure must an event be for queries to count on it?
//
// Thread safety: a constant.
#pragma once

namespace annals {

// Events below it stay in the record, for the one who reads the article; digests, and so timelines
// and networks, leave them out.
inline constexpr double kLeastQueriedConfidence = 0.05;

}  // namespace annals
