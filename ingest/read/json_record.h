// One JSON record of an article into a page.
// Thread safety: free functions. Errors: kInvalidInput "byte N: expected …" without the file's
// name.
#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "ingest/read/decode.h"
#include "ingest/read/page.h"

namespace annals {

// Fills text, map, blocks and fields. `text` is decoded; `offset` is where the record begins in the
// file.
Status parse_json_record(std::string_view text, const DecodedText& decoded, std::uint64_t offset,
                         Page& page);

// The values of a sidecar file as fields "sidecar.<key>" with the canonical keys of records.
Result<std::vector<Field>> parse_sidecar(std::string_view bytes);

}  // namespace annals
