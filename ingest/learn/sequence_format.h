// The header of a sequence model file; sequence_model.h documents the format. Do not change it
// without a new version. And what the trainer and the model must agree on.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "engine/base/hash.h"

namespace annals {

inline constexpr char kSequenceMagic[8] = {'A', 'N', 'N', 'S', 'E', 'Q', '\r', '\n'};
inline constexpr std::uint32_t kSequenceVersion = 1;

// The score of what may not be: low enough never to win, high enough to be added up over a long
// sentence.
inline constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min() / 4;

struct SequenceHeader {
  char magic[8] = {};
  std::uint32_t version = 0;
  std::uint32_t labels = 0;
  std::uint32_t bucket_bits = 0;
  std::uint32_t features = 0;
  std::uint32_t names = 0;
  std::uint32_t transitions = 0;
  std::uint32_t buckets = 0;
  std::uint32_t entries = 0;
  std::uint32_t extra = 0;
  std::uint32_t size = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(SequenceHeader) == 56);

// Of the whole file but the checksum itself, which ends the header.
inline std::uint64_t sequence_checksum(std::string_view file) {
  constexpr std::size_t kEnd = sizeof(SequenceHeader);
  return hash64(file.substr(kEnd), hash64(file.substr(0, kEnd - sizeof(std::uint64_t))));
}

}  // namespace annals
