// Pool: buffers and caches that a worker borrows for the length of a call and gives back, so that
// they are warm when the next call borrows them.
//
//   const auto scratch = pool.borrow([] { return std::make_unique<Scratch>(); });
//   scratch->…                        // this thread's alone until the pointer dies
//
// Holds as many as were ever borrowed at once. Thread safety: borrow from any thread; what is
// borrowed belongs to the borrower and must not outlive the pool.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace annals {

template <class T>
class Pool {
 public:
  struct Return {
    Pool* pool = nullptr;
    void operator()(T* item) const {
      const std::lock_guard lock(pool->mutex_);
      pool->items_.emplace_back(item);
    }
  };
  using Borrowed = std::unique_ptr<T, Return>;

  // `make` is called when none is free.
  template <class Make>
  Borrowed borrow(const Make& make) {
    {
      const std::lock_guard lock(mutex_);
      if (!items_.empty()) {
        Borrowed item(items_.back().release(), Return{this});
        items_.pop_back();
        return item;
      }
    }
    return {make().release(), Return{this}};
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> items_;
};

}  // namespace annals
