#include "ingest/clean/body.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace annals {
namespace {

// Shorter bodies are teasers.
constexpr std::size_t kLeastBody = 80;
// A block this long is of the body or is not.
constexpr std::size_t kTelling = 6;

// A block says the same as the body, or nothing of it, from and up to this share of its runs.
constexpr float kSame = 0.8F;
constexpr float kOther = 0.1F;
// The page shows the body when that share of it stands in its blocks.
constexpr double kShown = 0.6;
// What agreement is worth, in log-odds. Entries of a live blog stand in rows, as noise does.
constexpr double kBodyGain = 2.0;
constexpr double kEntryGain = 6.0;
// The page lacks the body when it shows no more of it, and what was kept is no more than that.
constexpr double kMostShown = 0.3;
constexpr double kMostKept = 0.6;

// Words of blocks that stand in the text.
double words_shown(const PageView& view, const Phrases& phrases) {
  double out = 0;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const auto words = view.words.of_block(i);
    if (phrases.share(words) >= 0.6F) out += static_cast<double>(words.size());
  }
  return out;
}

void add_entries(const Page& page, Phrases& out) {
  for (const LiveEntry& entry : page.live_entries) {
    out.add(entry.headline);
    out.add(entry.text);
  }
}

// The lines that head entries, as PageView.line_hash.
std::unordered_set<std::uint32_t> entry_heads(const Page& page) {
  std::unordered_set<std::uint32_t> out;
  for (const LiveEntry& entry : page.live_entries) {
    std::vector<PageWord> words;
    append_words(entry.headline, 0, words);
    if (words.size() >= 2) out.insert(line_hash(words));
  }
  return out;
}

float likelier(float chance, double log_odds) {
  const double p = std::clamp(static_cast<double>(chance), 0.001, 0.999);
  return static_cast<float>(1 / (1 + std::exp(-(std::log(p / (1 - p)) + log_odds))));
}

}  // namespace

Phrases body_phrases(const Page& page) {
  const Field* const body = find_field(page.fields, "jsonld.articleBody");
  Phrases out(body == nullptr ? "" : body->value);
  add_entries(page, out);
  return out;
}

std::vector<float> agree_with_body(const PageView& view, std::span<const float> chances) {
  std::vector<float> out(chances.begin(), chances.end());
  const Phrases phrases = body_phrases(*view.page);
  if (phrases.size() < kLeastBody) return out;
  Phrases entries;
  add_entries(*view.page, entries);
  // How much of the body is on the page, and how much of what the models like is in the body?
  const double shown = words_shown(view, phrases) / static_cast<double>(phrases.size());
  double liked = 0;
  double in_body = 0;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const auto words = view.words.of_block(i);
    if (chances[i] < 0.5F || words.size() < kTelling) continue;
    liked += static_cast<double>(words.size());
    if (phrases.share(words) >= 0.5F) in_body += static_cast<double>(words.size());
  }
  if (shown < kShown && entries.size() == 0) return out;
  const std::unordered_set<std::uint32_t> heads = entry_heads(*view.page);
  for (std::size_t i = 0; i < view.size(); ++i) {
    const auto words = view.words.of_block(i);
    const bool head = heads.contains(view.line_hash[i]);
    if (words.size() < kTelling && !head) continue;
    if (head || entries.share(words) >= kSame) {
      out[i] = likelier(out[i], kEntryGain);
    } else if (shown >= kShown && phrases.share(words) >= kSame) {
      out[i] = likelier(out[i], kBodyGain);
    } else if (shown >= kShown && phrases.share(words) <= kOther && in_body * 2 >= liked) {
      out[i] = likelier(out[i], -kBodyGain);
    }
  }
  return out;
}

std::optional<Page> page_of_body(const PageView& view, const std::vector<bool>& kept) {
  const Page& page = *view.page;
  if (page.body.blocks.empty()) return std::nullopt;
  Phrases phrases;
  phrases.add(page.body.text);
  if (phrases.size() < kLeastBody) return std::nullopt;
  double words = 0;
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (kept[i]) words += static_cast<double>(view.words.of_block(i).size());
  }
  const auto all = static_cast<double>(phrases.size());
  if (words_shown(view, phrases) > kMostShown * all || words > kMostKept * all) return std::nullopt;
  Page out;
  out.format = RecordFormat::kJson;
  out.file = page.file;
  out.record = page.record;
  out.record_offset = page.record_offset;
  out.revision = page.revision;
  out.text = page.body.text;
  out.blocks = page.body.blocks;
  out.source_map = page.body.source_map;
  out.fields = page.fields;
  out.notes = page.notes;
  out.notes.emplace_back("the text is the articleBody of the page's structured data");
  return out;
}

}  // namespace annals
