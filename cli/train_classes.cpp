// Trains the models of event classes and of the roles in them.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "cli/train.h"
#include "engine/base/data_files.h"
#include "ingest/language/language.h"
#include "ingest/learn/sequence_trainer.h"
#include "ingest/pipeline.h"
#include "ingest/what/classes.h"
#include "ingest/what/event_finder.h"

namespace annals::cli {
namespace {

// An article as `annals ingest` reads it, and what somebody annotated in it.
struct GoldArticle {
  RawRecord raw;
  v1::ArticleRecord gold;  // events: class, evidence.trigger, participants with role and span
};

// One JSON object a line: an article's fields and "events", written as in an ArticleRecord.
std::vector<GoldArticle> read_articles(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<GoldArticle> out;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    GoldArticle& article = out.emplace_back();
    const auto status = google::protobuf::util::JsonStringToMessage(line, &article.gold, options);
    if (!status.ok())
      throw std::runtime_error(fmt::format("{}:{}: {}", file, number, status.ToString()));
    article.raw.format = RecordFormat::kJson;
    article.raw.file = file;
    article.raw.record = number;
    article.raw.bytes = line;
  }
  return out;
}

// "O" first, then the others in order of their names.
template <class Each>
std::vector<std::string> labels_of(const std::vector<GoldArticle>& articles, const Each& each) {
  std::set<std::string> found;
  for (const GoldArticle& article : articles) {
    for (const v1::Event& event : article.gold.events())
      each(event, found);
  }
  std::vector<std::string> out{std::string(what::kNoLabel)};
  out.insert(out.end(), found.begin(), found.end());
  return out;
}

Span span_of(const v1::TextSpan& span) {
  return {span.begin(), span.end()};
}

std::uint32_t shared(Span a, Span b) {
  const std::uint32_t begin = std::max(a.begin, b.begin);
  const std::uint32_t end = std::min(a.end, b.end);
  return end > begin ? end - begin : 0;
}

class ClassLesson {
 public:
  ClassLesson(const std::vector<GoldArticle>& articles, const SequenceTrainerOptions& class_options,
              const SequenceTrainerOptions& role_options)
      : class_labels_(labels_of(articles,
                                [](const v1::Event& event, std::set<std::string>& out) {
                                  out.insert(event.event_class());
                                })),
        role_labels_(labels_of(articles,
                               [](const v1::Event& event, std::set<std::string>& out) {
                                 for (const v1::Participant& p : event.participants())
                                   out.insert(v1::Role_Name(p.role()));
                               })),
        classes_(class_labels_, class_options),
        roles_(role_labels_, role_options) {}

  // A sentence and what is annotated in its article.
  void learn(const what::SentenceView& view, const v1::ArticleRecord& gold) {
    std::vector<std::uint8_t> labels(static_cast<std::size_t>(view.size()), 0);
    for (const v1::Event& event : gold.events()) {
      const std::int32_t trigger = head_of(view, span_of(event.evidence().trigger()));
      if (trigger < 0) continue;
      std::uint8_t& label = labels[static_cast<std::size_t>(trigger)];
      if (label == 0) label = number_of(class_labels_, event.event_class());
      learn_roles(view, trigger, event);
    }
    what::class_features(view, features_);
    classes_.add(features_, labels);
  }

  std::string train_classes() {
    return classes_.train({}, [](int epoch, double wrong) {
      std::fprintf(stderr, "epoch %d: %.2f %% wrong\n", epoch, 100 * wrong);
    });
  }
  std::string train_roles() { return roles_.train(); }
  // Participants in the corpus, and those that some filler stands for.
  int wanted() const { return wanted_; }
  int reached() const { return reached_; }

 private:
  static std::uint8_t number_of(const std::vector<std::string>& labels, const std::string& label) {
    return static_cast<std::uint8_t>(std::ranges::find(labels, label) - labels.begin());
  }

  // Of the words of a trigger the one that stands for all: its first verb, else its last word.
  static std::int32_t head_of(const what::SentenceView& view, Span trigger) {
    std::int32_t last = -1;
    for (std::int32_t i = 0; i < view.size(); ++i) {
      if (shared(view.token(i).span, trigger) == 0) continue;
      if (view.token(i).pos == Pos::kVerb) return i;
      if (view.word(i).cls != what::WordClass::kPunct) last = i;
    }
    return last;
  }

  // Each participant is the filler that shares most with it, for its size.
  void learn_roles(const what::SentenceView& view, std::int32_t trigger, const v1::Event& event) {
    what::find_fillers(view, fillers_);
    if (fillers_.empty()) return;
    std::vector<std::uint8_t> labels(fillers_.size(), 0);
    for (const v1::Participant& participant : event.participants()) {
      const Span gold = span_of(participant.span());
      double best = 0;
      std::size_t at = 0;
      for (std::size_t i = 0; i < fillers_.size(); ++i) {
        const Span span = fillers_[i].span;
        const double both = shared(span, gold);
        const double score = both / (span.end - span.begin + gold.end - gold.begin - both);
        if (score > best) {
          best = score;
          at = i;
        }
      }
      ++wanted_;
      if (best <= 0) continue;
      ++reached_;
      labels[at] = number_of(role_labels_, v1::Role_Name(participant.role()));
    }
    what::role_features(view, trigger, event.event_class(), fillers_, features_);
    roles_.add(features_, labels);
  }

  std::vector<std::string> class_labels_;
  std::vector<std::string> role_labels_;
  SequenceTrainer classes_;
  SequenceTrainer roles_;
  SequenceFeatures features_;
  std::vector<what::Filler> fillers_;
  int wanted_ = 0;
  int reached_ = 0;
};

void write(const std::string& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file);
}

}  // namespace

int train_classes(int argc, char** argv) {
  CLI::App app("Trains the models of event classes and of the roles in them.",
               "annals-train classes");
  std::vector<std::string> train;
  std::string language = "de";
  std::string data_directory;
  std::string output;
  SequenceTrainerOptions classes{
      .epochs = 12, .rounds = 4, .least_count = 1, .margin = 20, .recall_margin = 60};
  SequenceTrainerOptions roles{
      .epochs = 12, .rounds = 4, .least_count = 2, .margin = 20, .recall_margin = 40};
  app.add_option("--train", train, "articles with their events, JSON Lines")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--lang", language, "language of the articles")->capture_default_str();
  app.add_option("--data", data_directory, "data files instead of the embedded ones");
  app.add_option("--epochs", classes.epochs, "passes over the articles")->capture_default_str();
  app.add_option("--rounds", classes.rounds, "models averaged")->capture_default_str();
  app.add_option("--margin", classes.margin, "lead of the right class")->capture_default_str();
  app.add_option("--recall-margin", classes.recall_margin, "more lead of a class")
      ->capture_default_str();
  app.add_option("--least-count", classes.least_count, "rarest feature")->capture_default_str();
  app.add_option("--role-epochs", roles.epochs, "passes for the roles")->capture_default_str();
  app.add_option("--role-margin", roles.margin, "lead of the right role")->capture_default_str();
  app.add_option("--role-recall-margin", roles.recall_margin, "more lead of a role")
      ->capture_default_str();
  app.add_option("--role-least-count", roles.least_count, "rarest feature of the roles")
      ->capture_default_str();
  app.add_option("-o,--output", output, "folder for classes-LANG.bin and roles-LANG.bin")
      ->required()
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  roles.rounds = classes.rounds;

  const DataFiles data = data_directory.empty() ? DataFiles::embedded()
                                                : value(DataFiles::from_directory(data_directory));
  const Pipeline pipeline = value(Pipeline::load(data, {}));
  const Language tokens = value(Language::load(data, language));
  const EventFinder events = value(EventFinder::load(data, language));
  std::vector<GoldArticle> articles;
  for (const std::string& file : train)
    std::ranges::move(read_articles(file), std::back_inserter(articles));
  ClassLesson lesson(articles, classes, roles);
  for (const GoldArticle& article : articles) {
    const v1::ArticleRecord record = value(pipeline.run(article.raw));
    events.each_sentence(tokens.analyse(record.article()), record,
                         [&](const what::SentenceView& view) { lesson.learn(view, article.gold); });
  }
  const std::string class_bytes = lesson.train_classes();
  const std::string role_bytes = lesson.train_roles();
  write(output + "/classes-" + language + ".bin", class_bytes);
  write(output + "/roles-" + language + ".bin", role_bytes);
  std::printf("%zu articles, classes %zu bytes, roles %zu bytes; %d of %d participants reached\n",
              articles.size(), class_bytes.size(), role_bytes.size(), lesson.reached(),
              lesson.wanted());
  return 0;
}

}  // namespace annals::cli
