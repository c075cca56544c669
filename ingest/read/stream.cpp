#include "ingest/read/stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "ingest/read/sniff.h"

namespace annals {
namespace {

constexpr std::size_t kChunk = 256U << 10U;
// Behind what was expected there is mostly nothing but the end.
constexpr std::size_t kLeast = 4096;

std::string error_text(int code) {
  std::array<char, 256> buffer{};
  return strerror_r(code, buffer.data(), buffer.size());
}

class FileStream final : public ByteStream {
 public:
  FileStream(int descriptor, std::string file, std::optional<std::size_t> expected)
      : descriptor_(descriptor), file_(std::move(file)), expected_(expected) {}
  ~FileStream() override {
    if (descriptor_ != STDIN_FILENO) close(descriptor_);
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    while (true) {
      const ssize_t got = ::read(descriptor_, out, size);
      if (got >= 0) {
        offset_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR)
        return fail(ErrorCode::kIo,
                    fmt::format("{}: byte {}: cannot read: {}", file_, offset_, error_text(errno)));
    }
  }
  std::optional<std::size_t> expected() const override {
    if (!expected_) return std::nullopt;
    return *expected_ > offset_ ? *expected_ - offset_ : 0;
  }

 private:
  int descriptor_;
  std::string file_;
  std::optional<std::size_t> expected_;
  std::uint64_t offset_ = 0;
};

class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size());
    bytes_.copy(out, count);
    bytes_.remove_prefix(count);
    return count;
  }
  std::optional<std::size_t> expected() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

// The packed side of an unpacker: a buffer, and how far the packed input was used.
class Packed {
 public:
  Packed(std::unique_ptr<ByteStream> stream, std::string file, std::string start)
      : stream_(std::move(stream)), file_(std::move(file)), buffer_(std::move(start)) {
    size_ = buffer_.size();
    buffer_.resize(std::max(kChunk, size_));
  }

  // False at the end.
  Result<bool> more() {
    if (at_ < size_) return true;
    base_ += size_;
    at_ = 0;
    size_ = 0;
    ANNALS_ASSIGN(size_, stream_->read(buffer_.data(), buffer_.size()));
    return size_ > 0;
  }
  std::string_view view() const { return std::string_view(buffer_).substr(at_, size_ - at_); }
  void take(std::size_t size) { at_ += size; }
  std::uint64_t offset() const { return base_ + at_; }
  Failure damaged(std::string_view format, std::string_view why) const {
    return fail(ErrorCode::kInvalidInput,
                fmt::format("{}: byte {} of the {} data: {}", file_, offset(), format, why));
  }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::string file_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::uint64_t base_ = 0;
};

class GzipStream final : public ByteStream {
 public:
  explicit GzipStream(Packed packed) : packed_(std::move(packed)) {
    constexpr int kGzipWindow = 15 + 16;
    ready_ = inflateInit2(&state_, kGzipWindow) == Z_OK;
  }
  ~GzipStream() override {
    if (ready_) inflateEnd(&state_);
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (!ready_) return packed_.damaged("gzip", "no memory to unpack it");
    size = std::min<std::size_t>(size, 1U << 30U);
    while (!ended_) {
      ANNALS_ASSIGN(const bool more, packed_.more());
      if (!more) {
        if (!inside_) return ended_ = true, 0;
        return packed_.damaged("gzip", "it ends too soon, expected more (truncated file?)");
      }
      if (!inside_) {
        // Behind a member: another one, or zeros as padding.
        if (packed_.view().front() == '\0') {
          packed_.take(1);
          continue;
        }
        if (packed_.view().front() != '\x1F')
          return packed_.damaged("gzip", "expected another gzip member or the end");
        inside_ = true;
        inflateReset(&state_);
      }
      const std::string_view in = packed_.view();
      // zlib's interface is not const-correct; it does not write there.
      state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // NOLINT
      state_.avail_in = static_cast<uInt>(in.size());
      state_.next_out = reinterpret_cast<Bytef*>(out);  // NOLINT
      state_.avail_out = static_cast<uInt>(size);
      const int code = inflate(&state_, Z_NO_FLUSH);
      packed_.take(in.size() - state_.avail_in);
      const std::size_t got = size - state_.avail_out;
      if (code == Z_STREAM_END) {
        inside_ = false;
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return packed_.damaged("gzip", state_.msg != nullptr ? state_.msg : "damaged");
      }
      if (got > 0) return got;
    }
    return 0;
  }

 private:
  Packed packed_;
  z_stream state_{};
  bool ready_ = false;
  bool inside_ = true;
  bool ended_ = false;
};

class ZstdStream final : public ByteStream {
 public:
  explicit ZstdStream(Packed packed) : packed_(std::move(packed)), state_(ZSTD_createDStream()) {}
  ~ZstdStream() override { ZSTD_freeDStream(state_); }

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (state_ == nullptr) return packed_.damaged("zstd", "no memory to unpack it");
    while (true) {
      ANNALS_ASSIGN(const bool more, packed_.more());
      // At the end of the input there may still be unpacked bytes inside the decoder.
      if (!more && done_) return 0;
      const std::string_view in = more ? packed_.view() : std::string_view();
      ZSTD_inBuffer input{in.data(), in.size(), 0};
      ZSTD_outBuffer output{out, size, 0};
      const std::size_t code = ZSTD_decompressStream(state_, &output, &input);
      packed_.take(input.pos);
      if (ZSTD_isError(code) != 0) return packed_.damaged("zstd", ZSTD_getErrorName(code));
      done_ = code == 0;
      if (output.pos > 0) return output.pos;
      if (!more && !done_)
        return packed_.damaged("zstd", "it ends too soon, expected more (truncated file?)");
    }
  }

 private:
  Packed packed_;
  ZSTD_DStream* state_;
  bool done_ = true;
};

// Gives first what was read to sniff, then the rest.
class ResumedStream final : public ByteStream {
 public:
  ResumedStream(std::string start, std::unique_ptr<ByteStream> rest)
      : start_(std::move(start)), rest_(std::move(rest)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == start_.size()) return rest_->read(out, size);
    const std::size_t count = start_.copy(out, size, at_);
    at_ += count;
    if (count == size) return count;
    // A failure here will be told by the next call.
    const auto more = rest_->read(out + count, size - count);
    return count + (more ? *more : 0);
  }
  std::optional<std::size_t> expected() const override {
    const auto rest = rest_->expected();
    if (!rest) return std::nullopt;
    return start_.size() - at_ + *rest;
  }

 private:
  std::string start_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_file(const std::string& file) {
  if (file == "-") return std::make_unique<FileStream>(STDIN_FILENO, file, std::nullopt);
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);  // NOLINT(*-vararg)
  if (descriptor < 0) {
    const int code = errno;
    return fail(code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                fmt::format("{}: cannot open: {}", file, error_text(code)));
  }
  struct stat about {};
  std::optional<std::size_t> expected;
  if (fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode)) {
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    expected = static_cast<std::size_t>(about.st_size);
  }
  return std::make_unique<FileStream>(descriptor, file, expected);
}

std::unique_ptr<ByteStream> open_memory(std::string_view bytes) {
  return std::make_unique<MemoryStream>(bytes);
}

Result<std::unique_ptr<ByteStream>> unpack(std::unique_ptr<ByteStream> packed,
                                           const std::string& file) {
  std::string start(8, '\0');
  std::size_t size = 0;
  while (size < start.size()) {
    ANNALS_ASSIGN(const std::size_t got, packed->read(start.data() + size, start.size() - size));
    if (got == 0) break;
    size += got;
  }
  start.resize(size);
  switch (sniff(start, "").content) {
    case Content::kGzip:
      return std::make_unique<GzipStream>(Packed(std::move(packed), file, std::move(start)));
    case Content::kZstd:
      return std::make_unique<ZstdStream>(Packed(std::move(packed), file, std::move(start)));
    default:
      return std::make_unique<ResumedStream>(std::move(start), std::move(packed));
  }
}

Status Window::fill(std::size_t size) {
  while (view().size() < size) {
    ANNALS_ASSIGN(const bool more, grow());
    if (!more) break;
  }
  return {};
}

Result<bool> Window::grow() {
  if (ended_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  const std::size_t size = buffer_.size();
  // Doubling keeps the copying of long records linear. What is expected is read at once, and not
  // much more, since the memory is cleared before it is filled.
  constexpr std::size_t kMost = std::size_t{16} << 20U;
  const std::optional<std::size_t> expected = stream_->expected();
  constexpr std::size_t kFirstStep = std::size_t{1} << 20U;
  const std::size_t chunk =
      expected ? std::clamp(*expected + 1, kLeast, std::clamp(size, kFirstStep, kMost))
               : std::max(kChunk, std::min(size, kMost));
  buffer_.resize(size + chunk);
  auto got = stream_->read(buffer_.data() + size, chunk);
  buffer_.resize(size + (got ? *got : 0));
  if (!got) {
    ended_ = true;
    return Failure(std::move(got).error());
  }
  ended_ = *got == 0;
  return *got > 0;
}

std::string Window::take_all() {
  const std::size_t size = view().size();
  offset_ += size;
  std::string out = std::move(buffer_);
  if (begin_ > 0) out.erase(0, begin_);
  buffer_.clear();
  begin_ = 0;
  return out;
}

void Window::take(std::size_t size) {
  begin_ += size;
  offset_ += size;
}

}  // namespace annals
