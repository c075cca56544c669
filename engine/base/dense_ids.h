// Numbers for keys: the first distinct key is 0, the next 1 and so on, so that flat arrays replace
// maps. One flat table with open addressing: the articles of a timeline hold half a million terms,
// and a node-based map would cost more than all the rest.
//
// Thread safety: a value of one thread; find() alone may run in many.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace annals {

template <class Key>
class DenseIds {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  DenseIds() = default;
  // With room for so many keys.
  explicit DenseIds(std::size_t expected) { resize(std::bit_ceil(2 * expected + 2)); }

  // The number of a key, a new one when it was not seen before.
  std::uint32_t add(Key key) {
    if (2 * (std::size_t{count_} + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(key)];
    if (slot.id == kNone) slot = {key, count_++};
    return slot.id;
  }
  std::uint32_t find(Key key) const { return slots_.empty() ? kNone : slots_[place(key)].id; }
  std::uint32_t size() const { return count_; }

 private:
  struct Slot {
    Key key = 0;
    std::uint32_t id = kNone;
  };

  // Keys are hashes or small numbers; a multiplication spreads both over the table.
  std::size_t place(Key key) const {
    constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15ULL;
    const std::uint64_t wide = key;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = ((wide ^ wide >> 32U) * kMix) >> shift_;
    while (slots_[at].id != kNone && slots_[at].key != key)
      at = (at + 1) & mask;
    return at;
  }
  // To a power of two.
  void resize(std::size_t size) {
    slots_.resize(size);
    shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
  }
  void grow() {
    constexpr std::size_t kLeast = 64;
    std::vector<Slot> old;
    old.swap(slots_);
    resize(old.empty() ? kLeast : 2 * old.size());
    for (const Slot& slot : old) {
      if (slot.id != kNone) slots_[place(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
  unsigned shift_ = 64;
};

}  // namespace annals
