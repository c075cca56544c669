#include "ingest/clean/features.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "engine/base/hash.h"
#include "ingest/clean/elements.h"
#include "ingest/clean/measures.h"
#include "ingest/clean/vocabulary.h"

namespace annals {
namespace {

using lang::v1::CueKind;
using namespace measures;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view s) { return text.starts_with(s); });
}

bool is_bullet(std::string_view text) {
  return starts_with_any(text, {"•", "* ", "- ", "– ", "▪", "►", "»", "›", "·", "◦", "‣"});
}

bool is_numbered(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    ++digits;
  return digits > 0 && digits <= 3 && text.substr(digits).starts_with(". ");
}

bool has(std::span<const CueHit> hits, CueKind kind) {
  return find_cue(hits, kind) != nullptr;
}

const Field* first_of(const std::vector<Field>& fields,
                      std::initializer_list<std::string_view> signals) {
  for (const std::string_view signal : signals) {
    const Field* const field = find_field(fields, signal);
    if (field != nullptr && !field->value.empty()) return field;
  }
  return nullptr;
}

class Measurer {
 public:
  Measurer(const PageView& view, const CleanKnowledge& knowledge)
      : view_(view), knowledge_(knowledge), count_(view.size()), table_(count_ * kMeasures) {}

  std::vector<float> rows() {
    measure_lines();
    measure_page();
    if (view_.page->format == RecordFormat::kHtml) {
      measure_markup();
      measure_tree();
    }
    std::vector<float> rows(count_ * kRow);
    for (std::size_t i = 0; i < count_; ++i) {
      float* out = rows.data() + i * kRow;
      std::copy_n(table_.data() + i * kMeasures, kMeasures, out);
      out += kMeasures;
      for (int offset = -kReach; offset <= kReach; ++offset) {
        if (offset == 0) continue;
        const auto at = static_cast<std::ptrdiff_t>(i) + offset;
        const bool inside = at >= 0 && at < static_cast<std::ptrdiff_t>(count_);
        for (const Measure m : kNeighbourMeasures) {
          *out++ = inside ? table_[static_cast<std::size_t>(at) * kMeasures + m] : -1.0F;
        }
      }
    }
    return rows;
  }

 private:
  float& at(std::size_t block, std::size_t measure) { return table_[block * kMeasures + measure]; }

  void measure_lines() {
    for (std::size_t i = 0; i < count_; ++i) {
      const std::string_view line = trim_line(view_.text_of(i));
      const auto words = view_.words.of_block(i);
      const PageBlock& block = view_.page->blocks[i];
      std::size_t upper = 0;
      std::size_t digits = 0;
      std::size_t common = 0;
      std::size_t letters = 0;
      for (const PageWord& word : words) {
        upper += word.upper ? 1U : 0U;
        digits += word.digits ? 1U : 0U;
        letters += word.span.size();
        common += knowledge_.common_words.contains(word.hash) ? 1U : 0U;
      }
      const auto n = static_cast<double>(words.size());
      std::size_t commas = 0;
      std::size_t stops = 0;
      std::size_t separators = 0;
      std::size_t colons = 0;
      for (std::size_t c = 0; c < line.size(); ++c) {
        const char ch = line[c];
        commas += ch == ',' ? 1U : 0U;
        const bool stop = ch == '.' || ch == '!' || ch == '?';
        stops += stop && c + 1 < line.size() && line[c + 1] == ' ' ? 1U : 0U;
        separators += ch == '|' || ch == '@' || ch == '/' || ch == '>' ? 1U : 0U;
        const bool clock = ch == ':' && c > 0 && c + 1 < line.size() && line[c - 1] >= '0' &&
                           line[c - 1] <= '9' && line[c + 1] >= '0' && line[c + 1] <= '9';
        colons += clock ? 1U : 0U;
      }
      at(i, kChars) = log1(static_cast<double>(line.size()));
      at(i, kWords) = log1(n);
      at(i, kEndsSentence) = ends_sentence(line) ? 1.0F : 0.0F;
      at(i, kEndsColon) = line.ends_with(':') ? 1.0F : 0.0F;
      at(i, kEndsDots) = line.ends_with("...") || line.ends_with("…") ? 1.0F : 0.0F;
      at(i, kCommaShare) = share(static_cast<double>(commas), n);
      at(i, kInnerSentences) = log1(static_cast<double>(stops));
      at(i, kDigitShare) = share(static_cast<double>(digits), n);
      at(i, kUpperShare) = share(static_cast<double>(upper), n);
      at(i, kWordLength) = share(static_cast<double>(letters), n);
      at(i, kCommonShare) = share(static_cast<double>(common), n);
      at(i, kIndent) = static_cast<float>(std::min<int>(block.indent, 12));
      at(i, kBlankBefore) = static_cast<float>(std::min<int>(block.blank_before, 3));
      at(i, kBlankBehind) =
          i + 1 < count_
              ? static_cast<float>(std::min<int>(view_.page->blocks[i + 1].blank_before, 3))
              : 3.0F;
      at(i, kBullet) = is_bullet(line) ? 1.0F : 0.0F;
      at(i, kNumbered) = is_numbered(line) ? 1.0F : 0.0F;
      at(i, kStartsQuoted) = starts_with_any(line, {"\"", "„", "“", "»", "«", "'"}) ? 1.0F : 0.0F;
      at(i, kStartsLower) = !words.empty() && !words[0].upper && !words[0].digits ? 1.0F : 0.0F;
      at(i, kSeparators) = share(static_cast<double>(separators), n);
      at(i, kHasDate) = date_like(words) ? 1.0F : 0.0F;
      at(i, kHasTime) = colons > 0 ? 1.0F : 0.0F;
      at(i, kQuestion) = line.ends_with('?') ? 1.0F : 0.0F;
      at(i, kAllCaps) = all_caps(line) ? 1.0F : 0.0F;
      measure_cues(i);
    }
  }

  void measure_cues(std::size_t i) {
    static constexpr std::pair<Measure, CueKind> kCues[] = {
        {kCuePublished, lang::v1::CUE_KIND_PUBLISHED},
        {kCuePublished, lang::v1::CUE_KIND_MODIFIED},
        {kCueUpdate, lang::v1::CUE_KIND_UPDATE},
        {kCueUpdate, lang::v1::CUE_KIND_CORRECTION},
        {kCueCaption, lang::v1::CUE_KIND_CAPTION},
        {kCueAuthor, lang::v1::CUE_KIND_AUTHOR},
        {kCueBoilerplate, lang::v1::CUE_KIND_BOILERPLATE},
        {kCueAdvert, lang::v1::CUE_KIND_ADVERT},
        {kCueRelated, lang::v1::CUE_KIND_RELATED},
        {kCueComments, lang::v1::CUE_KIND_COMMENTS},
        {kCueRights, lang::v1::CUE_KIND_RIGHTS},
        {kCueAgency, lang::v1::CUE_KIND_AGENCY},
    };
    for (const auto& [measure, kind] : kCues) {
      if (has(view_.cues[i], kind)) at(i, measure) = 1.0F;
    }
  }

  // "14. Sep 2020", "14.09.20", "Sept 14, 2020".
  static bool date_like(std::span<const PageWord> words) {
    for (std::size_t w = 0; w + 1 < words.size(); ++w) {
      if (!words[w].digits || words[w].span.size() > 2) continue;
      if (words[w + 1].digits && words[w + 1].span.size() == 4 &&
          words[w + 1].span.begin - words[w].span.end <= 3) {
        return true;
      }
      if (w + 2 < words.size() && words[w + 2].digits &&
          (words[w + 2].span.size() == 4 || words[w + 1].digits) &&
          words[w + 2].span.begin - words[w].span.end <= 14) {
        return true;
      }
    }
    return false;
  }

  static bool all_caps(std::string_view line) {
    std::size_t upper = 0;
    for (const char c : line) {
      if (c >= 'a' && c <= 'z') return false;
      upper += c >= 'A' && c <= 'Z' ? 1U : 0U;
    }
    return upper >= 4;
  }

  double words(std::size_t i) const { return static_cast<double>(view_.words.of_block(i).size()); }

  void measure_page() {
    measure_repetition();
    const Vocabulary vocabulary(view_);
    std::vector<float> worth(count_);
    std::vector<double> words_to(count_ + 1);
    std::vector<double> sentences_to(count_ + 1);
    double chars = 0;
    double longest = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const bool text = at(i, kEndsSentence) > 0 && words(i) >= 6;
      const double penalty = at(i, kLinkShare) > 0.5F ? 4 : 0;
      worth[i] =
          static_cast<float>(text ? std::min(words(i), 60.0) - 4 - penalty * 3 : -6.0 - penalty);
      if (at(i, kRepeats) > 0.8F) worth[i] = std::min(worth[i], -4.0F);
      words_to[i + 1] = words_to[i] + words(i);
      sentences_to[i + 1] = sentences_to[i] + (text ? words(i) : 0);
      chars += static_cast<double>(view_.page->blocks[i].span.size());
      longest = std::max(longest, words(i));
    }
    core_ = best_run(worth);
    const double core_words = sentences_to[core_.end] - sentences_to[core_.begin];
    double char_at = 0;
    std::size_t short_run = 0;
    std::size_t since_related = count_;
    std::size_t under_cue = 0;
    std::size_t since_comments = count_;
    const auto near = [&](const std::vector<double>& sums, std::size_t i, std::size_t reach) {
      const std::size_t from = i > reach ? i - reach : 0;
      return sums[std::min(count_, i + reach + 1)] - sums[from];
    };
    for (std::size_t i = 0; i < count_; ++i) {
      at(i, kSharedVocabulary) = vocabulary.shared(i, 0);
      at(i, kSharedNear) = vocabulary.shared(i, 6);
      at(i, kPosition) = share(static_cast<double>(i), static_cast<double>(count_));
      at(i, kCharPosition) = share(char_at, chars);
      char_at += static_cast<double>(view_.page->blocks[i].span.size());
      at(i, kFromStart) = log1(static_cast<double>(i));
      at(i, kToEnd) = log1(static_cast<double>(count_ - i));
      at(i, kSpanPlace) = place_in(core_, i);
      at(i, kSpanDistance) = distance_to(core_, i);
      at(i, kSpanShare) = share(core_words, words_to[count_]);
      short_run = words(i) < 8 && at(i, kEndsSentence) == 0 ? short_run + 1 : 0;
      at(i, kShortRun) = log1(static_cast<double>(short_run));
      at(i, kWordsNear2) = log1(near(words_to, i, 2));
      at(i, kWordsNear5) = log1(near(words_to, i, 5));
      at(i, kSentencesNear5) = share(near(sentences_to, i, 5), near(words_to, i, 5));
      at(i, kWordsBefore) = share(sentences_to[i], sentences_to[count_]);
      at(i, kWordsBehind) = share(sentences_to[count_] - sentences_to[i + 1], sentences_to[count_]);
      at(i, kPageBlocks) = log1(static_cast<double>(count_));
      at(i, kPageWords) = log1(words_to[count_]);
      at(i, kPageLongest) = log1(longest);
      since_related = at(i, kCueRelated) > 0 || at(i, kCueAdvert) > 0 ? 0 : since_related + 1;
      // Inside a list that an advertising or related-articles line heads.
      if (at(i, kCueRelated) > 0 || at(i, kCueAdvert) > 0) {
        under_cue = 1;
      } else if (under_cue > 0) {
        under_cue = at(i, kEndsSentence) > 0 && words(i) >= 12 ? 0 : under_cue + 1;
      }
      at(i, kUnderCue) = log1(static_cast<double>(std::min<std::size_t>(under_cue, 30)));
      since_comments = at(i, kCueComments) > 0 ? 0 : since_comments + 1;
      at(i, kSinceRelated) = log1(static_cast<double>(std::min<std::size_t>(since_related, 60)));
      at(i, kSinceComments) = log1(static_cast<double>(std::min<std::size_t>(since_comments, 60)));
    }
  }

  void measure_repetition() {
    std::unordered_map<std::uint32_t, std::uint32_t> counts;
    for (std::size_t i = 0; i < count_; ++i)
      ++counts[view_.line_hash[i]];
    std::unordered_map<std::uint32_t, std::uint32_t> seen;
    for (std::size_t i = 0; i < count_; ++i) {
      at(i, kRepeats) = log1(counts[view_.line_hash[i]] - 1);
      at(i, kEarlierCopy) = seen[view_.line_hash[i]]++ > 0 ? 1.0F : 0.0F;
      // Starts like a neighbour: alternative text before its caption, a headline before its copy.
      for (const std::size_t other : {i - 1, i + 1}) {
        if (other >= count_) continue;
        const auto a = view_.words.of_block(i);
        const auto b = view_.words.of_block(other);
        const std::size_t least = std::min(a.size(), b.size());
        if (least < 3) continue;
        const bool same =
            std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(least), b.begin(),
                       [](const PageWord& x, const PageWord& y) { return x.hash == y.hash; });
        if (same) at(i, kTwin) = other < i ? 1.0F : 2.0F;
      }
    }
  }

  void measure_markup() {
    const Page& page = *view_.page;
    struct Container {
      double words = 0;
      double sentences = 0;
      double core = 0;
      double links = 0;
    };
    std::unordered_map<std::uint32_t, Container> containers;
    // Blocks whose innermost elements have equal names: paragraphs of one article share a
    // container, comments and teasers only such a signature.
    std::unordered_map<std::uint64_t, Container> signatures;
    std::vector<std::uint64_t> signature_of(count_);
    double core_depth = 0;
    double core_words = 0;
    std::size_t core_block = count_;
    for (std::size_t i = 0; i < count_; ++i) {
      const PageBlock& block = page.blocks[i];
      at(i, kLinkShare) = share(block.link_bytes, block.span.size());
      Container& container = containers[block.container];
      std::uint64_t name = 0;
      const std::size_t depth = block.path.size();
      for (std::size_t p = depth > 3 ? depth - 3 : 0; p < depth; ++p)
        name = hash64(block.path[p], name);
      signature_of[i] = name;
      signatures[name].words += words(i);
      if (at(i, kSpanPlace) == 0 && at(i, kEndsSentence) > 0) signatures[name].core += words(i);
      container.words += words(i);
      container.links += words(i) * static_cast<double>(at(i, kLinkShare));
      if (at(i, kEndsSentence) > 0) container.sentences += words(i);
      if (at(i, kSpanPlace) == 0 && at(i, kEndsSentence) > 0) {
        container.core += words(i);
        core_depth += words(i) * block.depth;
        core_words += words(i);
        if (core_block == count_ || words(i) > words(core_block)) core_block = i;
      }
    }
    core_depth = core_words > 0 ? core_depth / core_words : 0;
    const Field* const title =
        first_of(page.fields, {"jsonld.headline", "meta.og:title", "html.title"});
    const Field* const description =
        first_of(page.fields, {"meta.og:description", "meta.description", "jsonld.description"});
    const Field* const body = find_field(page.fields, "jsonld.articleBody");
    const auto title_words = stems_of(title == nullptr ? "" : title->value);
    const auto description_words = stems_of(description == nullptr ? "" : description->value);
    const auto body_words = stems_of(body == nullptr ? "" : body->value);
    for (std::size_t i = 0; i < count_; ++i) {
      const PageBlock& block = page.blocks[i];
      const Container& container = containers[block.container];
      at(i, kElement) = static_cast<float>(block.element) + 1.0F;
      at(i, kLevel) = block.level;
      at(i, kDepth) = static_cast<float>(std::min<std::uint32_t>(block.depth, 60));
      at(i, kDepthToCore) =
          static_cast<float>(std::clamp(static_cast<double>(block.depth) - core_depth, -9.0, 9.0));
      at(i, kSameBefore) = i > 0 && page.blocks[i - 1].container == block.container ? 1.0F : 0.0F;
      at(i, kSameBehind) =
          i + 1 < count_ && page.blocks[i + 1].container == block.container ? 1.0F : 0.0F;
      const Container& signature = signatures[signature_of[i]];
      at(i, kSignatureWords) = log1(signature.words);
      at(i, kSignatureShare) = share(container.words, signature.words);
      at(i, kSignatureCore) = share(signature.core, core_words);
      at(i, kContainerWords) = log1(container.words);
      at(i, kContainerSentences) = share(container.sentences, container.words);
      at(i, kContainerCore) = share(container.core, core_words);
      at(i, kContainerLinks) = share(container.links, container.words);
      if (core_block < count_) {
        const auto& core_path = page.blocks[core_block].path;
        const std::size_t most = std::min(core_path.size(), block.path.size());
        std::size_t common = 0;
        while (common < most && core_path[common] == block.path[common])
          ++common;
        at(i, kPathToCore) = static_cast<float>(core_path.size() - common);
      }
      for (const std::string& element : block.path) {
        const std::string_view tag =
            std::string_view(element).substr(0, element.find_first_of("#."));
        if (tag == "article") at(i, kInArticle) = 1;
        if (tag == "main") at(i, kInMain) = 1;
        if (tag == "aside") at(i, kInAside) = 1;
        if (tag == "nav") at(i, kInNavigation) = 1;
        if (tag == "header" || tag == "footer") at(i, kInHeaderFooter) = 1;
        if (tag == "form" || tag == "button" || tag == "label") at(i, kInForm) = 1;
        if (tag == "figure" || tag == "figcaption") at(i, kInFigure) = 1;
        if (tag == "ul" || tag == "ol" || tag == "dl") at(i, kInList) = 1;
        if (tag == "table") at(i, kInTable) = 1;
      }
      for (std::size_t h = 0; h < kHintCount; ++h) {
        at(i, kFirstHint + h) = (view_.hints[i] >> h & 1U) != 0 ? 1.0F : 0.0F;
        at(i, kFirstNearHint + h) = (near_hints(i) >> h & 1U) != 0 ? 1.0F : 0.0F;
      }
      at(i, kLikeTitle) = like(i, title_words);
      at(i, kLikeDescription) = like(i, description_words);
      at(i, kLikeBody) = like(i, body_words);
      at(i, kHasBody) = log1(static_cast<double>(body_words.size()));
    }
  }

  // The block that is most likely the headline: what the page's data call it, the first of its
  // rank; else the first heading of the highest rank.
  std::size_t likely_title() {
    std::size_t best = count_;
    double best_score = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const double level = at(i, kLevel);
      double score = level > 0 ? 1.0 / level : 0;
      if (at(i, kLikeTitle) > 0.6F && words(i) >= 2) score += 2 + std::min(words(i), 12.0) / 12;
      if (score > best_score) {
        best = i;
        best_score = score;
      }
    }
    return best;
  }

  void measure_tree() {
    const ElementTree tree(view_);
    std::size_t core_block = count_;
    double page_sentences = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (at(i, kEndsSentence) > 0) page_sentences += words(i);
      if (at(i, kSpanPlace) != 0 || at(i, kEndsSentence) == 0) continue;
      if (core_block == count_ || words(i) > words(core_block)) core_block = i;
    }
    const std::size_t title = likely_title();
    const Field* const body = find_field(view_.page->fields, "jsonld.articleBody");
    const Phrases phrases(body == nullptr ? "" : body->value);
    std::vector<double> words_to(count_ + 1);
    std::vector<double> links_to(count_ + 1);
    for (std::size_t i = 0; i < count_; ++i) {
      words_to[i + 1] = words_to[i] + words(i);
      links_to[i + 1] = links_to[i] + words(i) * static_cast<double>(at(i, kLinkShare));
    }
    const ElementTree::Meeting of_core = core_block < count_ && title < count_
                                             ? tree.meet(title, core_block)
                                             : ElementTree::Meeting{};
    for (std::size_t i = 0; i < count_; ++i) {
      at(i, kBodyPhrases) = phrases.share(view_.words.of_block(i));
      const std::size_t from = i > 4 ? i - 4 : 0;
      const std::size_t until = std::min(count_, i + 5);
      at(i, kLinksNear) = share(links_to[until] - links_to[from], words_to[until] - words_to[from]);
      measure_rows_of_like(i, tree, core_block);
      if (core_block < count_) {
        const ElementTree::Meeting meeting = tree.meet(i, core_block);
        const ElementSums& sums = tree.element(meeting.element);
        at(i, kCoreWords) = share(static_cast<double>(sums.words), words_to[count_]);
        at(i, kCoreSentences) = share(static_cast<double>(sums.sentences), page_sentences);
        at(i, kCoreSteps) = log1(static_cast<double>(meeting.steps));
      }
      if (title < count_) {
        const ElementTree::Meeting meeting = tree.meet(i, title);
        const ElementSums& sums = tree.element(meeting.element);
        at(i, kTitlePlace) = i < title ? -1.0F : i == title ? 0.0F : 1.0F;
        at(i, kTitleDistance) = log1(static_cast<double>(i < title ? title - i : i - title));
        at(i, kTitleWords) = share(static_cast<double>(sums.words), words_to[count_]);
        at(i, kTitleSteps) = log1(static_cast<double>(meeting.steps));
        at(i, kTitleCore) = share(static_cast<double>(sums.words),
                                  static_cast<double>(tree.element(of_core.element).words));
      }
    }
  }

  // Comments, teasers and the articles of an endless page stand in a row of their like.
  void measure_rows_of_like(std::size_t i, const ElementTree& tree, std::size_t core_block) {
    const auto& path = view_.page->blocks[i].path_ids;
    std::uint32_t best = 0;
    std::uint32_t parent = 0;
    for (const std::uint32_t id : path) {
      const ElementSums& sums = tree.element(id);
      if (sums.blocks < 2) break;
      parent = id;
      if (best == 0 || tree.group(sums.group).count > tree.group(tree.element(best).group).count)
        best = id;
    }
    if (best == 0) return;
    const ElementSums& sums = tree.element(best);
    const ElementGroup& group = tree.group(sums.group);
    at(i, kSiblings) = log1(group.count);
    at(i, kSiblingIndex) = log1(sums.index);
    at(i, kSiblingWords) = log1(static_cast<double>(sums.words));
    at(i, kSiblingShare) = share(static_cast<double>(sums.words), static_cast<double>(group.words));
    if (core_block < count_) {
      const auto& core = view_.page->blocks[core_block].path_ids;
      at(i, kSiblingCore) = std::find(core.begin(), core.end(), best) != core.end() ? 1.0F : 0.0F;
    }
    const ElementSums& above = tree.element(parent);
    at(i, kParentWords) = log1(static_cast<double>(above.words));
    at(i, kParentLinks) = share(static_cast<double>(above.links), static_cast<double>(above.words));
  }

  std::uint32_t near_hints(std::size_t i) const { return view_.hints[i] >> kHintCount; }

  float like(std::size_t i, const std::unordered_map<std::uint32_t, std::uint32_t>& other) const {
    if (other.empty()) return -1.0F;
    std::size_t found = 0;
    for (const PageWord& word : view_.words.of_block(i))
      found += other.contains(word.hash) ? 1U : 0U;
    return share(static_cast<double>(found), words(i));
  }

  const PageView& view_;
  const CleanKnowledge& knowledge_;
  std::size_t count_;
  std::vector<float> table_;
  Run core_;
};

}  // namespace

std::vector<float> block_features(const PageView& view, const CleanKnowledge& knowledge) {
  return Measurer(view, knowledge).rows();
}

std::size_t block_feature_count() {
  return kRow;
}

std::uint64_t block_feature_set() {
  return hash64("blocks/4", kRow);
}

}  // namespace annals
