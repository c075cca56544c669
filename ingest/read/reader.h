// Cuts inputs into records and parses records into pages.
//
// Thread safety: free functions without shared state; split and parse may run in different threads.
// Errors: kInvalidInput names file and record or byte and what was expected; kIo names the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "ingest/read/page.h"

namespace annals {

struct ReadOptions {
  // Values that hold for every record: "option.published", "option.language" …
  std::vector<Field> hints;
  // A record larger than this is refused, after decompression too.
  std::uint64_t max_record_bytes = 64ULL << 20U;
  // Follow directories into sub-directories.
  bool recurse = true;
};

// Receives each record, or the error that stands for a file or record that could not be read.
// Returns false to stop.
using RecordSink = std::function<bool(Result<RawRecord>)>;

// Reads one input: a file, a directory (its files in sorted order; hidden files, sidecars and files
// that are clearly no articles, such as images, are passed over), "@list" (a file that names one
// input a line,
// '#' starts a comment), or "-" for standard input. gzip and zstd are undone by content, JSONL is
// streamed line by line, X.meta.json beside X is X's sidecar. Memory: one record, not one file, for
// JSONL. Each problem goes to the sink once and reading goes on behind it. Returns the number of
// records.
std::size_t read_input(const std::string& input, const ReadOptions& options,
                       const RecordSink& sink);

// The same for bytes in memory, as if they had been read from `file`.
std::size_t split_bytes(std::string_view bytes, const std::string& file, const ReadOptions& options,
                        const RecordSink& sink);

// Parses a record. Any bytes give a page or an error: binary data, an empty record, JSON that does
// not parse or holds no text are errors. Nesting, size and time are bounded.
Result<Page> parse_record(const RawRecord& record);

}  // namespace annals
