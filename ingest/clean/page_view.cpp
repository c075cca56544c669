#include "ingest/clean/page_view.h"

#include <unordered_map>

namespace annals {

std::string_view trim_line(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  return text;
}

bool ends_sentence(std::string_view line) {
  line = trim_line(line);
  for (int i = 0; i < 3; ++i) {
    bool closed = false;
    for (const std::string_view close : {"\"", "”", "“", "«", "»", "’", "‘", "'", ")", "]", " "}) {
      if (line.ends_with(close)) {
        line.remove_suffix(close.size());
        closed = true;
        break;
      }
    }
    if (!closed) break;
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("…") ||
         line.ends_with("。") || line.ends_with("।");
}

PageView view_page(const Page& page, const CleanKnowledge& knowledge) {
  PageView view;
  view.page = &page;
  view.words = find_words(page);
  const std::size_t count = page.blocks.size();
  view.cues.resize(count);
  view.hints.resize(count);
  view.line_hash.resize(count);
  std::unordered_map<std::string_view, std::uint32_t> known;  // element -> hints
  for (std::size_t i = 0; i < count; ++i) {
    const PageBlock& block = page.blocks[i];
    const auto words = view.words.of_block(i);
    view.cues[i] = knowledge.cues.find(page.text, block.span, words);
    std::uint32_t hash = 0;
    for (const PageWord& word : words)
      hash = hash * 31 + word.hash;
    view.line_hash[i] = hash;
    std::uint32_t near = 0;
    std::uint32_t any = 0;
    for (std::size_t p = 0; p < block.path.size(); ++p) {
      const auto [it, fresh] = known.try_emplace(block.path[p], 0);
      if (fresh) it->second = knowledge.hints_of(block.path[p]);
      any |= it->second;
      if (p + 3 >= block.path.size()) near |= it->second;
    }
    view.hints[i] = any | near << kHintCount;
  }
  return view;
}

}  // namespace annals
