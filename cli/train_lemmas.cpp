// Learns how endings change to base forms, and measures it.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/train.h"
#include "cli/train_conllu.h"
#include "engine/base/data_files.h"
#include "ingest/language/lemmatizer.h"

namespace annals::cli {
namespace {

using Rule = Lemmatizer::Rule;

bool is_verb(Pos pos) {
  return pos == Pos::kVerb || pos == Pos::kAux;
}

bool is_trail(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

Rule rule_of(std::string_view form, std::string_view lemma, const std::string& mark) {
  Rule rule;
  if (!mark.empty() && form.starts_with(mark) && !lemma.starts_with(mark) &&
      form.size() > mark.size() && !lemma.empty() && form[mark.size()] == lemma[0]) {
    rule.drops_prefix = true;
    form.remove_prefix(mark.size());
  }
  std::size_t same = 0;
  while (same < form.size() && same < lemma.size() && form[same] == lemma[same])
    ++same;
  while (same > 0 && ((same < form.size() && is_trail(form[same])) ||
                      (same < lemma.size() && is_trail(lemma[same])))) {
    --same;
  }
  rule.cut = form.substr(same);
  rule.add = lemma.substr(same);
  return rule;
}

// The endings of a word from the empty one to the longest, then the word.
std::vector<std::string_view> endings(std::string_view word) {
  std::vector<std::string_view> out{word.substr(word.size())};
  for (std::size_t pos = word.size(); pos > 0 && out.size() <= kLongestEnding;) {
    do
      --pos;
    while (pos > 0 && is_trail(word[pos]));
    if (pos > 0) out.push_back(word.substr(pos));
  }
  out.push_back(word);
  return out;
}

struct Ending {
  std::map<Rule, std::uint32_t> rules;
  std::uint64_t shorter = 0;
  std::size_t level = 0;
  bool whole = false;
};

std::string train(const std::vector<TreebankSentence>& sentences, const Lemmatizer& pack) {
  std::map<std::uint64_t, Ending> table;
  std::set<std::tuple<std::string, Pos, std::string>> types;
  const std::string& mark = pack.pack().participle_prefix();
  for (const TreebankSentence& sentence : sentences) {
    for (const TreebankWord& word : sentence) {
      if (word.lemma.empty() || word.lemma == "_" || word.lower.empty()) continue;
      std::string_view form = word.lower;
      std::string_view lemma = word.lemma;
      if (is_verb(word.tag)) {
        if (!pack.irregular(form).empty()) continue;
        const auto [prefix, rest] = pack.split_participle(form);
        if (lemma.starts_with(prefix)) {
          form = rest;
          lemma.remove_prefix(prefix.size());
        }
      }
      const Rule rule = rule_of(form, lemma, is_verb(word.tag) ? mark : "");
      if (rule.cut.size() > 200 || rule.add.size() > 200) continue;
      const bool first = types.emplace(std::string(form), word.tag, std::string(lemma)).second;
      std::uint64_t shorter = 0;
      std::size_t level = 0;
      for (const std::string_view ending : endings(form)) {
        const bool whole = ending.size() == form.size();
        const std::uint64_t key = pack.key(form, ending, word.tag);
        Ending& entry = table[key];
        entry.shorter = shorter;
        entry.level = level++;
        entry.whole = whole;
        shorter = key;
        // Endings count each word once; a whole word counts as often as it occurs.
        if (whole || first) ++entry.rules[rule];
      }
    }
  }
  const auto best = [](const Ending& ending) {
    return std::max_element(ending.rules.begin(), ending.rules.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; });
  };
  // From short to long; an ending is kept where it says something else than the shorter one.
  std::vector<std::pair<std::size_t, std::uint64_t>> order;
  order.reserve(table.size());
  for (const auto& [key, ending] : table)
    order.emplace_back(ending.level, key);
  std::sort(order.begin(), order.end());
  std::map<std::uint64_t, const Rule*> effective;
  std::vector<std::pair<std::uint64_t, Rule>> kept;
  for (const auto& [level, key] : order) {
    const Ending& ending = table[key];
    const Rule* const inherited = level == 0 ? nullptr : effective[ending.shorter];
    const auto own = best(ending);
    const bool enough = ending.whole || own->second >= 2;
    if (enough && (inherited == nullptr || *inherited != own->first)) {
      kept.emplace_back(key, own->first);
      effective[key] = &own->first;
    } else {
      effective[key] = inherited;
    }
  }
  std::sort(kept.begin(), kept.end());
  return lemma_model(kept);
}

struct Score {
  std::size_t all = 0;
  std::size_t right = 0;
  std::size_t verbs = 0;
  std::size_t right_verbs = 0;
};

void measure(const Lemmatizer& lemmatizer, const std::vector<TreebankSentence>& sentences,
             std::ostream* errors, Score& score) {
  for (const TreebankSentence& sentence : sentences) {
    for (const TreebankWord& word : sentence) {
      if (word.tag == Pos::kPunct || word.lemma == "_") continue;
      const std::string lemma = lemmatizer.lemma(word.lower, word.tag);
      const bool right = lemma == word.lemma;
      ++score.all;
      score.right += right ? 1 : 0;
      if (is_verb(word.tag)) {
        ++score.verbs;
        score.right_verbs += right ? 1 : 0;
      }
      if (!right && errors != nullptr) {
        *errors << to_string(word.tag) << '\t' << word.lower << '\t' << lemma << '\t' << word.lemma
                << '\n';
      }
    }
  }
}

double percent(std::size_t part, std::size_t all) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(1, all));
}

void print(const char* what, const Score& score) {
  std::printf("%s: %.2f %% of %zu words, %.2f %% of %zu verbs\n", what,
              percent(score.right, score.all), score.all, percent(score.right_verbs, score.verbs),
              score.verbs);
}

Lemmatizer with_model(const Lemmatizer& pack, const std::string& model) {
  auto made = Lemmatizer::make(pack.pack(), model);
  if (!made) throw std::runtime_error(made.error().message);
  return std::move(*made);
}

}  // namespace

int train_lemmas(int argc, char** argv) {
  std::string language;
  std::vector<std::string> files;
  std::vector<std::string> dev;
  std::string errors_path;
  std::string output;
  int folds = 0;
  CLI::App app("Learns base forms from CoNLL-U files.", "annals-train lemmas");
  app.add_option("--lang", language, "language whose pack lists the irregular verbs")->required();
  app.add_option("--train", files, "files to learn from")->required()->check(CLI::ExistingFile);
  app.add_option("--dev", dev, "files to measure on")->check(CLI::ExistingFile);
  app.add_option("--folds", folds, "measure by cross-validation on the training files");
  app.add_option("--errors", errors_path, "write every wrong base form of the measurements here");
  app.add_option("-o,--output", output, "model file to write");
  CLI11_PARSE(app, argc, argv);

  const DataFiles data = DataFiles::embedded();
  lang::v1::Lemmas words;
  const std::string pack_file = "lang/" + language + "/lemmas.txtpb";
  if (const Status status = data.read_message(pack_file, words); !status) {
    throw std::runtime_error(status.error().message);
  }
  const auto pack = Lemmatizer::make(words, "");
  if (!pack) throw std::runtime_error(pack.error().message);
  const std::vector<TreebankSentence> sentences = read_conllu(files);
  std::ofstream errors_file;
  if (!errors_path.empty()) errors_file.open(errors_path);
  std::ostream* const errors = errors_path.empty() ? nullptr : &errors_file;
  if (folds > 1) {
    Score score;
    for (std::size_t fold = 0; fold < static_cast<std::size_t>(folds); ++fold) {
      std::vector<TreebankSentence> learn;
      std::vector<TreebankSentence> held;
      for (std::size_t i = 0; i < sentences.size(); ++i) {
        (i % static_cast<std::size_t>(folds) == fold ? held : learn).push_back(sentences[i]);
      }
      const std::string model = train(learn, *pack);
      measure(with_model(*pack, model), held, errors, score);
    }
    print("cross-validation", score);
  }
  const std::string model = train(sentences, *pack);
  if (!dev.empty()) {
    Score score;
    measure(with_model(*pack, model), read_conllu(dev), errors, score);
    print("dev", score);
  }
  std::printf("model: %zu bytes\n", model.size());
  if (!output.empty()) {
    std::ofstream out(output, std::ios::binary);
    out << model;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + output);
  }
  return 0;
}

}  // namespace annals::cli
