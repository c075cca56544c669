#include "ingest/clean/visible_dates.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>

#include "ingest/clean/told_dates.h"

namespace annals {
namespace {

using lang::v1::CueKind;

constexpr double kCueWeight = 2.4;
constexpr double kFootCueWeight = 1.8;
constexpr double kFarCueWeight = 1.2;
constexpr double kAboveHeadWeight = 1.2;
constexpr double kFootWeight = 0.8;
constexpr double kFarFootWeight = 0.45;
constexpr double kFirstDateWeight = 0.4;
constexpr double kListed = 0.3;
constexpr double kCaptioned = 0.3;
constexpr double kForMachines = 0.4;
constexpr double kLongLine = 0.4;
constexpr double kNotFirstOfLine = 0.7;
// Lines above the headline and below the article that are near it.
constexpr std::size_t kNearLines = 6;
// Lines below the article in which a day alone counts, and the words of such a line.
constexpr std::size_t kFarFoot = 20;
constexpr std::size_t kDayWords = 8;
constexpr std::ptrdiff_t kDayOthers = 3;  // that are no numbers
// Bytes of a paragraph in which a dateline stands.
constexpr std::size_t kDateline = 60;
constexpr std::size_t kLongestStampLine = 1000;

// "Montag, 3. Mai 2021, 10:15 Uhr"
bool tells_only_day(std::span<const PageWord> words) {
  const auto others =
      std::count_if(words.begin(), words.end(), [](const PageWord& word) { return !word.digits; });
  return words.size() <= kDayWords && others <= kDayOthers;
}

class VisibleFinder {
 public:
  VisibleFinder(const PageView& view, const ArticlePlace& place, const DateReader& dates,
                std::string_view language)
      : view_(view), page_(*view.page), place_(place), dates_(dates), language_(language) {}

  std::vector<VisibleDate> run() {
    const std::size_t count = view_.size();
    const std::size_t until = std::min(count, place_.last + kNearLines);
    const std::size_t far = page_.format == RecordFormat::kHtml ? kFarFoot : 0;
    bool first = true;
    for (std::size_t i = 0; i < count; ++i) {
      const auto words = view_.words.of_block(i);
      if (words.size() < 2) continue;
      // Of the text itself only a dateline counts, "Kiel, 3. Mai 2021. Der Rat …", and what a cue
      // for long lines announces, "This entry was posted on …".
      const bool cue = has(i, lang::v1::CUE_KIND_PUBLISHED);
      // Far below the article only what says that it is the article's, or nothing but a day.
      if (i >= until && !cue && (i >= until + far || !tells_only_day(words))) continue;
      const bool long_line = words.size() > 30 && !cue;
      if (long_line && (i < place_.title || i > place_.first_text + 1)) continue;
      const bool digits =
          std::any_of(words.begin(), words.end(), [](const PageWord& w) { return w.digits; });
      if (!digits) continue;
      const bool update = has(i, lang::v1::CUE_KIND_UPDATE);
      if (update && i > place_.first_text) continue;  // a section's own stamp
      const auto dates = dates_of(i, long_line ? kDateline : kLongestStampLine);
      for (std::size_t d = 0; d < dates.size(); ++d)
        add(i, dates[d], d == 0, first);
      if (!dates.empty() && i >= place_.title) first = false;
    }
    doubt_lists("text.foot");
    doubt_lists("text.elsewhere");
    return std::move(out_);
  }

 private:
  bool has(std::size_t block, CueKind kind) const {
    return find_cue(view_.cues[block], kind) != nullptr;
  }

  // The dates in the first bytes of a block, also those that touch words of other elements.
  std::vector<PageDate> dates_of(std::size_t i, std::size_t most) const {
    const std::string_view line = view_.text_of(i).substr(0, most);
    std::vector<PageDate> out = dates_.find(line, language_);
    const std::uint32_t begin = page_.blocks[i].span.begin;
    auto seam = std::lower_bound(page_.seams.begin(), page_.seams.end(), begin);
    if (seam == page_.seams.end() || *seam >= begin + line.size()) return out;
    const std::size_t whole = out.size();
    for (std::size_t from = 0; from < line.size();) {
      const std::size_t until = seam == page_.seams.end()
                                    ? line.size()
                                    : std::min<std::size_t>(*seam++ - begin, line.size());
      for (PageDate date : dates_.find(line.substr(from, until - from), language_)) {
        date.span.begin += static_cast<std::uint32_t>(from);
        date.span.end += static_cast<std::uint32_t>(from);
        const bool known = std::any_of(
            out.begin(), out.begin() + static_cast<std::ptrdiff_t>(whole),
            [&date](const PageDate& other) {
              return other.span.begin < date.span.end && date.span.begin < other.span.end;
            });
        if (!known) out.push_back(date);
      }
      from = until;
    }
    std::sort(out.begin(), out.end(),
              [](const PageDate& a, const PageDate& b) { return a.span.begin < b.span.begin; });
    return out;
  }

  // Lines of several days around the article belong to a list of others.
  void doubt_lists(std::string_view signal) {
    std::set<date::sys_days> days;
    for (const VisibleDate& date : out_) {
      if (date.signal == signal) days.insert(date::sys_days(date.date.day));
    }
    if (days.size() < 3) return;
    for (VisibleDate& date : out_) {
      if (date.signal == signal) date.weight *= kListed;
    }
  }

  // Why the date is no evidence; empty when it may be.
  std::string_view refuse(std::size_t i, const PageDate& date, Span span, CueKind cue) const {
    if (has(i, lang::v1::CUE_KIND_RIGHTS) || has(i, lang::v1::CUE_KIND_COMMENTS))
      return "in a line on rights or comments";
    // Right below the article a cue outweighs what only looks like a list of others.
    const bool own =
        cue == lang::v1::CUE_KIND_PUBLISHED && i > place_.last && i < place_.last + kNearLines;
    if (place_.others[i] == Others::kSure || (place_.others[i] == Others::kLikely && !own))
      return "among comments or teasers";
    if (cue != lang::v1::CUE_KIND_UNSPECIFIED || date.hour) return {};
    // Only tagless pages need to ask more: of others, the page's data know better.
    if (page_.format == RecordFormat::kText) return told_date(view_, i, span, place_);
    return ends_period(view_, i, span) ? "part of a period" : std::string_view();
  }

  void add(std::size_t i, const PageDate& date, bool first_of_line, bool first) {
    VisibleDate out;
    out.date = date;
    out.span = {page_.blocks[i].span.begin + date.span.begin,
                page_.blocks[i].span.begin + date.span.end};
    out.signal = "text";
    const CueKind cue = cue_before(i, out.span.begin);
    out.refused = refuse(i, date, out.span, cue);
    if (out.refused.empty()) weigh(i, cue, first_of_line, first, out);
    if (!out.refused.empty() || out.weight > 0) out_.push_back(out);
  }

  // Signal and weight; no weight for what stands nowhere in particular.
  void weigh(std::size_t i, CueKind cue, bool first_of_line, bool first, VisibleDate& out) const {
    const bool near = i + kNearLines >= place_.title;
    const bool below = i < place_.last + kNearLines;  // or above
    const std::size_t words = view_.words.of_block(i).size();
    if (cue == lang::v1::CUE_KIND_MODIFIED) {
      if (!near) return;
      out.modified = true;
      out.weight = 1;
      out.signal = "text.modified";
    } else if (cue == lang::v1::CUE_KIND_PUBLISHED) {
      const bool sure = near && below && place_.others[i] == Others::kNone;
      out.weight = !sure ? kFarCueWeight : i <= place_.first_text + 1 ? kCueWeight : kFootCueWeight;
      out.signal = "text.cue";
    } else if (near && i >= place_.title && i <= place_.first_text + 1) {
      out.weight = kHeadWeight + (first ? 0.3 : -0.3);
      out.signal = "text.head";
    } else if (near && i < place_.title) {
      out.weight = kAboveHeadWeight;
      out.signal = "text.head";
    } else if (i > place_.last && words <= kDayWords) {
      out.weight = below ? kFootWeight : kFarFootWeight;
      out.signal = "text.foot";
    } else if (page_.format == RecordFormat::kHtml && words <= 12) {
      out.weight = first ? kFirstDateWeight : 0.05;
      out.signal = "text.elsewhere";
    }
    if (!first_of_line) out.weight *= kNotFirstOfLine;
    if (cue != lang::v1::CUE_KIND_UNSPECIFIED) return;
    const bool caption =
        has(i, lang::v1::CUE_KIND_CAPTION) || page_.blocks[i].element == Element::kCaption;
    // Captions tell when the picture was taken.
    if (caption && !out.date.hour) out.weight *= kCaptioned;
    // "2021-05-03T10:15:00" is for machines, hidden by a style sheet, and mostly tells a change.
    const std::string_view raw = slice(page_.text, out.span);
    if (raw.size() > 10 && raw[10] == 'T') out.weight *= kForMachines;
    // A line that tells more than a date is less likely to be a stamp.
    if (words > 14) out.weight *= kLongLine;
  }

  // The last cue before a date in its line, or one behind it that ends the line, or the cue of the
  // line above when that is all it says.
  CueKind cue_before(std::size_t block, std::uint32_t at) const {
    CueKind found = lang::v1::CUE_KIND_UNSPECIFIED;
    const auto relevant = [](const CueHit& cue) {
      return cue.kind == lang::v1::CUE_KIND_PUBLISHED || cue.kind == lang::v1::CUE_KIND_MODIFIED;
    };
    for (const CueHit& cue : view_.cues[block]) {
      const bool before = cue.span.begin < at;
      // "3. Mai 2021 | Aktualisiert: 18:20 Uhr" tells of the time behind it.
      if (relevant(cue) && (before || (found == lang::v1::CUE_KIND_UNSPECIFIED &&
                                       !digits_behind(block, cue.span.end))))
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

  bool digits_behind(std::size_t block, std::uint32_t at) const {
    const auto words = view_.words.of_block(block);
    return std::any_of(words.begin(), words.end(),
                       [at](const PageWord& word) { return word.digits && word.span.begin >= at; });
  }

  const PageView& view_;
  const Page& page_;
  const ArticlePlace& place_;
  const DateReader& dates_;
  std::string_view language_;
  std::vector<VisibleDate> out_;
};

}  // namespace

std::vector<VisibleDate> find_visible_dates(const PageView& view, const ArticlePlace& place,
                                            const CleanKnowledge& knowledge,
                                            std::string_view language) {
  return VisibleFinder(view, place, knowledge.dates, language).run();
}

std::optional<bool> writes_day_first(const Page& page, const CleanLanguage* language,
                                     const PageDate& date) {
  if (language == nullptr || language->month_first_countries.empty()) return std::nullopt;
  for (const std::string_view signal : {"html.lang", "meta.og:locale", "jsonld.inLanguage"}) {
    const Field* const field = find_field(page.fields, signal);
    if (field == nullptr || field->value.size() < 5) continue;
    std::string country = field->value.substr(3, 2);
    for (char& c : country) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
    const auto& first = language->month_first_countries;
    return std::find(first.begin(), first.end(), country) == first.end();
  }
  // Who writes the month first writes "1:46 pm" too.
  if (date.hour.value_or(0) > 12 && !date.twelve_hours) return true;
  return std::nullopt;
}

}  // namespace annals
