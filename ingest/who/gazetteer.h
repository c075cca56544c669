// Gazetteer: which words are known as given names, surnames, places or organisations. A hint for
// the names model, never a name by itself.
//
// Thread safety: immutable after map. Errors: map reports kCorrupt for bytes that are no gazetteer,
// kUnsupported for another version.
//
// File format, all numbers little-endian:
//   0  magic "ANNGAZ\r\n"   8 u32 version (1)   12 u32 entries n   16 u64 checksum of what follows
//   24 4097 u32: where in the entries each bucket (the top 12 bits of the hash) begins
//   then n u32 hashes, ascending, and n u8 sets of GazetteerBits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace annals::who {

enum GazetteerBits : std::uint8_t {
  kMaleName = 1U << 0U,
  kFemaleName = 1U << 1U,
  kSurname = 1U << 2U,
  kTown = 1U << 3U,
  kCommonNoun = 1U << 4U,  // of a language that writes nouns with capitals
  kOrganisation = 1U << 5U,
};

class Gazetteer {
 public:
  // Points into the bytes, which must live as long as the gazetteer.
  static Result<Gazetteer> map(std::string_view bytes);
  // The file of folded names and their bits, in any order, beside all that `base` knows.
  static std::string build(const std::vector<std::pair<std::string, std::uint8_t>>& entries,
                           const Gazetteer& base = {});

  // A set of GazetteerBits; 0 for an unknown name. `folded` as fold_name gives it.
  std::uint8_t find(std::string_view folded) const;

 private:
  std::string_view buckets_;
  std::string_view hashes_;
  std::string_view bits_;
};

}  // namespace annals::who
