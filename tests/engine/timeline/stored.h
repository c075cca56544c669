// A store of small articles, its timeline in a few lines, and two events that many tests tell.
#pragma once

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/timeline/timeline.h"
#include "tests/engine/store/store_directory.h"
#include "tests/engine/timeline/small_story.h"

namespace annals {

inline constexpr Instant kNow{std::chrono::seconds(1'600'000'000)};

// A store with these records, in this order.
class Stored {
 public:
  explicit Stored(const std::vector<v1::ArticleRecord>& records, std::size_t batch = 1000)
      : store_(*Store::open(directory_.path(), {.create_if_missing = true})) {
    for (std::size_t at = 0; at < records.size(); at += batch) {
      const auto count = std::min(batch, records.size() - at);
      const auto added = store_.add(std::span(records).subspan(at, count), kNow);
      EXPECT_TRUE(added) << added.error().message;
    }
  }
  v1::Timeline ask(const v1::TimelineQuery& query = {}) const {
    auto timeline = build_timeline(store_, query);
    EXPECT_TRUE(timeline) << timeline.error().message;
    return timeline ? *timeline : v1::Timeline();
  }
  const Store& store() const { return store_; }

 private:
  StoreDirectory directory_;
  Store store_;
};

inline std::string lower_name(const std::string& name, std::string_view prefix) {
  return key_of(name.substr(prefix.size()));
}

// An entry in a line, "2020-09-20 past_due ban x1": day, status, class, independent sources.
inline std::string line_of(const std::string& when, const v1::Entry& entry) {
  return fmt::format("{} {} {}{} x{}", when, lower_name(v1::Status_Name(entry.status()), "STATUS_"),
                     entry.polarity() == v1::POLARITY_NEGATIVE ? "no " : "", entry.event_class(),
                     entry.independent_sources());
}
// All entries of a timeline.
inline std::vector<std::string> lines_of(const v1::Timeline& timeline) {
  std::vector<std::string> out;
  for (const auto& day : timeline.days()) {
    for (const auto& entry : day.entries())
      out.push_back(line_of(day.day(), entry));
  }
  for (const auto& entry : timeline.bounded()) {
    out.push_back(line_of(entry.interval().edtf(), entry));
  }
  for (const auto& entry : timeline.undated())
    out.push_back(line_of("undated", entry));
  return out;
}

inline SmallEvent deal(std::string_view day, const std::string& buyer = "Northwork") {
  return {.event_class = "acquisition",
          .who = {{v1::ROLE_AGENT, buyer}, {v1::ROLE_PATIENT, "Seaglass"}},
          .when = on(day)};
}

inline SmallEvent ban(std::string_view day) {
  return {.event_class = "ban",
          .who = {{v1::ROLE_PATIENT, "Clipto"}},
          .when = on(day),
          .modality = v1::MODALITY_SCHEDULED,
          .status = v1::STATUS_DUE};
}

}  // namespace annals
