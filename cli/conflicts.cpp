// annals conflicts: reports that disagree, side by side.
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
  std::size_t most = 100;
};

}  // namespace

Run setup_conflicts(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_query_options(app, options->query);
  app.add_option("--max", options->most, "At most N, contradictions first, then the best supported")
      ->type_name("N")
      ->capture_default_str();
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto-stream", "textproto"});
  return [options, &common](Terminal& terminal) {
    return with_query(
        options->query, common, terminal, [&](const Engine& engine, const auto& query) {
          const auto found = engine.conflicts(query, options->most);
          if (!found) return report(found.error(), terminal);
          const Format format = format_of(options->format);
          std::vector<const google::protobuf::Message*> messages;
          for (const v1::Conflict& one : *found) {
            if (format == Format::kText)
              terminal.out << conflict_text(one,
                                            {.color = terminal.color_out, .width = terminal.width});
            messages.push_back(&one);
          }
          return format == Format::kText ? kDone : write_messages(messages, format, terminal);
        });
  };
}

}  // namespace annals::cli
