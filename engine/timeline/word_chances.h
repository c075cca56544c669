// Which words would a person tell a day with?
//
// For each word of a day's candidate sentences, and each pair of neighbouring words, the chance
// that a person's account of the day holds it. The chance is a logistic function of few shares: of
// the candidates' weight, of those that name the day and of those that do not, of the articles, and
// how common the word is in the whole set. Choosing sentences by words so weighed follows Gillick
// and Favre ("A scalable global model for summarization", 2009) and Li, Qian and Liu ("Using
// supervised bigram-based ILP for extractive summarization", 2013). Thread safety: one thread uses
// one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/dense_ids.h"
#include "engine/timeline/corpus.h"

namespace annals {

// A sentence that may tell a day.
struct Candidate {
  std::uint32_t sentence = 0;  // in Corpus.sentences
  double weight = 0;           // how well it belongs to the day, whatever its words
  bool names_day = false;
};

// What the chance of a word or pair is a function of: one, and logarithms of shares.
inline constexpr std::size_t kWordMeasures = 8;
using WordMeasures = std::array<double, kWordMeasures>;
// What each measure adds to the log-odds, of words or of pairs. `annals-train words` fits them.
const WordMeasures& word_odds(bool pair);

// How much of something words and pairs of words hold.
struct WordMass {
  double words = 0;
  double pairs = 0;
};

class WordChances {
 public:
  // `corpus` must outlive it.
  explicit WordChances(const Corpus& corpus);

  // The words of a sentence and its pairs of neighbouring words, as numbers, each once.
  std::span<const std::uint32_t> items_of(std::uint32_t sentence) const {
    return std::span(items_).subspan(first_item_[sentence],
                                     first_item_[sentence + 1] - first_item_[sentence]);
  }
  std::size_t item_count() const { return articles_.size(); }
  bool is_pair(std::uint32_t item) const { return item >= corpus_.idf.size(); }
  // The item of two neighbouring words; none where no sentence holds them so.
  std::optional<std::uint32_t> pair_item(std::uint32_t first, std::uint32_t second) const;

  // Weighs the words of a day's candidates. What chance() and expected() say is of the last day.
  void weigh(std::span<const Candidate> candidates);
  // Of an item that a candidate holds.
  double chance(std::uint32_t item) const { return counts_[place_[item]].chance; }
  WordMeasures measures(std::uint32_t item) const { return measures(counts_[place_[item]]); }
  // How many words and pairs an account of the day is likely to share with the candidates.
  const WordMass& expected() const { return expected_; }

 private:
  static constexpr std::uint32_t kNowhere = UINT32_MAX;
  struct Count {
    std::uint32_t item = 0;
    std::uint32_t articles = 0;
    std::uint32_t last_article = UINT32_MAX;
    double all = 0;    // weight of the candidates that hold it
    double named = 0;  // of those that name the day
    double chance = 0;
  };
  // Of all candidates of the last day.
  struct Whole {
    double all = 0;
    double named = 0;
    double articles = 0;
    double many = 0;  // logarithm of one more than the articles
  };

  WordMeasures measures(const Count& count) const;

  const Corpus& corpus_;
  DenseIds<std::uint32_t> pairs_;
  std::vector<std::uint32_t> items_;
  std::vector<std::uint32_t> first_item_;  // one more than sentences
  std::vector<std::uint32_t> articles_;    // of the set that hold an item
  std::vector<Count> counts_;              // of the last day's items
  std::vector<std::uint32_t> place_;       // of an item in them
  Whole whole_;
  WordMass expected_;
};

}  // namespace annals
