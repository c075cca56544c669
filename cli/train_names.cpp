// Trains and measures the names model, and builds the gazetteer that it reads.
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include "cli/train.h"
#include "engine/base/data_files.h"
#include "engine/base/fold.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_trainer.h"
#include "ingest/who/gazetteer.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/name_tagger.h"
#include "ingest/who/words.h"

namespace annals::cli {
namespace {

struct Sentence {
  std::vector<std::string> words;
  std::vector<std::string> labels;
};

// How many sentences in a row of a corpus are taken for one article.
struct Corpus {
  std::vector<Sentence> sentences;
  std::size_t article = 1;
};

// The newer corpora take the sign of a handle ("@Nordwerk") for part of the name, the older ones do
// not; all are read as the newer ones are.
void take_in_signs(Sentence& sentence) {
  for (std::size_t i = 1; i < sentence.words.size(); ++i) {
    if (sentence.words[i - 1] != "@" || sentence.labels[i - 1] != "O") continue;
    if (!sentence.labels[i].starts_with("B-")) continue;
    sentence.labels[i - 1] = sentence.labels[i];
    sentence.labels[i][0] = 'I';
  }
}

// "FILE" or "FILE:N": N sentences in a row are one article.
Corpus read_corpus(std::string file) {
  Corpus corpus;
  const std::size_t colon = file.rfind(':');
  if (colon != std::string::npos) {
    corpus.article = std::stoul(file.substr(colon + 1));
    file.resize(colon);
  }
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  Sentence sentence;
  std::string line;
  const auto flush = [&] {
    take_in_signs(sentence);
    if (!sentence.words.empty()) corpus.sentences.push_back(std::move(sentence));
    sentence = {};
  };
  while (std::getline(in, line)) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      flush();
      continue;
    }
    std::string word = line.substr(0, tab);
    // Blanks cut words in analyse_words; none of the corpora means one.
    for (char& c : word) {
      if (c == ' ' || c == '\n') c = '_';
    }
    sentence.words.push_back(word.empty() ? "_" : word);
    sentence.labels.push_back(line.substr(tab + 1));
  }
  flush();
  return corpus;
}

struct Tools {
  Language language;
  who::NameLexicon lexicon;
  who::Gazetteer gazetteer;
};

// A run of words that may be in a name, in one sentence.
struct Run {
  std::size_t sentence = 0;
  std::size_t first = 0;  // word of the sentence
  SequenceFeatures features;
};

// Runs of sentences [first, last), taken for one article.
void runs_of(const Tools& tools, const std::vector<Sentence>& sentences, std::size_t first,
             std::size_t last, std::vector<Run>& out) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) {
    for (std::size_t k = 0; k < sentences[i].words.size(); ++k) {
      if (k > 0) text += ' ';
      text += sentences[i].words[k];
    }
    text += '\n';
  }
  const Analysis analysis = tools.language.analyse_words(text);
  who::WordList words;
  who::make_words(analysis, tools.lexicon, words);
  std::vector<who::WordTraits> traits;
  who::TraitMemory memory;
  who::TraitReader(tools.lexicon, tools.gazetteer, memory).read(words, traits);
  for (std::size_t s = 0; s < analysis.sentences.size(); ++s) {
    const SentenceRange& sentence = analysis.sentences[s];
    if (sentence.last - sentence.first != sentences.at(first + s).words.size()) {
      throw std::runtime_error("the tokenizer changed sentence " + std::to_string(first + s));
    }
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      if (!who::may_be_in_name(words, sentence, i)) continue;
      Run run{.sentence = first + s, .first = i - sentence.first, .features = {}};
      for (; i < sentence.last && who::may_be_in_name(words, sentence, i); ++i) {
        who::add_features(words, traits, sentence, i, run.features);
      }
      out.push_back(std::move(run));
    }
  }
}

using Entity = std::tuple<std::size_t, std::size_t, std::string>;

std::set<Entity> entities(const std::vector<std::string>& labels) {
  std::set<Entity> out;
  std::size_t start = 0;
  std::string kind;
  for (std::size_t i = 0; i <= labels.size(); ++i) {
    const std::string label = i < labels.size() ? labels[i] : "O";
    const bool inside = label.starts_with("I-") && !kind.empty() && label.substr(2) == kind;
    if (!kind.empty() && !inside) {
      out.emplace(start, i, kind);
      kind.clear();
    }
    if (label != "O" && !inside) {
      start = i;
      kind = label.substr(2);
    }
  }
  return out;
}

struct Score {
  std::size_t hit = 0;
  std::size_t system = 0;
  std::size_t gold = 0;

  void add(const std::vector<std::string>& gold_labels, const std::vector<std::string>& labels,
           const std::string& kind) {
    const auto wanted = [&](const Entity& e) {
      return kind.empty() ? std::get<2>(e) != "MISC" : std::get<2>(e) == kind;
    };
    const auto a = entities(gold_labels);
    for (const Entity& e : a)
      gold += wanted(e) ? 1U : 0U;
    for (const Entity& e : entities(labels)) {
      if (!wanted(e)) continue;
      ++system;
      if (a.contains(e)) ++hit;
    }
  }
  void print(const std::string& name) const {
    const double p =
        system > 0 ? 100.0 * static_cast<double>(hit) / static_cast<double>(system) : 0;
    const double r = gold > 0 ? 100.0 * static_cast<double>(hit) / static_cast<double>(gold) : 0;
    std::printf("  %-4s P %5.1f R %5.1f F1 %5.1f  gold %zu system %zu\n", name.c_str(), p, r,
                p + r > 0 ? 2 * p * r / (p + r) : 0, gold, system);
  }
};

// The last word of a name has a label of its own, and so has a name of one word; but not of the
// rare kind that nothing is made of. Sixteen labels fit the model's memo.
constexpr std::array<const char*, 15> kLabels = {"O",     "B-PER", "I-PER", "E-PER",  "S-PER",
                                                 "B-ORG", "I-ORG", "E-ORG", "S-ORG",  "B-LOC",
                                                 "I-LOC", "E-LOC", "S-LOC", "B-MISC", "I-MISC"};
constexpr std::size_t kLabelsWithoutMisc = 13;

std::uint8_t label_number(const std::string& label, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (label == kLabels.at(i)) return static_cast<std::uint8_t>(i);
  }
  return 0;
}

// "B-PER", "I-PER" of a run of words as the numbers of labels that tell the last word of a name.
std::vector<std::uint8_t> learned_labels(std::vector<std::string> labels, std::size_t count) {
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::string label = labels[i];
    // A run does not begin inside a name.
    if (i == 0 && label.starts_with("I-")) label[0] = 'B';
    const bool goes_on = i + 1 < labels.size() && labels[i + 1].starts_with("I-");
    if (label.size() > 2 && !label.ends_with("MISC") && !goes_on)
      label[0] = label[0] == 'B' ? 'S' : 'E';
    out.push_back(label_number(label, count));
  }
  return out;
}

// The other way.
std::string plain_label(std::string label) {
  if (label[0] == 'S') label[0] = 'B';
  if (label[0] == 'E') label[0] = 'I';
  return label;
}

struct NamesOptions {
  std::string language;
  std::string data;
  std::vector<std::string> train;
  std::vector<std::string> cross;
  std::vector<std::string> dev;
  std::string output;
  std::string errors;
  int folds = 0;
  bool with_misc = false;
  SequenceTrainerOptions learner{.constraint = LabelConstraint::kBio, .epochs = 10};
};

struct Featured {
  std::vector<std::vector<std::string>> words;  // of each sentence
  std::vector<Run> runs;
  std::vector<std::vector<std::uint8_t>> gold;   // of each run
  std::vector<std::vector<std::string>> labels;  // of each sentence
};

Featured prepare(const Tools& tools, const std::string& file, std::size_t label_count) {
  const Corpus corpus = read_corpus(file);
  Featured out;
  for (std::size_t i = 0; i < corpus.sentences.size(); i += corpus.article) {
    runs_of(tools, corpus.sentences, i, std::min(i + corpus.article, corpus.sentences.size()),
            out.runs);
  }
  for (const Sentence& sentence : corpus.sentences) {
    out.labels.push_back(sentence.labels);
    out.words.push_back(sentence.words);
  }
  for (const Run& run : out.runs) {
    const auto first = out.labels[run.sentence].begin() + static_cast<std::ptrdiff_t>(run.first);
    out.gold.push_back(learned_labels(
        {first, first + static_cast<std::ptrdiff_t>(run.features.size())}, label_count));
  }
  return out;
}

// "missed<TAB>ORG<TAB>the name<TAB>the sentence", and "wrong" for names that are none.
void write_errors(const std::vector<std::string>& words, const std::vector<std::string>& gold,
                  const std::vector<std::string>& found, std::ostream& out) {
  const auto text = [&](std::size_t first, std::size_t last) {
    return fmt::to_string(fmt::join(words.begin() + static_cast<std::ptrdiff_t>(first),
                                    words.begin() + static_cast<std::ptrdiff_t>(last), " "));
  };
  const auto write = [&](const char* what, const std::set<Entity>& some,
                         const std::set<Entity>& others) {
    for (const Entity& entity : some) {
      const auto& [first, last, kind] = entity;
      if (others.contains(entity) || kind == "MISC") continue;
      out << what << '\t' << kind << '\t' << text(first, last) << '\t' << text(0, words.size())
          << '\n';
    }
  };
  write("missed", entities(gold), entities(found));
  write("wrong", entities(found), entities(gold));
}

void measure(const SequenceModel& model, const Featured& corpus, std::array<Score, 4>& scores,
             std::ostream& errors, std::size_t fold = 0, std::size_t folds = 1) {
  SequenceScratch scratch;
  std::vector<std::uint8_t> numbers;
  std::vector<std::vector<std::string>> found;
  found.reserve(corpus.labels.size());
  for (const auto& labels : corpus.labels)
    found.emplace_back(labels.size(), "O");
  for (const Run& run : corpus.runs) {
    if (run.sentence % folds != fold) continue;
    model.decode(run.features, scratch, numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      found[run.sentence][run.first + i] = plain_label(model.labels()[numbers[i]]);
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i % folds != fold) continue;
    scores[0].add(corpus.labels[i], found[i], "");
    scores[1].add(corpus.labels[i], found[i], "PER");
    scores[2].add(corpus.labels[i], found[i], "ORG");
    scores[3].add(corpus.labels[i], found[i], "LOC");
    if (errors.good()) write_errors(corpus.words[i], corpus.labels[i], found[i], errors);
  }
}

void print(const std::string& title, const std::array<Score, 4>& scores) {
  std::printf("%s\n", title.c_str());
  scores[0].print("all");
  scores[1].print("PER");
  scores[2].print("ORG");
  scores[3].print("LOC");
  std::fflush(stdout);
}

std::string train_once(const std::vector<Featured>& always, const std::vector<Featured>& cross,
                       std::size_t fold, std::size_t folds, const NamesOptions& options,
                       std::size_t label_count) {
  SequenceTrainer trainer({kLabels.begin(), kLabels.begin() + label_count}, options.learner);
  for (const Featured& corpus : always) {
    for (std::size_t i = 0; i < corpus.runs.size(); ++i)
      trainer.add(corpus.runs[i].features, corpus.gold[i]);
  }
  for (const Featured& corpus : cross) {
    for (std::size_t i = 0; i < corpus.runs.size(); ++i) {
      if (folds > 1 && corpus.runs[i].sentence % folds == fold) continue;
      trainer.add(corpus.runs[i].features, corpus.gold[i]);
    }
  }
  return trainer.train({}, [](int epoch, double wrong) {
    std::fprintf(stderr, "epoch %d: %.3f %% wrong\n", epoch, 100 * wrong);
  });
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace

int train_names(int argc, char** argv) {
  NamesOptions options;
  CLI::App app(
      "Trains the names model. A corpus is FILE or FILE:N, when N sentences in a row are "
      "one article.",
      "annals-train names");
  app.add_option("--lang", options.language, "language of the pack")->required();
  app.add_option("--data", options.data, "data directory with the packs; default: built in");
  app.add_option("--train", options.train, "corpora, token<TAB>BIO");
  app.add_option("--cross", options.cross, "corpora that are cross-validated with --folds");
  app.add_option("--dev", options.dev, "corpora to measure on");
  app.add_option("--folds", options.folds, "cross-validate on --cross instead of writing a model");
  app.add_option("--epochs", options.learner.epochs, "passes over the corpora");
  app.add_option("--seed", options.learner.seed, "seed of the order");
  app.add_option("--margin", options.learner.margin, "margin of the learner");
  app.add_option("--recall-margin", options.learner.recall_margin, "further margin for names");
  app.add_option("--rounds", options.learner.rounds, "models that are averaged");
  app.add_option("--least", options.learner.least_count, "least count of a feature");
  app.add_option("--most-bytes", options.learner.most_bytes, "size of the model at most");
  app.add_flag("--misc", options.with_misc, "learn MISC too");
  app.add_option("--errors", options.errors, "file for what was missed or wrong");
  app.add_option("-o,--output", options.output, "model to write");
  CLI11_PARSE(app, argc, argv);

  std::ofstream errors;
  errors.setstate(std::ios::failbit);  // writes nothing when none is asked for
  if (!options.errors.empty()) errors.open(options.errors);
  const DataFiles data =
      options.data.empty() ? DataFiles::embedded() : value(DataFiles::from_directory(options.data));
  const Tools tools{value(Language::load(data, options.language)),
                    value(who::NameLexicon::load(data, options.language)),
                    value(who::Gazetteer::map(value(data.read("models/gazetteer.bin"))))};
  const std::size_t label_count = options.with_misc ? kLabels.size() : kLabelsWithoutMisc;
  std::vector<Featured> always;
  std::vector<Featured> cross;
  always.reserve(options.train.size());
  cross.reserve(options.cross.size());
  for (const std::string& file : options.train)
    always.push_back(prepare(tools, file, label_count));
  for (const std::string& file : options.cross)
    cross.push_back(prepare(tools, file, label_count));
  if (options.folds > 1) {
    const auto folds = static_cast<std::size_t>(options.folds);
    std::array<Score, 4> scores;
    for (std::size_t fold = 0; fold < folds; ++fold) {
      const std::string bytes = train_once(always, cross, fold, folds, options, label_count);
      const SequenceModel model = value(SequenceModel::map(bytes));
      for (const Featured& corpus : cross)
        measure(model, corpus, scores, errors, fold, folds);
    }
    print("cross-validated", scores);
    return 0;
  }
  const std::string bytes = train_once(always, cross, 0, 1, options, label_count);
  const SequenceModel model = value(SequenceModel::map(bytes));
  std::printf("%zu features, %zu bytes\n", model.feature_count(), bytes.size());
  for (const std::string& file : options.dev) {
    std::array<Score, 4> scores;
    measure(model, prepare(tools, file, label_count), scores, errors);
    print(file, scores);
  }
  if (!options.output.empty()) write_file(options.output, bytes);
  return 0;
}

int train_gazetteer(int argc, char** argv) {
  CLI::App app("Builds the gazetteer from lists, one name a line.", "annals-train gazetteer");
  std::vector<std::string> male;
  std::vector<std::string> female;
  std::vector<std::string> surnames;
  std::vector<std::string> towns;
  std::vector<std::string> organisations;
  std::vector<std::string> nouns;
  std::string base;
  std::string output;
  app.add_option("--male", male, "given names of men");
  app.add_option("--female", female, "given names of women");
  app.add_option("--surnames", surnames, "surnames");
  app.add_option("--towns", towns, "towns and regions");
  app.add_option("--organisations", organisations, "companies, clubs, parties, media …");
  app.add_option("--nouns", nouns, "common nouns written with capitals");
  app.add_option("--base", base, "gazetteer whose entries are kept");
  app.add_option("-o,--output", output, "file to write")->required();
  CLI11_PARSE(app, argc, argv);
  std::vector<std::pair<std::string, std::uint8_t>> entries;
  const auto read = [&](const std::vector<std::string>& files, std::uint8_t bits) {
    for (const std::string& file : files) {
      std::ifstream in(file);
      if (!in) throw std::runtime_error("cannot read " + file);
      std::string line;
      while (std::getline(in, line))
        entries.emplace_back(fold_name(line), bits);
    }
  };
  read(male, who::kMaleName);
  read(female, who::kFemaleName);
  read(surnames, who::kSurname);
  read(towns, who::kTown);
  read(nouns, who::kCommonNoun);
  read(organisations, who::kOrganisation);
  const std::string base_bytes = base.empty() ? "" : read_file(base);
  const who::Gazetteer known =
      base.empty() ? who::Gazetteer() : value(who::Gazetteer::map(base_bytes));
  const std::string bytes = who::Gazetteer::build(entries, known);
  write_file(output, bytes);
  std::printf("%zu names read, %zu bytes\n", entries.size(), bytes.size());
  return 0;
}

}  // namespace annals::cli
