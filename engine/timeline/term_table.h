// From 32-bit term hashes to dense numbers: one flat table with open addressing, since a timeline's
// articles hold half a million terms and a node-based map would cost more than all the rest.
// Thread safety: a plain value.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace annals {

class TermTable {
 public:
  explicit TermTable(std::size_t expected) {
    slots_.resize(std::bit_ceil(expected * 2 + 16), Slot{});
  }

  // The number of a term; terms are numbered from 0 as they come.
  std::uint32_t intern(std::uint32_t term) {
    if ((std::size_t{count_} + 1) * 4 > slots_.size() * 3) grow();
    Slot& slot = slots_[place(term)];
    if (slot.number == kFree) slot = {term, count_++};
    return slot.number;
  }

  std::uint32_t size() const { return count_; }

 private:
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};
  struct Slot {
    std::uint32_t term = 0;
    std::uint32_t number = kFree;
  };

  std::size_t place(std::uint32_t term) const {
    const std::size_t mask = slots_.size() - 1;
    // Terms are hashes already; a multiplication spreads them over larger tables.
    std::size_t at = (std::uint64_t{term} * 0x9E3779B97F4A7C15ULL >> 20) & mask;
    while (slots_[at].number != kFree && slots_[at].term != term)
      at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kFree) slots_[place(slot.term)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
};

}  // namespace annals
