#include "ingest/when/evidence.h"

#include "engine/base/interval.h"

namespace annals::when {

void finish_interval(const Mention& m, const std::string& rule, v1::TimeExpression& out) {
  v1::TimeInterval& interval = *out.mutable_interval();
  interval.set_timex3_value(out.value());
  interval.set_rule(rule);
  interval.mutable_evidence()->set_begin(m.span.begin);
  interval.mutable_evidence()->set_end(m.span.end);
  interval.set_edtf(to_edtf(interval));
}

void join_range(v1::TimeExpression& first, v1::TimeExpression& second) {
  if (!first.has_interval() || !second.has_interval()) return;
  v1::TimeInterval& a = *first.mutable_interval();
  v1::TimeInterval& b = *second.mutable_interval();
  if (!a.has_earliest_day() || !b.has_latest_day() || a.earliest_day() > b.latest_day()) return;
  if (a.has_earliest_second() != b.has_latest_second()) return;
  if (a.has_earliest_second() && a.earliest_second() > b.latest_second()) return;
  a.set_latest_day(b.latest_day());
  b.set_earliest_day(a.earliest_day());
  if (a.has_earliest_second()) {
    a.set_latest_second(b.latest_second());
    b.set_earliest_second(a.earliest_second());
  }
  for (v1::TimeInterval* interval : {&a, &b}) {
    interval->set_precision(v1::PRECISION_RANGE);
    interval->mutable_evidence()->set_begin(first.span().begin());
    interval->mutable_evidence()->set_end(second.span().end());
    interval->set_edtf(to_edtf(*interval));
  }
}

}  // namespace annals::when
