#include "ingest/learn/word_clusters.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "engine/base/hash.h"

namespace annals {
namespace {

constexpr std::string_view kClusterMagic = "ANNCLU\r\n";
constexpr std::uint32_t kClusterVersion = 2;
constexpr std::size_t kHeader = 32;
constexpr std::size_t kBuckets = std::size_t{1} << 16U;
constexpr unsigned kNarrowBits = 10;
constexpr unsigned kNarrowMask = (1U << kNarrowBits) - 1;
static_assert(WordClusters::kMostNarrow == std::size_t{1} << kNarrowBits);
static_assert(WordClusters::kMostKinds == std::size_t{1} << (16 - kNarrowBits));

template <class T>
T number_at(std::string_view bytes, std::size_t index) {
  T value = 0;
  std::memcpy(&value, bytes.data() + sizeof(T) * index, sizeof(T));
  return value;
}

template <class T>
void append_number(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

// Static here as well as in ICU: the thread sanitizer sees what orders this one.
const icu::Normalizer2* decomposer_of_all() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const decomposer = icu::Normalizer2::getNFDInstance(error);
  return decomposer;
}

// Every letter without what stands above or below it.
std::string without_marks(std::string_view text) {
  const icu::Normalizer2* const decomposer = decomposer_of_all();
  if (decomposer == nullptr) return {};
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString parts =
      decomposer->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                text.data(), static_cast<std::int32_t>(text.size()))),
                            error);
  if (U_FAILURE(error)) return {};
  constexpr char16_t kFirstMark = 0x300;
  constexpr char16_t kLastMark = 0x36F;
  icu::UnicodeString letters;
  for (std::int32_t i = 0; i < parts.length(); ++i) {
    const char16_t unit = parts[i];
    if (unit < kFirstMark || unit > kLastMark) letters.append(unit);
  }
  std::string out;
  letters.toUTF8String(out);
  return out;
}

}  // namespace

Result<WordClusters> WordClusters::load(const DataFiles& data) {
  const std::string name = "models/clusters.bin";
  if (!data.has(name)) return WordClusters{};
  ANNALS_ASSIGN(const std::string_view bytes, data.read(name));
  auto clusters = map(bytes);
  if (!clusters) return tl::unexpected(std::move(clusters).error().with_context(name));
  return clusters;
}

Result<WordClusters> WordClusters::map(std::string_view bytes) {
  const auto corrupt = [](const char* what) {
    return fail(ErrorCode::kCorrupt, std::string("word clusters: ") + what);
  };
  if (bytes.size() < kHeader || !bytes.starts_with(kClusterMagic)) return corrupt("these are none");
  if (number_at<std::uint32_t>(bytes, 2) != kClusterVersion) {
    return fail(ErrorCode::kUnsupported,
                "word clusters of version " + std::to_string(number_at<std::uint32_t>(bytes, 2)) +
                    "; this program reads version " + std::to_string(kClusterVersion));
  }
  const std::size_t words = number_at<std::uint32_t>(bytes, 3);
  const std::size_t narrow = number_at<std::uint32_t>(bytes, 4);
  const std::size_t kinds = number_at<std::uint32_t>(bytes, 5);
  if (narrow > kMostNarrow || kinds > kMostKinds) return corrupt("numbers out of range");
  if (bytes.size() != kHeader + 4 * narrow + 4 * (kBuckets + 1) + 4 * words)
    return corrupt("cut off or overlong");
  if (number_at<std::uint64_t>(bytes, 3) != hash64(bytes.substr(kHeader)))
    return corrupt("checksum differs");
  WordClusters out;
  std::size_t at = kHeader;
  const auto section = [&](std::size_t size) {
    return bytes.substr(std::exchange(at, at + size), size);
  };
  out.above_ = section(4 * narrow);
  out.buckets_ = section(4 * (kBuckets + 1));
  out.prints_ = section(2 * words);
  out.narrow_ = section(2 * words);
  // Without branches, so that the compiler takes several numbers at a time.
  const auto bucket = [at_bucket = out.buckets_.data()](std::size_t i) {
    std::uint32_t begin = 0;
    std::memcpy(&begin, at_bucket + sizeof(begin) * i, sizeof(begin));
    return begin;
  };
  std::uint32_t falls = bucket(0) == 0 && bucket(kBuckets) == words ? 0 : 1;
  for (std::size_t i = 0; i < kBuckets; ++i)
    falls |= bucket(i) > bucket(i + 1) ? 1U : 0U;
  if (falls != 0) return corrupt("buckets");
  std::uint16_t most_narrow = 0;
  std::uint16_t most_kind = 0;
  for (const char* at_word = out.narrow_.data(); at_word != out.narrow_.data() + 2 * words;
       at_word += 2) {
    std::uint16_t both = 0;
    std::memcpy(&both, at_word, sizeof(both));
    most_narrow = std::max(most_narrow, static_cast<std::uint16_t>(both & kNarrowMask));
    most_kind = std::max(most_kind, static_cast<std::uint16_t>(both >> kNarrowBits));
  }
  if (words > 0 && (most_narrow >= narrow || most_kind >= kinds))
    return corrupt("no such cluster or kind");
  return out;
}

std::string WordClusters::build(const std::vector<Word>& words, const std::vector<Above>& above,
                                std::size_t kinds) {
  std::vector<std::pair<std::uint32_t, std::uint16_t>> sorted;
  sorted.reserve(words.size());
  for (const Word& word : words)
    sorted.emplace_back(static_cast<std::uint32_t>(word.hash >> 32U),
                        static_cast<std::uint16_t>(word.kind << kNarrowBits | word.narrow));
  const auto by_hash = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::stable_sort(sorted.begin(), sorted.end(), by_hash);
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());

  std::string body;
  for (const Above& cluster : above) {
    append_number(body, cluster.broad);
    append_number(body, cluster.middle);
  }
  std::size_t next = 0;
  for (std::size_t bucket = 0; bucket <= kBuckets; ++bucket) {
    while (next < sorted.size() && sorted[next].first >> 16U < bucket)
      ++next;
    append_number(body, static_cast<std::uint32_t>(next));
  }
  for (const auto& [hash, narrow] : sorted)
    append_number(body, static_cast<std::uint16_t>(hash));
  for (const auto& [hash, both] : sorted)
    append_number(body, both);
  std::string out(kClusterMagic);
  append_number(out, kClusterVersion);
  append_number(out, static_cast<std::uint32_t>(sorted.size()));
  append_number(out, static_cast<std::uint32_t>(above.size()));
  append_number(out, static_cast<std::uint32_t>(kinds));
  append_number(out, hash64(body));
  return out + body;
}

WordClusters::Clusters WordClusters::find(std::uint64_t hash) const {
  if (buckets_.empty()) return {};
  const std::size_t bucket = hash >> 48U;
  const auto print = static_cast<std::uint16_t>(hash >> 32U);
  const auto end = number_at<std::uint32_t>(buckets_, bucket + 1);
  for (auto i = number_at<std::uint32_t>(buckets_, bucket); i < end; ++i) {
    const auto entry = number_at<std::uint16_t>(prints_, i);
    if (entry < print) continue;
    if (entry > print) break;
    const unsigned both = number_at<std::uint16_t>(narrow_, i);
    const std::size_t narrow = both & kNarrowMask;
    return {.broad = number_at<std::uint16_t>(above_, 2 * narrow),
            .middle = number_at<std::uint16_t>(above_, 2 * narrow + 1),
            .narrow = static_cast<std::uint16_t>(narrow),
            .kind = static_cast<std::uint16_t>(both >> kNarrowBits)};
  }
  return {};
}

WordClusters::Clusters WordClusters::find(std::string_view folded) const {
  const Clusters found = find(hash64(folded));
  const auto beyond_ascii = [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; };
  if (found.narrow != kNone || buckets_.empty() || std::ranges::none_of(folded, beyond_ascii))
    return found;
  return find(hash64(without_marks(folded)));
}

}  // namespace annals
