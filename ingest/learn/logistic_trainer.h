// Fits a logistic function to labelled rows: few measures, many rows.
//
// Newton's method on the log-likelihood with a penalty on the squared weights (ridge regression:
// le Cessie and van Houwelingen, 1992). Deterministic: the same sets in the same order give the
// same weights. Thread safety: free functions. Errors: none; what cannot be told apart gets a small
// weight by the penalty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace annals {

// Rows that belong together, such as those of one document.
struct LogisticSet {
  explicit LogisticSet(std::size_t measures) : width(measures) {}

  std::size_t width;           // measures a row
  std::vector<double> values;  // row after row
  std::vector<std::uint8_t> labels;
  double weight = 1;  // of all rows together

  void add(std::span<const double> row, bool label) {
    values.insert(values.end(), row.begin(), row.end());
    labels.push_back(label ? 1 : 0);
  }
  std::span<const double> row(std::size_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

// A weight for each measure. All sets have the same width. `penalty` belongs to a total weight of
// the sets of about one.
std::vector<double> train_logistic(std::span<const LogisticSet* const> sets, double penalty);

// The mean of -log(chance of the right label) over a set's rows.
double log_loss(const LogisticSet& set, std::span<const double> weights);

}  // namespace annals
