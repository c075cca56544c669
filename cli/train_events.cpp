// Trains and measures the models of event triggers and their participants.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/train.h"
#include "engine/base/data_files.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_trainer.h"
#include "ingest/what/event_finder.h"
#include "ingest/what/triggers.h"
#include "ingest/when/time_tagger.h"
#include "ingest/who/actor_finder.h"

namespace annals::cli {
namespace {

// A part in an event of which only is known that there is one.
constexpr std::uint8_t kUnknownPart = std::size(what::kParticipantLabels);

// A token of the corpus: the events it is a trigger of, and (event, role) of what it takes part in.
struct GoldToken {
  Span span;
  std::vector<std::string> events;
  std::vector<std::pair<std::string, std::uint8_t>> parts;
  bool annotated = true;
};

struct GoldDocument {
  std::string name;
  v1::Article article;
  std::vector<GoldToken> tokens;
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == at)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

// "# newdoc NAME", then a line a token: "token<TAB>events<TAB>parts", a blank line between
// sentences, the first of which is the title. events: "_", "?" where nobody looked, or names
// separated by commas; parts: "_" or "event:A0,event:A1", "event:A?" where it takes part, nobody
// said how.
class GoldReader {
 public:
  explicit GoldReader(std::string language) : language_(std::move(language)) {}

  void read(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.starts_with("# newdoc ")) {
        end_document();
        documents_.emplace_back().name = line.substr(9);
      } else if (line.empty()) {
        end_sentence();
      } else {
        if (documents_.empty()) throw std::runtime_error(file + ": no \"# newdoc\" first");
        token(line, file + ":" + std::to_string(number));
      }
    }
    end_document();
  }

  std::vector<GoldDocument> take() { return std::move(documents_); }

 private:
  void token(const std::string& line, const std::string& where) {
    const std::vector<std::string> columns = split(line, '\t');
    if (columns.size() != 3 || columns[0].empty())
      throw std::runtime_error(where + ": expected token, events and parts");
    if (!text_.empty() && text_.back() != '\n') text_ += ' ';
    GoldToken gold;
    gold.span.begin = static_cast<std::uint32_t>(text_.size());
    text_ += columns[0];
    gold.span.end = static_cast<std::uint32_t>(text_.size());
    gold.annotated = columns[1] != "?";
    if (gold.annotated && columns[1] != "_") gold.events = split(columns[1], ',');
    if (columns[2] != "_") {
      for (const std::string& part : split(columns[2], ',')) {
        const std::size_t colon = part.rfind(':');
        const auto* const role =
            std::ranges::find(what::kParticipantLabels, part.substr(colon + 1));
        const bool unknown = part.ends_with(":A?");
        if (colon == std::string::npos || (!unknown && role == std::end(what::kParticipantLabels)))
          throw std::runtime_error(fmt::format("{}: no part: {}", where, part));
        gold.parts.emplace_back(
            part.substr(0, colon),
            static_cast<std::uint8_t>(unknown ? kUnknownPart : role - what::kParticipantLabels));
      }
    }
    documents_.back().tokens.push_back(std::move(gold));
  }

  void end_sentence() {
    if (text_.size() <= begin_) return;
    v1::Article& article = documents_.back().article;
    v1::Block& block = *article.add_blocks();
    block.set_kind(article.blocks_size() == 1 ? v1::BLOCK_KIND_TITLE : v1::BLOCK_KIND_PARAGRAPH);
    block.mutable_span()->set_begin(static_cast<std::uint32_t>(begin_));
    block.mutable_span()->set_end(static_cast<std::uint32_t>(text_.size()));
    text_ += "\n\n";
    begin_ = text_.size();
  }

  void end_document() {
    if (documents_.empty()) return;
    end_sentence();
    v1::Article& article = documents_.back().article;
    article.set_language(language_);
    article.set_text(text_);
    v1::Section& section = *article.add_sections();
    section.set_kind(v1::SECTION_KIND_MAIN);
    section.mutable_span()->set_end(static_cast<std::uint32_t>(text_.size()));
    text_.clear();
    begin_ = 0;
  }

  std::string language_;
  std::vector<GoldDocument> documents_;
  std::string text_;
  std::size_t begin_ = 0;
};

struct Tools {
  Language language;
  TimeTagger times;
  ActorFinder actors;
  EventFinder events;
};

// Of the words of a trigger the one that stands for all: its first verb, else its last noun, else
// its first word.
std::int32_t head_of(const what::SentenceView& view, const std::vector<std::int32_t>& words) {
  for (const std::int32_t word : words) {
    if (view.token(word).pos == Pos::kVerb) return word;
  }
  for (const std::int32_t word : std::views::reverse(words)) {
    if (view.word(word).cls == what::WordClass::kNoun) return word;
  }
  return words.front();
}

// A trigger with its candidates, and the parts these have; some may be unknown.
struct PartSequence {
  SequenceFeatures features;
  std::vector<std::uint8_t> labels;
};

class Lesson {
 public:
  Lesson(const GoldDocument& document, SequenceTrainer& triggers, std::vector<PartSequence>& parts)
      : document_(document), triggers_(triggers), parts_(parts) {}

  void learn(const what::SentenceView& view) {
    std::vector<std::vector<const GoldToken*>> gold(static_cast<std::size_t>(view.size()));
    std::map<std::string, std::vector<std::int32_t>> events;
    for (std::int32_t i = 0; i < view.size(); ++i) {
      const Span span = view.token(i).span;
      while (next_ < document_.tokens.size() && document_.tokens[next_].span.end <= span.begin)
        ++next_;
      for (std::size_t t = next_;
           t < document_.tokens.size() && document_.tokens[t].span.begin < span.end; ++t) {
        if (!document_.tokens[t].annotated) return;
        gold[static_cast<std::size_t>(i)].push_back(&document_.tokens[t]);
        for (const std::string& event : document_.tokens[t].events) {
          std::vector<std::int32_t>& words = events[event];
          if (words.empty() || words.back() != i) words.push_back(i);
        }
      }
    }
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(view.size()), 0);
    for (const auto& [event, words] : events) {
      const std::int32_t head = head_of(view, words);
      labels[static_cast<std::size_t>(head)] = 1;
      learn_parts(view, head, event, gold);
    }
    what::trigger_features(view, features_);
    triggers_.add(features_, labels);
  }

 private:
  void learn_parts(const what::SentenceView& view, std::int32_t trigger, const std::string& event,
                   const std::vector<std::vector<const GoldToken*>>& gold) {
    what::find_candidates(view, trigger, candidates_);
    if (candidates_.empty()) return;
    // Of the candidates within one annotated phrase only the one that heads it takes part.
    std::vector<std::uint8_t> labels(candidates_.size(), 0);
    std::map<std::pair<const GoldToken*, std::uint8_t>, std::pair<int, std::size_t>> best;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const what::Candidate& candidate = candidates_[i];
      const bool phrase = candidate.kind == what::Candidate::Kind::kPhrase;
      const what::Nominal& nominal = view.nominal(candidate.nominal);
      const std::int32_t head = phrase ? nominal.head : candidate.last - 1;
      const int rank = phrase && nominal.attribute_of < 0 ? 0 : phrase ? 1 : 2;
      for (const GoldToken* token : gold[static_cast<std::size_t>(head)]) {
        for (const auto& [of, role] : token->parts) {
          if (of != event) continue;
          const auto key = std::pair(start_of(token, {of, role}), role);
          const auto [at, fresh] = best.try_emplace(key, rank, i);
          if (!fresh) at->second = std::min(at->second, std::pair(rank, i));
        }
      }
    }
    for (const auto& [phrase, choice] : best) {
      std::uint8_t& label = labels[choice.second];
      if (label == 0 || label == kUnknownPart) label = phrase.second;
    }
    PartSequence& sequence = parts_.emplace_back();
    what::participant_features(view, trigger, candidates_, sequence.features);
    sequence.labels = std::move(labels);
  }

  // The first token of the run that has the same part as this one.
  const GoldToken* start_of(const GoldToken* token,
                            const std::pair<std::string, std::uint8_t>& part) const {
    while (token != document_.tokens.data() && std::ranges::count((token - 1)->parts, part) != 0)
      --token;
    return token;
  }

  const GoldDocument& document_;
  SequenceTrainer& triggers_;
  std::vector<PartSequence>& parts_;
  SequenceFeatures features_;
  std::vector<what::Candidate> candidates_;
  std::size_t next_ = 0;
};

std::vector<std::string> names_of(std::span<const std::string_view> labels) {
  return {labels.begin(), labels.end()};
}

// Learns from the sequences whose parts are all known, lets that model decide on the parts that are
// not, and learns from all.
std::string train_parts(std::vector<PartSequence>& sequences,
                        const SequenceTrainerOptions& options) {
  const auto learn = [&](bool all) {
    SequenceTrainer trainer(names_of(what::kParticipantLabels), options);
    for (const PartSequence& sequence : sequences) {
      if (all || std::ranges::count(sequence.labels, kUnknownPart) == 0)
        trainer.add(sequence.features, sequence.labels);
    }
    return trainer.train();
  };
  const std::string bytes = learn(false);
  const SequenceModel model = value(SequenceModel::map(bytes));
  const std::size_t label_count = model.label_count();
  SequenceScratch scratch;
  for (PartSequence& sequence : sequences) {
    std::vector<std::int32_t> scores(sequence.features.size() * label_count, 0);
    std::vector<std::uint64_t> allowed;
    for (std::size_t i = 0; i < sequence.features.size(); ++i) {
      model.add_scores(sequence.features.at(i), &scores[i * label_count]);
      const bool unknown = sequence.labels[i] == kUnknownPart;
      allowed.push_back(unknown ? 0b110U : std::uint64_t{1} << sequence.labels[i]);
    }
    model.decode_scores(scores, allowed, scratch, sequence.labels);
  }
  return learn(true);
}

void write(const std::string& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file);
}

}  // namespace

int train_events(int argc, char** argv) {
  CLI::App app("Trains the models of event triggers and of their participants.",
               "annals-train events");
  std::vector<std::string> train;
  std::string language = "en";
  std::string data_directory;
  std::string output;
  SequenceTrainerOptions triggers{.epochs = 12, .rounds = 4, .least_count = 1, .margin = 20};
  SequenceTrainerOptions participants{
      .epochs = 12, .rounds = 4, .least_count = 1, .margin = 60, .recall_margin = 60};
  app.add_option("--train", train, "files of tokens with their events and parts")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--lang", language, "language of the files")->capture_default_str();
  app.add_option("--data", data_directory, "data files instead of the embedded ones");
  app.add_option("--epochs", triggers.epochs, "passes over the files")->capture_default_str();
  app.add_option("--rounds", triggers.rounds, "models averaged")->capture_default_str();
  app.add_option("--margin", triggers.margin, "lead of the right label")->capture_default_str();
  app.add_option("--recall-margin", triggers.recall_margin, "more lead of a trigger")
      ->capture_default_str();
  app.add_option("--part-epochs", participants.epochs, "passes for the participants")
      ->capture_default_str();
  app.add_option("--part-margin", participants.margin, "lead of the right part")
      ->capture_default_str();
  app.add_option("--part-recall-margin", participants.recall_margin, "more lead of a part")
      ->capture_default_str();
  app.add_option("--least-count", triggers.least_count, "rarest feature")->capture_default_str();
  app.add_option("--part-least-count", participants.least_count, "rarest feature of the parts")
      ->capture_default_str();
  app.add_option("-o,--output", output, "folder for triggers.bin and participants.bin")
      ->required()
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  participants.rounds = triggers.rounds;

  const DataFiles data = data_directory.empty() ? DataFiles::embedded()
                                                : value(DataFiles::from_directory(data_directory));
  const Tools tools{value(Language::load(data, language)), value(TimeTagger::load(data, language)),
                    value(ActorFinder::load(data, language)),
                    value(EventFinder::load(data, language))};
  GoldReader reader(language);
  for (const std::string& file : train)
    reader.read(file);
  SequenceTrainer trigger_trainer(names_of(what::kTriggerLabels), triggers);
  std::vector<PartSequence> parts;
  const std::vector<GoldDocument> documents = reader.take();
  for (const GoldDocument& document : documents) {
    v1::ArticleRecord record;
    *record.mutable_article() = document.article;
    const Analysis analysis = tools.language.analyse(record.article());
    add_sentences(analysis, record);
    tools.times.tag(analysis, record);
    tools.actors.find(analysis, record);
    Lesson lesson(document, trigger_trainer, parts);
    tools.events.each_sentence(analysis, record,
                               [&](const what::SentenceView& view) { lesson.learn(view); });
  }
  const auto progress = [](int epoch, double wrong) {
    std::fprintf(stderr, "epoch %d: %.2f %% wrong\n", epoch, 100 * wrong);
  };
  const std::string trigger_bytes = trigger_trainer.train({}, progress);
  const std::string participant_bytes = train_parts(parts, participants);
  write(output + "/triggers.bin", trigger_bytes);
  write(output + "/participants.bin", participant_bytes);
  std::printf("%zu documents, triggers %zu bytes, participants %zu bytes\n", documents.size(),
              trigger_bytes.size(), participant_bytes.size());
  return 0;
}

}  // namespace annals::cli
