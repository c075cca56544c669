// annals version: what this program is and what it can read.
#include "engine/base/version.h"

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace annals::cli {

Run setup_version(CLI::App& /*app*/, const CommonOptions& common) {
  return [&common](Terminal& terminal) {
    const auto data = open_data(common);
    if (!data) return report(data.error(), terminal);
    terminal.out << "annals " << kEngineVersion << "\nlanguages:";
    for (const std::string& code : data->languages())
      terminal.out << " " << code;
    terminal.out << "\n";
    return kDone;
  };
}

}  // namespace annals::cli
