#include "engine/export/words.h"

#include "engine/base/ascii.h"
#include "engine/base/day.h"
#include "engine/base/interval.h"

namespace annals {
namespace {

// "STATUS_PAST_DUE" with the prefix "STATUS_" -> "past due".
std::string plain(const std::string& name, std::string_view prefix) {
  std::string out(name.substr(std::min(prefix.size(), name.size())));
  if (out == "UNSPECIFIED") return "";
  for (char& c : out) {
    c = c == '_' ? ' ' : ascii_lower(c);
  }
  return out;
}

}  // namespace

std::string word(v1::Status status) {
  return plain(v1::Status_Name(status), "STATUS_");
}
std::string word(v1::Polarity polarity) {
  return plain(v1::Polarity_Name(polarity), "POLARITY_");
}
std::string word(v1::Modality modality) {
  return plain(v1::Modality_Name(modality), "MODALITY_");
}
std::string word(v1::Factuality factuality) {
  return plain(v1::Factuality_Name(factuality), "FACTUALITY_");
}
std::string word(v1::Role role) {
  return plain(v1::Role_Name(role), "ROLE_");
}
std::string word(v1::ActorKind kind) {
  return plain(v1::ActorKind_Name(kind), "ACTOR_KIND_");
}
std::string word(v1::AttributionKind kind) {
  return plain(v1::AttributionKind_Name(kind), "ATTRIBUTION_KIND_");
}
std::string word(v1::TimeBasis basis) {
  return plain(v1::TimeBasis_Name(basis), "TIME_BASIS_");
}
std::string word(v1::Precision precision) {
  return plain(v1::Precision_Name(precision), "PRECISION_");
}
std::string word(v1::TensionKind kind) {
  return plain(v1::TensionKind_Name(kind), "TENSION_KIND_");
}
std::string word(v1::Outcome outcome) {
  return plain(v1::Outcome_Name(outcome), "OUTCOME_");
}

std::string attribution_words(const google::protobuf::RepeatedPtrField<v1::Attribution>& chain) {
  std::string out;
  for (const v1::Attribution& link : chain) {
    if (!out.empty()) out += ", citing ";
    out += link.text().empty()
               ? (link.unnamed() ? std::string("unnamed sources") : word(link.kind()))
               : link.text();
    if (link.unnamed() && !link.text().empty()) out += " (unnamed)";
  }
  return out;
}

std::string day_text(std::int32_t number) {
  return to_string(day_from_number(number));
}

std::string interval_words(const v1::TimeInterval* interval) {
  if (interval == nullptr || (!interval->has_earliest_day() && !interval->has_latest_day()))
    return "undated";
  if (!interval->has_earliest_day()) return "by " + day_text(interval->latest_day());
  if (!interval->has_latest_day()) return "from " + day_text(interval->earliest_day());
  if (is_single_day(*interval) && interval->precision() != v1::PRECISION_SECOND &&
      interval->precision() != v1::PRECISION_MINUTE) {
    return day_text(interval->earliest_day());
  }
  return to_edtf(*interval);
}

}  // namespace annals
