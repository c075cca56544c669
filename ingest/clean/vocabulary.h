// Which words does a block share with the long sentences of its page?
//
// Thread safety: immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/dense_ids.h"
#include "ingest/clean/page_view.h"

namespace annals {

// The stems of the text's core: its long sentences.
class Vocabulary {
 public:
  // Keeps a reference to `view`.
  explicit Vocabulary(const PageView& view);

  // The share of the block's stems that other core blocks hold too, and that those do which are at
  // most `reach` blocks away.
  struct Shared {
    float any = 0;
    float near = 0;
  };
  Shared shared(std::size_t block, std::size_t reach) const;

 private:
  struct Places {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  const PageView& view_;
  DenseIds<std::uint32_t> stems_;
  std::vector<Places> places_;  // of each stem
};

// The words of a field's text, to compare blocks with; by PageWord::hash.
DenseIds<std::uint32_t> stems_of(std::string_view text);

// The runs of three words in a text, to see whether a block says the same.
class Phrases {
 public:
  Phrases() = default;
  explicit Phrases(std::string_view text) { add(text); }
  // One more text.
  void add(std::string_view text);
  std::size_t size() const { return runs_.size(); }
  // Of the block's runs; -1 when there is no text, or the block is too short to say.
  float share(std::span<const PageWord> block) const;

 private:
  DenseIds<std::uint64_t> runs_;
};

}  // namespace annals
