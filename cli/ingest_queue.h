// Reading, analysing and storing at once: one thread reads, many analyse, the caller's thread
// stores.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "ingest/pipeline.h"
#include "ingest/read/reader.h"

namespace annals::cli {

// Calls `take` once for each record of the inputs, in the order of the inputs, with its analysis or
// with the error that stands for it. Never holds more than a few records a thread. Stops early,
// with the error, when `take` fails, and quietly when `interrupted` becomes true. threads 0: one a
// core.
Status for_each_analysed(const std::vector<std::string>& inputs, const ReadOptions& read,
                         const Pipeline& pipeline, unsigned threads,
                         const std::atomic<bool>* interrupted,
                         const std::function<Status(Result<v1::ArticleRecord>)>& take);

}  // namespace annals::cli
