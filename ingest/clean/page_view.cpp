#include "ingest/clean/page_view.h"

#include "engine/base/ascii.h"

namespace annals {

std::string_view trim_line(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  return text;
}

namespace {

// Drops the last letter when it is one of these.
bool drop_last(std::string_view& line, std::initializer_list<std::string_view> letters) {
  for (const std::string_view letter : letters) {
    if (!line.ends_with(letter)) continue;
    line.remove_suffix(letter.size());
    return true;
  }
  return false;
}

}  // namespace

bool ends_sentence(std::string_view line) {
  line = trim_line(line);
  for (int i = 0; i < 3 && !line.empty(); ++i) {
    const char last = line.back();
    // Most lines end in a letter.
    if (is_ascii_letter(last)) return false;
    if (!drop_last(line, {"\"", "”", "“", "«", "»", "’", "‘", "'", ")", "]", " "})) break;
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("…") ||
         line.ends_with("。") || line.ends_with("।");
}

namespace {

// Of each node the hints of the elements from the outermost on, and those of the innermost three.
std::vector<std::uint32_t> hints_of_nodes(const Page& page, const CleanKnowledge& knowledge) {
  std::vector<std::uint32_t> own(page.names.size());
  for (std::size_t i = 0; i < own.size(); ++i)
    own[i] = knowledge.hints_of(page.names[i]);
  const auto own_of = [&](std::uint32_t node) { return own[page.nodes[node].name]; };
  std::vector<std::uint32_t> out(page.nodes.size());
  constexpr std::uint32_t kAny = (1U << kHintCount) - 1;
  for (std::uint32_t n = 1; n < out.size(); ++n) {
    const std::uint32_t parent = page.nodes[n].parent;
    const std::uint32_t near = own_of(n) | own_of(parent) | own_of(page.nodes[parent].parent);
    out[n] = (out[parent] & kAny) | own_of(n) | near << kHintCount;
  }
  return out;
}

}  // namespace

std::uint32_t line_hash(std::span<const PageWord> words) {
  std::uint32_t hash = 0;
  for (const PageWord& word : words)
    hash = hash * 31 + word.hash;
  return hash;
}

PageView view_page(const Page& page, const CleanKnowledge& knowledge) {
  PageView view;
  view.page = &page;
  view.words = find_words(page);
  const std::size_t count = page.blocks.size();
  view.cues.resize(count);
  view.hints.resize(count);
  view.line_hash.resize(count);
  view.ends_sentence.resize(count);
  const std::vector<std::uint32_t> hints = hints_of_nodes(page, knowledge);
  for (std::size_t i = 0; i < count; ++i) {
    const PageBlock& block = page.blocks[i];
    const auto words = view.words.of_block(i);
    view.cues[i] = knowledge.cues.find(page.text, block.span, words);
    view.line_hash[i] = line_hash(words);
    view.hints[i] = hints[block.node];
    view.ends_sentence[i] = ends_sentence(view.text_of(i)) ? 1 : 0;
  }
  return view;
}

}  // namespace annals
