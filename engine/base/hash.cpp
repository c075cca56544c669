#include "engine/base/hash.h"

#include <fmt/format.h>
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
  return fmt::format("{:016x}", value);
}

}  // namespace annals
