// Any bytes are a TimeML document or an error; a document written is read back with the same text.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "ingest/when/timeml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer speaks unsigned char.
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto document = annals::parse_timeml(bytes);
  if (!document) {
    if (document.error().message.empty()) std::abort();
    return 0;
  }
  // Expressions of every third byte pair, some of them outside the text.
  std::vector<annals::v1::TimeExpression> times;
  for (std::uint32_t at = 0; at < document->text.size() + 2; at += 3) {
    annals::v1::TimeExpression& time = times.emplace_back();
    time.mutable_span()->set_begin(at);
    time.mutable_span()->set_end(at + 2);
    time.set_value("<\"&");
  }
  const auto again = annals::parse_timeml(annals::to_timeml(*document, times));
  if (!again || again->text != document->text || again->head != document->head) std::abort();
  const annals::v1::Article article = annals::article_of(*document);
  for (const annals::v1::Block& block : article.blocks())
    if (block.span().begin() >= block.span().end() || block.span().end() > document->text.size())
      std::abort();
  return 0;
}
