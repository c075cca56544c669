// The options by which files are read, shared by `ingest`, `clean` and `annotate`.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "ingest/pipeline.h"
#include "ingest/read/reader.h"

namespace annals::cli {

struct ReadingOptions {
  std::vector<std::string> inputs;
  std::string time_zone;
  std::string language;
  std::string published;
  std::string source;
};

void add_reading_options(CLI::App& app, ReadingOptions& options);

// Checks the values (a zone that exists, a time that is one) and turns them into hints for every
// record.
Result<ReadOptions> make_read_options(const ReadingOptions& options);

Result<Pipeline> load_pipeline(const ReadingOptions& options, const CommonOptions& common);

}  // namespace annals::cli
