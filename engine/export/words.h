// Enum values as words for people: STATUS_PAST_DUE -> "past due".
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <string>

#include <annals/v1/actor.pb.h>
#include <annals/v1/event.pb.h>
#include <annals/v1/time.pb.h>
#include <annals/v1/timeline.pb.h>

namespace annals {

// Empty for the unspecified value.
std::string word(v1::Status status);
std::string word(v1::Polarity polarity);
std::string word(v1::Modality modality);
std::string word(v1::Factuality factuality);
std::string word(v1::Role role);
std::string word(v1::ActorKind kind);
std::string word(v1::AttributionKind kind);
std::string word(v1::TimeBasis basis);
std::string word(v1::Precision precision);
std::string word(v1::TensionKind kind);
std::string word(v1::Outcome outcome);

// "Microsoft (bestätigt) citing unnamed sources": a chain of attributions, nearest first; empty for
// none.
std::string attribution_words(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain);

// A day as the messages hold it: "2020-09-20".
std::string day_text(std::int32_t number);
// An interval for people: "2020-09-20", "by 2020-09-14", "from 2020-09-14", "undated".
std::string interval_words(const v1::TimeInterval* interval);

}  // namespace annals
