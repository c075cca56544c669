// Fits the odds that a word tells a day (engine/timeline/word_chances) to timelines people wrote.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "cli/query.h"
#include "cli/train.h"
#include "engine/base/day.h"
#include "engine/store/digest.h"
#include "engine/store/store.h"
#include "engine/story/features.h"
#include "engine/timeline/findings.h"
#include "engine/timeline/sentences.h"
#include "ingest/learn/logistic_trainer.h"
#include "ingest/pipeline.h"

namespace annals::cli {
namespace {

// What a person told, by day.
using Account = std::map<std::int32_t, std::vector<std::string>>;

struct Topic {
  std::string name;
  std::vector<std::string> words;
  std::vector<DigestPtr> digests;
  std::string language;
  std::vector<Account> timelines;
};

google::protobuf::ListValue json_list(const std::string& text, const std::string& file) {
  google::protobuf::ListValue out;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &out);
  if (!status.ok()) throw std::runtime_error(file + ": " + status.ToString());
  return out;
}

// [["2020-09-20", ["A sentence.", …]], …]
Account account_of(const google::protobuf::ListValue& rows, const std::string& file) {
  Account out;
  for (const auto& row : rows.values()) {
    const auto& fields = row.list_value().values();
    const auto day = fields.size() == 2 ? parse_day(fields[0].string_value()) : std::nullopt;
    if (!day) throw std::runtime_error(file + ": expected [\"YYYY-MM-DD\", [sentences]]");
    for (const auto& sentence : fields[1].list_value().values())
      out[to_number(*day)].push_back(sentence.string_value());
  }
  return out;
}

std::ifstream open_file(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  return in;
}

// A folder with keywords.json, timelines.jsonl and articles.jsonl or articles.jsonl.gz.
Topic read_topic(const std::string& folder, const Pipeline& pipeline) {
  Topic out;
  out.name = std::filesystem::path(folder).filename().string();
  std::string line;
  const std::string keywords = folder + "/keywords.json";
  std::ifstream words = open_file(keywords);
  std::getline(words, line, '\0');
  const auto word_list = json_list(line, keywords);
  for (const auto& word : word_list.values())
    out.words.push_back(word.string_value());
  const std::string timelines = folder + "/timelines.jsonl";
  std::ifstream rows = open_file(timelines);
  while (std::getline(rows, line))
    if (!line.empty()) out.timelines.push_back(account_of(json_list(line, timelines), timelines));

  std::string articles = folder + "/articles.jsonl";
  if (!std::filesystem::exists(articles)) articles += ".gz";
  read_input(articles, {}, [&](Result<RawRecord> raw) {
    const v1::ArticleRecord record = value(pipeline.run(value(std::move(raw))));
    if (out.language.empty()) out.language = record.article().language();
    out.digests.push_back(std::make_shared<v1::Digest>(make_digest(record)));
    return true;
  });
  return out;
}

// The articles published from the first to the last day of an account that hold half of the words.
Selection select_within(const Topic& topic, const Account& account,
                        const v1::TimelineQuery& query) {
  std::map<std::string, DigestPtr> by_id;
  for (const DigestPtr& digest : topic.digests) {
    const auto day = article_day(*digest);
    if (!day || *day < account.begin()->first || *day > account.rbegin()->first) continue;
    const std::unordered_set<std::uint32_t> terms(digest->terms().begin(), digest->terms().end());
    const auto held = std::ranges::count_if(query.words(), [&](const v1::QueryWord& word) {
      return std::ranges::any_of(word.terms(), [&](auto term) { return terms.contains(term); });
    });
    if (2 * held >= query.words_size()) by_id[digest->article_id()] = digest;
  }
  Selection out;
  for (auto& [id, digest] : by_id)
    out.digests.push_back(std::move(digest));
  return out;
}

v1::TimelineQuery query_of(const Topic& topic, const DataFiles& data) {
  QueryOptions options;
  options.words = topic.words;
  return value(make_query(options, data));
}

// The numbers in a corpus of the terms that its articles hold.
std::unordered_map<std::uint32_t, std::uint32_t> numbers_of(const Corpus& corpus) {
  std::unordered_map<std::uint32_t, std::uint32_t> out;
  for (const FlatSentence& flat : corpus.sentences) {
    const v1::Digest& article = *corpus.articles[flat.article];
    const auto terms = terms_of(article, article.sentences(static_cast<int>(flat.index)));
    const auto numbers = corpus.terms_of(flat);
    for (std::size_t t = 0; t < terms.size(); ++t)
      out.emplace(terms[t], numbers[t]);
  }
  return out;
}

// The words and pairs that an account of a day holds, as items.
class Gold {
 public:
  Gold(const std::vector<std::string>& sentences, const Language& language,
       const std::unordered_map<std::uint32_t, std::uint32_t>& numbers,
       const WordChances& chances) {
    std::vector<TermId> terms;
    for (const std::string& sentence : sentences) {
      const Analysis analysis = language.analyse_query(sentence);
      terms.clear();
      for (const Token& token : analysis.tokens)
        append_terms(analysis, token, terms);
      for (std::size_t t = 0; t < terms.size(); ++t) {
        const auto at = numbers.find(terms[t].value());
        if (at == numbers.end()) continue;
        items_.insert(at->second);
        const auto next = t + 1 < terms.size() ? numbers.find(terms[t + 1].value()) : numbers.end();
        if (next == numbers.end()) continue;
        if (const auto pair = chances.pair_item(at->second, next->second)) items_.insert(*pair);
      }
    }
  }
  bool holds(std::uint32_t item) const { return items_.contains(item); }

 private:
  std::unordered_set<std::uint32_t> items_;
};

struct Lesson {
  std::string topic;
  LogisticSet words{kWordMeasures};
  LogisticSet pairs{kWordMeasures};
};

// Every word of the candidates of every day of an account, and whether the account holds it: a
// lesson a day. All topics count alike, of each all timelines, of those all words.
void add_lessons(const Topic& topic, const Account& account, const Pipeline& pipeline,
                 const v1::TimelineQuery& query, std::vector<Lesson>& out) {
  const Language* const language = pipeline.languages().find(topic.language);
  if (language == nullptr) throw std::runtime_error(topic.name + ": no language pack");
  const Findings findings = value(analyse(select_within(topic, account, query), query));
  const auto numbers = numbers_of(findings.corpus);
  SentencePicker picker(findings.corpus, findings.events.refs, {});
  std::vector<Candidate> candidates;
  const std::size_t first = out.size();
  for (const auto& [day, sentences] : account) {
    const WordChances& chances = picker.weigh(day, candidates);
    const Gold gold(sentences, *language, numbers, chances);
    std::set<std::uint32_t> items;
    for (const Candidate& candidate : candidates) {
      const auto of_sentence = chances.items_of(candidate.sentence);
      items.insert(of_sentence.begin(), of_sentence.end());
    }
    if (items.empty()) continue;
    Lesson& lesson = out.emplace_back();
    lesson.topic = topic.name;
    for (const std::uint32_t item : items) {
      LogisticSet& set = chances.is_pair(item) ? lesson.pairs : lesson.words;
      set.add(chances.measures(item), gold.holds(item));
    }
  }
  for (LogisticSet Lesson::*const set : {&Lesson::words, &Lesson::pairs}) {
    const std::span<Lesson> of_account = std::span(out).subspan(first);
    double rows = 0;
    for (const Lesson& lesson : of_account)
      rows += static_cast<double>((lesson.*set).labels.size());
    for (Lesson& lesson : of_account) {
      (lesson.*set).weight = static_cast<double>((lesson.*set).labels.size()) /
                             std::max(1.0, rows * static_cast<double>(topic.timelines.size()));
    }
  }
}

struct Fit {
  std::vector<double> words;
  std::vector<double> pairs;
};

// Without the lessons of one topic.
Fit fit(const std::vector<Lesson>& lessons, const std::string& without, double penalty) {
  std::vector<const LogisticSet*> words;
  std::vector<const LogisticSet*> pairs;
  for (const Lesson& lesson : lessons) {
    if (lesson.topic == without) continue;
    words.push_back(&lesson.words);
    pairs.push_back(&lesson.pairs);
  }
  return {train_logistic(words, penalty), train_logistic(pairs, penalty)};
}

// Over the lessons of a topic, by their weights.
double mean_loss(const std::vector<Lesson>& lessons, const std::string& topic,
                 LogisticSet Lesson::*set, std::span<const double> odds) {
  double sum = 0;
  double weight = 0;
  for (const Lesson& lesson : lessons) {
    if (lesson.topic != topic) continue;
    sum += (lesson.*set).weight * log_loss(lesson.*set, odds);
    weight += (lesson.*set).weight;
  }
  return weight > 0 ? sum / weight : 0;
}

void print_odds(const char* name, std::span<const double> odds) {
  std::string line;
  for (const double value : odds)
    line += fmt::format("{}{:.2f}", line.empty() ? "" : ", ", value);
  std::printf("%s: %s\n", name, line.c_str());
}

}  // namespace

int train_words(int argc, char** argv) {
  CLI::App app("Fits the odds that a word tells a day to timelines that people wrote.",
               "annals-train words");
  std::vector<std::string> folders;
  std::string data_directory;
  double penalty = 0.003;
  app.add_option("topics", folders,
                 "folders with articles.jsonl[.gz], timelines.jsonl and keywords.json")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--data", data_directory, "data files instead of the embedded ones");
  app.add_option("--penalty", penalty, "on squared odds")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const DataFiles data = data_directory.empty() ? DataFiles::embedded()
                                                : value(DataFiles::from_directory(data_directory));
  const Pipeline pipeline = value(Pipeline::load(data, {}));
  std::vector<Lesson> lessons;
  for (const std::string& folder : folders) {
    const Topic topic = read_topic(folder, pipeline);
    const v1::TimelineQuery query = query_of(topic, data);
    for (const Account& account : topic.timelines)
      if (!account.empty()) add_lessons(topic, account, pipeline, query, lessons);
  }

  std::printf("log-loss of words and pairs: the engine's odds; those fitted without the topic\n");
  std::set<std::string> topics;
  for (const Lesson& lesson : lessons)
    topics.insert(lesson.topic);
  for (const std::string& topic : topics) {
    const Fit fitted = fit(lessons, topic, penalty);
    const Fit engine = {{word_odds(false).begin(), word_odds(false).end()},
                        {word_odds(true).begin(), word_odds(true).end()}};
    std::string line = fmt::format("{:24}", topic);
    for (const Fit* odds : {&engine, &fitted}) {
      line += fmt::format(" {:.4f} {:.4f} ", mean_loss(lessons, topic, &Lesson::words, odds->words),
                          mean_loss(lessons, topic, &Lesson::pairs, odds->pairs));
    }
    std::printf("%s\n", line.c_str());
  }
  const Fit all = fit(lessons, "", penalty);
  print_odds("words", all.words);
  print_odds("pairs", all.pairs);
  return 0;
}

}  // namespace annals::cli
