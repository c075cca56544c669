// read_input and split_bytes: from what the user named to streams.
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "ingest/read/json_record.h"
#include "ingest/read/reader.h"
#include "ingest/read/sniff.h"
#include "ingest/read/split.h"
#include "ingest/read/stream.h"

namespace annals {
namespace {

namespace fs = std::filesystem;

// Lists may name lists, but not without end.
constexpr int kMostLists = 8;
constexpr std::uint64_t kMostSidecarBytes = 1U << 20U;
constexpr std::string_view kSidecar = ".meta.json";

class Inputs {
 public:
  Inputs(const ReadOptions& options, const RecordSink& sink) : options_(options), sink_(sink) {}

  void read(const std::string& input, int lists);
  std::size_t records() const { return records_; }

 private:
  void read_list(const std::string& list, int lists);
  void read_directory(const std::string& directory);
  void read_file(const std::string& file);
  bool sidecar(const std::string& file, std::vector<Field>& hints);
  void error(Error problem) {
    if (!sink_(Failure(std::move(problem)))) stopped_ = true;
  }

  const ReadOptions& options_;
  const RecordSink& sink_;
  std::size_t records_ = 0;
  bool stopped_ = false;
};

void Inputs::read(const std::string& input, int lists) {
  if (stopped_) return;
  if (input.size() > 1 && input.front() == '@') {
    if (lists >= kMostLists) {
      error(
          {ErrorCode::kInvalidInput,
           fmt::format("{}: lists that name lists are followed {} deep only", input, kMostLists)});
    } else {
      read_list(input.substr(1), lists + 1);
    }
    return;
  }
  std::error_code code;
  if (input != "-" && fs::is_directory(input, code)) {
    read_directory(input);
  } else {
    read_file(input);
  }
}

void Inputs::read_list(const std::string& list, int lists) {
  auto stream = open_file(list);
  if (stream) stream = unpack(std::move(*stream), list);
  if (!stream) {
    error(std::move(stream).error());
    return;
  }
  Window window(std::move(*stream));
  constexpr std::size_t kLongestName = 64U << 10U;
  while (!stopped_) {
    std::size_t end = std::string_view::npos;
    bool more = true;
    while ((end = window.view().find('\n')) == std::string_view::npos && more) {
      if (window.view().size() > kLongestName) {
        error({ErrorCode::kInvalidInput,
               fmt::format("{}: byte {}: line too long, expected a list of one input a line", list,
                           window.offset())});
        return;
      }
      auto grown = window.grow();
      if (!grown) {
        error(std::move(grown).error());
        return;
      }
      more = *grown;
    }
    std::string line(window.view().substr(0, end));
    if (end == std::string_view::npos && line.empty()) return;
    window.take(end == std::string_view::npos ? line.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
      line.pop_back();
    if (!line.empty() && line.front() != '#') read(line, lists);
  }
}

void Inputs::read_directory(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code code;
  const auto visit = [&](const fs::directory_entry& entry) {
    std::error_code ignored;
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kSidecar) || is_page_asset(name) || !entry.is_regular_file(ignored)) return;
    files.push_back(entry.path().string());
  };
  const auto hidden = [](const fs::directory_entry& entry) {
    return entry.path().filename().string().starts_with('.');
  };
  // Unreadable sub-directories are reported, not skipped in silence; links to directories are not
  // followed, so there are no circles.
  for (fs::recursive_directory_iterator it(directory, code), end; !code && it != end;) {
    if (hidden(*it)) {
      it.disable_recursion_pending();
    } else {
      std::error_code ignored;
      if (it->is_directory(ignored) && !it->is_symlink(ignored)) {
        if (!options_.recurse) {
          it.disable_recursion_pending();
        } else {
          const fs::directory_iterator probe(it->path(), ignored);
          if (ignored) {
            it.disable_recursion_pending();
            error({ErrorCode::kIo,
                   fmt::format("{}: cannot open: {}", it->path().string(), ignored.message())});
          }
        }
      } else {
        visit(*it);
      }
    }
    it.increment(code);
  }
  if (code) {
    error({ErrorCode::kIo, fmt::format("{}: cannot read: {}", directory, code.message())});
    return;
  }
  if (files.empty()) {
    error({ErrorCode::kInvalidInput,
           fmt::format("{}: no articles in this directory, expected text, HTML, JSON or JSON lines",
                       directory)});
    return;
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    if (stopped_) return;
    read_file(file);
  }
}

// False when the sidecar is there and cannot be used: dates would silently be missing.
bool Inputs::sidecar(const std::string& file, std::vector<Field>& hints) {
  const std::string name = file + std::string(kSidecar);
  std::error_code code;
  if (file == "-" || !fs::is_regular_file(name, code)) return true;
  auto stream = open_file(name);
  if (!stream) {
    error(std::move(stream).error());
    return false;
  }
  Window window(std::move(*stream));
  if (auto status = window.fill(kMostSidecarBytes + 1); !status) {
    error(std::move(status).error());
    return false;
  }
  if (window.view().size() > kMostSidecarBytes) {
    error({ErrorCode::kInvalidInput,
           fmt::format("{}: larger than the limit of {} bytes", name, kMostSidecarBytes)});
    return false;
  }
  auto fields = parse_sidecar(window.view());
  if (!fields) {
    error({fields.error().code, fmt::format("{}: {}", name, fields.error().message)});
    return false;
  }
  hints.insert(hints.end(), fields->begin(), fields->end());
  return true;
}

void Inputs::read_file(const std::string& file) {
  std::vector<Field> hints = options_.hints;
  if (!sidecar(file, hints)) return;
  auto stream = open_file(file);
  if (stream) stream = unpack(std::move(*stream), file);
  if (!stream) {
    error(std::move(stream).error());
    return;
  }
  Window window(std::move(*stream));
  const SplitCount count = split_stream(window, file, hints, options_, sink_);
  records_ += count.records;
  stopped_ = stopped_ || count.stopped;
}

}  // namespace

std::size_t read_input(const std::string& input, const ReadOptions& options,
                       const RecordSink& sink) {
  Inputs inputs(options, sink);
  inputs.read(input, 0);
  return inputs.records();
}

std::size_t split_bytes(std::string_view bytes, const std::string& file, const ReadOptions& options,
                        const RecordSink& sink) {
  auto stream = unpack(open_memory(bytes), file);
  if (!stream) {
    sink(Failure(std::move(stream).error()));
    return 0;
  }
  Window window(std::move(*stream));
  return split_stream(window, file, options.hints, options, sink).records;
}

}  // namespace annals
