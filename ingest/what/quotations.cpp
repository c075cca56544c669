// Which spans of the text do the words of a quotation make?
#include <algorithm>

#include "ingest/what/draft.h"

namespace annals::what {
namespace {

bool only_punctuation(const SentenceView& view, std::int32_t first, std::int32_t end) {
  for (std::int32_t i = first; i < end; ++i) {
    if (view.word(i).cls != WordClass::kPunct) return false;
  }
  return true;
}

}  // namespace

std::vector<Span> content_of(const SentenceView& view, std::vector<std::int32_t> words) {
  std::sort(words.begin(), words.end());
  std::vector<Span> content;
  std::int32_t last = -1;
  for (const std::int32_t w : words) {
    const Span span = view.token(w).span;
    if (last < 0 || !only_punctuation(view, last + 1, w)) {
      content.push_back(span);
    } else {
      content.back().end = span.end;
    }
    last = w;
  }
  return content;
}

}  // namespace annals::what
