#include "ingest/clean/vocabulary.h"

#include "ingest/clean/measures.h"

namespace annals {
namespace {

constexpr std::uint32_t kLeastLetters = 4;

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

}  // namespace annals
