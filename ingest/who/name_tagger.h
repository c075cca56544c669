// NameTagger: the learned part of the search for names. A structured perceptron labels each word
// (BIO, and where a name ends: PER, ORG, LOC and, where the corpora have it, MISC) from the word,
// its shape, affixes, neighbours, what pack and gazetteer say of it, and what the rest of the
// article shows of it.
//
// Thread safety: immutable after load; a scratch belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/learn/sequence_model.h"
#include "ingest/who/candidates.h"
#include "ingest/who/gazetteer.h"
#include "ingest/who/name_traits.h"
#include "ingest/who/words.h"

namespace annals::who {

// Whether a word may be part of a name: it has a capital, or stands between words that have one, or
// is a number before one, or belongs to a handle ("@nordwerk"). The others are outside of every
// name, and are neither learned nor asked: a sequence for the model is a run of words that may be
// in a name.
bool may_be_in_name(const WordList& words, const SentenceRange& sentence, std::uint32_t i);

// Features of word `i` of a sentence.
void add_features(const WordList& words, const std::vector<WordTraits>& traits,
                  const SentenceRange& sentence, std::uint32_t i, SequenceFeatures& out);

struct TagScratch {
  TraitMemory memory;
  std::vector<WordTraits> traits;
  SequenceFeatures features;
  SequenceScratch sequence;
  std::vector<std::uint8_t> labels;
};

class NameTagger {
 public:
  // models/names-<code>.bin and models/gazetteer.bin. A language without a model has no tagger.
  static Result<NameTagger> load(const DataFiles& data, const std::string& code);

  bool has_model() const { return model_.label_count() > 0; }
  const Gazetteer& gazetteer() const { return gazetteer_; }
  // The spans of each sentence.
  void tag(const WordList& words, const NameLexicon& lexicon, TagScratch& scratch,
           std::vector<std::vector<NameSpan>>& out) const;

 private:
  void read_spans(const std::vector<std::uint8_t>& labels, std::uint32_t first,
                  std::vector<NameSpan>& out) const;

  SequenceModel model_;
  Gazetteer gazetteer_;
  std::vector<Label> kinds_;  // of each of the model's labels
  std::vector<bool> begins_;  // "B-…", "S-…"
  std::string rule_;
};

// "B-PER" -> kPerson; "O" and unknown ones -> kOutside.
Label parse_label(std::string_view label);

}  // namespace annals::who
