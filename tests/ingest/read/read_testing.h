// Helpers of this room's tests: records and pages from strings, printed in short lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/read/reader.h"

namespace annals::testing_read {

struct Split {
  std::vector<RawRecord> records;
  std::vector<std::string> errors;
};

inline Split split(std::string_view bytes, const std::string& file = "page",
                   const ReadOptions& options = {}) {
  Split out;
  split_bytes(bytes, file, options, [&](Result<RawRecord> record) {
    if (record) {
      out.records.push_back(*std::move(record));
    } else {
      out.errors.push_back(record.error().message);
    }
    return true;
  });
  return out;
}

inline Split read(const std::string& input, const ReadOptions& options = {}) {
  Split out;
  read_input(input, options, [&](Result<RawRecord> record) {
    if (record) {
      out.records.push_back(*std::move(record));
    } else {
      out.errors.push_back(record.error().message);
    }
    return true;
  });
  return out;
}

// The only page in these bytes, or an empty page with the error as its note.
inline Page page(std::string_view bytes, const std::string& file = "page",
                 const ReadOptions& options = {}) {
  const Split parts = split(bytes, file, options);
  Page broken;
  if (parts.records.size() != 1) {
    broken.notes = parts.errors;
    return broken;
  }
  auto parsed = parse_record(parts.records.front());
  if (parsed) return *std::move(parsed);
  broken.notes = {parsed.error().message};
  return broken;
}

// What went wrong with the only record, or "".
inline std::string error_of(std::string_view bytes, const std::string& file = "page",
                            const ReadOptions& options = {}) {
  const Split parts = split(bytes, file, options);
  if (!parts.errors.empty()) return parts.errors.front();
  for (const RawRecord& record : parts.records)
    if (auto parsed = parse_record(record); !parsed) return parsed.error().message;
  return "";
}

inline std::string value(const Page& page, std::string_view signal) {
  const Field* field = find_field(page.fields, signal);
  return field == nullptr ? "" : field->value;
}

// All values of a signal, joined by '|'.
inline std::string values(const Page& page, std::string_view signal) {
  std::string out;
  for (const Field& field : page.fields)
    if (field.signal == signal) out += (out.empty() ? "" : "|") + field.value;
  return out;
}

// The file's bytes behind the first `words` in the page's text.
inline std::string source_of(const Page& page, std::string_view file, std::string_view words) {
  const std::size_t at = page.text.find(words);
  if (at == std::string::npos) return "(not in the text)";
  const auto begin = static_cast<std::uint32_t>(at);
  const v1::SourceSpan span =
      page.source_map.map({begin, begin + static_cast<std::uint32_t>(words.size())});
  return std::string(file.substr(span.begin(), span.end() - span.begin()));
}

// The blocks' texts, joined by '|'.
inline std::string lines(const Page& page) {
  std::string out;
  for (const PageBlock& block : page.blocks) {
    if (!out.empty()) out += '|';
    out += slice(page.text, block.span);
  }
  return out;
}

}  // namespace annals::testing_read
