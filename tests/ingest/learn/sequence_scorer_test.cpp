#include "ingest/learn/sequence_scorer.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "ingest/learn/sequence_trainer.h"

namespace annals {
namespace {

using Words = std::vector<std::uint64_t>;

Words some_words(std::mt19937& random) {
  Words out;
  for (std::size_t i = 0; i < 1 + random() % 9; ++i)
    out.push_back(random() % 40);
  return out;
}

// `times`: how often the strongest feature is told.
template <class Sink>
void features_of(const Words& words, int times, Sink& out) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t before = i == 0 ? 99 : words[i - 1];
    out.group(feature_hash(1, words[i]), [&] {
      for (int k = 0; k < times; ++k)
        out.add(feature_hash(1, words[i] % 3));
      out.add(feature_hash(2, words[i]));
    });
    out.add(feature_hash(3, before));
    out.group(feature_hash(2, words[i], before), [&] {
      out.add(feature_hash(4, words[i], before));
      out.add(feature_hash(5, words[i] % 5, before % 5));
    });
    out.end_position();
  }
}

std::string trained(const std::vector<std::string>& labels) {
  std::mt19937 random(5);
  SequenceTrainer trainer(labels, {});
  for (int n = 0; n < 300; ++n) {
    const Words words = some_words(random);
    std::vector<std::uint8_t> gold;
    for (const std::uint64_t word : words)
      gold.push_back(
          static_cast<std::uint8_t>((word % 3 + (gold.empty() ? 0 : gold.back())) % labels.size()));
    SequenceFeatures features;
    features_of(words, 1, features);
    trainer.add(features, gold);
  }
  return trainer.train();
}

class Scorer : public testing::TestWithParam<int> {};

// Also where sums are too large for a slot, and where one scratch serves sequence after sequence.
TEST_P(Scorer, LabelsAsTheModelDoesFromTheListOfFeatures) {
  for (const std::vector<std::string>& labels :
       {std::vector<std::string>{"O", "E"}, {"O", "A", "B"}, {"O", "A", "B", "C", "D"}}) {
    const std::string bytes = trained(labels);
    const auto model = SequenceModel::map(bytes);
    ASSERT_TRUE(model) << model.error().message;
    std::mt19937 random(7);
    SequenceScratch plain;
    ScorerScratch scratch;
    std::vector<std::uint8_t> wanted;
    std::vector<std::uint8_t> got;
    for (int n = 0; n < 300; ++n) {
      const Words words = some_words(random);
      SequenceFeatures features;
      features_of(words, GetParam(), features);
      model->decode(features, plain, wanted);
      SequenceScorer scorer(*model, scratch);
      features_of(words, GetParam(), scorer);
      scorer.decode(got);
      EXPECT_EQ(got, wanted);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Features, Scorer, testing::Values(1, 20, 2000));

}  // namespace
}  // namespace annals
