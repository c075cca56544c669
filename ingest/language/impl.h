// The inside of Language, for the files of this room only.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/words.pb.h>

#include "engine/base/ids.h"
#include "engine/base/pool.h"
#include "ingest/language/chars.h"
#include "ingest/language/language.h"
#include "ingest/language/lemmatizer.h"
#include "ingest/language/lexicon.h"
#include "ingest/language/tagger.h"
#include "ingest/learn/word_clusters.h"

struct sb_stemmer;

namespace annals {

// What a worker needs while it analyses: a stemmer (libstemmer's are not thread-safe), a cache of
// words seen, buffers. Borrowed from the language's pool, so that nothing is allocated per token.
class WordScratch {
 public:
  // cache_size is a power of two.
  WordScratch(const lang::v1::Words& words, std::size_t cache_size);
  WordScratch(const WordScratch&) = delete;
  WordScratch& operator=(const WordScratch&) = delete;
  ~WordScratch();

  // The stem of a folded word; the view holds until the next call.
  std::string_view stem(std::string_view folded);
  TermId term(std::string_view folded, std::uint64_t hash);

  // How each token of the present block may end a sentence (tokenizer.h).
  std::vector<std::uint8_t> marks;
  std::string buffer;
  TaggerScratch tagger;

 private:
  struct Entry {
    std::uint64_t hash = 0;
    TermId term;
    bool used = false;
  };
  sb_stemmer* stemmer_;
  std::vector<Entry> cache_;  // direct-mapped by hash: a lost entry costs time, never the result
};

struct QuoteRole {
  char32_t code = 0;
  bool opens = false;
  bool closes = false;
};

struct Language::Impl {
  std::string code;
  std::size_t cache_size = 0;
  lang::v1::Words words;
  Lexicon lexicon;
  std::vector<QuoteRole> quotes;
  Lemmatizer lemmatizer;
  WordClusters clusters;
  // Mapped when the first text of the language is tagged, at once where it is not built in: most
  // runs meet one language. Empty when there is none: tags stay unknown.
  std::string_view tagger_model;
  mutable std::once_flag tagger_once;
  mutable std::optional<Tagger> mapped_tagger;

  // An error only in the first call.
  Status map_tagger() const;
  const Tagger* tagger() const {
    const Status mapped = map_tagger();  // what is built in is sound: the tests load it
    return mapped && mapped_tagger ? &*mapped_tagger : nullptr;
  }

  mutable Pool<WordScratch> scratches;
  Pool<WordScratch>::Borrowed borrow() const {
    return scratches.borrow([this] { return std::make_unique<WordScratch>(words, cache_size); });
  }
};

}  // namespace annals
