// Helpers of the end-to-end tests: the shipped sample through the whole engine, in a directory of
// its own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "cli/query.h"
#include "engine/engine.h"
#include "engine/export/message_format.h"
#include "ingest/pipeline.h"

namespace annals {

inline const std::string kSamples = std::string(ANNALS_SOURCE_DIR) + "/data/samples";

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static int counter = 0;
    path_ = std::filesystem::path(testing::TempDir()) /
            ("annals_e2e_" + std::to_string(::getpid()) + "_" + std::to_string(counter++));
    std::filesystem::create_directories(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// The loaded pipeline: once a test program.
inline const Pipeline& pipeline() {
  static const Pipeline kPipeline = *Pipeline::load(DataFiles::embedded(), {});
  return kPipeline;
}

// The analysed records of inputs, in order; every input must be readable.
inline std::vector<v1::ArticleRecord> analyse(const std::vector<std::string>& inputs,
                                              const ReadOptions& options = {}) {
  std::vector<v1::ArticleRecord> records;
  for (const std::string& input : inputs) {
    read_input(input, options, [&](Result<RawRecord> raw) {
      auto record =
          raw ? pipeline().run(*raw) : Result<v1::ArticleRecord>(tl::unexpected(raw.error()));
      EXPECT_TRUE(record) << record.error().message;
      if (record) records.push_back(*std::move(record));
      return true;
    });
  }
  return records;
}

// A fixed record time, so that equal stores are equal.
inline const Instant kRecordTime{std::chrono::seconds(1600000000)};

inline Engine store_of(const std::string& path, const std::vector<v1::ArticleRecord>& records) {
  auto engine = Engine::open(path, {.create_if_missing = true});
  EXPECT_TRUE(engine) << engine.error().message;
  const auto added = engine->add(records, kRecordTime);
  EXPECT_TRUE(added) << added.error().message;
  return *std::move(engine);
}

inline v1::TimelineQuery query_of(const std::string& words) {
  cli::QueryOptions options;
  if (!words.empty()) options.words.push_back(words);
  const auto query = cli::make_query(options, DataFiles::embedded());
  EXPECT_TRUE(query) << query.error().message;
  return *query;
}

inline v1::Timeline timeline_of(const Engine& engine, const v1::TimelineQuery& query) {
  auto timeline = engine.timeline(query);
  EXPECT_TRUE(timeline) << timeline.error().message;
  return *std::move(timeline);
}

}  // namespace annals
