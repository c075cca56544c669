#include "cli/train_pages.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "ingest/clean/words.h"
#include "ingest/read/reader.h"

namespace annals::cli {
namespace {

using Struct = google::protobuf::Struct;

std::string string_of(const Struct& object, const std::string& key) {
  const auto at = object.fields().find(key);
  return at == object.fields().end() ? std::string() : at->second.string_value();
}

std::vector<std::string> strings_of(const Struct& object, const std::string& key) {
  std::vector<std::string> out;
  const auto at = object.fields().find(key);
  if (at == object.fields().end()) return out;
  for (const auto& value : at->second.list_value().values())
    out.push_back(value.string_value());
  return out;
}

std::uint64_t shingle(const std::vector<PageWord>& words, std::size_t at, std::size_t length) {
  std::uint64_t hash = length;
  for (std::size_t i = 0; i < length; ++i)
    hash = hash * 0x9e3779b97f4a7c15ULL + words[at + i].hash;
  return hash;
}

constexpr std::size_t kShingle = 4;
constexpr std::size_t kManyPlaces = static_cast<std::size_t>(-1);

// Words of the gold text, counted from its start.
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
};

// The share of a block's words that stand in the gold text in the same order, and where.
class GoldText {
 public:
  explicit GoldText(std::string_view text) {
    std::vector<PageWord>& words = words_;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::vector<PageWord> line;
      append_words(text.substr(0, end), 0, line);
      if (!line.empty() && line.size() < kShingle) lines_.insert(shingle(line, 0, line.size()));
      words.insert(words.end(), line.begin(), line.end());
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (std::size_t i = 0; i + kShingle <= words.size(); ++i) {
      const auto [it, fresh] = shingles_.try_emplace(shingle(words, i, kShingle), i);
      if (!fresh) it->second = kManyPlaces;
    }
  }
  std::size_t size() const { return words_.size(); }

  // The words of the gold text from the block's first to its last, by shingles that stand there
  // but once; empty when there are none.
  Place place(std::span<const PageWord> block) const {
    const std::vector<PageWord> words(block.begin(), block.end());
    Place out{words_.size(), 0};
    for (std::size_t i = 0; i + kShingle <= words.size(); ++i) {
      const auto at = shingles_.find(shingle(words, i, kShingle));
      if (at == shingles_.end() || at->second == kManyPlaces) continue;
      out.begin = std::min(out.begin, at->second);
      out.end = std::max(out.end, at->second + kShingle);
    }
    return out;
  }

  // Where the block's words stand one after the other within `in`; empty when they do not.
  Place find(std::span<const PageWord> block, Place in) const {
    for (std::size_t at = in.begin; at + block.size() <= std::min(in.end, words_.size()); ++at) {
      const auto begin = words_.begin() + static_cast<std::ptrdiff_t>(at);
      if (std::equal(block.begin(), block.end(), begin,
                     [](const PageWord& a, const PageWord& b) { return a.hash == b.hash; }))
        return {at, at + block.size()};
    }
    return {};
  }

  double share(std::span<const PageWord> block) const {
    const std::vector<PageWord> words(block.begin(), block.end());
    if (words.empty()) return 0;
    if (words.size() < kShingle) return lines_.contains(shingle(words, 0, words.size())) ? 1 : 0;
    std::size_t found = 0;
    const std::size_t all = words.size() - kShingle + 1;
    for (std::size_t i = 0; i < all; ++i) {
      found += shingles_.contains(shingle(words, i, kShingle)) ? 1U : 0U;
    }
    return static_cast<double>(found) / static_cast<double>(all);
  }

 private:
  std::vector<PageWord> words_;
  std::unordered_map<std::uint64_t, std::size_t> shingles_;  // where each stands
  std::unordered_set<std::uint64_t> lines_;
};

// Short blocks (sub-headings, list items, table cells) are too short for shingles: they are part of
// the article when their words stand right between what the blocks around them are in the gold
// text.
void label_short_blocks(GoldPage& gold, const PageView& view, const GoldText& text) {
  constexpr std::size_t kShort = 8;
  constexpr std::size_t kReach = 24;  // words of the gold text
  const std::size_t count = view.size();
  std::vector<Place> places(count);
  std::vector<std::size_t> next(count + 1, text.size());  // where the article goes on behind block
  for (std::size_t i = count; i-- > 0;) {
    if (gold.labels[i] > 0) places[i] = text.place(view.words.of_block(i));
    next[i] = places[i].empty() ? next[i + 1] : places[i].begin;
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!places[i].empty()) {
      end = places[i].end;
      continue;
    }
    const auto words = view.words.of_block(i);
    if (words.empty() || words.size() > kShort) continue;
    const std::size_t until = next[i + 1];
    if (until < end || (end == 0 && until == text.size())) continue;
    Place found = text.find(words, {end, std::min(until, end + kReach)});
    const std::size_t from = std::max(end, until > kReach ? until - kReach : 0);
    if (found.empty() && until < text.size()) found = text.find(words, {from, until});
    gold.labels[i] = found.empty() ? 0.0F : 1.0F;
    if (!found.empty()) end = found.end;
  }
}

// Every block with the headline's words is one; a page that does not show it teaches nothing.
void label_title(GoldPage& gold, const PageView& view) {
  std::vector<PageWord> title;
  append_words(gold.title, 0, title);
  if (title.size() < 2) return;
  bool found = false;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const auto words = view.words.of_block(i);
    // A kicker may stand in the same line, or a part of the headline in its own.
    if (words.size() < title.size() || words.size() > title.size() + 6) continue;
    for (std::size_t at = 0; at + title.size() <= words.size(); ++at) {
      if (std::equal(title.begin(), title.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                     [](const PageWord& a, const PageWord& b) { return a.hash == b.hash; })) {
        gold.title_labels[i] = 1;
        found = true;
        break;
      }
    }
  }
  if (found) {
    for (std::size_t i = 0; i < view.size(); ++i) {
      gold.title_weights[i] = gold.title_labels[i] > 0 ? 4.0F : 1.0F;
    }
  }
}

std::string flat(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (is_blank(next_code_point(text, at))) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else {
      out.append(text.substr(begin, at - begin));
    }
  }
  return out;
}

}  // namespace

std::string registered_domain(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#:"));
  std::vector<std::string_view> labels;
  while (!url.empty()) {
    const std::size_t dot = std::min(url.find('.'), url.size());
    labels.push_back(url.substr(0, dot));
    url.remove_prefix(std::min(dot + 1, url.size()));
  }
  const std::size_t n = labels.size();
  std::size_t keep = 2;
  if (n >= 3 && labels[n - 1].size() == 2 && labels[n - 2].size() <= 3) keep = 3;
  std::string out;
  for (std::size_t i = n > keep ? n - keep : 0; i < n; ++i) {
    if (!out.empty()) out += '.';
    out += labels[i];
  }
  return out;
}

Result<std::vector<GoldPage>> load_gold_pages(const std::string& set, const std::string& style) {
  std::ifstream gold(set + "/gold.jsonl");
  if (!gold) return fail(ErrorCode::kIo, "cannot read " + set + "/gold.jsonl");
  std::vector<GoldPage> out;
  std::string line;
  while (std::getline(gold, line)) {
    Struct object;
    if (!google::protobuf::util::JsonStringToMessage(line, &object).ok()) continue;
    GoldPage page;
    page.id = string_of(object, "id");
    page.domain = registered_domain(string_of(object, "url"));
    page.style = style;
    page.title = string_of(object, "title");
    page.text = string_of(object, "text");
    page.with = strings_of(object, "with");
    page.without = strings_of(object, "without");
    RawRecord record;
    record.format = style == "html" ? RecordFormat::kHtml : RecordFormat::kText;
    record.file = set;
    record.file.append("/").append(style).append("/").append(page.id);
    record.file.append(style == "html" ? ".html" : ".txt");
    std::ifstream file(record.file, std::ios::binary);
    if (!file) continue;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    record.bytes = bytes.str();
    auto parsed = parse_record(record);
    if (!parsed) continue;
    page.page = std::move(*parsed);
    if (page.domain.empty()) page.domain = page.id;
    out.push_back(std::move(page));
  }
  std::sort(out.begin(), out.end(),
            [](const GoldPage& a, const GoldPage& b) { return a.id < b.id; });
  return out;
}

void label_blocks(GoldPage& gold, const PageView& view) {
  const std::size_t count = view.size();
  gold.labels.assign(count, 0.0F);
  gold.weights.assign(count, 0.0F);
  gold.title_labels.assign(count, 0.0F);
  gold.title_weights.assign(count, 0.0F);
  if (gold.text.empty()) {
    // Only strings that must and must not appear: all else is unknown.
    for (std::size_t i = 0; i < count; ++i) {
      const std::string line = flat(view.text_of(i));
      const auto holds = [&line](const std::string& part) {
        return line.find(flat(part)) != std::string::npos;
      };
      const bool in = std::any_of(gold.with.begin(), gold.with.end(), holds);
      const bool not_in = std::any_of(gold.without.begin(), gold.without.end(), holds);
      if (in == not_in) continue;
      gold.labels[i] = in ? 1.0F : 0.0F;
      gold.weights[i] = 2.0F;
    }
    return;
  }
  label_title(gold, view);
  const GoldText text(gold.text);
  for (std::size_t i = 0; i < count; ++i) {
    gold.labels[i] = text.share(view.words.of_block(i)) >= 0.6 ? 1.0F : 0.0F;
  }
  // Of equal blocks only the one with the most article around it is text of the article.
  std::unordered_map<std::uint32_t, std::size_t> best;
  const std::vector<float> candidates = gold.labels;
  const auto support = [&](std::size_t i) {
    float sum = 0;
    for (std::size_t j = i > 4 ? i - 4 : 0; j < std::min(count, i + 5); ++j)
      sum += candidates[j];
    return sum;
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (candidates[i] == 0) continue;
    const auto [it, fresh] = best.try_emplace(view.line_hash[i], i);
    if (fresh) continue;
    const bool better = support(i) > support(it->second);
    gold.labels[better ? it->second : i] = 0;
    if (better) it->second = i;
  }
  label_short_blocks(gold, view, text);
  double article = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = static_cast<float>(view.words.of_block(i).size());
    gold.weights[i] = std::clamp(std::sqrt(words), 1.0F, 8.0F);
    if (gold.labels[i] > 0) article += static_cast<double>(gold.weights[i]);
  }
  // Of HTML every article counts the same, as it does where articles are compared; where little of
  // it is on the page that says nothing. Of tagless pages a long one counts no more than a few
  // short ones.
  constexpr double kArticleWeight = 200;
  constexpr double kLeastArticle = 20;
  constexpr double kLongPage = 150;
  double page_weight = 1;
  if (gold.style != "html") {
    page_weight = std::min(1.0, kLongPage / static_cast<double>(std::max<std::size_t>(count, 1)));
  } else if (article >= kLeastArticle) {
    page_weight = kArticleWeight / article;
  }
  for (float& weight : gold.weights)
    weight *= static_cast<float>(page_weight);
}

}  // namespace annals::cli
