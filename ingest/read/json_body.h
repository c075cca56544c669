// The text of an article in a JSON string: lines of text, or HTML.
// Thread safety: free functions. Errors: none.
#pragma once

#include <string>

#include "ingest/read/decode.h"
#include "ingest/read/json.h"
#include "ingest/read/page.h"

namespace annals {

// Undoes the escapes and line ends of a string behind `out`, mapping them. As one line, or as many
// as it has.
void append_json_text(const JsonTree& tree, const JsonNode& node, bool one_line, std::string& out,
                      MapWriter& map);

// Text and blocks of a string; `map` says where the tree's text stands in the file.
ArticleBody read_json_body(const JsonTree& tree, const JsonNode& node, const MapWriter& map);

}  // namespace annals
