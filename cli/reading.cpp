#include "cli/reading.h"

#include <CLI/CLI.hpp>
#include <date/tz.h>

namespace annals::cli {

void add_reading_options(CLI::App& app, ReadingOptions& options) {
  app.add_option("inputs", options.inputs,
                 "Files, directories, @list (a file that names one input a line) or -")
      ->type_name("INPUT")
      ->required();
  app.add_option("--tz", options.time_zone,
                 "Zone of local times, e.g. Europe/Berlin; else that of the language")
      ->type_name("ZONE");
  app.add_option("--lang", options.language, "Language of the articles, e.g. de; else found out")
      ->type_name("CODE");
  app.add_option("--published", options.published,
                 "Publication time of the articles, where you know it")
      ->type_name("TIME");
  app.add_option("--source", options.source, "Outlet of the articles")->type_name("NAME");
}

Result<ReadOptions> make_read_options(const ReadingOptions& options) {
  ReadOptions read;
  const std::string zone_name = options.time_zone.empty() ? "UTC" : options.time_zone;
  ANNALS_ASSIGN(const date::time_zone* const zone, find_zone(zone_name));
  if (!options.time_zone.empty()) read.hints.push_back({"option.time_zone", options.time_zone, {}});
  if (!options.language.empty()) read.hints.push_back({"option.language", options.language, {}});
  if (!options.source.empty()) read.hints.push_back({"option.outlet", options.source, {}});
  if (!options.published.empty()) {
    if (!parse_iso(options.published, *zone)) {
      return fail(ErrorCode::kInvalidInput,
                  "--published " + options.published +
                      " is no time: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM with an "
                      "optional zone");
    }
    read.hints.push_back({"option.published", options.published, {}});
  }
  return read;
}

Result<Pipeline> load_pipeline(const ReadingOptions& options, const CommonOptions& common) {
  ANNALS_ASSIGN(const DataFiles data, open_data(common));
  PipelineOptions pipeline;
  pipeline.clean.time_zone = options.time_zone;
  return Pipeline::load(data, pipeline);
}

}  // namespace annals::cli
