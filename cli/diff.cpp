// annals diff: what a timeline learned between two times.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/query.h"
#include "engine/engine.h"
#include "engine/export/timeline_text.h"

namespace annals::cli {
namespace {

struct Options {
  QueryOptions query;
  std::string format;
  std::string from;
  std::string to;
  bool record_time = false;
};

}  // namespace

Run setup_diff(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_subject_options(app, options->query);
  app.add_option("--from", options->from, "The earlier time")->type_name("TIME")->required();
  app.add_option("--to", options->to, "The later time")->type_name("TIME")->required();
  app.add_flag("--known", options->record_time,
               "By what this store knew at these times, not by what had been published");
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto", "textproto"});
  return [options, &common](Terminal& terminal) {
    const auto from = parse_instant(options->from, options->query.time_zone, Edge::kLast);
    if (!from) return report_usage(from.error(), terminal);
    const auto to = parse_instant(options->to, options->query.time_zone, Edge::kLast);
    if (!to) return report_usage(to.error(), terminal);
    if (*from > *to) {
      return report_usage(
          {ErrorCode::kInvalidInput, "--from " + options->from + " is after --to " + options->to},
          terminal);
    }
    return with_query(
        options->query, common, terminal, [&](const Engine& engine, const auto& query) {
          const DiffClock clock = options->record_time ? DiffClock::kRecord : DiffClock::kReport;
          const auto diff = engine.diff(query, *from, *to, clock);
          if (!diff) return report(diff.error(), terminal);
          const Format format = format_of(options->format);
          if (format != Format::kText) return write_message(*diff, format, terminal);
          terminal.out << diff_text(*diff, {.color = terminal.color_out, .width = terminal.width});
          return kDone;
        });
  };
}

}  // namespace annals::cli
