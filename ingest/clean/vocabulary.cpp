#include "ingest/clean/vocabulary.h"

#include "ingest/clean/measures.h"

namespace annals {
namespace {

constexpr std::uint32_t kLeastLetters = 4;
constexpr std::size_t kRunLength = 3;

std::uint64_t run_hash(std::span<const PageWord> words, std::size_t at) {
  std::uint64_t hash = 0;
  for (std::size_t i = at; i < at + kRunLength; ++i)
    hash = hash * 0x9e3779b97f4a7c15ULL + words[i].hash;
  return hash;
}

}  // namespace

Vocabulary::Vocabulary(const PageView& view) : view_(view) {
  for (std::size_t i = 0; i < view.size(); ++i) {
    const auto words = view.words.of_block(i);
    if (words.size() < 12 || view.ends_sentence[i] == 0) continue;
    const auto at = static_cast<std::uint32_t>(i);
    for (const PageWord& word : words) {
      if (word.span.size() < kLeastLetters) continue;
      const std::uint32_t stem = stems_.add(word.stem);
      if (stem == places_.size()) places_.push_back({at, at});
      places_[stem].last = at;
    }
  }
}

Vocabulary::Shared Vocabulary::shared(std::size_t block, std::size_t reach) const {
  std::size_t stems = 0;
  std::size_t any = 0;
  std::size_t near = 0;
  const auto is_near = [&](std::size_t place) {
    return place != block && place + reach >= block && place <= block + reach;
  };
  for (const PageWord& word : view_.words.of_block(block)) {
    if (word.span.size() < kLeastLetters) continue;
    ++stems;
    const std::uint32_t stem = stems_.find(word.stem);
    if (stem == DenseIds<std::uint32_t>::kNone) continue;
    const Places& places = places_[stem];
    any += places.first != block || places.last != block ? 1U : 0U;
    near += is_near(places.first) || is_near(places.last) ? 1U : 0U;
  }
  const auto all = static_cast<double>(stems);
  return {measures::share(static_cast<double>(any), all),
          measures::share(static_cast<double>(near), all)};
}

DenseIds<std::uint32_t> stems_of(std::string_view text) {
  std::vector<PageWord> words;
  append_words(text, 0, words);
  DenseIds<std::uint32_t> out;
  for (const PageWord& word : words)
    out.add(word.hash);
  return out;
}

void Phrases::add(std::string_view text) {
  std::vector<PageWord> words;
  append_words(text, 0, words);
  for (std::size_t i = 0; i + kRunLength <= words.size(); ++i)
    runs_.add(run_hash(words, i));
}

float Phrases::share(std::span<const PageWord> block) const {
  if (runs_.size() == 0 || block.size() < kRunLength) return -1.0F;
  std::size_t found = 0;
  const std::size_t all = block.size() - kRunLength + 1;
  for (std::size_t i = 0; i < all; ++i)
    found += runs_.find(run_hash(block, i)) != DenseIds<std::uint64_t>::kNone ? 1U : 0U;
  return measures::share(static_cast<double>(found), static_cast<double>(all));
}

}  // namespace annals
