// Stable hashes (XXH3). The same bytes give the same hash on every machine and in every version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace annals {

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
std::uint32_t hash32(std::string_view bytes);
// 128 bits as 32 lower-case hex digits.
std::string hash128_hex(std::string_view bytes);
// 16 lower-case hex digits.
std::string hex16(std::uint64_t value);

}  // namespace annals
