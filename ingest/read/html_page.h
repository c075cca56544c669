// HTML into the blocks and fields of a page.
// Thread safety: free functions. Errors: none; any bytes are HTML.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/read/decode.h"
#include "ingest/read/page.h"

namespace annals {

// Fills text, map, blocks and fields, and adds notes. `text` is decoded; `offset` is where the
// record begins in the file.
void parse_html(std::string_view text, const DecodedText& decoded, std::uint64_t offset,
                Page& page);

}  // namespace annals
