#include <algorithm>

#include <CLI/CLI.hpp>
#include <date/tz.h>
#include <fmt/format.h>

#include "cli/command.h"
#include "engine/base/interval.h"
#include "engine/base/version.h"

namespace annals::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done (some inputs rejected), 4 not "
    "found,\n"
    "5 store locked or incompatible, 130 interrupted.\n"
    "annals COMMAND --help shows a command's options.";

// "timelin" -> "timeline": the command one small typing error away, or nullptr.
const char* nearest_command(std::string_view word) {
  const auto distance = [](std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
      row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const std::size_t above = row[j];
        row[j] =
            std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
        diagonal = above;
      }
    }
    return row[b.size()];
  };
  for (const Command& command : commands()) {
    if (word.size() < 64 && distance(word, command.name) <= 2) return command.name;
  }
  return nullptr;
}

int wrong_usage(const CLI::ParseError& error, const std::vector<std::string>& arguments,
                Terminal& terminal) {
  terminal.err << "annals: " << error.what() << "\n";
  if (!arguments.empty() && !arguments.front().starts_with("-")) {
    const std::string& word = arguments.front();
    const auto known = std::any_of(commands().begin(), commands().end(),
                                   [&](const Command& command) { return word == command.name; });
    if (known) {
      terminal.err << "annals " << word << " --help shows its options\n";
      return kWrongUsage;
    }
    if (const char* near = nearest_command(word)) {
      terminal.err << "did you mean: annals " << near << "?\n";
      return kWrongUsage;
    }
  }
  terminal.err << "annals help lists the commands\n";
  return kWrongUsage;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"ingest", "Read article files into a store", setup_ingest},
      {"timeline", "Print the timeline of a story", setup_timeline},
      {"due", "List what was due, and what became of it", setup_due},
      {"conflicts", "List reports that disagree, side by side", setup_conflicts},
      {"diff", "Say what a timeline learned between two times", setup_diff},
      {"stories", "List the stories of a store", setup_stories},
      {"story", "Explain, merge, split or rename stories", setup_story},
      {"actors", "List the actors of a store", setup_actors},
      {"graph", "Write how the actors of a story are connected", setup_graph},
      {"path", "Show through which events two actors are connected", setup_path},
      {"show", "Show an article, an event or an entry", setup_show},
      {"explain", "Show what proves an event or an entry, down to the bytes of the file",
       setup_explain},
      {"export", "Write a timeline for other programs", setup_export},
      {"forget", "Remove articles and everything derived from them", setup_forget},
      {"clean", "Print the article of a page without its noise", setup_clean},
      {"annotate", "Print the layers found in a text: times, names, events, sentences",
       setup_annotate},
      {"db", "Look after a store: stats, check", setup_db},
      {"version", "Print the version", setup_version},
  };
  return all;
}

int run(const std::vector<std::string>& arguments, Terminal& terminal) {
  CLI::App app("annals turns news-article files into the dated history of each developing story.",
               "annals");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  CommonOptions common;
  bool version = false;
  app.add_flag("--version", version, "Print the version");
  std::vector<std::pair<CLI::App*, Run>> runs;
  for (const Command& command : commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    sub->add_option("--data", common.data_directory,
                    "Language packs and models from DIR instead of the built-in ones")
        ->type_name("DIR");
    sub->add_flag("-q,--quiet", common.quiet, "Say nothing on stderr but errors");
    runs.emplace_back(sub, command.setup(*sub, common));
  }
  CLI::App* help = app.add_subcommand("help", "Print this help, or that of a command");
  std::string topic;
  help->add_option("command", topic, "The command to explain")->type_name("COMMAND");

  // App::help() would print the help of the command that was parsed.
  const auto whole_help = [&app] {
    return app.get_formatter()->make_help(&app, "annals", CLI::AppFormatMode::Normal);
  };
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const auto parsed = app.get_subcommands();
    terminal.out << (parsed.empty() ? whole_help() : parsed.front()->help("annals"));
    return kDone;
  } catch (const CLI::ParseError& error) {
    return wrong_usage(error, arguments, terminal);
  }
  if (version) {
    terminal.out << "annals " << kEngineVersion << "\n";
    return kDone;
  }
  if (help->parsed()) {
    if (topic.empty()) {
      terminal.out << whole_help();
      return kDone;
    }
    for (const auto& [sub, unused] : runs) {
      if (sub->get_name() == topic) {
        terminal.out << sub->help("annals");
        return kDone;
      }
    }
    terminal.err << "annals: no command is called " << topic
                 << "\nannals help lists the commands\n";
    return kWrongUsage;
  }
  for (const auto& [sub, work] : runs) {
    if (sub->parsed()) return work(terminal);
  }
  terminal.err << app.help();
  return kWrongUsage;
}

int report_usage(const Error& error, Terminal& terminal) {
  report(error, terminal);
  return kWrongUsage;
}

int report(const Error& error, Terminal& terminal) {
  terminal.err << paint(terminal.color_err, "\x1b[31m", "annals:") << " " << error.message << "\n";
  switch (error.code) {
    case ErrorCode::kNotFound:
      return kNotFound;
    case ErrorCode::kLocked:
    case ErrorCode::kUnsupported:
      return kStoreUnusable;
    default:
      return kFailed;
  }
}

Result<DataFiles> open_data(const CommonOptions& common) {
  if (common.data_directory.empty()) return DataFiles::embedded();
  return DataFiles::from_directory(common.data_directory);
}

void add_store_option(CLI::App& app, std::string& store) {
  app.add_option("--store", store, "The store's directory")
      ->type_name("DIR")
      ->envname("ANNALS_STORE")
      ->required();
}

Result<Instant> parse_instant(const std::string& text, const std::string& zone, Edge edge) {
  ANNALS_ASSIGN(const date::time_zone* const found, find_zone(zone));
  const auto interval = parse_iso(text, *found);
  if (!interval) {
    return fail(
        ErrorCode::kInvalidInput,
        fmt::format(
            "\"{}\" is no time: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM with an optional zone",
            text));
  }
  if (interval->has_earliest_second()) {
    return Instant(std::chrono::seconds(edge == Edge::kFirst ? interval->earliest_second()
                                                             : interval->latest_second()));
  }
  // A day of the user's is a day of the user's zone.
  const Day day =
      day_from_number(edge == Edge::kFirst ? interval->earliest_day() : interval->latest_day() + 1);
  const Instant start = to_instant(date::local_seconds(day.time_since_epoch()), *found).instant;
  return edge == Edge::kFirst ? start : start - std::chrono::seconds(1);
}

std::string paint(bool color, std::string_view code, std::string_view text) {
  if (!color) return std::string(text);
  return fmt::format("{}{}\x1b[0m", code, text);
}

}  // namespace annals::cli
