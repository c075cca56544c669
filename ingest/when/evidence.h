// Which words does an interval rest on? Those of its own expression, or of both ends of a range.
//
// Thread safety: free functions on values.
#pragma once

#include <string>

#include <annals/v1/time.pb.h>

#include "ingest/when/meaning.h"

namespace annals::when {

// Writes down the words, the rule and both notations of the expression's interval, which it has.
void finish_interval(const Mention& m, const std::string& rule, v1::TimeExpression& out);

// Both expressions of a range get the interval from the first's begin to the second's end.
void join_range(v1::TimeExpression& first, v1::TimeExpression& second);

}  // namespace annals::when
