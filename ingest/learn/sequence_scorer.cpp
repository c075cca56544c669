#include "ingest/learn/sequence_scorer.h"

#include <algorithm>

namespace annals {

SequenceScorer::SequenceScorer(const SequenceModel& model, ScorerScratch& scratch)
    : model_(model), scratch_(scratch), words_((model.label_count() + 3) / 4) {
  scratch_.slots_.resize(ScorerScratch::kSlots * (1 + words_));
  scratch_.scores_.clear();
}

bool SequenceScorer::remember(std::size_t first, std::uint64_t key, std::uint64_t* slot) {
  std::array<std::int32_t, SequenceModel::kMostLabels> sums;
  const std::size_t width = 4 * words_;
  std::fill_n(sums.begin(), width, 0);
  for (std::size_t i = first; i < count_; ++i)
    model_.add_scores(scratch_.features_[i], sums.data());
  count_ = first;
  std::array<std::int16_t, SequenceModel::kMostLabels> row;
  bool fits = true;
  for (std::size_t l = 0; l < width; ++l) {
    row[l] = static_cast<std::int16_t>(sums[l]);
    fits = fits && row[l] == sums[l];
  }
  if (!fits) {
    for (std::size_t l = 0; l < width; ++l)
      sums_[l] += sums[l];
    return false;
  }
  slot[0] = ~key;
  std::memcpy(slot + 1, row.data(), words_ * sizeof(std::uint64_t));
  return true;
}

void SequenceScorer::end_position() {
  model_.add_scores(std::span(scratch_.features_.data(), count_), sums_.data());
  count_ = 0;
  const auto labels = static_cast<std::ptrdiff_t>(model_.label_count());
  scratch_.scores_.insert(scratch_.scores_.end(), sums_.begin(), sums_.begin() + labels);
  std::fill_n(sums_.begin(), 4 * words_, 0);
}

void SequenceScorer::decode(std::vector<std::uint8_t>& labels) {
  model_.decode_scores(scratch_.scores_, {}, scratch_.sequence_, labels);
}

}  // namespace annals
