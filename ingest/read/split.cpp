#include "ingest/read/split.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ingest/read/decode.h"
#include "ingest/read/json.h"
#include "ingest/read/sniff.h"

namespace annals {
namespace {

// Behind a record that is too large, at most this many times the limit is passed over to find the
// next line: a bomb must not keep the reader busy for hours.
constexpr std::uint64_t kSkipFactor = 16;

bool is_json_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_json_space);
}

class Splitter {
 public:
  Splitter(Window& window, const std::string& file, const std::vector<Field>& hints,
           const ReadOptions& options, const RecordSink& sink)
      : window_(window), file_(file), hints_(hints), options_(options), sink_(sink) {}

  SplitCount run();

 private:
  void whole(RecordFormat format);
  void lines();
  void values(bool array);
  // Is the first line a whole object, or is the second one the start of another?
  bool looks_like_lines();

  void send(RecordFormat format, std::uint32_t record, std::uint64_t offset, std::string bytes);
  void send_error(ErrorCode code, std::string message);
  void send_error(Error error) { send_error(error.code, std::move(error.message)); }
  // Brings `size` bytes into view; sends the error and returns false when reading fails.
  bool fill(std::size_t size);
  bool grow(bool& more);
  // Moves behind white space (and commas).
  void skip_space(bool commas);
  // Moves behind the next line end; false when there is none within bounds.
  bool skip_line();
  std::string too_large(std::string_view what) const {
    return fmt::format("{}: larger than the limit of {} bytes", what, options_.max_record_bytes);
  }

  Window& window_;
  const std::string& file_;
  const std::vector<Field>& hints_;
  const ReadOptions& options_;
  const RecordSink& sink_;
  SplitCount count_;
  bool failed_ = false;
};

void Splitter::send(RecordFormat format, std::uint32_t record, std::uint64_t offset,
                    std::string bytes) {
  ++count_.records;
  RawRecord raw;
  raw.format = format;
  raw.file = file_;
  raw.record = record;
  raw.offset = offset;
  raw.bytes = std::move(bytes);
  raw.hints = hints_;
  if (!sink_(std::move(raw))) count_.stopped = true;
}

void Splitter::send_error(ErrorCode code, std::string message) {
  ++count_.errors;
  if (!sink_(fail(code, std::move(message)))) count_.stopped = true;
}

bool Splitter::fill(std::size_t size) {
  if (failed_) return false;
  if (auto status = window_.fill(size); !status) {
    failed_ = true;
    send_error(std::move(status).error());
    return false;
  }
  return true;
}

bool Splitter::grow(bool& more) {
  more = false;
  if (failed_) return false;
  auto grown = window_.grow();
  if (!grown) {
    failed_ = true;
    send_error(std::move(grown).error());
    return false;
  }
  more = *grown;
  return true;
}

void Splitter::skip_space(bool commas) {
  bool more = true;
  while (more) {
    const std::string_view view = window_.view();
    std::size_t i = 0;
    while (i < view.size() && (is_json_space(view[i]) || (commas && view[i] == ',')))
      ++i;
    const bool found = i < view.size();
    window_.take(i);
    if (found || !grow(more)) return;
  }
}

bool Splitter::skip_line() {
  const std::uint64_t bound =
      window_.offset() +
      kSkipFactor * std::max<std::uint64_t>(options_.max_record_bytes, 1U << 20U);
  bool more = true;
  while (more && window_.offset() < bound) {
    const std::string_view view = window_.view();
    const std::size_t end = view.find('\n');
    if (end != std::string_view::npos) {
      window_.take(end + 1);
      return true;
    }
    window_.take(view.size());
    if (!grow(more)) return false;
  }
  return false;
}

void Splitter::whole(RecordFormat format) {
  if (!fill(options_.max_record_bytes + 1)) return;
  if (window_.view().size() > options_.max_record_bytes) {
    send_error(ErrorCode::kInvalidInput, too_large(file_));
    return;
  }
  const std::uint64_t offset = window_.offset();
  send(format, 1, offset, window_.take_all());
}

bool Splitter::looks_like_lines() {
  const auto limit = static_cast<std::size_t>(options_.max_record_bytes);
  bool more = true;
  std::size_t end = std::string_view::npos;
  std::size_t seen = 0;
  while ((end = window_.view().find('\n', seen)) == std::string_view::npos) {
    seen = window_.view().size();
    if (seen > limit || !grow(more) || !more) break;
  }
  const std::string_view first = window_.view().substr(0, end);
  if (first.empty() || first.front() != '{') return true;
  const std::size_t close = JsonEnd().find(first);
  if (close != std::string_view::npos) return is_blank(first.substr(close));
  if (end == std::string_view::npos) return seen > limit;
  // Not a whole object. Lines that are cut still begin with a brace; indented JSON does not.
  std::size_t next = end + 1;
  while (true) {
    while (next < window_.view().size() &&
           (window_.view()[next] == '\n' || window_.view()[next] == '\r'))
      ++next;
    if (next < window_.view().size() || !grow(more) || !more) break;
  }
  return next < window_.view().size() && window_.view()[next] == '{';
}

void Splitter::lines() {
  const auto limit = static_cast<std::size_t>(options_.max_record_bytes);
  for (std::uint32_t line = 1; !count_.stopped; ++line) {
    std::size_t end = std::string_view::npos;
    std::size_t seen = 0;
    bool more = true;
    while ((end = window_.view().find('\n', seen)) == std::string_view::npos) {
      seen = window_.view().size();
      if (seen > limit || !grow(more) || !more) break;
    }
    // What stands before a read error is cut, and the error said so.
    if (failed_ && end == std::string_view::npos) return;
    const std::string_view view = window_.view();
    if (end == std::string_view::npos && view.empty()) return;
    const std::size_t size = end == std::string_view::npos ? view.size() : end;
    if (size > limit) {
      send_error(ErrorCode::kInvalidInput,
                 too_large(fmt::format("{}:{}: byte {}", file_, line, window_.offset())));
      if (count_.stopped || failed_) return;
      if (!skip_line()) {
        bool any = false;
        if (!failed_ && grow(any) && any)
          send_error(ErrorCode::kInvalidInput,
                     fmt::format("{}: byte {}: no line end within {} times the limit, the rest is "
                                 "not read",
                                 file_, window_.offset(), kSkipFactor));
        return;
      }
      continue;
    }
    std::string_view text = view.substr(0, size);
    std::size_t begin = 0;
    while (begin < text.size() && is_json_space(text[begin]))
      ++begin;
    while (!text.empty() && is_json_space(text.back()))
      text.remove_suffix(1);
    if (begin < text.size())
      send(RecordFormat::kJson, line, window_.offset() + begin, std::string(text.substr(begin)));
    window_.take(end == std::string_view::npos ? size : size + 1);
  }
}

void Splitter::values(bool array) {
  const auto limit = static_cast<std::size_t>(options_.max_record_bytes);
  const std::uint64_t opened = window_.offset();
  if (array) window_.take(1);
  for (std::uint32_t record = 1; !count_.stopped && !failed_; ++record) {
    skip_space(true);
    if (failed_) return;
    const std::string_view view = window_.view();
    if (view.empty()) {
      if (array)
        send_error(ErrorCode::kInvalidInput,
                   fmt::format("{}: byte {}: the array that begins at byte {} does not end, "
                               "expected ']'",
                               file_, window_.offset(), opened));
      return;
    }
    if (array && view.front() == ']') {
      window_.take(1);
      skip_space(false);
      if (!failed_ && !window_.view().empty())
        send_error(
            ErrorCode::kInvalidInput,
            fmt::format("{}: byte {}: expected the end behind the array", file_, window_.offset()));
      return;
    }
    if (view.front() != '{') {
      send_error(ErrorCode::kInvalidInput, fmt::format("{}:{}: byte {}: expected a JSON object",
                                                       file_, record, window_.offset()));
      return;
    }
    JsonEnd scan;
    std::size_t end = std::string_view::npos;
    bool more = true;
    while ((end = scan.find(window_.view())) == std::string_view::npos &&
           window_.view().size() <= limit && grow(more) && more) {
    }
    if (failed_) return;
    const std::size_t size = end == std::string_view::npos ? window_.view().size() : end;
    if (size > limit) {
      send_error(ErrorCode::kInvalidInput,
                 too_large(fmt::format("{}:{}: byte {}", file_, record, window_.offset())));
      return;
    }
    // A value that does not end goes on as well: parsing says what is wrong where.
    send(RecordFormat::kJson, record, window_.offset(),
         std::string(window_.view().substr(0, size)));
    window_.take(size);
  }
}

SplitCount Splitter::run() {
  fill(kSniffBytes);
  // What can be read before damage is used only where it has records of its own.
  if (failed_ && (window_.view().empty() ||
                  sniff(window_.view(), file_).content != Content::kJson || !looks_like_lines()))
    return count_;
  Sniffed sniffed = sniff(window_.view(), file_);
  const bool wide = !wide_encoding(window_.view()).empty();
  switch (sniffed.content) {
    case Content::kEmpty:
      send_error(ErrorCode::kInvalidInput,
                 fmt::format("{}: byte 0: the file is empty, expected an article", file_));
      break;
    case Content::kText:
      whole(RecordFormat::kText);
      break;
    case Content::kHtml:
      whole(RecordFormat::kHtml);
      break;
    case Content::kJson:
    case Content::kJsonArray: {
      // JSON lines are cut at bytes, which two-byte encodings do not allow.
      if (wide) {
        whole(RecordFormat::kJson);
        break;
      }
      if (window_.view().starts_with("\xEF\xBB\xBF")) window_.take(3);
      if (sniffed.content == Content::kJsonArray) {
        skip_space(false);
        values(true);
      } else if (looks_like_lines()) {
        lines();
      } else {
        skip_space(false);
        values(false);
      }
      break;
    }
    case Content::kGzip:
    case Content::kZstd:
      sniffed.what = "packed twice";
      [[fallthrough]];
    case Content::kUnsupported:
      send_error(ErrorCode::kUnsupported,
                 fmt::format("{}: byte 0: this is {}, expected text, HTML, JSON or JSON lines",
                             file_, sniffed.what));
      break;
  }
  return count_;
}

}  // namespace

SplitCount split_stream(Window& window, const std::string& file, const std::vector<Field>& hints,
                        const ReadOptions& options, const RecordSink& sink) {
  return Splitter(window, file, hints, options, sink).run();
}

}  // namespace annals
