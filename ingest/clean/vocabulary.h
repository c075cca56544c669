// Which words does a block share with the long sentences of its page?
//
// Thread safety: immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "ingest/clean/page_view.h"

namespace annals {

// The stems of the text's core: its long sentences.
class Vocabulary {
 public:
  // Keeps a reference to `view`.
  explicit Vocabulary(const PageView& view);

  // The share of the block's stems that other core blocks hold too: any of them when `reach` is 0,
  // else those at most `reach` blocks away.
  float shared(std::size_t block, std::size_t reach) const;

 private:
  struct Places {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  void add(const PageWord& word, std::size_t block);

  const PageView& view_;
  std::unordered_map<std::uint32_t, Places> places_;
};

// How often each word stands in a field's text, to compare blocks with; by PageWord::hash.
std::unordered_map<std::uint32_t, std::uint32_t> stems_of(std::string_view text);

// The runs of three words in a text, to see whether a block says the same.
class Phrases {
 public:
  explicit Phrases(std::string_view text);
  // Of the block's runs; -1 when there is no text, or the block is too short to say.
  float share(std::span<const PageWord> block) const;

 private:
  std::unordered_set<std::uint64_t> runs_;
};

}  // namespace annals
