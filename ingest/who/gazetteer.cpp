#include "ingest/who/gazetteer.h"

#include <cstring>
#include <map>

#include "engine/base/hash.h"

namespace annals::who {
namespace {

constexpr std::string_view kMagic = "ANNGAZ\r\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeader = 24;
constexpr unsigned kBucketBits = 12;
constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;

std::uint32_t load(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

void append(std::string& out, std::uint32_t value) {
  char bytes[sizeof(value)];
  std::memcpy(bytes, &value, sizeof(value));
  out.append(bytes, sizeof(value));
}

std::uint32_t hash_of(std::string_view folded) {
  return static_cast<std::uint32_t>(hash64(folded) >> 32U);
}

}  // namespace

Result<Gazetteer> Gazetteer::map(std::string_view bytes) {
  const auto corrupt = [](const char* what) {
    return fail(ErrorCode::kCorrupt, std::string("gazetteer: ") + what);
  };
  const std::size_t entries_at = kHeader + 4 * (kBuckets + 1);
  if (bytes.size() < entries_at || !bytes.starts_with(kMagic)) return corrupt("this is none");
  if (load(bytes, 8) != kVersion) {
    return fail(ErrorCode::kUnsupported, "gazetteer of version " + std::to_string(load(bytes, 8)) +
                                             "; this program reads version " +
                                             std::to_string(kVersion));
  }
  const std::size_t count = load(bytes, 12);
  if (bytes.size() != entries_at + 5 * count) return corrupt("cut off or overlong");
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + 16, sizeof(checksum));
  if (checksum != hash64(bytes.substr(kHeader))) return corrupt("checksum differs");
  Gazetteer out;
  out.buckets_ = bytes.substr(kHeader, 4 * (kBuckets + 1));
  out.hashes_ = bytes.substr(entries_at, 4 * count);
  out.bits_ = bytes.substr(entries_at + 4 * count);
  std::uint32_t before = 0;
  for (std::size_t i = 0; i <= kBuckets; ++i) {
    const std::uint32_t begin = load(out.buckets_, 4 * i);
    if (begin < before || begin > count) return corrupt("buckets");
    before = begin;
  }
  return out;
}

std::string Gazetteer::build(const std::vector<std::pair<std::string, std::uint8_t>>& entries,
                             const Gazetteer& base) {
  std::map<std::uint32_t, std::uint8_t> sorted;
  for (std::size_t i = 0; i < base.bits_.size(); ++i) {
    sorted[load(base.hashes_, 4 * i)] = static_cast<std::uint8_t>(base.bits_[i]);
  }
  for (const auto& [name, bits] : entries) {
    if (!name.empty()) sorted[hash_of(name)] |= bits;
  }
  std::string buckets;
  std::string hashes;
  std::string bits;
  std::size_t bucket = 0;
  for (const auto& [hash, set] : sorted) {
    for (; bucket <= hash >> (32U - kBucketBits); ++bucket) {
      append(buckets, static_cast<std::uint32_t>(bits.size()));
    }
    append(hashes, hash);
    bits.push_back(static_cast<char>(set));
  }
  for (; bucket <= kBuckets; ++bucket)
    append(buckets, static_cast<std::uint32_t>(bits.size()));
  const std::string body = buckets + hashes + bits;
  std::string out(kMagic);
  append(out, kVersion);
  append(out, static_cast<std::uint32_t>(bits.size()));
  const std::uint64_t checksum = hash64(body);
  append(out, static_cast<std::uint32_t>(checksum));
  append(out, static_cast<std::uint32_t>(checksum >> 32U));
  return out + body;
}

std::uint8_t Gazetteer::find(std::string_view folded) const {
  if (buckets_.empty()) return 0;
  const std::uint32_t hash = hash_of(folded);
  const std::size_t bucket = hash >> (32U - kBucketBits);
  const std::uint32_t end = load(buckets_, 4 * bucket + 4);
  for (std::uint32_t i = load(buckets_, 4 * bucket); i < end; ++i) {
    const std::uint32_t entry = load(hashes_, 4 * std::size_t{i});
    if (entry == hash) return static_cast<std::uint8_t>(bits_[i]);
    if (entry > hash) break;
  }
  return 0;
}

}  // namespace annals::who
