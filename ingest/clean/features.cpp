#include "ingest/clean/features.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/dense_ids.h"
#include "engine/base/hash.h"
#include "ingest/clean/body.h"
#include "ingest/clean/elements.h"
#include "ingest/clean/line_marks.h"
#include "ingest/clean/measures.h"
#include "ingest/clean/rows.h"
#include "ingest/clean/vocabulary.h"

namespace annals {
namespace {

using lang::v1::CueKind;
using namespace measures;

bool has(std::span<const CueHit> hits, CueKind kind) {
  return std::any_of(hits.begin(), hits.end(),
                     [kind](const CueHit& hit) { return hit.kind == kind && !hit.only_dates; });
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
      : view_(view),
        knowledge_(knowledge),
        tree_(view),
        count_(view.size()),
        stride_(count_ + std::size_t{2} * kReach) {
    table_.resize(stride_ * kMeasures);
    // Neighbours that do not exist.
    for (std::size_t m = 0; m < kMeasures; ++m) {
      float* const column = table_.data() + m * stride_;
      std::fill_n(column, kReach, -1.0F);
      std::fill_n(column + kReach + count_, kReach, -1.0F);
    }
  }

  FeatureColumns columns() {
    measure_lines();
    measure_page();
    if (view_.page->format == RecordFormat::kHtml) {
      measure_markup();
      measure_tree();
      measure_heads();
    }
    FeatureColumns out;
    out.count = count_;
    out.memory = std::move(table_);
    const auto column = [&](std::size_t m) { return out.memory.data() + m * stride_ + kReach; };
    for (std::size_t m = 0; m < kMeasures; ++m)
      out.columns.push_back(column(m));
    for (int offset = -kReach; offset <= kReach; ++offset) {
      if (offset == 0) continue;
      for (const Measure m : kNeighbourMeasures)
        out.columns.push_back(column(m) + offset);
    }
    return out;
  }

 private:
  float& at(std::size_t block, std::size_t measure) {
    return table_[measure * stride_ + kReach + block];
  }

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
      at(i, kEndsSentence) = view_.ends_sentence[i];
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
      at(i, kStartsQuoted) = starts_quoted(line) ? 1.0F : 0.0F;
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
      const Vocabulary::Shared shared = vocabulary.shared(i, 6);
      at(i, kSharedVocabulary) = shared.any;
      at(i, kSharedNear) = shared.near;
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
    DenseIds<std::uint32_t> lines;
    std::vector<std::uint32_t> line_of(count_);
    std::vector<std::uint32_t> copies;
    for (std::size_t i = 0; i < count_; ++i) {
      line_of[i] = lines.add(view_.line_hash[i]);
      if (line_of[i] == copies.size()) copies.push_back(0);
      at(i, kEarlierCopy) = copies[line_of[i]]++ > 0 ? 1.0F : 0.0F;
    }
    for (std::size_t i = 0; i < count_; ++i) {
      at(i, kRepeats) = log1(copies[line_of[i]] - 1);
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
    std::vector<Container> containers;
    // Blocks whose innermost elements have equal names: paragraphs of one article share a
    // container, comments and teasers only such a signature.
    std::vector<Container> signatures;
    DenseIds<std::uint32_t> container_ids;
    DenseIds<std::uint64_t> signature_ids;
    std::vector<std::uint32_t> container_of(count_);
    std::vector<std::uint32_t> signature_of(count_);
    double core_depth = 0;
    double core_words = 0;
    std::size_t core_block = count_;
    for (std::size_t i = 0; i < count_; ++i) {
      const PageBlock& block = page.blocks[i];
      at(i, kLinkShare) = share(block.link_bytes, block.span.size());
      container_of[i] = container_ids.add(block.container);
      if (container_of[i] == containers.size()) containers.emplace_back();
      signature_of[i] = signature_ids.add(innermost_names(page, block.node));
      if (signature_of[i] == signatures.size()) signatures.emplace_back();
      Container& container = containers[container_of[i]];
      Container& signature = signatures[signature_of[i]];
      signature.words += words(i);
      if (at(i, kSpanPlace) == 0 && at(i, kEndsSentence) > 0) signature.core += words(i);
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
    const std::vector<std::uint16_t> places = element_places(page);
    const std::vector<std::uint32_t> alike = core_block < count_
                                                 ? tree_.same_names_as(page.blocks[core_block].node)
                                                 : std::vector<std::uint32_t>();
    for (std::size_t i = 0; i < count_; ++i) {
      const PageBlock& block = page.blocks[i];
      const Container& container = containers[container_of[i]];
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
        at(i, kPathToCore) =
            static_cast<float>(page.nodes[page.blocks[core_block].node].level - alike[block.node]);
      }
      for (std::size_t p = 0; p < kElementPlaces; ++p)
        at(i, kInArticle + p) = (places[block.node] >> p & 1) != 0 ? 1.0F : 0.0F;
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
      const auto level = static_cast<double>(at(i, kLevel));
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
    const std::vector<PageBlock>& blocks = view_.page->blocks;
    std::size_t core_block = count_;
    double page_sentences = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (at(i, kEndsSentence) > 0) page_sentences += words(i);
      if (at(i, kSpanPlace) != 0 || at(i, kEndsSentence) == 0) continue;
      if (core_block == count_ || words(i) > words(core_block)) core_block = i;
    }
    const std::size_t title = likely_title();
    const Phrases phrases = body_phrases(*view_.page);
    std::vector<double> words_to(count_ + 1);
    std::vector<double> links_to(count_ + 1);
    for (std::size_t i = 0; i < count_; ++i) {
      words_to[i + 1] = words_to[i] + words(i);
      links_to[i + 1] = links_to[i] + words(i) * static_cast<double>(at(i, kLinkShare));
    }
    std::vector<ElementTree::Meeting> with_core;
    std::vector<ElementTree::Meeting> with_title;
    std::vector<bool> around_core(view_.page->nodes.size());
    double title_and_core = 0;
    if (core_block < count_) {
      with_core = tree_.meetings_with(blocks[core_block].node);
      for (std::uint32_t n = blocks[core_block].node; n != 0; n = tree_.element(n).parent)
        around_core[n] = true;
    }
    if (title < count_) {
      with_title = tree_.meetings_with(blocks[title].node);
      if (core_block < count_)
        title_and_core =
            static_cast<double>(tree_.element(with_title[blocks[core_block].node].element).words);
    }
    for (std::size_t i = 0; i < count_; ++i) {
      at(i, kBodyPhrases) = phrases.share(view_.words.of_block(i));
      const std::size_t from = i > 4 ? i - 4 : 0;
      const std::size_t until = std::min(count_, i + 5);
      at(i, kLinksNear) = share(links_to[until] - links_to[from], words_to[until] - words_to[from]);
      measure_rows_of_like(i, around_core);
      if (core_block < count_) {
        const ElementTree::Meeting meeting = with_core[blocks[i].node];
        const ElementSums& sums = tree_.element(meeting.element);
        at(i, kCoreWords) = share(static_cast<double>(sums.words), words_to[count_]);
        at(i, kCoreSentences) = share(static_cast<double>(sums.sentences), page_sentences);
        at(i, kCoreSteps) = log1(static_cast<double>(meeting.steps));
      }
      if (title < count_) {
        const ElementTree::Meeting meeting = with_title[blocks[i].node];
        const ElementSums& sums = tree_.element(meeting.element);
        at(i, kTitlePlace) = i < title ? -1.0F : i == title ? 0.0F : 1.0F;
        at(i, kTitleDistance) = log1(static_cast<double>(i < title ? title - i : i - title));
        at(i, kTitleWords) = share(static_cast<double>(sums.words), words_to[count_]);
        at(i, kTitleSteps) = log1(static_cast<double>(meeting.steps));
        at(i, kTitleCore) = share(static_cast<double>(sums.words), title_and_core);
      }
    }
  }

  // Comments, teasers and the articles of an endless page stand in a row of their like.
  void measure_rows_of_like(std::size_t i, const std::vector<bool>& around_core) {
    const ElementSums& own = tree_.element(view_.page->blocks[i].node);
    if (own.in_row == 0) return;
    const ElementSums& sums = tree_.element(own.in_row);
    const ElementGroup& group = tree_.group(sums.group);
    at(i, kSiblings) = log1(group.count);
    at(i, kSiblingIndex) = log1(sums.index);
    at(i, kSiblingWords) = log1(static_cast<double>(sums.words));
    at(i, kSiblingShare) = share(static_cast<double>(sums.words), static_cast<double>(group.words));
    at(i, kSiblingCore) = around_core[own.in_row] ? 1.0F : 0.0F;
    const ElementSums& above = tree_.element(own.above);
    at(i, kParentWords) = log1(static_cast<double>(above.words));
    at(i, kParentLinks) = share(static_cast<double>(above.links), static_cast<double>(above.words));
  }

  void measure_heads() {
    const std::vector<RowMeasuresOfBlock> rows = measure_rows(view_, tree_);
    for (std::size_t i = 0; i < count_; ++i) {
      for (std::size_t m = 0; m < kRowMeasures; ++m)
        at(i, kFirstRowMeasure + m) = rows[i][m];
    }
  }

  std::uint32_t near_hints(std::size_t i) const { return view_.hints[i] >> kHintCount; }

  float like(std::size_t i, const DenseIds<std::uint32_t>& other) const {
    if (other.size() == 0) return -1.0F;
    std::size_t found = 0;
    for (const PageWord& word : view_.words.of_block(i))
      found += other.find(word.hash) != DenseIds<std::uint32_t>::kNone ? 1U : 0U;
    return share(static_cast<double>(found), words(i));
  }

  const PageView& view_;
  const CleanKnowledge& knowledge_;
  ElementTree tree_;
  std::size_t count_;
  std::size_t stride_;
  std::vector<float> table_;  // measure after measure, each with room for neighbours at its ends
  Run core_;
};

}  // namespace

FeatureColumns block_features(const PageView& view, const CleanKnowledge& knowledge) {
  return Measurer(view, knowledge).columns();
}

std::size_t block_feature_count() {
  return kRow;
}

std::uint64_t block_feature_set() {
  return hash64("blocks/6", kRow);
}

}  // namespace annals
