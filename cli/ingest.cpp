// annals ingest: reads article files into a store.
#include <chrono>
#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/ingest_queue.h"
#include "cli/reading.h"
#include "engine/engine.h"

namespace annals::cli {
namespace {

// Articles in one acknowledged batch: large enough that a sync costs little, small enough to stay
// flat.
constexpr std::size_t kBatch = 256;

struct Options {
  std::string store;
  ReadingOptions reading;
  std::string rejects;
  std::string record_time;
  unsigned threads = 0;
  bool list = false;
};

struct Counts {
  AddCounts stored;
  std::uint64_t rejected = 0;
};

// Collects analysed records, stores them batch by batch and says what happened.
class Writer {
 public:
  Writer(Engine& engine, Instant known_at, const Options& options, const CommonOptions& common,
         Terminal& terminal)
      : engine_(engine),
        known_at_(known_at),
        list_(options.list),
        quiet_(common.quiet),
        terminal_(terminal) {}

  Status open_rejects(const std::string& path) {
    rejects_.open(path, std::ios::trunc);
    if (!rejects_) return fail(ErrorCode::kIo, path + ": cannot be written");
    return {};
  }

  // One result, in the order of the input.
  Status take(Result<v1::ArticleRecord> result) {
    if (!result) {
      reject(result.error().message);
      return {};
    }
    batch_.push_back(*std::move(result));
    if (batch_.size() >= kBatch) return flush();
    return {};
  }

  Status flush() {
    if (batch_.empty()) return {};
    ANNALS_ASSIGN(const AddCounts counts, engine_.add(batch_, known_at_));
    counts_.stored.added += counts.added;
    counts_.stored.revised += counts.revised;
    counts_.stored.unchanged += counts.unchanged;
    for (const std::string& message : counts.rejected)
      reject(message);
    if (list_) {
      for (const v1::ArticleRecord& record : batch_) {
        terminal_.out << record.article().id() << "\t" << record.article().file() << "\n";
      }
      terminal_.out.flush();
    }
    batch_.clear();
    progress();
    return {};
  }

  const Counts& counts() const { return counts_; }

 private:
  void reject(const std::string& message) {
    ++counts_.rejected;
    terminal_.err << paint(terminal_.color_err, "\x1b[33m", "rejected:") << " " << message << "\n";
    if (rejects_.is_open()) rejects_ << message << "\n" << std::flush;
  }

  void progress() const {
    if (!terminal_.progress || quiet_) return;
    const std::uint64_t done =
        counts_.stored.added + counts_.stored.revised + counts_.stored.unchanged;
    terminal_.err << "\r" << done << " articles" << std::flush;
  }

  Engine& engine_;
  Instant known_at_;
  bool list_;
  bool quiet_;
  Terminal& terminal_;
  std::ofstream rejects_;
  std::vector<v1::ArticleRecord> batch_;
  Counts counts_;
};

std::string summary(const Counts& counts) {
  return fmt::format("{} new, {} revised, {} unchanged, {} rejected", counts.stored.added,
                     counts.stored.revised, counts.stored.unchanged, counts.rejected);
}

int run_ingest(const Options& options, const CommonOptions& common, Terminal& terminal) {
  const auto read = make_read_options(options.reading);
  if (!read) return report_usage(read.error(), terminal);
  Instant known_at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (!options.record_time.empty()) {
    const auto at = parse_instant(options.record_time, "UTC", Edge::kFirst);
    if (!at) return report_usage(at.error(), terminal);
    known_at = *at;
  }
  const auto pipeline = load_pipeline(options.reading, common);
  if (!pipeline) return report(pipeline.error(), terminal);
  auto engine = Engine::open(options.store, {.create_if_missing = true});
  if (!engine) return report(engine.error(), terminal);
  Writer writer(*engine, known_at, options, common, terminal);
  if (!options.rejects.empty()) {
    if (const Status opened = writer.open_rejects(options.rejects); !opened)
      return report(opened.error(), terminal);
  }
  const Status stored = for_each_analysed(
      options.reading.inputs, *read, *pipeline, options.threads, terminal.interrupted,
      [&](Result<v1::ArticleRecord> result) { return writer.take(std::move(result)); });
  const Status flushed = stored ? writer.flush() : stored;
  const Status closed = engine->close();
  if (terminal.progress && !common.quiet) terminal.err << "\r";
  if (!flushed) return report(flushed.error(), terminal);
  if (!closed) return report(closed.error(), terminal);
  const Counts& counts = writer.counts();
  const bool interrupted = terminal.interrupted != nullptr && terminal.interrupted->load();
  if (!common.quiet)
    terminal.err << (interrupted ? "interrupted: " : "") << summary(counts) << "\n";
  if (interrupted) return kInterrupted;
  if (counts.rejected == 0) return kDone;
  const std::uint64_t kept = counts.stored.added + counts.stored.revised + counts.stored.unchanged;
  return kept > 0 ? kPartlyDone : kFailed;
}

}  // namespace

Run setup_ingest(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  add_reading_options(app, options->reading);
  app.add_option("--rejects", options->rejects, "Also write a line for each rejected input to FILE")
      ->type_name("FILE");
  app.add_option("--threads", options->threads, "Threads that analyse; without it one a core")
      ->type_name("N");
  app.add_flag("--list", options->list,
               "Print id and file of each article once it is safely stored");
  app.add_option("--record-time", options->record_time, "Record time to note instead of now")
      ->type_name("TIME");
  return [options, &common](Terminal& terminal) { return run_ingest(*options, common, terminal); };
}

}  // namespace annals::cli
