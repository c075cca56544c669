// Any bytes as a file: records, pages or errors; and what comes out is sound.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ingest/read/reader.h"
#include "ingest/read/utf8.h"

namespace {

void require(bool sound) {
  if (!sound) std::abort();
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; (i = annals::skip_ascii(text, i)) < text.size();) {
    const annals::Utf8Step step = annals::utf8_step(text, i);
    if (!step.valid) return false;
    i += step.length;
  }
  return true;
}

void check(const annals::Page& page, const annals::RawRecord& record) {
  const std::uint64_t end = record.offset + record.bytes.size();
  require(is_utf8(page.text));
  require(page.revision.size() == 32);
  std::uint32_t at = 0;
  for (const annals::PageBlock& block : page.blocks) {
    require(block.span.begin >= at && block.span.begin < block.span.end);
    require(block.span.end <= page.text.size());
    const std::string_view line = annals::slice(page.text, block.span);
    require(line.find('\n') == std::string_view::npos && is_utf8(line));
    require(block.link_bytes <= block.span.size());
    const annals::v1::SourceSpan source = page.source_map.map(block.span);
    require(source.begin() >= record.offset && source.begin() <= source.end());
    require(source.end() <= end);
    at = block.span.end;
  }
  std::uint32_t text = 0;
  for (const annals::SourceMap::Run& run : page.source_map.runs()) {
    require(run.text >= text && run.text + run.length <= page.text.size());
    require(run.source >= record.offset && run.source + run.length <= end);
    text = run.text + run.length;
  }
  for (const annals::Field& field : page.fields) {
    require(is_utf8(field.value));
    if (field.source)
      require(field.source->begin() <= field.source->end() && field.source->end() <= end);
  }
}

void parse(const annals::RawRecord& record) {
  const auto page = annals::parse_record(record);
  if (page) {
    check(*page, record);
  } else {
    require(page.error().message.starts_with("fuzz"));
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  annals::ReadOptions options;
  options.max_record_bytes = 1U << 16U;
  std::size_t seen = 0;
  const std::size_t records =
      annals::split_bytes(bytes, "fuzz", options, [&](annals::Result<annals::RawRecord> record) {
        if (record) {
          ++seen;
          require(!record->bytes.empty() && record->bytes.size() <= options.max_record_bytes);
          parse(*record);
        } else {
          require(record.error().message.starts_with("fuzz"));
        }
        return true;
      });
  require(seen == records);
  // Each format's parser, whatever the bytes look like.
  annals::RawRecord record;
  record.file = "fuzz";
  record.offset = 7;
  record.bytes = bytes;
  for (const auto format :
       {annals::RecordFormat::kText, annals::RecordFormat::kHtml, annals::RecordFormat::kJson}) {
    record.format = format;
    parse(record);
  }
  return 0;
}
