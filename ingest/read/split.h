// Cuts one stream into records.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ingest/read/reader.h"
#include "ingest/read/stream.h"

namespace annals {

struct SplitCount {
  std::size_t records = 0;
  std::size_t errors = 0;
  // The sink asked to stop.
  bool stopped = false;
};

// `file` names the stream in records and messages; `hints` go with each record.
SplitCount split_stream(Window& window, const std::string& file, const std::vector<Field>& hints,
                        const ReadOptions& options, const RecordSink& sink);

}  // namespace annals
