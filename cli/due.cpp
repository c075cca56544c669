// annals due: what was due, and what became of it.
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
};

}  // namespace

Run setup_due(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_query_options(app, options->query);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto-stream", "textproto"});
  app.footer(
      "Outcomes: due (its day has not come), kept, moved, cancelled, missed; past due when no "
      "report\n"
      "says what became of it. Each with the report that tells it.");
  return [options, &common](Terminal& terminal) {
    return with_query(
        options->query, common, terminal, [&](const Engine& engine, const auto& query) {
          const auto found = engine.developments(query);
          if (!found) return report(found.error(), terminal);
          const Format format = format_of(options->format);
          std::vector<const google::protobuf::Message*> messages;
          for (const v1::Development& one : *found) {
            if (format == Format::kText)
              terminal.out << development_text(
                  one, {.color = terminal.color_out, .width = terminal.width});
            messages.push_back(&one);
          }
          return format == Format::kText ? kDone : write_messages(messages, format, terminal);
        });
  };
}

}  // namespace annals::cli
