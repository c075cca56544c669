// annals annotate: the layers found in a text.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <date/tz.h>
#include <fmt/format.h>

#include "cli/annotate_conll.h"
#include "cli/annotate_text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "engine/base/interval.h"
#include "ingest/record_arena.h"
#include "ingest/when/time_tagger.h"
#include "ingest/when/timeml.h"

namespace annals::cli {
namespace {

struct Options {
  ReadingOptions reading;
  std::string layer = "times";
  std::string input_format = "auto";
  std::string format;
  std::string output;
};

// The record with nothing but the article's text and the wanted layer.
v1::ArticleRecord only_layer(const v1::ArticleRecord& record, const std::string& layer) {
  v1::ArticleRecord out;
  v1::Article& article = *out.mutable_article();
  article.set_id(record.article().id());
  article.set_file(record.article().file());
  article.set_record(record.article().record());
  article.set_language(record.article().language());
  article.set_text(record.article().text());
  if (layer == "times") *out.mutable_times() = record.times();
  if (layer == "names") {
    *out.mutable_mentions() = record.mentions();
    *out.mutable_actors() = record.actors();
  }
  if (layer == "events") {
    *out.mutable_events() = record.events();
    *out.mutable_actors() = record.actors();
  }
  if (layer == "quotations") {
    *out.mutable_quotations() = record.quotations();
    *out.mutable_actors() = record.actors();
  }
  if (layer == "sentences") *out.mutable_sentences() = record.sentences();
  return out;
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::kIo, path + ": cannot be opened");
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return fail(ErrorCode::kIo, path + ": cannot be read");
  return bytes;
}

// The taggers of the languages met so far: a directory of documents loads each pack once.
class TimemlTagger {
 public:
  static Result<TimemlTagger> load(const Options& options, const CommonOptions& common) {
    ANNALS_ASSIGN(DataFiles data, open_data(common));
    ANNALS_ASSIGN(Languages languages, Languages::load(data));
    return TimemlTagger(options, std::move(data), std::move(languages));
  }

  // Documents too short to tell their language are taken for the language of most of the others,
  // whatever the order.
  void find_usual_language(const std::vector<std::string>& paths) {
    if (!language_.empty()) return;
    std::map<std::string, int> votes;
    for (const std::string& path : paths) {
      const auto bytes = read_file(path);
      const auto document = bytes ? parse_timeml(*bytes) : Result<TimemlDocument>(TimemlDocument{});
      if (document) ++votes[languages_.identify(document->text)];
    }
    votes.erase("");
    int most = 0;
    for (const auto& [code, count] : votes) {
      if (count <= most) continue;
      most = count;
      usual_ = code;
    }
  }

  Result<std::string> annotate(const std::string& path) {
    ANNALS_ASSIGN(const std::string bytes, read_file(path));
    auto document = parse_timeml(bytes);
    if (!document) return tl::unexpected(std::move(document).error().with_context(path));
    std::string code = language_.empty() ? languages_.identify(document->text) : language_;
    if (code.empty()) code = usual_;
    const Language* const language = languages_.find(code);
    if (language == nullptr) {
      return fail(
          ErrorCode::kUnsupported,
          fmt::format("{}: no language pack for \"{}\"; say which with --lang", path, code));
    }
    auto tagger = taggers_.find(code);
    if (tagger == taggers_.end()) {
      ANNALS_ASSIGN(TimeTagger loaded, TimeTagger::load(data_, code));
      tagger = taggers_.emplace(code, std::move(loaded)).first;
    }
    ReferenceTime reference;
    if (!time_zone_.empty()) reference.time_zone = time_zone_;
    ANNALS_ASSIGN(const date::time_zone* const zone, find_zone(reference.time_zone));
    reference.created = parse_iso(document->creation_time, *zone);
    const v1::Article article = article_of(*document);
    const Analysis analysis = language->cut(article);
    return to_timeml(*document, tagger->second.tag_text(analysis, reference));
  }

 private:
  TimemlTagger(const Options& options, DataFiles data, Languages languages)
      : data_(std::move(data)),
        languages_(std::move(languages)),
        language_(options.reading.language),
        time_zone_(options.reading.time_zone) {}

  DataFiles data_;
  Languages languages_;
  std::string language_;
  std::string time_zone_;
  std::string usual_;
  std::map<std::string, TimeTagger> taggers_;
};

// The TimeML files of the inputs: files as named, of a directory those that end in .tml, sorted.
Result<std::vector<std::string>> timeml_files(const std::vector<std::string>& inputs) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  for (const std::string& input : inputs) {
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    std::vector<std::string> inside;
    for (fs::directory_iterator it(input, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".tml") inside.push_back(it->path().string());
    }
    if (error) return fail(ErrorCode::kIo, fmt::format("{}: {}", input, error.message()));
    if (inside.empty())
      return fail(ErrorCode::kNotFound, input + ": no .tml file in this directory");
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

int annotate_timeml(const Options& options, const CommonOptions& common, Terminal& terminal) {
  auto tagger = TimemlTagger::load(options, common);
  if (!tagger) return report(tagger.error(), terminal);
  const auto files = timeml_files(options.reading.inputs);
  if (!files) return report(files.error(), terminal);
  tagger->find_usual_language(*files);
  std::error_code error;
  if (!options.output.empty()) std::filesystem::create_directories(options.output, error);
  std::size_t rejected = 0;
  for (const std::string& file : *files) {
    const auto document = tagger->annotate(file);
    if (!document) {
      ++rejected;
      report(document.error(), terminal);
      continue;
    }
    if (options.output.empty()) {
      terminal.out << *document;
      continue;
    }
    const std::string to = options.output + "/" + std::filesystem::path(file).filename().string();
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    out << *document;
    out.close();
    if (!out) return report({ErrorCode::kIo, to + ": cannot be written"}, terminal);
  }
  if (rejected == 0) return kDone;
  return rejected < files->size() ? kPartlyDone : kFailed;
}

Status write_annotated(const v1::ArticleRecord& record, const Options& options,
                       const Pipeline& pipeline, Terminal& to) {
  const bool conllu = options.format == "conllu";
  if (conllu || options.format == "bio") {
    const std::string& code = record.article().language();
    const Language* const language = pipeline.languages().find(code);
    if (language == nullptr) {
      return fail(ErrorCode::kUnsupported,
                  fmt::format("{}: no language pack for \"{}\"; say which with --lang",
                              record.article().file(), code));
    }
    to.out << (conllu ? conllu_text(record.article(), *language) : bio_text(record, *language));
  } else if (options.format == "text") {
    to.out << layer_text(record, options.layer, to.color_out);
  } else {
    write_message(only_layer(record, options.layer), format_of(options.format), to);
  }
  return {};
}

int annotate_articles(const Options& options, const CommonOptions& common, Terminal& terminal) {
  const auto read = make_read_options(options.reading);
  if (!read) return report_usage(read.error(), terminal);
  const auto pipeline = load_pipeline(options.reading, common);
  if (!pipeline) return report(pipeline.error(), terminal);
  std::ofstream file;
  if (!options.output.empty()) {
    file.open(options.output, std::ios::binary | std::ios::trunc);
    if (!file) return report({ErrorCode::kIo, options.output + ": cannot be written"}, terminal);
  }
  Terminal to{options.output.empty() ? terminal.out : file, terminal.err};
  to.color_out = options.output.empty() && terminal.color_out;
  RecordArena arena;
  std::size_t done = 0;
  std::size_t rejected = 0;
  for (const std::string& input : options.reading.inputs) {
    read_input(input, *read, [&](const Result<RawRecord>& raw) {
      v1::ArticleRecord& record = arena.fresh();
      Status written = raw ? pipeline->run(*raw, record) : Status(tl::unexpected(raw.error()));
      if (written) written = write_annotated(record, options, *pipeline, to);
      if (written) {
        ++done;
      } else {
        ++rejected;
        report(written.error(), terminal);
      }
      return terminal.interrupted == nullptr || !terminal.interrupted->load();
    });
  }
  if (terminal.interrupted != nullptr && terminal.interrupted->load()) return kInterrupted;
  if (rejected == 0) return kDone;
  return done > 0 ? kPartlyDone : kFailed;
}

}  // namespace

Run setup_annotate(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_reading_options(app, options->reading);
  app.add_option("--layer", options->layer, "What to annotate")
      ->check(CLI::IsMember({"times", "names", "events", "quotations", "sentences", "tokens"}))
      ->capture_default_str();
  app.add_option("--input-format", options->input_format, "What the inputs are")
      ->check(CLI::IsMember({"auto", "timeml"}))
      ->capture_default_str();
  add_format_option(app, options->format,
                    {"text", "json", "jsonl", "timeml", "textproto", "conllu", "bio"});
  app.add_option("-o,--output", options->output, "Write to FILE; for TimeML to the directory DIR")
      ->type_name("FILE|DIR");
  app.footer(
      "--format timeml needs --input-format timeml and --layer times; --layer tokens and\n"
      "--format conllu need each other; --format bio needs --layer names.");
  return [options, &common](Terminal& terminal) {
    const bool timeml_in = options->input_format == "timeml";
    const bool timeml_out = options->format == "timeml";
    if (timeml_in != timeml_out || (timeml_in && options->layer != "times")) {
      terminal.err << "annals: TimeML goes in and out together, with --layer times\n";
      return kWrongUsage;
    }
    if ((options->layer == "tokens") != (options->format == "conllu")) {
      terminal.err << "annals: tokens are written as CoNLL-U: --layer tokens --format conllu\n";
      return kWrongUsage;
    }
    if (options->format == "bio" && options->layer != "names") {
      terminal.err << "annals: names alone are written as BIO: --layer names --format bio\n";
      return kWrongUsage;
    }
    return timeml_in ? annotate_timeml(*options, common, terminal)
                     : annotate_articles(*options, common, terminal);
  };
}

}  // namespace annals::cli
