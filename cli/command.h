// What a command of `annals` is, and what all commands share.
//
// A command is set up first (its flags are declared, nothing is opened) and run afterwards, so that
// a typo fails before any work. Data goes to Terminal::out, talk to Terminal::err.
#pragma once

#include <atomic>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/data_files.h"
#include "engine/base/day.h"
#include "engine/base/result.h"

namespace CLI {
class App;
}
namespace google::protobuf {
class Message;
}

namespace annals::cli {

// Exit codes, the same for every command.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kPartlyDone = 3;
inline constexpr int kNotFound = 4;
inline constexpr int kStoreUnusable = 5;
inline constexpr int kInterrupted = 130;

// Where a command reads and writes.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool color_out = false;
  bool color_err = false;
  // Whether stderr is a terminal, so that progress is welcome.
  bool progress = false;
  int width = 100;
  // Set by SIGINT; long work looks at it.
  const std::atomic<bool>* interrupted = nullptr;
};

// Options that every command takes.
struct CommonOptions {
  std::string data_directory;
  bool quiet = false;
};

using Run = std::function<int(Terminal&)>;

struct Command {
  const char* name;
  const char* summary;
  // Declares flags on `app`; the result does the work when they have been parsed.
  Run (*setup)(CLI::App& app, const CommonOptions& common);
};

// All commands in the order of `annals help`.
const std::vector<Command>& commands();

Run setup_ingest(CLI::App& app, const CommonOptions& common);
Run setup_timeline(CLI::App& app, const CommonOptions& common);
Run setup_due(CLI::App& app, const CommonOptions& common);
Run setup_conflicts(CLI::App& app, const CommonOptions& common);
Run setup_diff(CLI::App& app, const CommonOptions& common);
Run setup_graph(CLI::App& app, const CommonOptions& common);
Run setup_path(CLI::App& app, const CommonOptions& common);
Run setup_export(CLI::App& app, const CommonOptions& common);
Run setup_stories(CLI::App& app, const CommonOptions& common);
Run setup_story(CLI::App& app, const CommonOptions& common);
Run setup_actors(CLI::App& app, const CommonOptions& common);
Run setup_show(CLI::App& app, const CommonOptions& common);
Run setup_explain(CLI::App& app, const CommonOptions& common);
Run setup_forget(CLI::App& app, const CommonOptions& common);
Run setup_clean(CLI::App& app, const CommonOptions& common);
Run setup_annotate(CLI::App& app, const CommonOptions& common);
Run setup_db(CLI::App& app, const CommonOptions& common);
Run setup_version(CLI::App& app, const CommonOptions& common);

// Runs `annals` with these arguments (without the program's name) and returns the exit code.
int run(const std::vector<std::string>& arguments, Terminal& terminal);

// Prints "annals: <message>" and returns the exit code that the error's kind asks for.
int report(const Error& error, Terminal& terminal);
// The same for an option's value that makes no sense: wrong usage.
int report_usage(const Error& error, Terminal& terminal);

// The data files that --data names, else the embedded ones.
Result<DataFiles> open_data(const CommonOptions& common);

// Declares --store, with ANNALS_STORE as its default.
void add_store_option(CLI::App& app, std::string& store);

// A time as the user writes it: a day or an ISO time; local times are read in `zone`.
// `end` asks for the last instant of a day or month, else the first.
enum class Edge { kFirst, kLast };
Result<Instant> parse_instant(const std::string& text, const std::string& zone, Edge edge);

// A colour for err or out, or nothing.
std::string paint(bool color, std::string_view code, std::string_view text);

}  // namespace annals::cli
