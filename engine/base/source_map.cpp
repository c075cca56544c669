#include "engine/base/source_map.h"

#include <algorithm>

namespace annals {

SourceMap SourceMap::identity(std::uint32_t length, std::uint64_t source) {
  SourceMap map;
  map.add(0, source, length);
  return map;
}

void SourceMap::add(std::uint32_t text, std::uint64_t source, std::uint32_t length) {
  if (length == 0) return;
  if (!runs_.empty()) {
    Run& last = runs_.back();
    if (last.text + last.length == text && last.source + last.length == source) {
      last.length += length;
      return;
    }
  }
  runs_.push_back({text, source, length});
}

void SourceMap::anchor(std::uint32_t text, std::uint64_t source) {
  if (!runs_.empty()) {
    const Run& last = runs_.back();
    if (last.text + last.length == text && last.source + last.length == source) return;
  }
  runs_.push_back({text, source, 0});
}

v1::SourceSpan SourceMap::map(Span text) const {
  v1::SourceSpan out;
  if (runs_.empty()) return out;
  // The last run that starts at or before a text offset, or nullptr.
  const auto at = [this](std::uint32_t offset) -> const Run* {
    const auto it = std::upper_bound(runs_.begin(), runs_.end(), offset,
                                     [](std::uint32_t o, const Run& run) { return o < run.text; });
    return it == runs_.begin() ? nullptr : &*std::prev(it);
  };
  const Run* run = at(text.begin);
  if (run == nullptr) {
    out.set_begin(runs_.front().source);
  } else {
    out.set_begin(run->source + std::min(text.begin - run->text, run->length));
  }
  if (text.empty()) {
    out.set_end(out.begin());
    return out;
  }
  // The end is one past the file byte of the last text byte; text between runs ends where the next
  // begins.
  const std::uint32_t last = text.end - 1;
  run = at(last);
  if (run != nullptr && last < run->text + run->length) {
    out.set_end(run->source + (last - run->text) + 1);
  } else {
    const Run* next = run == nullptr ? runs_.data() : run + 1;
    const Run* end = runs_.data() + runs_.size();
    out.set_end(next < end ? next->source : runs_.back().source + runs_.back().length);
  }
  if (out.end() < out.begin()) out.set_end(out.begin());
  return out;
}

void SourceMap::append(const SourceMap& other, Span from, std::uint32_t text, std::uint64_t offset,
                       std::size_t* cursor) {
  const std::vector<Run>& runs = other.runs_;
  if (from.empty() || runs.empty()) return;
  // The last run that starts at or before the piece, or the first. A few steps from the last place
  // are cheaper than a search; a long way is not.
  constexpr std::size_t kMostSteps = 16;
  std::size_t at = cursor == nullptr ? 0 : std::min(*cursor, runs.size() - 1);
  std::size_t steps = 0;
  while (runs[at].text <= from.begin && at + 1 < runs.size() && runs[at + 1].text <= from.begin &&
         steps < kMostSteps) {
    ++at;
    ++steps;
  }
  if (steps == kMostSteps || runs[at].text > from.begin) {
    const auto it = std::upper_bound(runs.begin(), runs.end(), from.begin,
                                     [](std::uint32_t o, const Run& run) { return o < run.text; });
    at = it == runs.begin() ? 0 : static_cast<std::size_t>(it - runs.begin()) - 1;
  }
  if (from.begin < runs[at].text || from.begin >= runs[at].text + runs[at].length)
    anchor(text, offset + other.map({from.begin, from.begin + 1}).begin());
  std::uint32_t known = from.begin;
  for (; at < runs.size() && runs[at].text < from.end; ++at) {
    const Run& run = runs[at];
    const std::uint32_t begin = std::max(run.text, from.begin);
    const std::uint32_t end = std::min(run.text + run.length, from.end);
    if (begin < end) {
      add(text + (begin - from.begin), offset + run.source + (begin - run.text), end - begin);
      known = end;
    } else if (run.length == 0 && run.text > from.begin) {
      anchor(text + (run.text - from.begin), offset + run.source);
    }
    if (run.text + run.length >= from.end) break;
  }
  if (known < from.end)
    anchor(text + from.size(), offset + other.map({from.end - 1, from.end}).end());
  if (cursor != nullptr) *cursor = std::min(at, runs.size() - 1);
}

void SourceMap::to_proto(v1::SourceMap& out) const {
  out.Clear();
  std::uint32_t text = 0;
  std::uint64_t source = 0;
  for (const Run& run : runs_) {
    out.add_text_gap(run.text - text);
    out.add_source_delta(static_cast<std::int64_t>(run.source) - static_cast<std::int64_t>(source));
    out.add_length(run.length);
    text = run.text + run.length;
    source = run.source + run.length;
  }
}

SourceMap SourceMap::from_proto(const v1::SourceMap& in) {
  SourceMap map;
  const int count = std::min({in.text_gap_size(), in.source_delta_size(), in.length_size()});
  std::uint32_t text = 0;
  std::uint64_t source = 0;
  for (int i = 0; i < count; ++i) {
    text += in.text_gap(i);
    source += static_cast<std::uint64_t>(in.source_delta(i));
    map.runs_.push_back({text, source, in.length(i)});
    text += in.length(i);
    source += in.length(i);
  }
  return map;
}

}  // namespace annals
