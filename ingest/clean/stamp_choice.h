// Of all that testifies to a day, which is the article's publication and which its last update?
//
// Thread safety: plain values and free functions.
#pragma once

#include <cstdint>
#include <vector>

#include <annals/v1/article.pb.h>

#include "engine/base/day.h"

namespace annals {

// Further witnesses of one kind repeat each other more than they confirm.
inline constexpr double kRepeatedWitness = 0.3;

// Where a stamp was found.
enum class Witness : std::uint8_t { kMetadata, kAddress, kPicture, kTimeElement, kText };

// A stamp that may tell the time of publication, or of a change when `modified`; `weight` is in
// log-odds. One of more than a day only speaks for days that others name.
struct StampCandidate {
  v1::TimeInterval interval;
  Witness witness = Witness::kMetadata;
  double weight = 0;
  bool modified = false;
  bool decides = false;  // said by the user or by the record itself
  bool firm = false;     // may be later than the stamps of the article's sections
  int stamp = -1;        // index in Article.stamps
};

// The ends of a time as instants; an open end lies at the end of all times.
Instant begin_of(const v1::TimeInterval& interval);
Instant end_of(const v1::TimeInterval& interval);

// Fills published and updated of the article. `updates` are the stamps of its sections. Stamps that
// the choice rules out get the reason.
void choose_times(const std::vector<StampCandidate>& candidates,
                  const std::vector<v1::TimeInterval>& updates, v1::Article& article);

}  // namespace annals
