// The options by which a timeline is asked for, shared by `timeline` and `export`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <annals/v1/timeline.pb.h>

#include "cli/command.h"

namespace annals {
class Engine;
}

namespace annals::cli {

struct QueryOptions {
  std::string store;
  std::vector<std::string> words;
  std::string from;
  std::string to;
  std::string as_of;
  std::string known_at;
  std::vector<std::string> actors;
  std::string story;
  std::string time_zone = "UTC";
  std::string language;
  std::uint32_t max_days = 0;
  std::uint32_t max_sentences = 0;
};

// What the query is about: store, words, actors, story, zone and language.
void add_subject_options(CLI::App& app, QueryOptions& options);
// The same with its days and times.
void add_query_options(CLI::App& app, QueryOptions& options);
// How long a timeline is to be.
void add_length_options(CLI::App& app, QueryOptions& options);

// Analyses the words with the language packs: a word's terms are those of every language.
Result<v1::TimelineQuery> make_query(const QueryOptions& options, const DataFiles& data);

// Opens the store read-only and hands it to `use` with the query. Reports what goes wrong; returns
// the exit code.
int with_query(const QueryOptions& options, const CommonOptions& common, Terminal& terminal,
               const std::function<int(const Engine&, const v1::TimelineQuery&)>& use);
// Opens the store read-only, builds the timeline and hands it to `use`. Reports what goes wrong;
// returns the exit code.
int with_timeline(const QueryOptions& options, const CommonOptions& common, Terminal& terminal,
                  const std::function<int(const v1::Timeline&)>& use);

}  // namespace annals::cli
