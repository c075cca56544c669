// Trains a SequenceModel: averaged structured perceptron (Collins, 2002) with an optional margin.
//
//   SequenceTrainer trainer({"O", "B-PER", "I-PER"}, {.constraint = LabelConstraint::kBio});
//   trainer.add(features, gold);            // each sentence, in a fixed order
//   const std::string bytes = trainer.train();
//
// The same sequences in the same order with the same options give the same bytes everywhere: all
// training arithmetic is on integers, shuffles come from the seed.
// Thread safety: one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ingest/learn/sequence_model.h"

namespace annals {

enum class LabelConstraint : std::uint8_t {
  kNone,
  // Labels "O", "B-x", "I-x": I-x only behind B-x or I-x. Where there is "E-x", the last word of x,
  // it stands behind those as well, and they stand before I-x or E-x; x of one word is "S-x" then.
  kBio,
};

struct SequenceTrainerOptions {
  LabelConstraint constraint = LabelConstraint::kNone;
  int epochs = 10;
  std::uint64_t seed = 1;
  // So many models are trained, each with its own order of the sequences, and averaged.
  int rounds = 1;
  // Features seen less often are not learned.
  std::uint32_t least_count = 2;
  // A wrong label must lose by this much, in updates (0: the plain perceptron). 2 … 8 often helps.
  std::int32_t margin = 0;
  // Extra margin against a wrong label where the gold label is not label 0: raises recall when
  // label 0 is "O".
  std::int32_t recall_margin = 0;
  // Small weights are dropped until the file fits.
  std::size_t most_bytes = std::size_t{2} << 20U;
};

class SequenceTrainer {
 public:
  SequenceTrainer(std::vector<std::string> labels, SequenceTrainerOptions options);

  // A sequence: features of every position and its gold label numbers. Sequences without positions
  // are passed over.
  void add(const SequenceFeatures& features, std::span<const std::uint8_t> gold);

  // The model file. `extra` is kept with it. `progress`, when given, is called after each epoch
  // with its number and the share of positions that were labelled wrongly in it.
  std::string train(std::string_view extra = {},
                    const std::function<void(int, double)>& progress = nullptr);

 private:
  struct Sequence {
    std::size_t first_feature = 0;
    std::size_t first_position = 0;
    std::size_t positions = 0;
  };

  std::vector<std::string> labels_;
  SequenceTrainerOptions options_;
  std::vector<Sequence> sequences_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> counts_;  // features of each position
  std::vector<std::uint8_t> gold_;
};

}  // namespace annals
