#include "ingest/clean/told_dates.h"

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"

namespace annals {

bool ends_period(const PageView& view, std::size_t block, Span date) {
  const Page& page = *view.page;
  const std::string_view next = slice(page.text, {date.end, page.blocks[block].span.end});
  if (next.size() > 1 && next[0] == '-' && is_ascii_digit(next[1])) return true;
  const PageWord* last = nullptr;
  for (const PageWord& word : view.words.of_block(block)) {
    if (word.span.end <= date.begin) last = &word;
  }
  if (last == nullptr || !last->digits) return false;
  const std::string_view gap = slice(page.text, {last->span.end, date.begin});
  const auto holds = [gap](std::string_view mark) {
    return gap.find(mark) != std::string_view::npos;
  };
  return gap.size() <= 6 && (holds("-") || holds("–") || holds("—"));
}

std::string_view told_date(const PageView& view, std::size_t block, Span date,
                           const ArticlePlace& article) {
  const Page& page = *view.page;
  constexpr std::size_t kSentence = 7;
  constexpr std::size_t kDatelineWords = 2;
  constexpr std::size_t kTopOfPage = 3;
  constexpr std::size_t kFootWords = 3;
  constexpr std::size_t kFootBytes = 40;
  const Span line = page.blocks[block].span;
  std::size_t before = 0;
  std::size_t behind = 0;
  const PageWord* last = nullptr;  // right before the date
  for (const PageWord& word : view.words.of_block(block)) {
    if (word.span.end <= date.begin) last = &word;
    if (word.digits) continue;
    before += word.span.end <= date.begin ? 1U : 0U;
    behind += word.span.begin >= date.end ? 1U : 0U;
  }
  const std::size_t words = before + behind;
  const std::string_view gap =
      last == nullptr ? std::string_view() : slice(page.text, {last->span.end, date.begin});
  if (ends_period(view, block, date)) return "part of a period";
  if (block > article.last && (words > kFootWords || line.size() > date.size() + kFootBytes))
    return "told by a sentence";
  // A dateline at the head of a text: "Kiel, 3. Mai 2021. Der Rat …".
  std::string_view rest = slice(page.text, {date.end, line.end});
  while (rest.starts_with(')') || rest.starts_with(' ') || rest.starts_with(']'))
    rest.remove_prefix(1);
  static constexpr std::array<std::string_view, 7> kMarks = {".", ":", "-", "–", "—", "|", "/"};
  const bool dateline = before <= kDatelineWords &&
                        std::any_of(kMarks.begin(), kMarks.end(), [rest](std::string_view mark) {
                          return rest.starts_with(mark);
                        });
  if (!dateline) {
    if (words >= kSentence) return "told by a sentence";
    // "Preise ab 01.01.2024"
    const bool bound_to_word = last != nullptr && !last->upper && !last->digits && gap == " ";
    if (bound_to_word && find_cue(view.cues[block], lang::v1::CUE_KIND_AUTHOR) == nullptr)
      return "told by a sentence";
    if (block == article.title && words >= 2) return "part of the headline";
  }
  // "Mittwoch, 16. April 2025" over the page: the day on which it was fetched.
  if (block + kTopOfPage <= article.title) return "above the headline";
  return {};
}

}  // namespace annals
