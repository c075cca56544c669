// The articles a timeline is made of, laid out flat: sentences, terms and named days in arrays.
//
// Everything here is a function of the set of articles: they are put into canonical order (article
// id, revision) first, and term weights come from this very set. Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/timeline.pb.h>

namespace annals {

inline constexpr std::int32_t kNoDay = INT32_MIN;

struct FlatSentence {
  std::uint32_t article = 0;
  std::uint32_t index = 0;  // in Digest.sentences
  std::uint32_t first_term = 0;
  std::uint32_t term_count = 0;
  std::uint32_t tokens = 0;
  std::uint32_t position = 0;  // among the article's body sentences
  float query = 0;             // share of the query's words in it and its neighbours, 0 … 1
  float own_query = 0;         // the same for the sentence alone
  bool body = false;
  bool self_contained = false;
  bool names_day = false;  // names some day exactly
};

// A day that a sentence names, or on which an event it tells happened.
struct DayMention {
  std::int32_t day = 0;
  std::uint32_t article = 0;
  std::uint32_t sentence = 0;  // in Corpus.sentences
  bool named = false;          // the sentence itself names the day
};

struct Corpus {
  std::vector<const v1::Digest*> articles;
  std::vector<std::int32_t> published;        // day of publication, or kNoDay
  std::vector<float> relevance;               // share of the query's words in the article, 0 … 1
  std::vector<std::uint32_t> first_sentence;  // one more than articles: where sentences begin
  std::vector<FlatSentence> sentences;
  std::vector<std::uint32_t> terms;  // dense term numbers of all sentences
  std::vector<float> idf;            // of a dense term, over articles
  std::vector<DayMention> mentions;  // sorted by day, article, sentence

  std::span<const std::uint32_t> terms_of(const FlatSentence& s) const {
    return std::span(terms).subspan(s.first_term, s.term_count);
  }
};

// `articles` in any order; must outlive the corpus.
Corpus make_corpus(std::span<const v1::Digest* const> articles, const v1::TimelineQuery& query);

}  // namespace annals
