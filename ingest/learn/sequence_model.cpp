#include "ingest/learn/sequence_model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "ingest/learn/sequence_format.h"

namespace annals {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

template <class T>
T load(std::string_view bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

Failure corrupt(const char* what) {
  return fail(ErrorCode::kCorrupt, std::string("sequence model: ") + what);
}

}  // namespace

void SequenceFeatures::grow() {
  constexpr std::size_t kFirst = 1024;
  hashes_.resize(std::max(kFirst, 2 * hashes_.size()));
}

// Walks all entries once.
bool SequenceModel::read_buckets(std::string_view begins, std::string_view entries,
                                 std::size_t labels, std::vector<Bucket>& out) {
  const std::size_t count = begins.size() / 4 - 1;
  out.resize(count + 1);
  if (load<std::uint32_t>(begins, 0) != 0) return false;
  std::size_t pos = 0;
  for (std::size_t i = 0; i < count; ++i) {
    out[i].begin = static_cast<std::uint32_t>(pos);
    const auto end = load<std::uint32_t>(begins, 4 * (i + 1));
    if (end < pos || end > entries.size()) return false;
    while (pos < end) {
      if (end - pos < 3) return false;
      const std::size_t n = static_cast<unsigned char>(entries[pos + 2]);
      out[i].filter |= 1U << (static_cast<unsigned char>(entries[pos]) & 31U);
      if (end - pos < 3 + 2 * n) return false;
      for (std::size_t k = 0; k < n; ++k) {
        if (static_cast<unsigned char>(entries[pos + 3 + 2 * k]) >= labels) return false;
      }
      pos += 3 + 2 * n;
    }
  }
  out[count].begin = static_cast<std::uint32_t>(pos);
  return pos == entries.size();
}

Result<SequenceModel> SequenceModel::map(std::string_view bytes) {
  SequenceHeader header;
  if (bytes.size() < sizeof(header)) return corrupt("too short");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kSequenceMagic, sizeof(header.magic)) != 0) {
    return corrupt("this is no sequence model");
  }
  if (header.version != kSequenceVersion) {
    return fail(ErrorCode::kUnsupported,
                "sequence model of version " + std::to_string(header.version) +
                    "; this program reads version " + std::to_string(kSequenceVersion));
  }
  if (header.size != bytes.size()) return corrupt("cut off or overlong");
  if (header.checksum != sequence_checksum(bytes)) return corrupt("checksum differs");
  const std::array<std::uint64_t, 6> offsets = {sizeof(header), header.names,   header.transitions,
                                                header.buckets, header.entries, header.extra};
  if (!std::is_sorted(offsets.begin(), offsets.end()) || header.extra > bytes.size()) {
    return corrupt("sections out of order");
  }
  if (header.labels < 1 || header.labels > kMostLabels || header.bucket_bits < 1 ||
      header.bucket_bits > 24) {
    return corrupt("numbers out of range");
  }
  const auto section = [&](std::uint64_t begin, std::uint64_t end) {
    return bytes.substr(begin, end - begin);
  };
  SequenceModel model;
  std::string_view names = section(header.names, header.transitions);
  while (!names.empty() && model.labels_.size() < header.labels) {
    const std::size_t end = names.find('\0');
    if (end == std::string_view::npos) return corrupt("label names");
    model.labels_.emplace_back(names.substr(0, end));
    names.remove_prefix(end + 1);
  }
  if (!names.empty() || model.labels_.size() != header.labels) return corrupt("label names");

  const std::string_view transitions = section(header.transitions, header.buckets);
  const std::size_t pairs = (std::size_t{header.labels} + 1) * header.labels;
  if (transitions.size() != 2 * pairs) return corrupt("transitions");
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto weight = load<std::int16_t>(transitions, 2 * i);
    model.transitions_.push_back(weight == kImpossible ? kNever : weight);
  }
  model.leads_ = leads_of(model.transitions_, header.labels);
  model.bucket_bits_ = header.bucket_bits;
  model.feature_count_ = header.features;
  model.entries_ = section(header.entries, header.extra);
  model.extra_ = bytes.substr(header.extra);
  const std::string_view begins = section(header.buckets, header.entries);
  if (begins.size() != 4 * ((std::size_t{1} << header.bucket_bits) + 1) ||
      !read_buckets(begins, model.entries_, header.labels, model.buckets_)) {
    return corrupt("features");
  }
  return model;
}

std::size_t SequenceModel::label_number(std::string_view label) const {
  const auto found = std::find(labels_.begin(), labels_.end(), label);
  return found == labels_.end() ? kMostLabels : static_cast<std::size_t>(found - labels_.begin());
}

void SequenceModel::add_entry(std::uint64_t feature, std::int32_t* scores) const {
  const Bucket* const bucket = &bucket_of(feature);
  const auto print = static_cast<std::uint16_t>(feature);
  const char* entry = entries_.data() + bucket[0].begin;
  const char* const last = entries_.data() + bucket[1].begin;
  while (entry < last) {
    std::uint16_t own = 0;
    std::memcpy(&own, entry, sizeof(own));
    const std::size_t n = static_cast<unsigned char>(entry[2]);
    const char* const weights = entry + 3;
    entry = weights + 2 * n;
    if (own != print) continue;
    for (const char* weight = weights; weight != entry; weight += 2)
      scores[static_cast<unsigned char>(weight[0])] += static_cast<signed char>(weight[1]);
    return;
  }
}

void SequenceModel::add_scores(std::uint64_t feature, std::int32_t* scores) const {
  if (may_know(bucket_of(feature), feature)) add_entry(feature, scores);
}

void SequenceModel::add_scores(std::span<const std::uint64_t> features,
                               std::int32_t* scores) const {
  constexpr std::size_t kBatch = 64;
  std::array<std::uint64_t, kBatch> known;
  for (std::size_t begin = 0; begin < features.size(); begin += kBatch) {
    const auto batch = features.subspan(begin, std::min(kBatch, features.size() - begin));
    for (const std::uint64_t feature : batch)
      __builtin_prefetch(&bucket_of(feature));
    std::size_t count = 0;
    for (const std::uint64_t feature : batch) {
      const Bucket& bucket = bucket_of(feature);
      known[count] = feature;
      if (!may_know(bucket, feature)) continue;
      __builtin_prefetch(entries_.data() + bucket.begin);
      ++count;
    }
    for (std::size_t i = 0; i < count; ++i)
      add_entry(known[i], scores);
  }
}

// kWidth labels at least, a multiple of eight: rows are added in whole registers.
template <std::size_t kWidth>
void SequenceModel::add_rows(std::span<const std::uint64_t> features, ScoreMemo& memo,
                             std::int32_t* scores) const {
  using Row = std::array<std::int16_t, kWidth>;
  constexpr std::size_t kWords = 1 + sizeof(Row) / sizeof(std::uint64_t);
  // A feature's score stays within 12 × 127 (sequence_trainer.cpp), so this many fit an i16.
  constexpr std::size_t kBatch = 21;
  if (memo.model_ != entries_.data() || memo.words_ != kWords) {
    memo.model_ = entries_.data();
    memo.words_ = kWords;
    memo.slots_.assign(ScoreMemo::kSlots * kWords, 0);
  }
  const auto slot_of = [&](std::uint64_t feature) {
    return memo.slots_.data() + (feature & (ScoreMemo::kSlots - 1)) * kWords;
  };
  std::array<std::uint64_t, kBatch> known{};
  for (std::size_t begin = 0; begin < features.size();) {
    const auto batch = features.subspan(begin, std::min(2 * kBatch, features.size() - begin));
    for (const std::uint64_t feature : batch)
      __builtin_prefetch(&bucket_of(feature));
    std::size_t count = 0;
    for (std::size_t i = 0; i < batch.size() && count < kBatch; ++i, ++begin) {
      if (!may_know(bucket_of(batch[i]), batch[i])) continue;
      known[count++] = batch[i];
      __builtin_prefetch(slot_of(batch[i]));
    }
    Row sums{};
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t* const slot = slot_of(known[i]);
      Row row;
      const std::uint64_t key = ~known[i];  // an empty slot is 0, and so is feature_hash(0, 0)
      if (slot[0] == key) {
        std::memcpy(row.data(), slot + 1, sizeof(row));
      } else {
        std::array<std::int32_t, kWidth> own{};
        add_entry(known[i], own.data());
        std::transform(own.begin(), own.end(), row.begin(),
                       [](std::int32_t score) { return static_cast<std::int16_t>(score); });
        slot[0] = key;
        std::memcpy(slot + 1, row.data(), sizeof(row));
      }
      for (std::size_t l = 0; l < kWidth; ++l)
        sums[l] = static_cast<std::int16_t>(sums[l] + row[l]);
    }
    for (std::size_t l = 0; l < label_count(); ++l)
      scores[l] += sums[l];
  }
}

void SequenceModel::add_scores(std::span<const std::uint64_t> features, ScoreMemo& memo,
                               std::int32_t* scores) const {
  if (label_count() <= 8) return add_rows<8>(features, memo, scores);
  if (label_count() <= 16) return add_rows<16>(features, memo, scores);
  add_scores(features, scores);
}

void SequenceModel::decode(const SequenceFeatures& features, SequenceScratch& scratch,
                           std::vector<std::uint8_t>& labels) const {
  const std::size_t count = labels_.size();
  scratch.scores.assign(features.size() * count, 0);
  for (std::size_t i = 0; i < features.size(); ++i) {
    add_scores(features.at(i), scratch.memo, scratch.scores.data() + i * count);
  }
  decode_scores(scratch.scores, {}, scratch, labels);
}

void SequenceModel::decode_scores(std::span<const std::int32_t> scores,
                                  std::span<const std::uint64_t> allowed, SequenceScratch& scratch,
                                  std::vector<std::uint8_t>& labels) const {
  viterbi(scores, transitions_, leads_, labels_.size(), allowed, scratch, labels);
}

std::vector<std::int32_t> leads_of(std::span<const std::int32_t> transitions,
                                   std::size_t label_count) {
  std::vector<std::int32_t> leads(label_count * label_count);
  for (std::size_t m = 0; m < label_count; ++m) {
    for (std::size_t l = 0; l < label_count; ++l) {
      std::int32_t most = std::numeric_limits<std::int32_t>::min();
      for (std::size_t next = 0; next < label_count; ++next)
        most = std::max(most,
                        transitions[l * label_count + next] - transitions[m * label_count + next]);
      leads[m * label_count + l] = most;
    }
  }
  return leads;
}

namespace {

// All labels allowed, and few of them: noting each way back is quicker than finding one again.
template <std::size_t kLabels>
void viterbi_of_few(std::span<const std::int32_t> scores, std::span<const std::int32_t> transitions,
                    std::vector<std::uint8_t>& ways, std::span<std::uint8_t> labels) {
  std::array<std::int32_t, kLabels> best;
  for (std::size_t l = 0; l < kLabels; ++l)
    best[l] = std::max(kNever, transitions[kLabels * kLabels + l] + scores[l]);
  ways.resize(scores.size());
  for (std::size_t i = kLabels; i < scores.size(); i += kLabels) {
    std::array<std::int32_t, kLabels> next;
    for (std::size_t l = 0; l < kLabels; ++l) {
      std::int32_t most = best[0] + transitions[l];
      std::uint8_t from = 0;
      for (std::size_t p = 1; p < kLabels; ++p) {
        const std::int32_t sum = best[p] + transitions[p * kLabels + l];
        if (sum > most) from = static_cast<std::uint8_t>(p);
        most = std::max(most, sum);
      }
      next[l] = std::max(kNever, std::max(kNever, most) + scores[i + l]);
      ways[i + l] = from;
    }
    best = next;
  }
  auto label = static_cast<std::uint8_t>(std::ranges::max_element(best) - best.begin());
  for (std::size_t i = labels.size(); i-- > 0;) {
    labels[i] = label;
    label = ways[i * kLabels + label];
  }
}

}  // namespace

void viterbi(std::span<const std::int32_t> scores, std::span<const std::int32_t> transitions,
             std::span<const std::int32_t> leads, std::size_t label_count,
             std::span<const std::uint64_t> allowed, SequenceScratch& scratch,
             std::vector<std::uint8_t>& labels) {
  const std::size_t size = scores.size() / label_count;
  labels.resize(size);
  if (size == 0) return;
  if (allowed.empty() && label_count == 2)
    return viterbi_of_few<2>(scores, transitions, scratch.before, labels);
  if (allowed.empty() && label_count == 3)
    return viterbi_of_few<3>(scores, transitions, scratch.before, labels);
  scratch.best.resize(scores.size());
  scratch.before.assign(size, SequenceModel::kMostLabels);
  const std::uint64_t all = ~std::uint64_t{0};
  const auto allowed_at = [&](std::size_t position) {
    return allowed.empty() || allowed[position] == 0 ? all : allowed[position];
  };
  const std::int32_t* const start = transitions.data() + label_count * label_count;
  for (std::size_t l = 0; l < label_count; ++l) {
    const bool allows = ((allowed_at(0) >> l) & 1U) != 0;
    scratch.best[l] = allows ? std::max(kNever, start[l] + scores[l]) : 2 * kNever;
  }
  // The label before, on the best way to a label of position i: the first of equals.
  const auto origin = [&](std::size_t i, std::size_t label) {
    if (scratch.before[i] != SequenceModel::kMostLabels) return std::size_t{scratch.before[i]};
    const std::int32_t* const before = scratch.best.data() + (i - 1) * label_count;
    std::size_t out = 0;
    std::int32_t most = std::numeric_limits<std::int32_t>::min();
    for (std::size_t p = 0; p < label_count; ++p) {
      if (before[p] < kNever) continue;
      const std::int32_t sum = before[p] + transitions[p * label_count + label];
      if (sum <= most) continue;
      most = sum;
      out = p;
    }
    return out;
  };
  std::array<std::int32_t, SequenceModel::kMostLabels> best{};
  std::array<std::uint8_t, SequenceModel::kMostLabels> alive{};  // labels that may come before
  for (std::size_t i = 1; i < size; ++i) {
    const std::int32_t* const before = scratch.best.data() + (i - 1) * label_count;
    const std::int32_t* const own = scores.data() + i * label_count;
    std::int32_t* const out = scratch.best.data() + i * label_count;
    const std::uint64_t may = allowed_at(i);
    if (std::has_single_bit(may)) {
      const auto label = static_cast<std::size_t>(std::countr_zero(may));
      const std::size_t from = origin(i, label);
      scratch.before[i] = static_cast<std::uint8_t>(from);
      const std::int32_t sum = before[from] + transitions[from * label_count + label];
      std::fill_n(out, label_count, 2 * kNever);
      out[label] = std::max(kNever, std::max(kNever, sum) + own[label]);
      continue;
    }
    std::size_t count = 0;
    const auto leader =
        static_cast<std::size_t>(std::max_element(before, before + label_count) - before);
    for (std::size_t p = 0; p < label_count; ++p) {
      const bool lags =
          !leads.empty() && before[p] < before[leader] - leads[leader * label_count + p];
      alive[count] = static_cast<std::uint8_t>(p);
      count += static_cast<std::size_t>(before[p] >= kNever && !lags);
    }
    if (count == 1) scratch.before[i] = alive[0];
    std::fill_n(best.begin(), label_count, std::numeric_limits<std::int32_t>::min());
    for (std::size_t k = 0; k < count; ++k) {
      const std::int32_t* const row = transitions.data() + alive[k] * label_count;
      const std::int32_t base = before[alive[k]];
      for (std::size_t l = 0; l < label_count; ++l)
        best[l] = std::max(best[l], base + row[l]);
    }
    // Floors keep sums of impossible transitions from running under; what is not allowed lies
    // below the floor and is never a predecessor.
    for (std::size_t l = 0; l < label_count; ++l)
      out[l] = std::max(kNever, std::max(kNever, best[l]) + own[l]);
    if (may == all) continue;
    for (std::size_t l = 0; l < label_count; ++l) {
      if (((may >> l) & 1U) == 0) out[l] = 2 * kNever;
    }
  }
  const std::int32_t* const last = scratch.best.data() + (size - 1) * label_count;
  auto label = static_cast<std::uint8_t>(std::max_element(last, last + label_count) - last);
  for (std::size_t i = size; i-- > 0;) {
    labels[i] = label;
    // Unless there was but one, found again on the one best way, rather than noted on all of them.
    if (i > 0) label = static_cast<std::uint8_t>(origin(i, label));
  }
}

}  // namespace annals
