#include "ingest/clean/stamps.h"

#include <algorithm>
#include <map>
#include <optional>

#include <date/tz.h>

#include "engine/base/ascii.h"
#include "engine/base/day.h"
#include "engine/base/interval.h"
#include "ingest/clean/stamp_choice.h"
#include "ingest/clean/stamp_signals.h"
#include "ingest/clean/told_dates.h"
#include "ingest/clean/url_day.h"

namespace annals {
namespace {

using lang::v1::CueKind;

constexpr double kUrlWeight = 3.2;
constexpr double kCueWeight = 2.4;
constexpr double kHeadWeight = 1.8;
constexpr double kAboveHeadWeight = 1.2;
constexpr double kTimeHeadWeight = 2.2;
constexpr double kTimePubdateWeight = 1.0;  // more than elsewhere, at the least
constexpr double kTimeBodyWeight = 0.5;
constexpr double kTimeFootWeight = 0.9;
constexpr double kTimeElsewhereWeight = 0.15;
constexpr double kFootWeight = 0.8;
constexpr double kFirstDateWeight = 0.4;
// Bytes of a paragraph in which a dateline stands.
constexpr std::size_t kDateline = 60;

constexpr std::uint32_t kCommentHint = 1U << 0U;
constexpr std::uint32_t kRelatedHint = 1U << 3U;
static_assert(kHintNames[0] == "comment" && kHintNames[3] == "related");

class Finder {
 public:
  Finder(const StampContext& context, v1::Article& article)
      : context_(context), view_(*context.view), page_(*view_.page), article_(article) {}

  void run() {
    place_article();
    add_sections();
    add_fields();
    add_address();
    add_time_elements();
    if (page_.format != RecordFormat::kJson) add_visible_dates();
    choose_times(candidates_, updates_, article_);
  }

 private:
  // --- where the article stands on the page ---

  void place_article() {
    const Draft& draft = *context_.draft;
    if (draft.blocks.empty()) return;
    last_block_ = draft.blocks.back().block;
    first_text_ = draft.blocks.front().block;
    for (const DraftBlock& block : draft.blocks) {
      if (block.kind == v1::BLOCK_KIND_PARAGRAPH) {
        first_text_ = block.block;
        break;
      }
    }
    title_ = draft.title_block.value_or(draft.blocks.front().block);
    // Comments and teasers of others: by their names, or below a line that announces them.
    others_.assign(view_.size(), false);
    bool announced = false;
    for (std::size_t i = 0; i < view_.size(); ++i) {
      const bool below = i > last_block_;
      if (below && (has(i, lang::v1::CUE_KIND_COMMENTS) || has(i, lang::v1::CUE_KIND_RELATED)))
        announced = true;
      const std::uint32_t hints = view_.hints[i] >> kHintCount;
      others_[i] = announced || (i > first_text_ && (hints & kCommentHint) != 0) ||
                   (below && (hints & kRelatedHint) != 0);
    }
  }

  // The block in which a byte of the file stands, or the last one before it.
  std::size_t block_at(std::uint64_t source) const {
    std::size_t low = 0;
    std::size_t high = page_.blocks.size();
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (source_of(middle) <= source ? low : high) = middle;
    }
    return low;
  }

  std::uint64_t source_of(std::size_t block) const {
    return page_.source_map.map(page_.blocks[block].span).begin();
  }

  // --- stamps ---

  v1::Stamp* add_stamp(std::string_view signal, std::string_view raw) {
    v1::Stamp* const stamp = article_.add_stamps();
    stamp->set_signal(std::string(signal));
    stamp->set_raw(std::string(raw.substr(0, 200)));
    return stamp;
  }

  // Empty when the time may be one of publication; else why not.
  static std::string refuse(const v1::TimeInterval& interval) {
    const auto day = earliest_day(interval);
    if (!day || !latest_day(interval)) return "no calendar time";
    const int year = static_cast<int>(date::year_month_day(*day).year());
    if (year < kFirstPageYear || year > kLastPageYear) {
      return "the year " + std::to_string(year) + " is impossible for a page";
    }
    return {};
  }

  void consider(StampCandidate candidate, std::string_view signal, std::string_view raw,
                std::optional<v1::SourceSpan> source, v1::TimeBasis basis) {
    v1::Stamp* const stamp = add_stamp(signal, raw);
    candidate.interval.set_basis(basis);
    candidate.interval.set_rule(std::string(signal));
    if (source) {
      *stamp->mutable_source() = *source;
      *candidate.interval.mutable_source() = *source;
    }
    const std::string refused = candidate.decides ? std::string() : refuse(candidate.interval);
    if (!refused.empty()) {
      stamp->set_refused(refused);
      return;
    }
    *stamp->mutable_interval() = candidate.interval;
    candidate.stamp = article_.stamps_size() - 1;
    candidates_.push_back(std::move(candidate));
  }

  // Machine-readable or printed; an instant in UTC is told on the clock of the article's zone.
  std::optional<v1::TimeInterval> read(std::string_view text) const {
    if (text.size() > 200) return std::nullopt;
    if (auto interval = parse_iso(text, *context_.zone)) {
      if (interval->has_earliest_second() && interval->utc_offset_minutes() == 0) {
        const Instant first = begin_of(*interval);
        const Instant last = end_of(*interval);
        const auto info = context_.zone->get_info(first);
        return instant_interval(first, last,
                                std::chrono::duration_cast<std::chrono::minutes>(info.offset),
                                interval->precision());
      }
      return interval;
    }
    const auto dates = context_.knowledge->dates.find(text, context_.language);
    if (dates.empty()) return std::nullopt;
    return to_interval(dates.front(), *context_.zone);
  }

  // --- sections ---

  void add_sections() {
    for (int s = 0; s < article_.sections_size(); ++s) {
      const DraftSection& section = context_.draft->sections[static_cast<std::size_t>(s)];
      if (section.live_entry) stamp_entry(s, page_.live_entries[*section.live_entry]);
      if (!section.stamp_line) continue;
      const std::string_view line = slice(page_.text, *section.stamp_line);
      // The stamp stands at the head of a long paragraph, not somewhere in it.
      const auto dates = context_.knowledge->dates.find(line.substr(0, 160), context_.language);
      if (dates.empty()) continue;
      const PageDate& date = dates.front();
      const Span on_page{section.stamp_line->begin + date.span.begin,
                         section.stamp_line->begin + date.span.end};
      const v1::SourceSpan source = page_.source_map.map(on_page);
      v1::TimeInterval interval = to_interval(date, *context_.zone);
      interval.set_basis(v1::TIME_BASIS_UPDATE_STAMP);
      // The section's first block is the stamp's line.
      const std::uint32_t shift = article_.sections(s).span().begin();
      interval.mutable_evidence()->set_begin(shift + date.span.begin);
      interval.mutable_evidence()->set_end(shift + date.span.end);
      stamp_section(s, std::move(interval), "text.update", slice(page_.text, on_page), source);
    }
  }

  void stamp_entry(int section, const LiveEntry& entry) {
    auto interval = read(entry.published.value);
    if (!interval) return;
    interval->set_basis(v1::TIME_BASIS_METADATA);
    stamp_section(section, std::move(*interval), "jsonld.liveBlogUpdate", entry.published.value,
                  entry.published.source.value_or(v1::SourceSpan()));
  }

  void stamp_section(int section, v1::TimeInterval interval, std::string_view signal,
                     std::string_view raw, const v1::SourceSpan& source) {
    v1::Stamp* const stamp = add_stamp(signal, raw);
    *stamp->mutable_source() = source;
    const std::string refused = refuse(interval);
    if (!refused.empty()) {
      stamp->set_refused(refused);
      return;
    }
    interval.set_rule(std::string(signal));
    *interval.mutable_source() = source;
    *stamp->mutable_interval() = interval;
    *article_.mutable_sections(section)->mutable_stamp() = interval;
    updates_.push_back(std::move(interval));
  }

  // --- fields ---

  void add_fields() {
    std::map<std::string, int> seen;
    for (const Field& field : page_.fields) {
      const std::string signal = ascii_lower(field.signal);
      StampCandidate candidate;
      v1::TimeBasis basis = v1::TIME_BASIS_METADATA;
      if (signal == "option.published" || signal == "sidecar.published") {
        candidate.weight = signal == "option.published" ? 1000 : 900;
        candidate.decides = true;
        basis = v1::TIME_BASIS_USER;
      } else if (signal == "json.published") {
        candidate.weight = 800;
        candidate.decides = true;
      } else {
        const auto* const known =
            std::find_if(std::begin(kPublishedFields), std::end(kPublishedFields),
                         [&](const SignalWeight& w) { return w.signal == signal; });
        candidate.modified = std::find(std::begin(kModifiedFields), std::end(kModifiedFields),
                                       signal) != std::end(kModifiedFields);
        if (known != std::end(kPublishedFields)) {
          candidate.weight = known->weight;
        } else if (candidate.modified) {
          candidate.weight = 1;
        } else {
          continue;
        }
      }
      // The page's own article comes first; further objects are mostly teasers of others.
      if (seen[signal]++ > 0) candidate.weight *= kRepeatedWitness * kRepeatedWitness;
      auto interval = read(field.value);
      if (!interval) {
        v1::Stamp* const stamp = add_stamp(field.signal, field.value);
        stamp->set_refused("no date that can be read");
        if (field.source) *stamp->mutable_source() = *field.source;
        continue;
      }
      candidate.interval = *std::move(interval);
      consider(std::move(candidate), field.signal, field.value, field.source, basis);
    }
  }

  void add_address() {
    const auto day = day_in_url(context_.url);
    if (!day) return;
    StampCandidate candidate;
    candidate.interval = day_interval(*day);
    candidate.witness = Witness::kAddress;
    candidate.weight = kUrlWeight;
    consider(std::move(candidate), "url", context_.url, {}, v1::TIME_BASIS_URL);
  }

  void add_time_elements() {
    if (context_.draft->blocks.empty() || page_.blocks.empty()) return;
    const std::size_t above = title_ > 8 ? title_ - 8 : 0;
    const std::uint64_t head_begin = source_of(above);
    const std::uint64_t head_end = source_of(std::min(first_text_ + 2, page_.blocks.size() - 1));
    const std::uint64_t body_end = source_of(last_block_);
    const std::uint64_t foot_end = source_of(std::min(last_block_ + 5, page_.blocks.size() - 1));
    bool first = true;
    for (const Field& field : page_.fields) {
      const bool pubdate = field.signal == "time.pubdate";
      if (field.signal != "time" && field.signal != "time.text" && !pubdate) continue;
      auto interval = read(field.value);
      if (!interval || !is_single_day(*interval)) continue;
      StampCandidate candidate;
      candidate.interval = *std::move(interval);
      candidate.witness = Witness::kTimeElement;
      candidate.weight = kTimeElsewhereWeight;
      if (field.source) {
        const std::uint64_t at = field.source->begin();
        if (others_[block_at(at)]) {
          v1::Stamp* const stamp = add_stamp(field.signal, field.value);
          stamp->set_refused("among comments or teasers");
          *stamp->mutable_source() = *field.source;
          continue;
        }
        if (at >= head_begin && at <= head_end) {
          candidate.weight = kTimeHeadWeight + (first ? 0.3 : -0.3);
          first = false;
        } else if (at > head_end && at <= body_end) {
          candidate.weight = kTimeBodyWeight;
        } else if (at > body_end && at <= foot_end) {
          candidate.weight = kTimeFootWeight;
        }
      }
      if (pubdate) candidate.weight = std::max(candidate.weight, kTimePubdateWeight);
      consider(std::move(candidate), field.signal, field.value, field.source,
               v1::TIME_BASIS_METADATA);
    }
  }

  // --- what a reader sees ---

  bool has(std::size_t block, CueKind kind) const {
    return find_cue(view_.cues[block], kind) != nullptr;
  }

  void add_visible_dates() {
    if (context_.draft->blocks.empty()) return;
    const std::size_t count = view_.size();
    const std::size_t from = title_ > 6 ? title_ - 6 : 0;
    const std::size_t until = std::min(count, last_block_ + 6);
    bool first = true;
    for (std::size_t i = 0; i < until; ++i) {
      const auto words = view_.words.of_block(i);
      if (words.size() < 2) continue;
      const bool long_line = words.size() > 30;
      // Of the text itself only a dateline counts: "Kiel, 3. Mai 2021. Der Rat …".
      if (long_line && (i < title_ || i > first_text_ + 1)) continue;
      const bool digits =
          std::any_of(words.begin(), words.end(), [](const PageWord& w) { return w.digits; });
      if (!digits) continue;
      const bool update = has(i, lang::v1::CUE_KIND_UPDATE);
      if (update && i > first_text_) continue;  // a section's own stamp
      const std::string_view line = view_.text_of(i);
      const auto dates = context_.knowledge->dates.find(
          long_line ? line.substr(0, kDateline) : line, context_.language);
      for (std::size_t d = 0; d < dates.size(); ++d) {
        add_visible_date(i, dates[d], d == 0, i >= from, first);
      }
      if (!dates.empty() && i >= title_) first = false;
    }
  }

  void add_visible_date(std::size_t i, const PageDate& date, bool first_of_line, bool near,
                        bool first) {
    const Span on_page{page_.blocks[i].span.begin + date.span.begin,
                       page_.blocks[i].span.begin + date.span.end};
    const std::string_view raw = slice(page_.text, on_page);
    const auto source = page_.source_map.map(on_page);
    const bool rights = has(i, lang::v1::CUE_KIND_RIGHTS) || has(i, lang::v1::CUE_KIND_COMMENTS);
    if (rights || others_[i]) {
      v1::Stamp* const stamp = add_stamp("text", raw);
      stamp->set_refused(rights ? "in a line on rights or comments" : "among comments or teasers");
      *stamp->mutable_source() = source;
      return;
    }
    const CueKind cue = cue_before(i, on_page.begin);
    const std::size_t words = view_.words.of_block(i).size();
    // Only tagless pages need to ask: of others, the page's data know better.
    if (page_.format == RecordFormat::kText && cue == lang::v1::CUE_KIND_UNSPECIFIED &&
        !date.hour) {
      const std::string_view why = told_date(view_, i, on_page, {title_, last_block_});
      if (!why.empty()) {
        v1::Stamp* const stamp = add_stamp("text", raw);
        stamp->set_refused(std::string(why));
        *stamp->mutable_source() = source;
        return;
      }
    }
    StampCandidate candidate;
    candidate.interval = to_interval(date, *context_.zone);
    candidate.witness = Witness::kText;
    std::string_view signal = "text.head";
    if (cue == lang::v1::CUE_KIND_MODIFIED) {
      if (!near) return;
      candidate.modified = true;
      candidate.weight = 1;
      signal = "text.modified";
    } else if (cue == lang::v1::CUE_KIND_PUBLISHED && near) {
      candidate.weight = kCueWeight;
      signal = "text.cue";
    } else if (near && i >= title_ && i <= first_text_ + 1) {
      candidate.weight = kHeadWeight + (first ? 0.3 : -0.3);
    } else if (near && i < title_) {
      candidate.weight = kAboveHeadWeight;
    } else if (i > last_block_ && words <= 8) {
      candidate.weight = kFootWeight;
      signal = "text.foot";
    } else if (page_.format == RecordFormat::kHtml && words <= 12) {
      candidate.weight = first ? kFirstDateWeight : 0.05;
      signal = "text.elsewhere";
    } else {
      return;
    }
    if (!first_of_line) candidate.weight *= 0.7;
    // A line that tells more than a date is less likely to be a stamp.
    if (cue == lang::v1::CUE_KIND_UNSPECIFIED && words > 14) candidate.weight *= 0.4;
    if (date.ambiguous) {
      StampCandidate swapped = candidate;
      PageDate other = date;
      other.day =
          date::year_month_day{date.day.year(), date::month(static_cast<unsigned>(date.day.day())),
                               date::day(static_cast<unsigned>(date.day.month()))};
      swapped.interval = to_interval(other, *context_.zone);
      const std::optional<bool> day_first = writes_day_first();
      if (day_first.value_or(false)) std::swap(candidate.interval, swapped.interval);
      swapped.weight *= 0.25;
      candidate.weight *= day_first ? 0.8 : 0.5;
      consider(std::move(swapped), signal, raw, source, v1::TIME_BASIS_VISIBLE_CUE);
    }
    consider(std::move(candidate), signal, raw, source, v1::TIME_BASIS_VISIBLE_CUE);
  }

  // Whether a page of this country writes "3/4" for the third of April, where its language leaves
  // that open and the page says where it is from.
  std::optional<bool> writes_day_first() const {
    const CleanLanguage* const language = context_.knowledge->find_language(context_.language);
    if (language == nullptr || language->month_first_countries.empty()) return std::nullopt;
    for (const std::string_view signal : {"html.lang", "meta.og:locale", "jsonld.inLanguage"}) {
      const Field* const field = find_field(page_.fields, signal);
      if (field == nullptr || field->value.size() < 5) continue;
      std::string country = field->value.substr(3, 2);
      for (char& c : country) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      }
      const auto& first = language->month_first_countries;
      return std::find(first.begin(), first.end(), country) == first.end();
    }
    return std::nullopt;
  }

  // The last cue before a date in its line, or the cue of the line above when that is all it says.
  CueKind cue_before(std::size_t block, std::uint32_t at) const {
    CueKind found = lang::v1::CUE_KIND_UNSPECIFIED;
    const auto relevant = [](const CueHit& cue) {
      return cue.kind == lang::v1::CUE_KIND_PUBLISHED || cue.kind == lang::v1::CUE_KIND_MODIFIED;
    };
    for (const CueHit& cue : view_.cues[block]) {
      if (relevant(cue) && (cue.span.begin < at || found == lang::v1::CUE_KIND_UNSPECIFIED))
        found = cue.kind;
    }
    if (found == lang::v1::CUE_KIND_UNSPECIFIED && block > 0 &&
        view_.words.of_block(block - 1).size() <= 4) {
      for (const CueHit& cue : view_.cues[block - 1]) {
        if (relevant(cue)) found = cue.kind;
      }
    }
    return found;
  }

  const StampContext& context_;
  const PageView& view_;
  const Page& page_;
  v1::Article& article_;
  std::vector<StampCandidate> candidates_;
  std::vector<v1::TimeInterval> updates_;
  std::vector<bool> others_;  // of each block: it belongs to comments or teasers
  std::size_t title_ = 0;
  std::size_t first_text_ = 0;
  std::size_t last_block_ = 0;
};

}  // namespace

void add_stamps(const StampContext& context, v1::Article& article) {
  Finder(context, article).run();
}

}  // namespace annals
