// Numbers for keys: the first distinct key is 0, the next 1 and so on, so that flat arrays replace
// maps. An open-addressed table of hashes that are keys already.
//
// Thread safety: a value of one thread; find() alone may run in many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace annals {

class DenseIds {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  // The number of a key, a new one when it was not seen before.
  std::uint32_t add(std::uint64_t key) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(key)];
    if (slot.id == kNone) slot = {key, count_++};
    return slot.id;
  }
  std::uint32_t find(std::uint64_t key) const {
    return slots_.empty() ? kNone : slots_[place(key)].id;
  }
  std::uint32_t size() const { return count_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t id = kNone;
  };

  std::size_t place(std::uint64_t key) const {
    constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15ULL;
    std::size_t at = ((key ^ key >> 32U) * kMix) >> shift_;
    while (slots_[at].id != kNone && slots_[at].key != key)
      at = at + 1 == slots_.size() ? 0 : at + 1;
    return at;
  }
  void grow() {
    constexpr std::size_t kLeast = 64;
    std::vector<Slot> old(slots_.empty() ? kLeast : 2 * slots_.size());
    old.swap(slots_);
    shift_ = 64;
    for (std::size_t size = slots_.size(); size > 1; size /= 2)
      --shift_;
    for (const Slot& slot : old) {
      if (slot.id != kNone) slots_[place(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
  unsigned shift_ = 64;
};

}  // namespace annals
