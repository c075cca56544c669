#include "ingest/clean/stamps.h"

#include <algorithm>
#include <map>
#include <optional>

#include <date/tz.h>

#include "engine/base/ascii.h"
#include "engine/base/day.h"
#include "engine/base/interval.h"
#include "ingest/clean/article_place.h"
#include "ingest/clean/stamp_choice.h"
#include "ingest/clean/stamp_signals.h"
#include "ingest/clean/url_day.h"
#include "ingest/clean/visible_dates.h"

namespace annals {
namespace {

constexpr double kUrlWeight = 3.2;
constexpr double kPictureWeight = 0.5;
constexpr double kDescriptionWeight = 0.6;
constexpr double kTimeHeadWeight = 2.2;
constexpr double kTimePubdateWeight = 1.0;  // more than elsewhere, at the least
constexpr double kTimeBodyWeight = 0.5;
constexpr double kTimeFootWeight = 0.9;
constexpr double kTimeElsewhereWeight = 0.15;

class Finder {
 public:
  Finder(const StampContext& context, v1::Article& article)
      : context_(context), view_(*context.view), page_(*view_.page), article_(article) {}

  void run() {
    if (!context_.draft->blocks.empty()) place_ = place_of(*context_.draft, view_);
    add_sections();
    add_fields();
    add_addresses();
    add_description();
    add_time_elements();
    if (page_.format != RecordFormat::kJson) add_visible_dates();
    choose_times(candidates_, updates_, article_);
  }

 private:
  // --- places on the page ---

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
        candidate.modified = says_change(signal);
        const std::optional<double> weight =
            candidate.modified ? std::optional<double>(1) : published_weight(signal);
        if (!weight) continue;
        candidate.weight = *weight;
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
      const auto dates = context_.knowledge->dates.find(field.value, context_.language);
      if (!dates.empty() && dates.front().ambiguous)
        consider_swapped(candidate, dates.front(), field.signal, field.value, field.source, basis);
      consider(std::move(candidate), field.signal, field.value, field.source, basis);
    }
  }

  void add_addresses() {
    add_address("url", context_.url, {}, Witness::kAddress, kUrlWeight);
    // Pictures are put under the day on which the article was written, but some are older.
    for (const std::string_view signal : {"meta.og:image", "meta.twitter:image"}) {
      const Field* const image = find_field(page_.fields, signal);
      if (image == nullptr) continue;
      add_address(image->signal, image->value, image->source, Witness::kPicture, kPictureWeight);
      return;
    }
  }

  // A month is kept as well: it tells which of other days is right.
  void add_address(std::string_view signal, std::string_view url,
                   const std::optional<v1::SourceSpan>& source, Witness witness, double weight) {
    StampCandidate candidate;
    candidate.witness = witness;
    candidate.weight = weight;
    if (const auto day = day_in_url(url)) {
      candidate.interval = day_interval(*day);
    } else if (const auto month = month_in_url(url)) {
      candidate.interval = month_interval(*month);
    } else {
      // "/2020/sep/14/"
      const auto dates = context_.knowledge->dates.find(url, context_.language);
      if (dates.empty() || slice(url, dates.front().span).find('/') == std::string_view::npos)
        return;
      candidate.interval = day_interval(Day(dates.front().day));
    }
    consider(std::move(candidate), signal, url, source, v1::TIME_BASIS_URL);
  }

  // "Notizia del 14 Gennaio 2020)" at the end of the description, or a date at its head.
  void add_description() {
    const Field* field = find_field(page_.fields, "meta.description");
    if (field == nullptr) field = find_field(page_.fields, "meta.og:description");
    if (field == nullptr) return;
    const std::string_view text = field->value;
    const auto dates = context_.knowledge->dates.find(text, context_.language);
    if (dates.empty()) return;
    const bool head = dates.front().span.begin <= 1;
    const PageDate& date = head ? dates.front() : dates.back();
    if (date.ambiguous || (!head && date.span.end + 1 < text.size())) return;
    StampCandidate candidate;
    candidate.interval = to_interval(date, *context_.zone);
    candidate.witness = Witness::kText;
    candidate.weight = kDescriptionWeight;
    consider(std::move(candidate), field->signal, slice(text, date.span), field->source,
             v1::TIME_BASIS_METADATA);
  }

  void add_time_elements() {
    if (context_.draft->blocks.empty() || page_.blocks.empty()) return;
    const std::size_t above = place_.title > 8 ? place_.title - 8 : 0;
    const std::uint64_t head_begin = source_of(above);
    const std::uint64_t head_end =
        source_of(std::min(place_.first_text + 2, page_.blocks.size() - 1));
    const std::uint64_t body_end = source_of(place_.last);
    const std::uint64_t foot_end = source_of(std::min(place_.last + 5, page_.blocks.size() - 1));
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
        const Others others = place_.others[block_at(at)];
        if (others == Others::kSure || (others == Others::kLikely && !pubdate)) {
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

  void add_visible_dates() {
    if (context_.draft->blocks.empty()) return;
    for (const VisibleDate& seen :
         find_visible_dates(view_, place_, *context_.knowledge, context_.language)) {
      const std::string_view raw = slice(page_.text, seen.span);
      const v1::SourceSpan source = page_.source_map.map(seen.span);
      if (!seen.refused.empty()) {
        v1::Stamp* const stamp = add_stamp(seen.signal, raw);
        stamp->set_refused(std::string(seen.refused));
        *stamp->mutable_source() = source;
        continue;
      }
      StampCandidate candidate;
      candidate.interval = to_interval(seen.date, *context_.zone);
      candidate.witness = Witness::kText;
      candidate.weight = seen.weight;
      candidate.modified = seen.modified;
      candidate.firm = page_.format == RecordFormat::kHtml && seen.weight >= kHeadWeight;
      if (seen.date.ambiguous)
        consider_swapped(candidate, seen.date, seen.signal, raw, source,
                         v1::TIME_BASIS_VISIBLE_CUE);
      consider(std::move(candidate), seen.signal, raw, source, v1::TIME_BASIS_VISIBLE_CUE);
    }
  }

  // Where day and month of a date could be the other way round, both are candidates.
  void consider_swapped(StampCandidate& candidate, const PageDate& date, std::string_view signal,
                        std::string_view raw, const std::optional<v1::SourceSpan>& source,
                        v1::TimeBasis basis) {
    StampCandidate swapped = candidate;
    PageDate other = date;
    other.day =
        date::year_month_day{date.day.year(), date::month(static_cast<unsigned>(date.day.day())),
                             date::day(static_cast<unsigned>(date.day.month()))};
    swapped.interval = to_interval(other, *context_.zone);
    const std::optional<bool> day_first =
        writes_day_first(page_, context_.knowledge->find_language(context_.language), date);
    if (day_first.value_or(false)) std::swap(candidate.interval, swapped.interval);
    swapped.weight *= 0.25;
    candidate.weight *= day_first ? 0.8 : 0.5;
    consider(std::move(swapped), signal, raw, source, basis);
  }

  const StampContext& context_;
  const PageView& view_;
  const Page& page_;
  v1::Article& article_;
  std::vector<StampCandidate> candidates_;
  std::vector<v1::TimeInterval> updates_;
  ArticlePlace place_;
};

}  // namespace

void add_stamps(const StampContext& context, v1::Article& article) {
  Finder(context, article).run();
}

}  // namespace annals
