// Any bytes as a page: an article, "no article here", or the reader's error; and what comes out is
// sound.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/clean/cleaner.h"
#include "ingest/read/reader.h"

namespace {

const annals::Cleaner& cleaner() {
  static const auto loaded = annals::Cleaner::load(annals::DataFiles::embedded());
  if (!loaded) std::abort();
  return *loaded;
}

void require(bool sound) {
  if (!sound) std::abort();
}

void check(const annals::v1::Article& article) {
  std::uint32_t at = 0;
  for (const annals::v1::Block& block : article.blocks()) {
    require(block.span().begin() == at && block.span().end() > at);
    at = block.span().end() + 1;
  }
  // No blocks: an article without words.
  require(article.blocks().empty() ? article.text().empty() : at == article.text().size() + 1);
  for (const annals::v1::Section& section : article.sections()) {
    require(section.span().begin() < section.span().end());
    require(section.span().end() <= article.text().size());
    if (section.has_stamp() && section.stamp().has_evidence()) {
      require(section.stamp().evidence().end() <= article.text().size());
    }
  }
  require(!article.id().empty() && !article.time_zone().empty());
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  annals::RawRecord record;
  record.file = "fuzz";
  record.format = data[0] % 3 == 0   ? annals::RecordFormat::kHtml
                  : data[0] % 3 == 1 ? annals::RecordFormat::kJson
                                     : annals::RecordFormat::kText;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
  record.bytes.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto page = annals::parse_record(record);
  if (!page) return 0;
  const auto article = cleaner().clean(*page, {});
  if (article) check(*article);
  return 0;
}
