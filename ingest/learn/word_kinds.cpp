#include "ingest/learn/word_kinds.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <span>

namespace annals {
namespace {

// Weights of one layer, learned with a rate of their own for each (Duchi, Hazan and Singer, 2011).
struct Layer {
  std::size_t in;
  std::size_t out;
  std::vector<double>
      weights;  // (in + 1) × out, the last row for what does not depend on the input
  std::vector<double> slopes;
  std::vector<double> squares;

  Layer(std::size_t from, std::size_t to, std::mt19937_64& random)
      : in(from),
        out(to),
        weights((from + 1) * to),
        slopes(weights.size()),
        squares(weights.size(), 1e-8) {
    for (std::size_t i = 0; i < from * to; ++i)
      weights[i] = 0.2 * (static_cast<double>(random() >> 11U) * 0x1p-53 - 0.5);
  }

  void apply(std::span<const double> input, std::vector<double>& output) const {
    output.assign(weights.end() - static_cast<std::ptrdiff_t>(out), weights.end());
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t o = 0; o < out; ++o)
        output[o] += input[i] * weights[i * out + o];
    }
  }
  void add_slopes(std::span<const double> input, std::span<const double> error) {
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t o = 0; o < out; ++o)
        slopes[i * out + o] += input[i] * error[o];
    }
    for (std::size_t o = 0; o < out; ++o)
      slopes[in * out + o] += error[o];
  }
  void step(double share) {
    constexpr double kRate = 0.05;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double slope = share * slopes[i];
      squares[i] += slope * slope;
      weights[i] -= kRate * slope / std::sqrt(squares[i]);
      slopes[i] = 0;
    }
  }
};

void to_shares(std::vector<double>& scores) {
  const double most = *std::ranges::max_element(scores);
  double sum = 0;
  for (double& x : scores)
    sum += x = std::exp(x - most);
  for (double& x : scores)
    x /= sum;
}

class Network {
 public:
  Network(std::size_t in, std::size_t hidden, std::size_t out, std::uint64_t seed)
      : random_(seed), first_(in, hidden, random_), second_(hidden, out, random_) {}

  const std::vector<double>& shares(std::span<const std::int16_t> point) {
    // A unit vector's numbers are small; so long, they use the bend of the hidden layer.
    constexpr double kLength = 3.0 / UnitVectors::kUnit;
    input_.assign(point.begin(), point.end());
    for (double& x : input_)
      x *= kLength;
    first_.apply(input_, middle_);
    for (double& x : middle_)
      x = std::tanh(x);
    second_.apply(middle_, shares_);
    to_shares(shares_);
    return shares_;
  }
  // Behind shares(): what should have come out, and how much it matters.
  void correct(const std::vector<double>& counts) {
    const double sum = std::accumulate(counts.begin(), counts.end(), 0.0);
    std::vector<double> error(shares_);
    for (std::size_t o = 0; o < error.size(); ++o)
      error[o] = std::log1p(sum) * (error[o] - counts[o] / sum);
    second_.add_slopes(middle_, error);
    std::vector<double> inner(middle_.size());
    for (std::size_t h = 0; h < inner.size(); ++h) {
      const double* const row = second_.weights.data() + h * error.size();
      inner[h] =
          std::inner_product(error.begin(), error.end(), row, 0.0) * (1 - middle_[h] * middle_[h]);
    }
    first_.add_slopes(input_, inner);
  }
  void step(std::size_t examples) {
    first_.step(1.0 / static_cast<double>(examples));
    second_.step(1.0 / static_cast<double>(examples));
  }
  std::mt19937_64& random() { return random_; }

 private:
  std::mt19937_64 random_;
  Layer first_;
  Layer second_;
  std::vector<double> input_;
  std::vector<double> middle_;
  std::vector<double> shares_;
};

}  // namespace

UnitVectors tell_kinds(const UnitVectors& points, const std::vector<KindExample>& examples,
                       const KindOptions& options) {
  constexpr std::size_t kBatch = 64;
  const std::size_t kinds = examples.empty() ? 1 : examples.front().counts.size();
  Network network(points.dimensions, options.hidden, kinds, options.seed);
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0);
  for (int pass = 0; pass < options.passes; ++pass) {
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[network.random()() % i]);
    for (std::size_t begin = 0; begin < order.size(); begin += kBatch) {
      const std::size_t end = std::min(begin + kBatch, order.size());
      for (std::size_t i = begin; i < end; ++i) {
        const KindExample& example = examples[order[i]];
        network.shares(points.at(example.point));
        network.correct(example.counts);
      }
      network.step(end - begin);
    }
  }
  UnitVectors out(kinds);
  std::vector<double> roots;
  for (std::size_t i = 0; i < points.size(); ++i) {
    roots = network.shares(points.at(i));
    for (double& x : roots)
      x = std::sqrt(x);
    out.add(roots);
  }
  return out;
}

}  // namespace annals
