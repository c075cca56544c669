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
    if (words.size() < 12 || !ends_sentence(view.text_of(i))) continue;
    for (const PageWord& word : words)
      add(word, i);
  }
}

float Vocabulary::shared(std::size_t block, std::size_t reach) const {
  std::size_t stems = 0;
  std::size_t found = 0;
  for (const PageWord& word : view_.words.of_block(block)) {
    if (word.span.size() < kLeastLetters) continue;
    ++stems;
    const auto at = places_.find(word.stem);
    if (at == places_.end()) continue;
    const Places& places = at->second;
    if (reach == 0) {
      found += places.first != block || places.last != block ? 1U : 0U;
    } else {
      const auto near = [&](std::uint32_t p) {
        return p != block && p + reach >= block && p <= block + reach;
      };
      found += near(places.first) || near(places.last) ? 1U : 0U;
    }
  }
  return measures::share(static_cast<double>(found), static_cast<double>(stems));
}

void Vocabulary::add(const PageWord& word, std::size_t block) {
  if (word.span.size() < kLeastLetters) return;
  const auto at = static_cast<std::uint32_t>(block);
  const auto [it, fresh] = places_.try_emplace(word.stem, Places{at, at});
  if (!fresh) it->second.last = at;
}

std::unordered_map<std::uint32_t, std::uint32_t> stems_of(std::string_view text) {
  std::vector<PageWord> words;
  append_words(text, 0, words);
  std::unordered_map<std::uint32_t, std::uint32_t> out;
  for (const PageWord& word : words)
    ++out[word.hash];
  return out;
}

Phrases::Phrases(std::string_view text) {
  std::vector<PageWord> words;
  append_words(text, 0, words);
  for (std::size_t i = 0; i + kRunLength <= words.size(); ++i)
    runs_.insert(run_hash(words, i));
}

float Phrases::share(std::span<const PageWord> block) const {
  if (runs_.empty() || block.size() < kRunLength) return -1.0F;
  std::size_t found = 0;
  const std::size_t all = block.size() - kRunLength + 1;
  for (std::size_t i = 0; i < all; ++i)
    found += runs_.contains(run_hash(block, i)) ? 1U : 0U;
  return measures::share(static_cast<double>(found), static_cast<double>(all));
}

}  // namespace annals
