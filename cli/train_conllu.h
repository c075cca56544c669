// Reads treebanks for the trainers.
#pragma once

#include <string>
#include <vector>

#include "ingest/language/tagger.h"

namespace annals::cli {

struct TreebankWord {
  std::string form;
  std::string lower;
  std::string lemma;  // folded
  Pos tag = Pos::kUnknown;
  bool space_after = true;
};
using TreebankSentence = std::vector<TreebankWord>;

// The words of CoNLL-U files. A word that stands for several ("zum" for "zu" "dem") keeps the tag
// of its first part, unless the parts are letters of it ("don't"): the tokenizer cuts those.
// Throws std::runtime_error for a file that cannot be read.
std::vector<TreebankSentence> read_conllu(const std::vector<std::string>& files);

}  // namespace annals::cli
