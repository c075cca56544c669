// annals export: a timeline for other programs.
#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/query.h"
#include "engine/export/timeline_text.h"

namespace annals::cli {
namespace {

struct Options {
  QueryOptions query;
  std::string format;
  std::string output;
};

int write_timeline(const v1::Timeline& timeline, Format format, Terminal& terminal) {
  if (format == Format::kText) {
    terminal.out << timeline_text(timeline, {.all = true});
    return kDone;
  }
  if (format != Format::kProtoStream && format != Format::kJsonl)
    return write_message(timeline, format, terminal);
  // The stream holds every entry, dated or not, in the order of the timeline.
  const auto write_all = [&](const auto& entries) {
    for (const v1::Entry& entry : entries) {
      if (const int code = write_message(entry, format, terminal); code != kDone) return code;
    }
    return kDone;
  };
  for (const v1::TimelineDay& day : timeline.days()) {
    if (const int code = write_all(day.entries()); code != kDone) return code;
  }
  if (const int code = write_all(timeline.bounded()); code != kDone) return code;
  return write_all(timeline.undated());
}

}  // namespace

Run setup_export(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_query_options(app, options->query);
  add_length_options(app, options->query);
  add_format_option(app, options->format,
                    {"proto", "proto-stream", "json", "jsonl", "textproto", "text"});
  app.add_option("-o,--output", options->output, "Write to FILE instead of standard output")
      ->type_name("FILE");
  app.footer(
      "proto is one annals.v1.Timeline; proto-stream and jsonl are its entries (annals.v1.Entry), "
      "one after the\n"
      "other, length-delimited or a line each.");
  return [options, &common](Terminal& terminal) {
    return with_timeline(options->query, common, terminal, [&](const v1::Timeline& timeline) {
      const Format format = format_of(options->format);
      if (options->output.empty()) return write_timeline(timeline, format, terminal);
      std::ofstream file(options->output, std::ios::binary | std::ios::trunc);
      Terminal to_file{file, terminal.err};
      const int code = write_timeline(timeline, format, to_file);
      file.close();
      if (!file) return report({ErrorCode::kIo, options->output + ": cannot be written"}, terminal);
      return code;
    });
  };
}

}  // namespace annals::cli
