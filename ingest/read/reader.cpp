#include "ingest/read/reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/hash.h"
#include "ingest/read/decode.h"
#include "ingest/read/html_page.h"
#include "ingest/read/json_record.h"
#include "ingest/read/text_page.h"

namespace annals {
namespace {

// Offsets in a text are 32 bits, and a letter may grow to three bytes.
constexpr std::size_t kMostBytes = std::size_t{1} << 30U;

std::string place(const RawRecord& record) {
  if (record.format == RecordFormat::kJson) return fmt::format("{}:{}", record.file, record.record);
  return record.file;
}

// Hash of bytes and hints; the order in which hints were given does not count.
std::string revision_of(const RawRecord& record) {
  std::string hash = hash128_hex(record.bytes);
  if (record.hints.empty()) return hash;
  std::vector<std::pair<std::string_view, std::string_view>> hints;
  hints.reserve(record.hints.size());
  for (const Field& hint : record.hints)
    hints.emplace_back(hint.signal, hint.value);
  std::sort(hints.begin(), hints.end());
  for (const auto& [signal, value] : hints)
    fmt::format_to(std::back_inserter(hash), "\n{} {} {}", signal, value.size(), value);
  return hash128_hex(hash);
}

}  // namespace

const Field* find_field(const std::vector<Field>& fields, std::string_view signal) {
  const auto it = std::find_if(fields.begin(), fields.end(),
                               [&](const Field& field) { return field.signal == signal; });
  return it == fields.end() ? nullptr : &*it;
}

Result<Page> parse_record(const RawRecord& record) {
  const auto located = [&](Error error) {
    error.message = fmt::format("{}: {}", place(record), error.message);
    return Failure(std::move(error));
  };
  const auto refused = [&](std::string why) {
    return located({ErrorCode::kInvalidInput, fmt::format("byte {}: {}", record.offset, why)});
  };
  if (record.bytes.empty()) return refused("the record is empty, expected an article");
  if (record.bytes.size() > kMostBytes)
    return refused(fmt::format("{} bytes, expected at most {}", record.bytes.size(), kMostBytes));

  auto decoded = decode_text(record.bytes, record.format == RecordFormat::kHtml, record.offset);
  if (!decoded) return located(std::move(decoded).error());
  const std::string_view text = decoded->text(record.bytes);

  Page page;
  page.format = record.format;
  page.file = record.file;
  page.record = record.record;
  page.record_offset = record.offset;
  page.revision = revision_of(record);
  page.fields = record.hints;
  page.notes = decoded->notes;
  switch (record.format) {
    case RecordFormat::kText: {
      MapWriter map(decoded->map, record.offset);
      append_lines(text, page.text, map);
      add_line_blocks(page.text, 0, page.blocks);
      page.source_map = map.take();
      break;
    }
    case RecordFormat::kHtml:
      parse_html(text, *decoded, record.offset, page);
      break;
    case RecordFormat::kJson:
      if (auto status = parse_json_record(text, *decoded, record.offset, page); !status)
        return located(std::move(status).error());
      break;
  }
  if (page.blocks.empty() && page.fields.size() == record.hints.size())
    return refused("no text, only blanks; expected an article");
  return page;
}

}  // namespace annals
