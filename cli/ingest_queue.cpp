#include "cli/ingest_queue.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <queue>
#include <thread>

namespace annals::cli {
namespace {

// Records under way at once, a thread. Enough to keep all busy while one record takes long.
constexpr std::size_t kInFlightPerThread = 32;
// Bytes of raw records under way at once: a pile of huge pages must not fill the memory.
constexpr std::size_t kInFlightBytes = 256U << 20U;

// The numbered records on their way through the threads. All members are guarded by `mutex`.
struct Belt {
  struct Item {
    std::uint64_t number = 0;
    Result<RawRecord> raw;
  };
  struct Done {
    Result<v1::ArticleRecord> result;
    std::size_t bytes = 0;
  };
  std::mutex mutex;
  std::condition_variable changed;
  std::queue<Item> waiting;
  std::map<std::uint64_t, Done> done;
  std::size_t in_flight = 0;
  std::size_t bytes = 0;
  std::uint64_t read = 0;
  bool all_read = false;
  bool stopped = false;
};

void analyse(Belt& belt, const Pipeline& pipeline) {
  while (true) {
    std::optional<Belt::Item> item;
    {
      std::unique_lock lock(belt.mutex);
      belt.changed.wait(lock,
                        [&] { return belt.stopped || belt.all_read || !belt.waiting.empty(); });
      if (belt.stopped || (belt.waiting.empty() && belt.all_read)) return;
      if (belt.waiting.empty()) continue;
      item = std::move(belt.waiting.front());
      belt.waiting.pop();
    }
    const std::size_t bytes = item->raw ? item->raw->bytes.size() : 0;
    Result<v1::ArticleRecord> result =
        item->raw ? pipeline.run(*item->raw)
                  : Result<v1::ArticleRecord>(tl::unexpected(item->raw.error()));
    {
      const std::lock_guard lock(belt.mutex);
      belt.done.emplace(item->number, Belt::Done{std::move(result), bytes});
    }
    belt.changed.notify_all();
  }
}

void read_all(Belt& belt, const std::vector<std::string>& inputs, const ReadOptions& options,
              std::size_t max_in_flight, const std::atomic<bool>* interrupted) {
  const auto stop_wanted = [&] { return interrupted != nullptr && interrupted->load(); };
  for (const std::string& input : inputs) {
    if (stop_wanted()) break;
    read_input(input, options, [&](Result<RawRecord> raw) {
      const std::size_t bytes = raw ? raw->bytes.size() : 0;
      std::unique_lock lock(belt.mutex);
      belt.changed.wait(lock, [&] {
        return belt.stopped || belt.in_flight == 0 ||
               (belt.in_flight < max_in_flight && belt.bytes + bytes <= kInFlightBytes);
      });
      if (belt.stopped || stop_wanted()) return false;
      belt.waiting.push({belt.read++, std::move(raw)});
      ++belt.in_flight;
      belt.bytes += bytes;
      lock.unlock();
      belt.changed.notify_all();
      return true;
    });
  }
  {
    const std::lock_guard lock(belt.mutex);
    belt.all_read = true;
  }
  belt.changed.notify_all();
}

}  // namespace

Status for_each_analysed(const std::vector<std::string>& inputs, const ReadOptions& read,
                         const Pipeline& pipeline, unsigned threads,
                         const std::atomic<bool>* interrupted,
                         const std::function<Status(Result<v1::ArticleRecord>)>& take) {
  const std::size_t workers =
      threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  Belt belt;
  std::vector<std::thread> pool;
  pool.reserve(workers + 1);
  pool.emplace_back(
      [&] { read_all(belt, inputs, read, workers * kInFlightPerThread, interrupted); });
  for (std::size_t i = 0; i < workers; ++i)
    pool.emplace_back([&] { analyse(belt, pipeline); });

  Status status;
  for (std::uint64_t next = 0;; ++next) {
    std::unique_lock lock(belt.mutex);
    belt.changed.wait(
        lock, [&] { return belt.done.contains(next) || (belt.all_read && next >= belt.read); });
    const auto at = belt.done.find(next);
    if (at == belt.done.end()) break;
    Belt::Done done = std::move(at->second);
    belt.done.erase(at);
    --belt.in_flight;
    belt.bytes -= done.bytes;
    lock.unlock();
    belt.changed.notify_all();
    status = take(std::move(done.result));
    if (!status) break;
  }
  {
    const std::lock_guard lock(belt.mutex);
    belt.stopped = true;
  }
  belt.changed.notify_all();
  for (std::thread& thread : pool)
    thread.join();
  return status;
}

}  // namespace annals::cli
