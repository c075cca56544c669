#include "ingest/read/text_page.h"

#include <algorithm>
#include <limits>

#include "ingest/read/utf8.h"

namespace annals {
namespace {

constexpr std::uint8_t kMost = std::numeric_limits<std::uint8_t>::max();
constexpr std::size_t kTabWidth = 4;

}  // namespace

void append_lines(std::string_view decoded, std::string& text, MapWriter& map) {
  text.reserve(text.size() + decoded.size());
  const auto put = [&](std::size_t from, std::size_t length) {
    map.add(static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(from),
            static_cast<std::uint32_t>(length));
    text.append(decoded, from, length);
  };
  std::size_t run = 0;
  while (run < decoded.size()) {
    const std::size_t end = decoded.find_first_of("\r\f", run);
    if (end == std::string_view::npos) {
      put(run, decoded.size() - run);
      break;
    }
    put(run, end - run);
    const bool pair = decoded[end] == '\r' && end + 1 < decoded.size() && decoded[end + 1] == '\n';
    if (!pair) text += '\n';
    run = end + 1;  // the '\n' of a pair begins the next run
  }
}

void add_line_blocks(std::string_view text, std::size_t begin, std::vector<PageBlock>& blocks) {
  std::size_t empty = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::size_t first = begin;
    std::size_t last = end;
    trim_blanks(text, first, last);
    if (first == last) {
      ++empty;
    } else {
      PageBlock block;
      block.span = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
      std::size_t indent = 0;
      for (std::size_t i = begin; i < first && indent < kMost; i += blank_at(text, i))
        indent += text[i] == '\t' ? kTabWidth : 1;
      block.indent = static_cast<std::uint8_t>(std::min<std::size_t>(indent, kMost));
      block.blank_before = static_cast<std::uint8_t>(std::min<std::size_t>(empty, kMost));
      blocks.push_back(block);
      empty = 0;
    }
    begin = end + 1;
  }
}

}  // namespace annals
