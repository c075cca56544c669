#include "engine/base/hash.h"

// Its functions inline: most of what is hashed are words, and a call costs as much as the hash.
#define XXH_INLINE_ALL  // NOLINT(cppcoreguidelines-macro-usage)
#include <xxhash.h>

namespace annals {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::uint32_t hash32(std::string_view bytes) {
  const std::uint64_t h = hash64(bytes);
  return static_cast<std::uint32_t>(h ^ (h >> 32U));
}

std::string hash128_hex(std::string_view bytes) {
  const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
  return hex16(h.high64) + hex16(h.low64);
}

std::string hex16(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t i = out.size(); i-- > 0; value >>= 4U)
    out[i] = kDigits[value & 15U];
  return out;
}

}  // namespace annals
