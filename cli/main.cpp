// annals: the command-line program.
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <google/protobuf/stubs/logging.h>
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/command.h"

namespace {

std::atomic<bool> interrupted{false};

extern "C" void on_interrupt(int /*signal*/) {
  // The second one ends the program at once.
  std::signal(SIGINT, SIG_DFL);
  interrupted.store(true);
}

bool colors_wanted(int descriptor) {
  const char* no_color =
      std::getenv("NO_COLOR");             // NOLINT(concurrency-mt-unsafe): before any thread
  const char* term = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): before any thread
  return ::isatty(descriptor) == 1 && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

int terminal_width() {
  constexpr int kDefault = 100;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return kDefault;
}

// A query of a thousand articles touches a hundred megabytes once, and a page fault for every 4 KiB
// of them is a third of its time; cleaning needs the same memory page after page. So the heap grows
// in large steps, backed by huge pages where the system grants them, and nothing goes back before
// the end. Costs address space only, until it is used. Runs before anything else does: what the
// libraries build as the program starts would touch a hundred small pages.
[[gnu::constructor(101)]] void prepare_heap() {
#ifdef __GLIBC__
  constexpr int kStep = 256 << 20;
  constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20U;
  constexpr int kLargest = 32 << 20;  // the library takes no more
  // NOLINTBEGIN(concurrency-mt-unsafe): there are no threads yet.
  ::mallopt(M_MMAP_THRESHOLD, kLargest);
  ::mallopt(M_TRIM_THRESHOLD, 2 * kStep - 1);
  ::mallopt(M_TOP_PAD, kStep);
  const auto old_end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // More than the heap has now makes it take its first step; volatile, or it is compiled away.
  constexpr std::size_t kBlock = std::size_t{256} << 10U;
  void* volatile block = std::malloc(kBlock);
  const auto first = reinterpret_cast<std::uintptr_t>(block);
  std::free(block);
  ::mallopt(M_TOP_PAD, kStep / 4);
  auto* const heap_end = static_cast<char*>(::sbrk(0));
  const auto end = reinterpret_cast<std::uintptr_t>(heap_end);
  // Another allocator, such as a sanitizer's, takes its memory elsewhere.
  if (first >= end || first + kHugePage < old_end) return;
  constexpr std::uintptr_t kHeader = 16;
  // The first that malloc has not touched: it wrote behind the block.
  const std::uintptr_t huge = ((first + kBlock) / kHugePage + 1) * kHugePage;
  ::madvise(heap_end - (end - huge), (end - huge) / kHugePage * kHugePage, MADV_HUGEPAGE);
  // What lies before the first huge page would come as small ones: a block that nobody touches.
  [[maybe_unused]] static void* volatile untouched = std::malloc(huge - first - kHeader);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, on_interrupt);
  // A closed pipe is a quiet success: writing fails and the program ends.
  std::signal(SIGPIPE, SIG_DFL);
  std::ios::sync_with_stdio(false);
  // Errors are values here: Protobuf need not write to stderr as well.
  google::protobuf::SetLogHandler(nullptr);
  annals::cli::Terminal terminal{std::cout, std::cerr};
  terminal.color_out = colors_wanted(STDOUT_FILENO);
  terminal.color_err = colors_wanted(STDERR_FILENO);
  terminal.progress = ::isatty(STDERR_FILENO) == 1;
  terminal.width = terminal_width();
  terminal.interrupted = &interrupted;
  try {
    const int code = annals::cli::run(std::vector<std::string>(argv + 1, argv + argc), terminal);
    std::cout.flush();
    if (!std::cout) {
      std::cerr << "annals: standard output cannot be written\n";
      return annals::cli::kFailed;
    }
    return code;
  } catch (const std::exception& error) {
    std::cerr << "annals: internal error: " << error.what() << "\n";
    return annals::cli::kFailed;
  }
}
