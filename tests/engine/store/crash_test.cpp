// A process that adds articles is killed at random moments, again and again.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/store/store.h"
#include "tests/engine/store/generated_records.h"
#include "tests/engine/store/store_directory.h"

namespace annals {
namespace {

using ::testing::IsEmpty;

constexpr const char* kPathVariable = "ANNALS_CRASH_TEST_STORE";
constexpr const char* kRoundsVariable = "ANNALS_CRASH_TEST_ROUNDS";
constexpr std::uint64_t kArticles = 150;
constexpr std::uint64_t kBatch = 6;

// Articles with revisions between them and copies at smaller paths, so that every way of writing is
// hit.
std::vector<v1::ArticleRecord> batch_at(std::uint64_t first) {
  std::vector<v1::ArticleRecord> out = generated_records(first, kBatch, small_shape());
  if (first >= kBatch) {
    out.push_back(generated_record(first - kBatch, 1, small_shape()));
    out.push_back(generated_record(first - 1, 0, small_shape()));
    out.back().mutable_article()->set_file("/a/copy.html");
  }
  return out;
}

// Not a test: what the child runs. Each acknowledged batch is a byte on standard output.
TEST(StoreCrash, DISABLED_Child) {
  const char* path = std::getenv(kPathVariable);
  ASSERT_NE(path, nullptr);
  Result<Store> store = Store::open(path, {.create_if_missing = true});
  ASSERT_TRUE(store) << store.error().message;
  for (std::uint64_t i = 0; i < kArticles; i += kBatch) {
    ASSERT_TRUE(store->add(batch_at(i), record_time(7)));
    const char byte = 1;
    ASSERT_EQ(::write(STDERR_FILENO, &byte, 1), 1);
  }
  ASSERT_TRUE(store->close());
}

struct ChildRun {
  std::uint64_t acknowledged = 0;  // batches
  bool finished = false;
};

// Runs the child on a store; kills it after a while, unless that is 0.
ChildRun run_child(const std::string& path, std::chrono::microseconds life) {
  int pipe_ends[2] = {};
  EXPECT_EQ(::pipe2(pipe_ends, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(pipe_ends[1], STDERR_FILENO);
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(null, STDOUT_FILENO);
    ::setenv(kPathVariable, path.c_str(), 1);
    ::execl("/proc/self/exe", "child", "--gtest_filter=StoreCrash.DISABLED_Child",
            "--gtest_also_run_disabled_tests", nullptr);
    ::_exit(127);
  }
  ::close(pipe_ends[1]);
  if (life.count() > 0) {
    std::this_thread::sleep_for(life);
    ::kill(child, SIGKILL);
  }
  ChildRun out;
  char buffer[256];
  for (ssize_t got = 0; (got = ::read(pipe_ends[0], buffer, sizeof buffer)) > 0;) {
    out.acknowledged += static_cast<std::uint64_t>(got);
  }
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  out.finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return out;
}

TEST(StoreCrash, KilledAtRandomMomentsNothingAcknowledgedIsLost) {
  const StoreDirectory calm;
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(run_child(calm.path(), {}).finished);
  const auto whole_run = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  const std::string expected = dump_store(calm.path());

  const char* rounds_text = std::getenv(kRoundsVariable);
  const int rounds = rounds_text != nullptr ? std::atoi(rounds_text) : 15;
  Numbers random(static_cast<std::uint64_t>(rounds));
  auto directory = std::make_unique<StoreDirectory>();
  std::uint64_t acknowledged = 0;
  int killed = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto life =
        std::chrono::microseconds(1000) +
        std::chrono::microseconds(random.next() % static_cast<std::uint64_t>(whole_run.count()));
    const ChildRun run = run_child(directory->path(), life);
    acknowledged = std::max(acknowledged, run.acknowledged);
    if (!run.finished) ++killed;
    SCOPED_TRACE(fmt::format("round {}, {} batches acknowledged", round, acknowledged));
    // A reader first: it must see what the dead writer left in its log.
    if (acknowledged > 0) {
      const Result<Store> reader = Store::open(directory->path(), {.read_only = true});
      ASSERT_TRUE(reader) << reader.error().message;
      for (std::uint64_t i = 0; i < acknowledged * kBatch; ++i) {
        ASSERT_TRUE(reader->get(generated_id(i))) << i;
      }
    }
    {
      const Result<Store> store = Store::open(directory->path(), {.create_if_missing = true});
      ASSERT_TRUE(store) << store.error().message;
      const Result<std::vector<std::string>> findings = store->check();
      ASSERT_TRUE(findings);
      ASSERT_THAT(*findings, IsEmpty());
    }
    // Some rounds go on with the store of the one before, some begin anew.
    if (random.below(3) == 0) {
      ASSERT_TRUE(run_child(directory->path(), {}).finished);
      ASSERT_TRUE(dump_store(directory->path()) == expected);
      directory = std::make_unique<StoreDirectory>();
      acknowledged = 0;
    }
  }
  ASSERT_TRUE(run_child(directory->path(), {}).finished);
  EXPECT_TRUE(dump_store(directory->path()) == expected);
  EXPECT_GT(killed, 0);
}

}  // namespace
}  // namespace annals
