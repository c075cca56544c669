// annals timeline: the dated history of a story.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/query.h"
#include "engine/export/timeline_text.h"

namespace annals::cli {
namespace {

struct Options {
  QueryOptions query;
  std::string format;
  bool explain = false;
  bool all = false;
};

// A line a day; then a line for what has only a bound and for what has no time at all.
int write_jsonl(const v1::Timeline& timeline, Terminal& terminal) {
  for (const v1::TimelineDay& day : timeline.days()) {
    if (const int code = write_message(day, Format::kJsonl, terminal); code != kDone) return code;
  }
  v1::Timeline rest;
  *rest.mutable_bounded() = timeline.bounded();
  *rest.mutable_undated() = timeline.undated();
  *rest.mutable_tensions() = timeline.tensions();
  *rest.mutable_due() = timeline.due();
  if (rest.ByteSizeLong() == 0) return kDone;
  return write_message(rest, Format::kJsonl, terminal);
}

}  // namespace

Run setup_timeline(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_query_options(app, options->query);
  add_length_options(app, options->query);
  app.add_flag("--explain", options->explain, "Say why each day, sentence and entry was chosen");
  app.add_flag("--all", options->all,
               "List all that has no day of its own, not only what weighs most (text)");
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto", "textproto"});
  return [options, &common](Terminal& terminal) {
    return with_timeline(options->query, common, terminal, [&](const v1::Timeline& timeline) {
      const Format format = format_of(options->format);
      if (format == Format::kJsonl) return write_jsonl(timeline, terminal);
      if (format != Format::kText) return write_message(timeline, format, terminal);
      terminal.out << timeline_text(timeline, {.color = terminal.color_out,
                                               .width = terminal.width,
                                               .reasons = options->explain,
                                               .all = options->all});
      return kDone;
    });
  };
}

}  // namespace annals::cli
