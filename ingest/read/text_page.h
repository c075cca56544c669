// Tagless text into lines. Thread safety: free functions. Errors: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/decode.h"
#include "ingest/read/page.h"

namespace annals {

// Appends `decoded` to `text` with each line end (CR LF, CR, LF, form feed) as one '\n', mapping
// it. Returns nothing but the copy: blanks and empty lines stay.
void append_lines(std::string_view decoded, std::string& text, MapWriter& map);

// The lines of text from `begin` on that hold more than blanks, as blocks without their outer
// blanks.
void add_line_blocks(std::string_view text, std::size_t begin, std::vector<PageBlock>& blocks);

}  // namespace annals
