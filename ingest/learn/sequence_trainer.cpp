#include "ingest/learn/sequence_trainer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "ingest/learn/sequence_format.h"

namespace annals {
namespace {

// Whether `label` may follow `before`, which is null at the start.
bool possible(LabelConstraint constraint, std::span<const std::string> labels,
              const std::string* before, const std::string& label) {
  if (constraint == LabelConstraint::kNone) return true;
  const auto kind = [](const std::string& of) { return std::string_view(of).substr(1); };
  const auto inside = [](const std::string& of) {
    return of.starts_with("I-") || of.starts_with("E-");
  };
  const bool open = before != nullptr && (before->starts_with("B-") || before->starts_with("I-"));
  if (inside(label)) return open && kind(*before) == kind(label);
  return !open || std::ranges::find(labels, "E" + before->substr(1)) == labels.end();
}

// Weights with the sums that averaging needs (Daumé, 2006, figure 2.3): the average over all steps
// is value - sum / steps.
struct Weights {
  std::vector<std::int32_t> value;
  std::vector<std::int64_t> sum;

  explicit Weights(std::size_t size) : value(size), sum(size) {}
  void add(std::size_t i, std::int32_t delta, std::int64_t step) {
    value[i] += delta;
    sum[i] += delta * step;
  }
  double average(std::size_t i, std::int64_t steps) const {
    return static_cast<double>(value[i]) - static_cast<double>(sum[i]) / static_cast<double>(steps);
  }
};

struct Feature {
  std::uint64_t hash = 0;
  std::vector<std::pair<std::uint8_t, std::int8_t>> weights;
};

template <class T>
void append(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

std::size_t bytes_of(const std::vector<Feature>& features, int threshold) {
  std::size_t bytes = 0;
  for (const Feature& feature : features) {
    const auto kept = std::count_if(feature.weights.begin(), feature.weights.end(),
                                    [&](const auto& w) { return std::abs(w.second) > threshold; });
    if (kept > 0) bytes += 3 + 2 * static_cast<std::size_t>(kept);
  }
  return bytes;
}

std::string file_of(const std::vector<std::string>& labels,
                    const std::vector<std::int16_t>& transitions, std::vector<Feature> features,
                    std::size_t most_bytes, std::string_view extra) {
  constexpr std::size_t kFixed = 16384;  // header, names and transitions: far less than this
  const std::size_t budget =
      most_bytes > kFixed + extra.size() ? most_bytes - kFixed - extra.size() : 0;
  const auto bucket_bits_of = [](std::size_t count) {
    unsigned bits = 1;
    while (bits < 24 && (std::size_t{4} << bits) < count)
      ++bits;
    return bits;
  };
  int threshold = 0;
  while (threshold < 126 &&
         bytes_of(features, threshold) + (std::size_t{4} << bucket_bits_of(features.size())) >
             budget) {
    ++threshold;
  }
  for (Feature& feature : features) {
    std::erase_if(feature.weights, [&](const auto& w) { return std::abs(w.second) <= threshold; });
  }
  std::erase_if(features, [](const Feature& feature) { return feature.weights.empty(); });
  std::sort(features.begin(), features.end(),
            [](const Feature& a, const Feature& b) { return a.hash < b.hash; });

  SequenceHeader header;
  std::memcpy(header.magic, kSequenceMagic, sizeof(header.magic));
  header.version = kSequenceVersion;
  header.labels = static_cast<std::uint32_t>(labels.size());
  header.bucket_bits = bucket_bits_of(features.size());
  header.features = static_cast<std::uint32_t>(features.size());
  std::string out(sizeof(header), '\0');
  const auto here = [&out] { return static_cast<std::uint32_t>(out.size()); };
  header.names = here();
  for (const std::string& label : labels)
    out.append(label).push_back('\0');
  header.transitions = here();
  for (const std::int16_t weight : transitions)
    append(out, weight);
  header.buckets = here();
  std::string entries;
  const std::size_t buckets = std::size_t{1} << header.bucket_bits;
  std::size_t next = 0;
  append(out, std::uint32_t{0});
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    for (; next < features.size() && features[next].hash >> (64U - header.bucket_bits) == bucket;
         ++next) {
      append(entries, static_cast<std::uint16_t>(features[next].hash));
      append(entries, static_cast<std::uint8_t>(features[next].weights.size()));
      for (const auto& [label, weight] : features[next].weights) {
        append(entries, label);
        append(entries, weight);
      }
    }
    append(out, static_cast<std::uint32_t>(entries.size()));
  }
  header.entries = here();
  out += entries;
  header.extra = here();
  out += extra;
  header.size = here();
  std::memcpy(out.data(), &header, sizeof(header));
  header.checksum = sequence_checksum(out);
  std::memcpy(out.data(), &header, sizeof(header));
  return out;
}

}  // namespace

SequenceTrainer::SequenceTrainer(std::vector<std::string> labels, SequenceTrainerOptions options)
    : labels_(std::move(labels)), options_(options) {
  if (labels_.empty() || labels_.size() > SequenceModel::kMostLabels) {
    throw std::invalid_argument("a sequence model has 1 to 64 labels");
  }
}

void SequenceTrainer::add(const SequenceFeatures& features, std::span<const std::uint8_t> gold) {
  if (features.size() != gold.size()) {
    throw std::invalid_argument("a gold label for each position is needed");
  }
  if (gold.empty()) return;
  sequences_.push_back({hashes_.size(), gold_.size(), gold.size()});
  const std::span<const std::uint64_t> hashes = features.all();
  hashes_.insert(hashes_.end(), hashes.begin(), hashes.end());
  for (std::size_t i = 0; i < features.size(); ++i) {
    counts_.push_back(static_cast<std::uint32_t>(features.at(i).size()));
  }
  gold_.insert(gold_.end(), gold.begin(), gold.end());
}

std::string SequenceTrainer::train(std::string_view extra,
                                   const std::function<void(int, double)>& progress) {
  const std::size_t label_count = labels_.size();
  // Features become dense numbers, in order of their hash; rare ones become none.
  constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint64_t> known(hashes_);
  std::sort(known.begin(), known.end());
  {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < known.size();) {
      std::size_t end = i;
      while (end < known.size() && known[end] == known[i])
        ++end;
      if (end - i >= options_.least_count) known[kept++] = known[i];
      i = end;
    }
    known.resize(kept);
  }
  std::vector<std::uint32_t> ids(hashes_.size());
  std::transform(hashes_.begin(), hashes_.end(), ids.begin(), [&](std::uint64_t hash) {
    const auto found = std::lower_bound(known.begin(), known.end(), hash);
    return found != known.end() && *found == hash
               ? static_cast<std::uint32_t>(found - known.begin())
               : kNone;
  });

  Weights weights(known.size() * label_count);
  Weights pairs((label_count + 1) * label_count);
  std::vector<std::int32_t> transitions((label_count + 1) * label_count);
  std::vector<bool> allowed(transitions.size());
  for (std::size_t p = 0; p <= label_count; ++p) {
    for (std::size_t l = 0; l < label_count; ++l) {
      allowed[p * label_count + l] = possible(options_.constraint, labels_,
                                              p < label_count ? &labels_[p] : nullptr, labels_[l]);
      transitions[p * label_count + l] = allowed[p * label_count + l] ? 0 : kNever;
    }
  }

  std::vector<std::size_t> order(sequences_.size());
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 random(options_.seed);
  SequenceScratch scratch;
  std::vector<std::uint8_t> guess;
  std::int64_t step = 0;
  const int rounds = std::max(1, options_.rounds);
  // Sums of the averages of each round, when there are several.
  std::vector<double> weight_sums(rounds > 1 ? weights.value.size() : 0);
  std::vector<double> pair_sums(rounds > 1 ? pairs.value.size() : 0);
  for (int epoch = 1; epoch <= options_.epochs * rounds; ++epoch) {
    // Written out: std::shuffle differs from library to library.
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random() % i]);
    std::size_t wrong = 0;
    for (const std::size_t index : order) {
      const Sequence& sequence = sequences_[index];
      const std::uint8_t* const gold = gold_.data() + sequence.first_position;
      scratch.scores.assign(sequence.positions * label_count, 0);
      const std::uint32_t* id = ids.data() + sequence.first_feature;
      for (std::size_t i = 0; i < sequence.positions; ++i) {
        std::int32_t* const scores = scratch.scores.data() + i * label_count;
        const std::uint32_t* const end = id + counts_[sequence.first_position + i];
        for (; id != end; ++id) {
          if (*id == kNone) continue;
          const std::int32_t* const row = weights.value.data() + *id * label_count;
          for (std::size_t l = 0; l < label_count; ++l)
            scores[l] += row[l];
        }
        const std::int32_t lead = options_.margin + (gold[i] != 0 ? options_.recall_margin : 0);
        for (std::size_t l = 0; l < label_count; ++l) {
          if (l != gold[i]) scores[l] += lead;
        }
      }
      viterbi(scratch.scores, transitions, {}, label_count, {}, scratch, guess);
      ++step;
      if (std::equal(guess.begin(), guess.end(), gold)) continue;
      const auto pair = [&](std::uint8_t before, std::uint8_t label, std::int32_t delta,
                            bool first) {
        const std::size_t i = (first ? label_count : before) * label_count + label;
        pairs.add(i, delta, step);
        if (allowed[i]) transitions[i] = pairs.value[i];
      };
      id = ids.data() + sequence.first_feature;
      for (std::size_t i = 0; i < sequence.positions; ++i) {
        const std::uint32_t* const end = id + counts_[sequence.first_position + i];
        if (guess[i] == gold[i]) {
          id = end;
        } else {
          ++wrong;
          for (; id != end; ++id) {
            if (*id == kNone) continue;
            weights.add(*id * label_count + gold[i], 1, step);
            weights.add(*id * label_count + guess[i], -1, step);
          }
        }
        const std::uint8_t gold_before = i > 0 ? gold[i - 1] : 0;
        const std::uint8_t guess_before = i > 0 ? guess[i - 1] : 0;
        if (gold_before != guess_before || gold[i] != guess[i]) {
          pair(gold_before, gold[i], 1, i == 0);
          pair(guess_before, guess[i], -1, i == 0);
        }
      }
    }
    if (progress) {
      progress(epoch, static_cast<double>(wrong) /
                          static_cast<double>(std::max<std::size_t>(1, gold_.size())));
    }
    if (rounds > 1 && epoch % options_.epochs == 0) {
      ++step;
      for (std::size_t i = 0; i < weight_sums.size(); ++i)
        weight_sums[i] += weights.average(i, step);
      for (std::size_t i = 0; i < pair_sums.size(); ++i)
        pair_sums[i] += pairs.average(i, step);
      weights = Weights(weights.value.size());
      pairs = Weights(pairs.value.size());
      for (std::size_t i = 0; i < transitions.size(); ++i)
        transitions[i] = allowed[i] ? 0 : kNever;
      step = 0;
    }
  }

  // One scale for all weights, so that nearly all fit a signed byte.
  ++step;
  const auto weight_of = [&](std::size_t i) {
    return rounds > 1 ? weight_sums[i] / rounds : weights.average(i, step);
  };
  const auto pair_of = [&](std::size_t i) {
    return rounds > 1 ? pair_sums[i] / rounds : pairs.average(i, step);
  };
  std::vector<double> sizes;
  for (std::size_t i = 0; i < weights.value.size(); ++i) {
    const double average = std::abs(weight_of(i));
    if (average > 0) sizes.push_back(average);
  }
  double scale = 1;
  if (!sizes.empty()) {
    const std::size_t place = sizes.size() - 1 - sizes.size() / 5000;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(place),
                     sizes.end());
    scale = 127.0 / std::max(sizes[place], 1e-9);
  }
  // The few larger ones are written in parts, which the model adds up again: they belong to what is
  // seen most often, and cut off they would shift every decision.
  constexpr std::size_t kMostParts = 12;
  constexpr std::size_t kMostEntries = 255;  // of a feature: their number is one byte
  const auto largest =
      127.0 * static_cast<double>(std::min(kMostParts, kMostEntries / label_count));
  std::vector<Feature> features;
  for (std::size_t f = 0; f < known.size(); ++f) {
    Feature feature{.hash = known[f], .weights = {}};
    for (std::size_t l = 0; l < label_count; ++l) {
      const double weight = std::round(scale * weight_of(f * label_count + l));
      int left = static_cast<int>(std::clamp(weight, -largest, largest));
      for (int parts = (std::abs(left) + 126) / 127; parts > 0; --parts) {
        const int part = left / parts;
        feature.weights.emplace_back(static_cast<std::uint8_t>(l), static_cast<std::int8_t>(part));
        left -= part;
      }
    }
    if (!feature.weights.empty()) features.push_back(std::move(feature));
  }
  std::vector<std::int16_t> rows;
  for (std::size_t i = 0; i < transitions.size(); ++i) {
    const double weight = std::round(scale * pair_of(i));
    rows.push_back(allowed[i] ? static_cast<std::int16_t>(std::clamp(weight, -32000.0, 32000.0))
                              : SequenceModel::kImpossible);
  }
  return file_of(labels_, rows, std::move(features), options_.most_bytes, extra);
}

}  // namespace annals
