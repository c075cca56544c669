// The sub-commands of annals-train: each trains one kind of model from corpora named on its command
// line and writes the same bytes each time.
#pragma once

#include <stdexcept>
#include <utility>

#include "engine/base/result.h"

namespace annals::cli {

// The value; an exception, which main reports, when there is none.
template <class T>
T value(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

// Part-of-speech tagger from CoNLL-U files.
int train_tagger(int argc, char** argv);
// Rules of base forms from CoNLL-U files.
int train_lemmas(int argc, char** argv);

// What tells an article from its page: models/lines*.bin from tagless dumps, models/blocks*.bin
// from HTML.
int train_lines(int argc, char** argv);
int train_blocks(int argc, char** argv);
// Names model from token<TAB>BIO files.
int train_names(int argc, char** argv);
// Models of event triggers and their participants from annotated documents.
int train_events(int argc, char** argv);
// Models of event classes and their roles from annotated articles.
int train_classes(int argc, char** argv);
// Odds that a word tells a day, from topics with timelines that people wrote.
int train_words(int argc, char** argv);
// Clusters of words from their vectors.
int train_clusters(int argc, char** argv);
// Gazetteer from word lists.
int train_gazetteer(int argc, char** argv);

}  // namespace annals::cli
