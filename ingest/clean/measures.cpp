#include "ingest/clean/measures.h"

#include <array>
#include <cmath>

namespace annals::measures {

float log1(double value) {
  // Nearly all are small counts.
  constexpr std::size_t kKnown = 4096;
  static const std::array<float, kKnown> known = [] {
    std::array<float, kKnown> out{};
    for (std::size_t i = 0; i < kKnown; ++i)
      out.at(i) = static_cast<float>(std::log1p(static_cast<double>(i)));
    return out;
  }();
  if (value >= 0 && value < kKnown) {
    const auto whole = static_cast<std::size_t>(value);
    if (static_cast<double>(whole) == value) return known[whole];
  }
  return static_cast<float>(std::log1p(value));
}

float share(double part, double whole) {
  return whole > 0 ? static_cast<float>(part / whole) : 0.0F;
}

Run best_run(std::span<const float> worth) {
  Run best;
  float best_sum = 0;
  float sum = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < worth.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      begin = i;
    }
    sum += worth[i];
    if (sum > best_sum) {
      best_sum = sum;
      best = {begin, i + 1};
    }
  }
  return best;
}

float place_in(const Run& run, std::size_t i) {
  return i < run.begin ? -1.0F : i < run.end ? 0.0F : 1.0F;
}

float distance_to(const Run& run, std::size_t i) {
  if (i < run.begin) return log1(static_cast<double>(run.begin - i));
  return i < run.end ? 0.0F : log1(static_cast<double>(i + 1 - run.end));
}

}  // namespace annals::measures
