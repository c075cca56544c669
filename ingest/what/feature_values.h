// Small values as parts of features (feature_hash) of this room's models.
//
// Inside the room. Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace annals::what {

template <class T>
std::uint64_t number(T value) {
  return static_cast<std::uint64_t>(value);
}

// Several small numbers in one, each below 63.
inline std::uint64_t packed(std::initializer_list<std::uint64_t> values) {
  std::uint64_t out = 0;
  for (const std::uint64_t value : values)
    out = out * 64 + value + 1;
  return out;
}

// The last bytes of a word.
inline std::string_view ending(std::string_view lower, std::size_t bytes) {
  return lower.size() <= bytes ? lower : lower.substr(lower.size() - bytes);
}

}  // namespace annals::what
