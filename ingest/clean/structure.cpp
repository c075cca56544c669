#include "ingest/clean/structure.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace annals {
namespace {

using lang::v1::CueKind;

bool has(const PageView& view, std::size_t block, CueKind kind) {
  return find_cue(view.cues[block], kind) != nullptr;
}

bool is_update(const PageView& view, std::size_t block) {
  return has(view, block, lang::v1::CUE_KIND_UPDATE) ||
         has(view, block, lang::v1::CUE_KIND_CORRECTION);
}

std::size_t word_count(const PageView& view, std::size_t block) {
  return view.words.of_block(block).size();
}

// The line without blanks, bullet or list number at its start.
Span without_bullet(const PageView& view, std::size_t block) {
  Span span = view.page->blocks[block].span;
  const std::string_view text = view.page->text;
  const auto skip_blanks = [&] {
    while (span.begin < span.end && (text[span.begin] == ' ' || text[span.begin] == '\t'))
      ++span.begin;
  };
  skip_blanks();
  const std::string_view line = slice(text, span);
  static constexpr std::array<std::string_view, 8> kBullets = {"• ", "▪ ", "► ", "* ",
                                                               "- ", "– ", "‣ ", "◦ "};
  for (const std::string_view bullet : kBullets) {
    if (!line.starts_with(bullet)) continue;
    span.begin += static_cast<std::uint32_t>(bullet.size());
    skip_blanks();
    return span;
  }
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9')
    ++digits;
  // "1. " counts; "3. Mai" and "2020. " do not say that a list goes on, so only where the line is
  // set in.
  if (digits > 0 && digits <= 2 && view.page->blocks[block].indent > 0 &&
      line.substr(digits).starts_with(". ")) {
    span.begin += static_cast<std::uint32_t>(digits + 2);
    skip_blanks();
  }
  return span;
}

// The hashes of words, sorted, each once.
std::vector<std::uint32_t> hashes_of(std::span<const PageWord> words) {
  std::vector<std::uint32_t> out;
  out.reserve(words.size());
  for (const PageWord& word : words)
    out.push_back(word.hash);
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

// How many words stand in the title of `title_words` words as well, and how alike their numbers
// are.
double likeness(std::span<const PageWord> words, const std::vector<std::uint32_t>& title,
                std::size_t title_words) {
  if (words.empty() || title.empty()) return 0;
  const auto both = std::ranges::count_if(
      words, [&](const PageWord& word) { return std::ranges::binary_search(title, word.hash); });
  return 2.0 * static_cast<double>(both) / static_cast<double>(words.size() + title_words);
}

// The title that the page's data names, site name and all.
std::string_view named_title(const Page& page) {
  for (const std::string_view signal :
       {"option.title", "json.title", "sidecar.title", "jsonld.headline", "meta.og:title",
        "meta.twitter:title", "microdata.headline", "html.title"}) {
    const Field* const field = find_field(page.fields, signal);
    if (field != nullptr && !field->value.empty()) return field->value;
  }
  return {};
}

// "Headline | Example News" -> "Headline", where the last part is the shorter one.
std::string_view without_site(std::string_view title) {
  for (const std::string_view bar : {" | ", " - ", " – ", " — ", " :: ", " » "}) {
    const std::size_t at = title.rfind(bar);
    if (at == std::string_view::npos) continue;
    const std::string_view head = title.substr(0, at);
    const std::string_view tail = title.substr(at + bar.size());
    if (head.size() > tail.size() && tail.size() <= 40) return head;
  }
  return title;
}

constexpr float kLeastTitleChance = 0.15F;
constexpr std::uint32_t kLeadHint = 1U << 10U;
static_assert(kHintNames[10] == "lead");

std::optional<std::size_t> find_title(const PageView& view, const Choice& choice,
                                      std::size_t first_text) {
  std::vector<PageWord> named;
  append_words(named_title(*view.page), 0, named);
  const std::vector<std::uint32_t> title = hashes_of(named);
  std::optional<std::size_t> best;
  double best_score = 0;
  for (std::size_t i = 0; i < view.size() && i <= first_text; ++i) {
    auto score = static_cast<double>(choice.title_chances[i]);
    if (!named.empty()) {
      const double alike = likeness(view.words.of_block(i), title, named.size());
      if (alike > 0.6) score += alike;
    }
    if (score >= static_cast<double>(kLeastTitleChance) && score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

// A summary between headline and body: one or two sentences, no caption, no copy of another line.
bool looks_like_teaser(const PageView& view, std::size_t block) {
  const std::size_t words = word_count(view, block);
  if (words < 4 || words > 80 || !ends_sentence(view.text_of(block))) return false;
  for (const CueKind kind :
       {lang::v1::CUE_KIND_CAPTION, lang::v1::CUE_KIND_BOILERPLATE, lang::v1::CUE_KIND_ADVERT,
        lang::v1::CUE_KIND_RELATED, lang::v1::CUE_KIND_RIGHTS, lang::v1::CUE_KIND_AUTHOR}) {
    if (has(view, block, kind)) return false;
  }
  const PageBlock& on_page = view.page->blocks[block];
  if (on_page.element == Element::kCaption || on_page.link_bytes * 2 > on_page.span.size())
    return false;
  const auto copy = [&](std::size_t other) {
    if (other >= view.size()) return false;
    const auto a = view.words.of_block(block);
    const auto b = view.words.of_block(other);
    const std::size_t least = std::min({a.size(), b.size(), std::size_t{8}});
    return least >= 3 &&
           std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(least), b.begin(),
                      [](const PageWord& x, const PageWord& y) { return x.hash == y.hash; });
  };
  return !copy(block + 1) && !copy(block - 1);
}

// The teaser stands right under the headline and apart from the body: a byline, a date or a picture
// between them, or a name of its own in the markup. Else it is the first paragraph.
std::optional<std::size_t> find_teaser(const PageView& view, const std::vector<bool>& kept,
                                       std::size_t begin, std::size_t first_text) {
  for (std::size_t i = begin; i <= first_text && i < begin + 3; ++i) {
    if (!looks_like_teaser(view, i)) continue;
    std::size_t next = i + 1;
    while (next < view.size() && !kept[next])
      ++next;
    if (next == view.size()) return std::nullopt;
    const bool named = (view.hints[i] >> kHintCount & kLeadHint) != 0;
    if (next > i + 1 || named) return i;
    // A line above the body that the models left out is a teaser when it says a whole sentence.
    return kept[i] ? std::nullopt : std::optional<std::size_t>(i);
  }
  return std::nullopt;
}

v1::BlockKind kind_of(const PageView& view, std::size_t block, Span span, bool before_text) {
  const PageBlock& on_page = view.page->blocks[block];
  const std::size_t words = word_count(view, block);
  if (on_page.element == Element::kCaption) return v1::BLOCK_KIND_CAPTION;
  if (has(view, block, lang::v1::CUE_KIND_CAPTION) && words <= 40 &&
      !ends_sentence(slice(view.page->text, span))) {
    return v1::BLOCK_KIND_CAPTION;
  }
  if (on_page.element == Element::kHeading) return v1::BLOCK_KIND_HEADING;
  if (on_page.element == Element::kQuote) return v1::BLOCK_KIND_QUOTE;
  if (on_page.element == Element::kListItem || span.begin != on_page.span.begin)
    return v1::BLOCK_KIND_LIST_ITEM;
  const std::string_view line = slice(view.page->text, span);
  if (before_text && words <= 14 && !ends_sentence(line) && !line.ends_with(':') &&
      !line.ends_with(',')) {
    return v1::BLOCK_KIND_HEADING;
  }
  return v1::BLOCK_KIND_PARAGRAPH;
}

// "Nachtrag vom 3. Mai 2021, 10:15 Uhr": heads what follows. "Update: The firm has replied." says
// it all itself.
bool heads_update(const PageView& view, const DraftBlock& block) {
  const std::string_view line = slice(view.page->text, block.span);
  return word_count(view, block.block) <= 14 && !ends_sentence(line);
}

// "Stellenmarkt" and the list of job ads that it heads inside an article.
void drop_headed_lists(const PageView& view, std::vector<bool>& kept) {
  bool under = false;
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (has(view, i, lang::v1::CUE_KIND_ADVERT) || has(view, i, lang::v1::CUE_KIND_RELATED)) {
      under = word_count(view, i) <= 6;
      if (under) kept[i] = false;
      continue;
    }
    if (!under) continue;
    const bool item = without_bullet(view, i).begin != view.page->blocks[i].span.begin ||
                      view.page->blocks[i].element == Element::kListItem;
    under = item && !ends_sentence(view.text_of(i));
    if (under) kept[i] = false;
  }
}

// Notes of the site at the article's end that read like text: "Please turn on Javascript."
void trim_end(const PageView& view, std::vector<bool>& kept) {
  for (std::size_t i = view.size(); i-- > 0;) {
    if (!kept[i]) continue;
    if (!has(view, i, lang::v1::CUE_KIND_BOILERPLATE) && !has(view, i, lang::v1::CUE_KIND_RIGHTS))
      return;
    if (word_count(view, i) > 12) return;
    kept[i] = false;
  }
}

constexpr std::size_t kUpdateGap = 2;

// Update headings that the models passed over, and what they head.
void keep_updates(const PageView& view, std::vector<bool>& kept) {
  std::size_t last_kept = view.size();
  for (std::size_t i = 0; i < view.size(); ++i) {
    const bool near = last_kept < view.size() && i - last_kept <= kUpdateGap + 1;
    const bool next_kept = i + 1 < view.size() && kept[i + 1];
    if (!kept[i] && is_update(view, i) && (near || next_kept)) {
      const bool next_text =
          i + 1 < view.size() && ends_sentence(view.text_of(i + 1)) && word_count(view, i + 1) >= 6;
      const bool own_text = ends_sentence(view.text_of(i)) && word_count(view, i) >= 6;
      if (own_text || next_text) kept[i] = true;
      if (!own_text && next_text) kept[i + 1] = true;
    }
    if (kept[i]) last_kept = i;
  }
}

// The entries of a live blog that the page's data name: each is a section, from its headline on.
// False when the page shows none.
bool add_live_sections(const PageView& view, Draft& draft) {
  std::unordered_map<std::uint32_t, std::size_t> entries;  // by the line that heads each
  for (std::size_t e = 0; e < view.page->live_entries.size(); ++e) {
    const LiveEntry& entry = view.page->live_entries[e];
    const std::string_view head = entry.headline.empty() ? entry.text : entry.headline;
    std::vector<PageWord> words;
    append_words(head.substr(0, head.find('\n')), 0, words);
    if (words.size() >= 2 && !entry.published.value.empty())
      entries.try_emplace(line_hash(words), e);
  }
  if (entries.empty()) return false;
  std::vector<DraftSection> sections = {{v1::SECTION_KIND_MAIN, 0, 0, {}, {}}};
  for (std::size_t i = 0; i < draft.blocks.size(); ++i) {
    const auto at = entries.find(view.line_hash[draft.blocks[i].block]);
    // A list of the headlines may stand above the entries: the text follows the last one.
    const bool listed =
        i + 1 < draft.blocks.size() && entries.contains(view.line_hash[draft.blocks[i + 1].block]);
    if (at == entries.end() || listed || draft.blocks[i].kind == v1::BLOCK_KIND_TITLE) continue;
    sections.back().last = i;
    if (i == 0) sections.clear();
    sections.push_back({v1::SECTION_KIND_UPDATE, i, i, {}, at->second});
    if (!view.page->live_entries[at->second].headline.empty())
      draft.blocks[i].kind = v1::BLOCK_KIND_UPDATE_HEADING;
  }
  if (!sections.back().live_entry) return false;
  sections.back().last = draft.blocks.size();
  draft.sections = std::move(sections);
  return true;
}

void add_sections(const PageView& view, Draft& draft) {
  const auto start = [&](v1::SectionKind kind, std::size_t at, std::optional<Span> line) {
    if (!draft.sections.empty()) {
      draft.sections.back().last = at;
      if (draft.sections.back().first == at) draft.sections.pop_back();
    }
    draft.sections.push_back({kind, at, at, line, {}});
  };
  if (draft.blocks.empty() || add_live_sections(view, draft)) return;
  std::size_t headings = 0;
  for (DraftBlock& block : draft.blocks) {
    if (block.kind == v1::BLOCK_KIND_TITLE || !is_update(view, block.block)) continue;
    if (heads_update(view, block)) {
      block.kind = v1::BLOCK_KIND_UPDATE_HEADING;
      ++headings;
    }
  }
  start(v1::SECTION_KIND_MAIN, 0, {});
  std::size_t body_before = 0;  // blocks of running text of the main section so far
  std::size_t main_again = draft.blocks.size();
  for (std::size_t i = 0; i < draft.blocks.size(); ++i) {
    const DraftBlock& block = draft.blocks[i];
    if (block.kind == v1::BLOCK_KIND_TITLE) continue;
    if (!is_update(view, block.block)) {
      if (i == main_again) start(v1::SECTION_KIND_MAIN, i, {});
      body_before += block.kind == v1::BLOCK_KIND_PARAGRAPH ? 1U : 0U;
      continue;
    }
    const bool correction = has(view, block.block, lang::v1::CUE_KIND_CORRECTION);
    start(correction ? v1::SECTION_KIND_CORRECTION : v1::SECTION_KIND_UPDATE, i, block.span);
    main_again = draft.blocks.size();
    if (block.kind != v1::BLOCK_KIND_UPDATE_HEADING) {
      // It says it all itself: what follows is the article again.
      main_again = i + 1;
    } else if (body_before == 0 && headings == 1) {
      // One update above the article: it holds the paragraph below it.
      main_again = i + 2;
    }
  }
  draft.sections.back().last = draft.blocks.size();
}

// "By Erika Example" between headline and text names the author; it is no text.
void drop_bylines(const PageView& view, std::size_t begin, std::size_t first_text,
                  std::vector<bool>& kept) {
  constexpr std::size_t kLongestByline = 8;
  for (std::size_t i = begin; i < first_text; ++i) {
    const auto words = view.words.of_block(i);
    if (!kept[i] || words.empty() || words.size() > kLongestByline) continue;
    const CueHit* const cue = find_cue(view.cues[i], lang::v1::CUE_KIND_AUTHOR);
    if (cue != nullptr && cue->span.begin <= words.front().span.begin) kept[i] = false;
  }
}

}  // namespace

Draft draft_page(const PageView& view, const Choice& choice) {
  Draft draft;
  const std::size_t count = view.size();
  std::vector<bool> kept = choice.kept;
  drop_headed_lists(view, kept);
  trim_end(view, kept);
  keep_updates(view, kept);
  // Where the body begins: the first kept block of some length.
  std::size_t first_text = count;
  for (std::size_t i = 0; i < count && first_text == count; ++i) {
    if (kept[i] && word_count(view, i) >= 12) first_text = i;
  }
  for (std::size_t i = 0; i < count && first_text == count; ++i) {
    if (kept[i]) first_text = i;
  }
  if (first_text == count) {
    draft.title = std::string(without_site(named_title(*view.page)));
    return draft;
  }
  draft.title_block = find_title(view, choice, first_text);
  std::size_t begin = 0;
  drop_bylines(view, draft.title_block.value_or(0), first_text, kept);
  std::optional<std::size_t> teaser;
  if (draft.title_block) {
    begin = *draft.title_block + 1;
    kept[*draft.title_block] = false;
    draft.title = std::string(slice(view.page->text, without_bullet(view, *draft.title_block)));
    teaser = find_teaser(view, kept, begin, first_text);
  } else {
    draft.title = std::string(without_site(named_title(*view.page)));
  }
  for (std::size_t i = 0; i < count; ++i) {
    const bool title = draft.title_block == i;
    if (!kept[i] && !title && teaser != i) continue;
    if (i < begin && !title && !is_update(view, i)) continue;  // above the headline
    DraftBlock block{i, without_bullet(view, i), v1::BLOCK_KIND_PARAGRAPH, "model"};
    if (block.span.empty()) continue;
    if (title) {
      block.kind = v1::BLOCK_KIND_TITLE;
      block.reason = "headline";
    } else if (teaser == i) {
      block.kind = v1::BLOCK_KIND_TEASER;
      block.reason = kept[i] ? "model" : "under the headline";
    } else {
      std::size_t next = i + 1;
      while (next < count && !kept[next])
        ++next;
      const bool before_text = next < count && word_count(view, next) > word_count(view, i);
      block.kind = kind_of(view, i, block.span, before_text);
      if (!choice.kept[i]) block.reason = "update";
    }
    draft.blocks.push_back(block);
  }
  add_sections(view, draft);
  return draft;
}

Draft draft_record(const PageView& view) {
  Draft draft;
  const std::string_view title = named_title(*view.page);
  draft.title = std::string(title);
  for (std::size_t i = 0; i < view.size(); ++i) {
    DraftBlock block{i, view.page->blocks[i].span, v1::BLOCK_KIND_PARAGRAPH, "record"};
    if (block.span.empty()) continue;
    if (i == 0 && !title.empty() && view.text_of(i) == title) {
      block.kind = v1::BLOCK_KIND_TITLE;
      draft.title_block = 0;
    }
    draft.blocks.push_back(block);
  }
  add_sections(view, draft);
  return draft;
}

}  // namespace annals
