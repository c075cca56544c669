#include "ingest/learn/sequence_model.h"

#include <array>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "engine/base/hash.h"
#include "ingest/learn/sequence_trainer.h"

namespace annals {
namespace {

// A toy language: "mr"/"of" announce names, capitals alone are ambiguous.
struct Toy {
  std::vector<std::string> words;
  std::vector<std::uint8_t> gold;
};
const std::vector<std::string> kLabels = {"O", "B-PER", "I-PER", "B-LOC", "I-LOC"};

Toy toy(std::mt19937& random) {
  Toy out;
  const auto push = [&](std::string word, std::uint8_t label) {
    out.words.push_back(std::move(word));
    out.gold.push_back(label);
  };
  const auto name = [&] { return "N" + std::to_string(random() % 20); };
  for (std::size_t i = 0; i < 3 + random() % 4; ++i) {
    switch (random() % 3) {
      case 0:
        push("mr", 0);
        push(name(), 1);
        if (random() % 2 == 0) push(name(), 2);
        break;
      case 1:
        push("near", 0);
        push(name(), 3);
        if (random() % 2 == 0) push(name(), 4);
        break;
      default:
        push("w" + std::to_string(random() % 5), 0);
    }
  }
  return out;
}

SequenceFeatures features(const Toy& toy) {
  SequenceFeatures out;
  for (std::size_t i = 0; i < toy.words.size(); ++i) {
    out.add(feature_hash(0, 0));
    out.add(feature_hash(1, hash64(toy.words[i])));
    out.add(feature_hash(2, i > 0 ? hash64(toy.words[i - 1]) : 1));
    out.add(feature_hash(3, static_cast<std::uint64_t>(toy.words[i][0])));
    out.end_position();
  }
  return out;
}

std::string trained(SequenceTrainerOptions options = {.constraint = LabelConstraint::kBio,
                                                      .epochs = 8}) {
  std::mt19937 random(5);
  SequenceTrainer trainer(kLabels, options);
  for (int i = 0; i < 200; ++i) {
    const Toy sentence = toy(random);
    trainer.add(features(sentence), sentence.gold);
  }
  return trainer.train("extra bytes");
}

TEST(SequenceModel, LearnsTheToyLanguage) {
  const std::string bytes = trained();
  const auto model = SequenceModel::map(bytes);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->labels(), kLabels);
  EXPECT_EQ(model->extra(), "extra bytes");
  EXPECT_EQ(model->label_number("I-LOC"), 4U);
  EXPECT_EQ(model->label_number("B-ORG"), SequenceModel::kMostLabels);
  std::mt19937 random(99);
  SequenceScratch scratch;
  std::vector<std::uint8_t> guess;
  std::size_t right = 0;
  std::size_t all = 0;
  for (int i = 0; i < 100; ++i) {
    const Toy sentence = toy(random);
    model->decode(features(sentence), scratch, guess);
    ASSERT_EQ(guess.size(), sentence.gold.size());
    for (std::size_t k = 0; k < guess.size(); ++k)
      right += guess[k] == sentence.gold[k];
    all += guess.size();
  }
  EXPECT_GT(static_cast<double>(right), 0.99 * static_cast<double>(all));
}

TEST(SequenceModel, SameDataSameBytes) {
  EXPECT_EQ(trained(), trained());
  EXPECT_NE(trained(), trained({.epochs = 8, .seed = 2}));
}

TEST(SequenceModel, ConstraintHoldsForAnyFeatures) {
  const std::string bytes = trained();
  const auto model = SequenceModel::map(bytes);
  ASSERT_TRUE(model);
  std::mt19937_64 random(1);
  SequenceScratch scratch;
  std::vector<std::uint8_t> guess;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::int32_t> scores(5 * (1 + random() % 9));
    for (std::int32_t& score : scores)
      score = static_cast<std::int32_t>(random() % 2000) - 1000;
    model->decode_scores(scores, {}, scratch, guess);
    for (std::size_t i = 0; i < guess.size(); ++i) {
      const std::uint8_t before = i > 0 ? guess[i - 1] : 0;
      if (guess[i] == 2) {
        EXPECT_TRUE(before == 1 || before == 2);
      }
      if (guess[i] == 4) {
        EXPECT_TRUE(before == 3 || before == 4);
      }
    }
  }
}

// Viterbi against every labelling there is.
// With labels for the last word of a name, a name that has begun goes on to its end.
TEST(SequenceModel, ConstraintHoldsForLastWords) {
  const std::vector<std::string> names = {"O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B"};
  SequenceTrainer trainer(names, {.constraint = LabelConstraint::kBio, .epochs = 1});
  SequenceFeatures none;
  for (int i = 0; i < 4; ++i)
    none.end_position();
  trainer.add(none, std::vector<std::uint8_t>{0, 1, 3, 4});
  const std::string bytes = trainer.train();
  const auto model = SequenceModel::map(bytes);
  ASSERT_TRUE(model) << model.error().message;
  std::mt19937 random(3);
  SequenceScratch scratch;
  std::vector<std::uint8_t> labels;
  std::vector<std::int32_t> scores(40 * names.size());
  for (int round = 0; round < 50; ++round) {
    for (std::int32_t& score : scores)
      score = static_cast<std::int32_t>(random() % 1000);
    model->decode_scores(scores, {}, scratch, labels);
    for (std::size_t i = 0; i + 1 < labels.size(); ++i) {
      const std::string& own = names[labels[i]];
      const std::string& next = names[labels[i + 1]];
      const bool goes_on = next == "I-A" || next == "E-A";
      EXPECT_EQ(own == "B-A" || own == "I-A", goes_on) << own << " " << next;
      if (next == "I-B") {
        EXPECT_TRUE(own == "B-B" || own == "I-B") << own;
      }
    }
  }
}

TEST(SequenceModel, ViterbiFindsTheBest) {
  std::mt19937_64 random(3);
  constexpr std::size_t kCount = 3;
  SequenceScratch scratch;
  std::vector<std::uint8_t> guess;
  for (int round = 0; round < 200; ++round) {
    const std::size_t size = 1 + random() % 5;
    std::vector<std::int32_t> scores(size * kCount);
    std::vector<std::int32_t> transitions((kCount + 1) * kCount);
    std::vector<std::uint64_t> allowed(size);
    for (std::int32_t& x : scores)
      x = static_cast<std::int32_t>(random() % 100);
    for (std::int32_t& x : transitions)
      x = static_cast<std::int32_t>(random() % 100);
    for (std::uint64_t& x : allowed)
      x = random() % 8;
    const auto score = [&](const std::vector<std::uint8_t>& labels) {
      std::int32_t sum = 0;
      for (std::size_t i = 0; i < size; ++i) {
        if (allowed[i] != 0 && ((allowed[i] >> labels[i]) & 1U) == 0) return -1;
        sum += scores[i * kCount + labels[i]];
        sum += transitions[(i > 0 ? labels[i - 1] : kCount) * kCount + labels[i]];
      }
      return sum;
    };
    std::int32_t best = -1;
    std::vector<std::uint8_t> labels(size);
    for (std::size_t code = 0; code < 243; ++code) {
      std::size_t rest = code;
      for (std::uint8_t& label : labels) {
        label = static_cast<std::uint8_t>(rest % kCount);
        rest /= kCount;
      }
      best = std::max(best, score(labels));
    }
    viterbi(scores, transitions, {}, kCount, allowed, scratch, guess);
    EXPECT_EQ(score(guess), best);
    std::vector<std::uint8_t> same;
    viterbi(scores, transitions, leads_of(transitions, kCount), kCount, allowed, scratch, same);
    EXPECT_EQ(same, guess);
  }
}

// Small scores, so that there are many ties, and transitions of which some are ruled out.
void fill(std::vector<std::int32_t>& scores, std::vector<std::int32_t>& transitions,
          std::mt19937_64& random) {
  const std::uint64_t spread = 1 + random() % 40;
  for (std::int32_t& x : scores)
    x = static_cast<std::int32_t>(random() % spread);
  for (std::int32_t& x : transitions)
    x = random() % 5 == 0 ? std::numeric_limits<std::int32_t>::min() / 4
                          : static_cast<std::int32_t>(random() % 10);
}

// Labels that lag too far behind are passed over: the labels stay the same, ties and impossible
// transitions among them.
TEST(SequenceModel, LeadsChangeNothing) {
  std::mt19937_64 random(4);
  constexpr std::size_t kCount = 7;
  SequenceScratch scratch;
  std::vector<std::uint8_t> plain;
  std::vector<std::uint8_t> quick;
  for (int round = 0; round < 500; ++round) {
    std::vector<std::int32_t> scores((1 + random() % 30) * kCount);
    std::vector<std::int32_t> transitions((kCount + 1) * kCount);
    fill(scores, transitions, random);
    viterbi(scores, transitions, {}, kCount, {}, scratch, plain);
    viterbi(scores, transitions, leads_of(transitions, kCount), kCount, {}, scratch, quick);
    EXPECT_EQ(quick, plain);
  }
}

// Of two or three labels each way is noted: the same labels as where all are allowed one by one.
TEST(SequenceModel, FewLabelsChangeNothing) {
  std::mt19937_64 random(6);
  SequenceScratch scratch;
  std::vector<std::uint8_t> general;
  std::vector<std::uint8_t> few;
  for (int round = 0; round < 600; ++round) {
    const std::size_t count = 2 + random() % 2;
    const std::size_t size = 1 + random() % 30;
    std::vector<std::int32_t> scores(size * count);
    std::vector<std::int32_t> transitions((count + 1) * count);
    fill(scores, transitions, random);
    const std::vector<std::uint64_t> all(size, (std::uint64_t{1} << count) - 1);
    viterbi(scores, transitions, {}, count, all, scratch, general);
    viterbi(scores, transitions, {}, count, {}, scratch, few);
    EXPECT_EQ(few, general);
  }
}

// Seen for the first time, again, and again by another model.
TEST(SequenceModel, TheMemoChangesNothing) {
  const std::string bytes = trained();
  const std::string others = trained({.epochs = 2, .seed = 9});
  const auto model = SequenceModel::map(bytes);
  const auto other = SequenceModel::map(others);
  ASSERT_TRUE(model && other);
  std::vector<std::uint64_t> seen;
  for (std::uint64_t kind = 0; kind < 8; ++kind) {
    for (std::uint64_t value = 0; value < 40; ++value)
      seen.push_back(feature_hash(static_cast<std::uint32_t>(kind), value));
    for (const char* word : {"mr", "near", "w0", "N3", "N7"})
      seen.push_back(feature_hash(static_cast<std::uint32_t>(kind), hash64(word)));
  }
  ScoreMemo memo;
  for (const SequenceModel* asked : {&*model, &*model, &*other, &*model}) {
    std::vector<std::int32_t> plain(asked->label_count());
    std::vector<std::int32_t> quick(asked->label_count());
    asked->add_scores(seen, plain.data());
    asked->add_scores(seen, memo, quick.data());
    EXPECT_EQ(quick, plain);
    EXPECT_NE(plain, std::vector<std::int32_t>(asked->label_count()));
  }
}

TEST(SequenceModel, BudgetIsKept) {
  const std::string small = trained({.epochs = 8, .most_bytes = 16384 + 600});
  EXPECT_LE(small.size(), 16384U + 600U);
  const auto model = SequenceModel::map(small);
  ASSERT_TRUE(model);
  EXPECT_GT(model->feature_count(), 0U);
}

// What is seen everywhere has weights many times larger than all others.
TEST(SequenceModel, LargeWeightsAreKept) {
  constexpr std::size_t kRare = 20000;
  SequenceTrainer trainer({"O", "B-X"}, {.epochs = 12, .least_count = 1, .margin = 1 << 20});
  SequenceFeatures one;
  for (std::size_t i = 0; i < kRare; ++i) {
    one.clear();
    one.add(feature_hash(0, i % 2));  // alone says the label
    one.add(feature_hash(1, i));
    one.end_position();
    trainer.add(one, std::vector<std::uint8_t>{static_cast<std::uint8_t>(i % 2)});
  }
  const std::string bytes = trainer.train();
  const auto model = SequenceModel::map(bytes);
  ASSERT_TRUE(model) << model.error().message;
  std::array<std::int32_t, 2> scores{};
  model->add_scores(feature_hash(0, 1), scores.data());
  EXPECT_GT(scores[1], 127);
  EXPECT_LT(scores[0], -127);
}

TEST(SequenceModel, DamageIsNoticed) {
  const std::string bytes = trained();
  EXPECT_EQ(SequenceModel::map("").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(SequenceModel::map(std::string_view(bytes).substr(0, bytes.size() - 1)).error().code,
            ErrorCode::kCorrupt);
  for (std::size_t i = 0; i < bytes.size(); i += 7) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    EXPECT_FALSE(SequenceModel::map(damaged)) << i;
  }
  std::string other = bytes;
  other[8] = 9;
  EXPECT_EQ(SequenceModel::map(other).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace annals
