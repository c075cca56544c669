// What are these bytes? Decided by their beginning; a file's name only breaks ties.
// Thread safety: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace annals {

// How many bytes are looked at.
inline constexpr std::size_t kSniffBytes = 16U << 10U;

enum class Content : std::uint8_t {
  kEmpty,
  kText,
  kHtml,
  kJson,       // one object, objects one after the other, or one a line
  kJsonArray,  // an array of objects
  kGzip,
  kZstd,
  kUnsupported,  // known, but not read: see Sniffed.what
};

struct Sniffed {
  Content content = Content::kText;
  // "a PNG image", "an RSS feed" … of kUnsupported. Lives as long as the program.
  std::string_view what;
};

// `name` is the file's name, with or without ".gz" and ".zst".
Sniffed sniff(std::string_view head, std::string_view name);

// Names that stand beside saved pages and never hold an article: images, styles, scripts, fonts.
bool is_page_asset(std::string_view name);

}  // namespace annals
