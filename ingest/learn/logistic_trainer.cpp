#include "ingest/learn/logistic_trainer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace annals {
namespace {

double log_odds_of(std::span<const double> row, std::span<const double> weights) {
  double out = 0;
  for (std::size_t m = 0; m < row.size(); ++m)
    out += weights[m] * row[m];
  return out;
}

// The gradient and the second derivatives of the loss.
struct Slope {
  std::vector<double> gradient;
  std::vector<double> curvature;  // row after row

  explicit Slope(std::size_t width) : gradient(width), curvature(width * width) {}

  void add(std::span<const double> row, double error, double bend) {
    const std::size_t width = gradient.size();
    for (std::size_t a = 0; a < width; ++a) {
      gradient[a] += error * row[a];
      for (std::size_t b = 0; b < width; ++b)
        curvature[a * width + b] += bend * row[a] * row[b];
    }
  }
};

// Solves curvature · x = gradient by elimination with the largest pivot. The penalty makes the
// matrix regular.
std::vector<double> solve(Slope slope) {
  const std::size_t width = slope.gradient.size();
  std::vector<double>& m = slope.curvature;
  std::vector<double>& x = slope.gradient;
  for (std::size_t column = 0; column < width; ++column) {
    std::size_t pivot = column;
    for (std::size_t r = column + 1; r < width; ++r)
      if (std::abs(m[r * width + column]) > std::abs(m[pivot * width + column])) pivot = r;
    for (std::size_t c = 0; c < width; ++c)
      std::swap(m[column * width + c], m[pivot * width + c]);
    std::swap(x[column], x[pivot]);
    for (std::size_t r = 0; r < width; ++r) {
      if (r == column) continue;
      const double factor = m[r * width + column] / m[column * width + column];
      for (std::size_t c = column; c < width; ++c)
        m[r * width + c] -= factor * m[column * width + c];
      x[r] -= factor * x[column];
    }
  }
  for (std::size_t r = 0; r < width; ++r)
    x[r] /= m[r * width + r];
  return x;
}

}  // namespace

std::vector<double> train_logistic(std::span<const LogisticSet* const> sets, double penalty) {
  constexpr int kSteps = 30;
  constexpr double kStill = 1e-7;
  const std::size_t width = sets.empty() ? 0 : sets.front()->width;
  std::vector<double> weights(width);
  for (int step = 0; step < kSteps; ++step) {
    Slope slope(width);
    for (std::size_t m = 0; m < width; ++m) {
      slope.gradient[m] = penalty * weights[m];
      slope.curvature[m * width + m] = penalty;
    }
    for (const LogisticSet* set : sets) {
      if (set->labels.empty()) continue;
      const double each = set->weight / static_cast<double>(set->labels.size());
      for (std::size_t i = 0; i < set->labels.size(); ++i) {
        const double chance = 1 / (1 + std::exp(-log_odds_of(set->row(i), weights)));
        slope.add(set->row(i), each * (chance - set->labels[i]), each * chance * (1 - chance));
      }
    }
    double longest = 0;
    const std::vector<double> move = solve(std::move(slope));
    for (std::size_t m = 0; m < width; ++m) {
      weights[m] -= move[m];
      longest = std::max(longest, std::abs(move[m]));
    }
    if (longest < kStill) break;
  }
  return weights;
}

double log_loss(const LogisticSet& set, std::span<const double> weights) {
  double sum = 0;
  for (std::size_t i = 0; i < set.labels.size(); ++i) {
    const double log_odds = log_odds_of(set.row(i), weights);
    sum += std::log1p(std::exp(set.labels[i] != 0 ? -log_odds : log_odds));
  }
  return set.labels.empty() ? 0 : sum / static_cast<double>(set.labels.size());
}

}  // namespace annals
