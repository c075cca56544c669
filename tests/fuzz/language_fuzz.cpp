// Any bytes give tokens in order that cover all that is no space, and sentences of whole tokens.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ingest/language/chars.h"
#include "ingest/language/language.h"

namespace {

const annals::Languages& languages() {
  static const annals::Languages all = [] {
    auto loaded = annals::Languages::load(annals::DataFiles::embedded());
    if (!loaded) std::abort();
    return std::move(*loaded);
  }();
  return all;
}

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer speaks unsigned char.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(languages().identify(text).size() <= 3);
  for (const std::string& code : languages().codes()) {
    const annals::Analysis analysis = languages().find(code)->analyse_text(text);
    std::size_t pos = 0;
    const auto only_space = [&](std::size_t end) {
      while (pos < end) {
        const annals::Char c = annals::decode_char(text, pos);
        check(c.type == annals::CharClass::kSpace);
        pos += c.length;
      }
      check(pos == end);
    };
    std::uint32_t next = 0;
    for (const annals::SentenceRange& sentence : analysis.sentences) {
      check(sentence.first == next && sentence.first < sentence.last);
      next = sentence.last;
    }
    check(next == analysis.tokens.size());
    for (const annals::Token& token : analysis.tokens) {
      check(token.span.begin < token.span.end && pos <= token.span.begin);
      check(token.lower.begin <= token.lower.end && token.lower.end <= analysis.lower_text.size());
      only_space(token.span.begin);
      pos = token.span.end;
    }
    only_space(text.size());
  }
  return 0;
}
