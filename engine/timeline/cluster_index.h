// Which clusters of events have a key (an actor, an article)?
//
// Thread safety: a plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/dense_ids.h"
#include "engine/timeline/merge.h"

namespace annals {

// The clusters of every key, each key's side by side. How many a key can have is known before the
// first cluster is made, so that nothing grows.
class ClustersByKey {
 public:
  struct Row {
    std::int32_t first = 0;  // days, as in the cluster
    std::int32_t last = 0;
    TimeKind time = TimeKind::kUndated;
    std::uint32_t cluster = 0;
  };

  explicit ClustersByKey(std::size_t expected) : keys_(expected) { room_.reserve(expected); }

  // Room for one more of the key; before prepare().
  void expect(std::uint64_t key) {
    const std::uint32_t number = keys_.add(key);
    if (number == room_.size()) room_.push_back(0);
    ++room_[number];
  }
  void prepare() {
    std::uint32_t end = 0;
    lists_.reserve(room_.size());
    for (const std::uint32_t room : room_) {
      lists_.emplace_back(end, end);
      end += room;
    }
    rows_.resize(end);
    room_ = {};
  }
  void add(std::uint64_t key, const Row& row) { rows_[lists_[keys_.find(key)].second++] = row; }
  std::span<const Row> of(std::uint64_t key) const {
    const std::uint32_t number = keys_.find(key);
    if (number == DenseIds<std::uint64_t>::kNone) return {};
    const auto [begin, end] = lists_[number];
    return std::span(rows_).subspan(begin, end - begin);
  }

 private:
  DenseIds<std::uint64_t> keys_;
  std::vector<std::uint32_t> room_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lists_;  // where each key's rows stand
  std::vector<Row> rows_;
};

}  // namespace annals
