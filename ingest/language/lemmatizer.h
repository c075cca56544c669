// The base form of a word: "abgelehnt" -> "ablehnen", "took" -> "take".
//
// Irregular verbs and prefixes come from the pack (lemmas.txtpb); endings are rules learned from a
// treebank, the rule of the longest known ending wins (after Mills, 1998; as in TreeTagger-like
// suffix lexicons). What nothing is known of is its own base form.
//
// Thread safety: immutable after load.
// Errors: load names the pack file, line and column, or the model.
//
// Model file models/lemmas-<code>.bin, little-endian:
//   0  magic "ANNLEM\r\n"   8 u32 version (1)   12 u32 rules   16 u32 slots (a power of two)
//   20 u32 size of the file   24 u64 hash64 of everything from byte 32 on
//   rules: u8 1 when the participle's prefix goes, u8 bytes to cut at the end, u8 n, n bytes to add
//   slots: u32 top bits of the ending's hash, u16 rule + 1 (0: empty); open addressing
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/lang/v1/lemmas.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/language/analysis.h"

namespace annals {

class Lemmatizer {
 public:
  // A language without lemmas.txtpb has only learned rules, one without model only the pack's.
  static Result<Lemmatizer> load(const DataFiles& data, const std::string& code);
  static Result<Lemmatizer> make(lang::v1::Lemmas pack, std::string_view model);

  // The folded base form of a folded word.
  std::string lemma(std::string_view lower, Pos pos) const;
  // Whether a verb of this language may leave the word at the end of its clause: "ab", "zurück".
  bool is_separable_prefix(std::string_view lower) const;

  // What the pack alone knows of a verb form; empty when nothing.
  std::string irregular(std::string_view lower) const;

  // How an ending changes. For the trainer.
  struct Rule {
    bool drops_prefix = false;
    std::string cut;
    std::string add;
    friend auto operator<=>(const Rule&, const Rule&) = default;
  };
  // Splits a verb form into the separable prefix of a participle and the rest: {"ab", "gelehnt"}.
  std::pair<std::string_view, std::string_view> split_participle(std::string_view lower) const;
  // The key of an ending in the model.
  std::uint64_t key(std::string_view word, std::string_view ending, Pos pos) const;
  const lang::v1::Lemmas& pack() const { return pack_; }

 private:
  struct Form {
    std::string form;
    std::string lemma;
  };
  struct StoredRule {
    bool drops_prefix = false;
    std::uint8_t cut = 0;
    std::string_view add;
  };
  const std::string* find_irregular(std::string_view form) const;
  Status map(std::string_view model);
  // 0: no rule.
  std::uint16_t rule_of(std::uint64_t key) const;
  bool apply(std::string_view word, const StoredRule& rule, std::string& out) const;

  lang::v1::Lemmas pack_;
  std::vector<Form> irregular_;         // sorted by form
  std::vector<std::string> separable_;  // longest first
  std::vector<std::string> inseparable_;
  std::vector<StoredRule> rules_;
  std::string_view slots_;
};

// The model file of these rules; key -> rule, sorted by key.
std::string lemma_model(const std::vector<std::pair<std::uint64_t, Lemmatizer::Rule>>& rules);

// Endings a rule may hang on, from the longest: the whole word, then its last 8 … 0 characters.
inline constexpr std::size_t kLongestEnding = 8;

}  // namespace annals
