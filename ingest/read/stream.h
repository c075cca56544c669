// Bytes one after the other: from a file, standard input or memory, unpacked when they are gzip or
// zstd data. Memory: one buffer, whatever the length.
//
// Thread safety: a stream belongs to one thread. Errors: kIo names the file; kInvalidInput names
// file and byte of the packed data that is damaged or ends too soon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace annals {

class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  // Fills up to `size` bytes and returns how many; 0 only at the end.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
  // How many bytes are likely still to come; nothing when nobody knows.
  virtual std::optional<std::size_t> expected() const { return std::nullopt; }
};

// A regular file, a pipe or a device; "-" is standard input.
Result<std::unique_ptr<ByteStream>> open_file(const std::string& file);
// The bytes must outlive the stream.
std::unique_ptr<ByteStream> open_memory(std::string_view bytes);
// Unpacks `packed` when it is gzip (several members too) or zstd (several frames too), else passes
// it through. `file` is for messages.
Result<std::unique_ptr<ByteStream>> unpack(std::unique_ptr<ByteStream> packed,
                                           const std::string& file);

// A stream with a window that can be looked at before it is taken.
class Window {
 public:
  explicit Window(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // Reads until `size` bytes are in view or the input ends. Error as read(); what was read before
  // stays in view.
  Status fill(std::size_t size);
  // Reads at least one byte more; false at the end.
  Result<bool> grow();
  // What is in view. Valid until the next call.
  std::string_view view() const { return std::string_view(buffer_).substr(begin_); }
  // Moves behind `size` bytes of the view.
  void take(std::size_t size);
  // The whole view, moved out and taken.
  std::string take_all();
  // Position of the view in the (unpacked) input.
  std::uint64_t offset() const { return offset_; }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
  bool ended_ = false;
};

}  // namespace annals
