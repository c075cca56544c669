// Language: what is known of one language — words, sentence ends, stems, stop words, tags.
// Languages: all that have a pack, and which of them a text is written in.
//
// Thread safety: immutable after load; every function may run in many threads.
// Errors: load names the pack file, line and column.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <annals/v1/article.pb.h>
#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/language/analysis.h"

namespace annals {

class WordClusters;

// What a language is loaded for. The words of a query need neither tags nor base forms, and half of
// the loading is theirs.
enum class LanguageUse { kTexts, kQueries };

class Language {
 public:
  static Result<Language> load(const DataFiles& data, const std::string& code,
                               LanguageUse use = LanguageUse::kTexts);
  Language(Language&&) noexcept;
  Language& operator=(Language&&) noexcept;
  ~Language();

  const std::string& code() const;

  // Sentences, tokens, terms and tags of an article's text (whole blocks; no sentence crosses a
  // block). The result points into article.text().
  Analysis analyse(const v1::Article& article) const;
  // The same without tags: all that times need.
  Analysis cut(const v1::Article& article) const;
  // The same for bare text: one block, one section.
  Analysis analyse_text(std::string_view text) const;
  // The same without tags: all that the words of a query need.
  Analysis analyse_query(std::string_view text) const;
  // Words cut by somebody else, as corpora have them: `text` holds them, one blank between two, one
  // line a sentence. Every line is one sentence and one block, every word one token.
  Analysis analyse_words(std::string_view text) const;

  // The stem of a case-folded word, as hashed into TermId.
  std::string stem(std::string_view lower) const;

  // The base form of a case-folded word that is tagged so, case-folded: ("abgelehnt", kVerb) ->
  // "ablehnen", ("took", kVerb) -> "take". A word nothing is known of is its own base form.
  std::string lemma(std::string_view lower, Pos pos) const;
  // Whether a verb may leave the word at the end of its clause ("lehnt … ab"): "ab" + "lehnen" is
  // then the verb.
  bool is_separable_prefix(std::string_view lower) const;

  // What models know of words that they did not learn from; empty for queries.
  const WordClusters& clusters() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit Language(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class Languages {
 public:
  // Every language that has a pack; takes a few milliseconds.
  static Result<Languages> load(const DataFiles& data, LanguageUse use = LanguageUse::kTexts);
  Languages(Languages&&) noexcept;
  Languages& operator=(Languages&&) noexcept;
  ~Languages();

  // nullptr when there is no such pack.
  const Language* find(std::string_view code) const;
  // The most likely language of a text, or empty when none fits.
  std::string identify(std::string_view text) const;
  std::vector<std::string> codes() const;

 private:
  struct Impl;
  explicit Languages(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Appends the search terms of a token: nothing for stop words and punctuation, its term, and for a
// compound with hyphens the terms of its parts as well ("Tiktok-Deal" is found by "Tiktok"). The
// text of a query goes through the same function.
void append_terms(const Analysis& analysis, const Token& token, std::vector<TermId>& terms);

// Fills record.sentences from an analysis of record.article.
void add_sentences(const Analysis& analysis, v1::ArticleRecord& record);
// Fills record.sketch: MinHash of word shingles of the body (Broder, 1997), 64 numbers; the share
// of places in which two sketches agree estimates the resemblance of the texts. Empty without
// words.
void add_sketch(const Analysis& analysis, v1::ArticleRecord& record);

}  // namespace annals
