// Trains and measures the part-of-speech tagger.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/train.h"
#include "cli/train_conllu.h"
#include "engine/base/data_files.h"
#include "engine/base/hash.h"
#include "ingest/language/chars.h"
#include "ingest/language/tagger.h"
#include "ingest/learn/sequence_trainer.h"

namespace annals::cli {
namespace {

// The sentence as our tokenizer cuts it: compounds with hyphens are one word, tagged as their last
// part. Empty when nothing changes.
TreebankSentence with_compounds(const TreebankSentence& sentence) {
  TreebankSentence out;
  bool changed = false;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool inside = i > 0 && i + 1 < sentence.size() && !out.empty() &&
                        sentence[i].form == "-" && !sentence[i - 1].space_after &&
                        !sentence[i].space_after;
    if (!inside) {
      out.push_back(sentence[i]);
      continue;
    }
    const Pos left = sentence[i - 1].tag;
    const Pos right = sentence[i + 1].tag;
    const bool range = left == Pos::kNum && right == Pos::kNum;
    const bool joins = left != Pos::kPunct && right != Pos::kPunct && !range;
    if (!joins) {
      out.push_back(sentence[i]);
      continue;
    }
    changed = true;
    TreebankWord& compound = out.back();
    compound.form += "-" + sentence[i + 1].form;
    compound.lower = folded(compound.form);
    compound.tag = sentence[i + 1].tag;
    compound.space_after = sentence[i + 1].space_after;
    ++i;
  }
  return changed ? out : TreebankSentence{};
}

std::vector<TagWord> words_of(const TreebankSentence& sentence) {
  std::vector<TagWord> words;
  words.reserve(sentence.size());
  for (const TreebankWord& word : sentence)
    words.push_back({word.form, word.lower});
  return words;
}

struct NamedWord {
  std::string form;
  std::string lower;
  bool name = false;  // of a person or place
};
using NamedSentence = std::vector<NamedWord>;

// Files of "token<TAB>BIO label", a blank line between sentences.
std::vector<NamedSentence> read_names(const std::vector<std::string>& files) {
  std::vector<NamedSentence> sentences;
  for (const std::string& file : files) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    NamedSentence sentence;
    const auto end_sentence = [&] {
      if (!sentence.empty()) sentences.push_back(std::move(sentence));
      sentence.clear();
    };
    std::string line;
    while (std::getline(in, line)) {
      const std::size_t tab = line.find('\t');
      if (tab == std::string::npos || tab == 0) {
        end_sentence();
        continue;
      }
      NamedWord word;
      word.form = line.substr(0, tab);
      word.lower = folded(word.form);
      word.name = line.ends_with("-PER") || line.ends_with("-LOC");
      sentence.push_back(std::move(word));
    }
    end_sentence();
  }
  return sentences;
}

struct Options {
  std::vector<std::string> plain;
  std::vector<std::string> train;
  std::vector<std::string> dev;
  std::string output;
  std::string errors;
  int folds = 0;
  WordClusters clusters;
  std::uint32_t least_known = 3;
  std::uint32_t least_closed = 300;
  SequenceTrainerOptions learner{.epochs = 10, .margin = 60};
};

using TagCounts = std::map<std::uint64_t, std::array<std::uint32_t, kPosCount>>;

std::uint32_t sum_of(const std::array<std::uint32_t, kPosCount>& tags) {
  std::uint32_t sum = 0;
  for (const std::uint32_t count : tags)
    sum += count;
  return sum;
}

// The words of the treebank and, where it has too few examples, of untagged text (`guessed`).
std::string dictionary_of(const std::vector<TreebankSentence>& sentences, const TagCounts& guessed,
                          const Options& options) {
  TagCounts counts;
  for (const TreebankSentence& sentence : sentences) {
    for (const TreebankWord& word : sentence) {
      ++counts[hash64(word.lower)][static_cast<std::size_t>(word.tag)];
    }
  }
  std::vector<TagDictionary::Word> words;
  for (const auto& [hash, tags] : counts) {
    const std::uint32_t sum = sum_of(tags);
    if (sum < options.least_known) continue;
    TagDictionary::Word word{.hash = hash, .tags = 0};
    std::uint32_t all = 0;
    for (std::size_t tag = 0; tag < kPosCount; ++tag) {
      // A tag that is nearly never given says little of the word's kind.
      if (tags[tag] * 50 >= sum) word.tags |= 1U << tag;
      if (tags[tag] > 0) all |= 1U << tag;
    }
    if (sum >= options.least_closed && all == word.tags) word.tags |= TagDictionary::kClosed;
    words.push_back(word);
  }
  for (const auto& [hash, tags] : guessed) {
    const auto known = counts.find(hash);
    if (known != counts.end() && sum_of(known->second) >= options.least_known) continue;
    const std::uint32_t sum = sum_of(tags);
    if (sum < options.least_known) continue;
    TagDictionary::Word word{.hash = hash, .tags = TagDictionary::kGuessed};
    for (std::size_t tag = 0; tag < kPosCount; ++tag) {
      if (tags[tag] * 8 >= sum) word.tags |= 1U << tag;
    }
    words.push_back(word);
  }
  return TagDictionary::build(std::move(words));
}

std::string train_once(const std::vector<TreebankSentence>& sentences, const TagCounts& guessed,
                       const Options& options, bool talk) {
  const std::string dictionary_bytes = dictionary_of(sentences, guessed, options);
  const TagDictionary dictionary = TagDictionary::map(dictionary_bytes);
  std::vector<std::string> labels;
  for (std::size_t i = 1; i < kPosCount; ++i)
    labels.emplace_back(to_string(static_cast<Pos>(i)));
  SequenceTrainer trainer(labels, options.learner);
  SequenceFeatures features;
  const auto add = [&](const TreebankSentence& sentence) {
    std::vector<std::uint8_t> gold;
    for (const TreebankWord& word : sentence) {
      if (word.tag == Pos::kUnknown) return;
      gold.push_back(static_cast<std::uint8_t>(static_cast<int>(word.tag) - 1));
    }
    features.clear();
    tag_features(words_of(sentence), dictionary, options.clusters, features);
    trainer.add(features, gold);
  };
  for (const TreebankSentence& sentence : sentences) {
    add(sentence);
    if (const TreebankSentence compounds = with_compounds(sentence); !compounds.empty()) {
      add(compounds);
    }
  }
  return trainer.train(dictionary_bytes, [talk](int epoch, double wrong) {
    if (talk) std::fprintf(stderr, "epoch %d: %.2f %% wrong\n", epoch, 100 * wrong);
  });
}

// What a first model makes of untagged text; the names in it are proper nouns.
TagCounts guess(const std::string& model, const std::vector<NamedSentence>& plain,
                const WordClusters& clusters) {
  const auto tagger = Tagger::map(model, clusters);
  if (!tagger) throw std::runtime_error(tagger.error().message);
  TaggerScratch scratch;
  std::vector<Pos> tags;
  TagCounts counts;
  for (const NamedSentence& sentence : plain) {
    std::vector<TagWord> words;
    for (const NamedWord& word : sentence)
      words.push_back({word.form, word.lower});
    tagger->tag(words, scratch, tags);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Pos tag = sentence[i].name ? Pos::kPropn : tags[i];
      ++counts[hash64(words[i].lower)][static_cast<std::size_t>(tag)];
    }
  }
  return counts;
}

std::string train(const std::vector<TreebankSentence>& sentences,
                  const std::vector<NamedSentence>& plain, const Options& options, bool talk) {
  if (plain.empty()) return train_once(sentences, {}, options, talk);
  const std::string first = train_once(sentences, {}, options, false);
  return train_once(sentences, guess(first, plain, options.clusters), options, talk);
}

struct Score {
  std::size_t right = 0;
  std::size_t all = 0;
  std::map<std::string, std::size_t> errors;  // "NOUN as PROPN"
};

void measure(const std::string& bytes, const WordClusters& clusters,
             const std::vector<TreebankSentence>& sentences, Score& score, std::ostream* errors) {
  const auto tagger = Tagger::map(bytes, clusters);
  if (!tagger) throw std::runtime_error(tagger.error().message);
  TaggerScratch scratch;
  std::vector<Pos> tags;
  for (const TreebankSentence& sentence : sentences) {
    tagger->tag(words_of(sentence), scratch, tags);
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      ++score.all;
      if (tags[i] == sentence[i].tag) {
        ++score.right;
        continue;
      }
      const std::string kind =
          std::string(to_string(sentence[i].tag)) + " as " + std::string(to_string(tags[i]));
      ++score.errors[kind];
      if (errors != nullptr) *errors << kind << '\t' << sentence[i].form << '\n';
    }
  }
}

void print(const char* what, const Score& score) {
  std::printf("%s: %.2f %% of %zu words\n", what,
              100.0 * static_cast<double>(score.right) / static_cast<double>(score.all), score.all);
  std::vector<std::pair<std::size_t, std::string>> worst;
  worst.reserve(score.errors.size());
  for (const auto& [kind, count] : score.errors)
    worst.emplace_back(count, kind);
  std::sort(worst.rbegin(), worst.rend());
  for (std::size_t i = 0; i < worst.size() && i < 12; ++i) {
    std::printf("  %5zu %s\n", worst[i].first, worst[i].second.c_str());
  }
}

}  // namespace

int train_tagger(int argc, char** argv) {
  Options options;
  std::string data_directory;
  bool with_clusters = false;
  CLI::App app("Trains the part-of-speech tagger from CoNLL-U files.", "annals-train tagger");
  app.add_option("--train", options.train, "files to learn from")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--dev", options.dev, "files to measure on")->check(CLI::ExistingFile);
  app.add_option("--plain", options.plain, "untagged text with names marked (token<TAB>BIO)")
      ->check(CLI::ExistingFile);
  app.add_option("--folds", options.folds, "measure by cross-validation on the training files");
  app.add_option("--errors", options.errors, "write every wrong tag of the measurements here");
  app.add_option("--epochs", options.learner.epochs, "passes over the training files")
      ->capture_default_str();
  app.add_option("--seed", options.learner.seed, "order of the sentences")->capture_default_str();
  app.add_option("--margin", options.learner.margin, "lead of the right tag")
      ->capture_default_str();
  app.add_option("--least-count", options.learner.least_count, "rarest feature")
      ->capture_default_str();
  app.add_option("--least-known", options.least_known, "rarest word of the dictionary")
      ->capture_default_str();
  app.add_option("--least-closed", options.least_closed, "rarest word whose tags are all known")
      ->capture_default_str();
  app.add_option("--bytes", options.learner.most_bytes, "largest model")->capture_default_str();
  app.add_flag("--clusters", with_clusters, "learn from the clusters of words as well");
  app.add_option("--data", data_directory, "data files instead of the embedded ones");
  app.add_option("-o,--output", options.output, "model file to write");
  CLI11_PARSE(app, argc, argv);

  const auto data = data_directory.empty() ? Result<DataFiles>(DataFiles::embedded())
                                           : DataFiles::from_directory(data_directory);
  if (!data) throw std::runtime_error(data.error().message);
  const auto clusters = WordClusters::load(*data);
  if (!clusters) throw std::runtime_error(clusters.error().message);
  if (with_clusters) options.clusters = *clusters;

  const std::vector<TreebankSentence> sentences = read_conllu(options.train);
  const std::vector<NamedSentence> plain = read_names(options.plain);
  std::ofstream errors_file;
  if (!options.errors.empty()) errors_file.open(options.errors);
  std::ostream* const errors = options.errors.empty() ? nullptr : &errors_file;
  if (options.folds > 1) {
    Score score;
    for (int fold = 0; fold < options.folds; ++fold) {
      std::vector<TreebankSentence> learn;
      std::vector<TreebankSentence> held;
      for (std::size_t i = 0; i < sentences.size(); ++i) {
        const bool out =
            i % static_cast<std::size_t>(options.folds) == static_cast<std::size_t>(fold);
        (out ? held : learn).push_back(sentences[i]);
      }
      measure(train(learn, plain, options, false), options.clusters, held, score, errors);
    }
    print("cross-validation", score);
  }
  if (options.dev.empty() && options.output.empty()) return 0;
  const std::string bytes = train(sentences, plain, options, true);
  if (!options.dev.empty()) {
    Score score;
    measure(bytes, options.clusters, read_conllu(options.dev), score, errors);
    print("dev", score);
  }
  std::printf("model: %zu bytes\n", bytes.size());
  if (!options.output.empty()) {
    std::ofstream out(options.output, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + options.output);
  }
  return 0;
}

}  // namespace annals::cli
