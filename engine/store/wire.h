// The fields of a serialized Protobuf message, one after the other, as they stand in its bytes:
// for readers that need a few of them and would only throw the rest away.
// Format: https://protobuf.dev/programming-guides/encoding/. Thread safety: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace annals {

struct WireField {
  std::uint64_t number = 0;
  std::string_view whole;    // tag and size included
  std::string_view payload;  // of a length-delimited field; else empty, behind the field
  bool delimited = false;
};

class WireReader {
 public:
  explicit WireReader(std::string_view message) : rest_(message) {}

  // Reads the next field; false at the end, and where the bytes are no message: see sound().
  bool next(WireField& field) {
    const std::string_view before = rest_;
    std::uint64_t tag = 0;
    if (rest_.empty() || !take_varint(tag)) return false;
    field.number = tag >> 3U;
    field.delimited = (tag & 7U) == kDelimited;
    std::uint64_t value = 0;
    switch (tag & 7U) {
      case kVarint:
        sound_ = take_varint(value);
        break;
      case kFixed64:
        sound_ = skip(8);
        break;
      case kFixed32:
        sound_ = skip(4);
        break;
      case kDelimited: {
        if (!take_varint(value)) return false;
        const std::string_view payload = rest_.substr(0, value);
        sound_ = skip(value);
        field.payload = payload;
        break;
      }
      default:
        sound_ = false;
    }
    if (!field.delimited) field.payload = rest_.substr(0, 0);
    field.whole = before.substr(0, before.size() - rest_.size());
    return sound_;
  }

  // Whether all bytes read so far were fields.
  bool sound() const { return sound_; }

 private:
  enum : std::uint64_t { kVarint = 0, kFixed64 = 1, kDelimited = 2, kFixed32 = 5 };

  bool skip(std::uint64_t bytes) {
    if (bytes > rest_.size()) return false;
    rest_.remove_prefix(bytes);
    return true;
  }
  bool take_varint(std::uint64_t& out) {
    constexpr std::size_t kLongest = 10;
    out = 0;
    for (std::size_t i = 0; i < rest_.size() && i < kLongest; ++i) {
      const auto byte = static_cast<unsigned char>(rest_[i]);
      out |= std::uint64_t{byte & 0x7FU} << (7 * i);
      if (byte >= 0x80U) continue;
      rest_.remove_prefix(i + 1);
      return true;
    }
    sound_ = false;
    return false;
  }

  std::string_view rest_;
  bool sound_ = true;
};

}  // namespace annals
