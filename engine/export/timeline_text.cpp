#include "engine/export/timeline_text.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

#include <date/date.h>
#include <fmt/format.h>

#include "engine/base/day.h"
#include "engine/export/words.h"

namespace annals {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kReset = "\x1b[0m";

// Entries without a day, and tensions, that are listed unless all are asked for.
constexpr std::size_t kBounded = 10;
constexpr std::size_t kUndated = 5;
constexpr std::size_t kTensions = 10;
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

// The colour that says at a glance how far to trust an entry.
std::string_view color_of(v1::Status status) {
  switch (status) {
    case v1::STATUS_CONFIRMED:
      return "\x1b[32m";
    case v1::STATUS_REJECTED:
    case v1::STATUS_DENIED:
      return "\x1b[31m";
    case v1::STATUS_DUE:
    case v1::STATUS_PAST_DUE:
    case v1::STATUS_PLANNED:
      return "\x1b[36m";
    default:
      return "\x1b[33m";
  }
}

// Columns a text takes on a terminal: its code points. Good enough for wrapping.
int columns(std::string_view text) {
  int n = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++n;
  }
  return n;
}

class Writer {
 public:
  explicit Writer(const TextStyle& style) : style_(style) {}

  std::string paint(std::string_view color, std::string_view text) const {
    if (!style_.color || text.empty()) return std::string(text);
    return fmt::format("{}{}{}", color, text, kReset);
  }
  bool empty() const { return out_.empty(); }
  void line(std::string_view text = {}) { out_.append(text).push_back('\n'); }
  // Words of `text` in lines that start with `indent` blanks.
  void wrapped(int indent, std::string_view text, std::string_view color = {}) {
    std::string current;
    const auto flush = [&] {
      if (current.empty()) return;
      line(std::string(static_cast<std::size_t>(indent), ' ') +
           (color.empty() ? current : paint(color, current)));
      current.clear();
    };
    while (!text.empty()) {
      const std::size_t blank = text.find_first_of(" \n\t");
      const std::string_view next = text.substr(0, blank);
      text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
      if (next.empty()) continue;
      if (!current.empty() && style_.width > 0 &&
          indent + columns(current) + 1 + columns(next) > style_.width)
        flush();
      if (!current.empty()) current += ' ';
      current += next;
    }
    flush();
  }
  // Reasons, when they are asked for.
  template <class Reasons>
  void because(int indent, const Reasons& reasons) {
    if (!style_.reasons) return;
    for (const std::string& reason : reasons)
      wrapped(indent, "because " + reason, kDim);
  }
  std::string take() { return std::move(out_); }

 private:
  TextStyle style_;
  std::string out_;
};

std::string_view weekday_name(Day day) {
  static constexpr std::string_view kNames[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
  return kNames[date::weekday(day).c_encoding()];
}

std::string plural(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string report_line(const v1::Report& report) {
  const std::string outlet = report.outlet().empty() ? report.file() : report.outlet();
  std::string text = outlet.empty() ? report.article_id() : outlet;
  if (report.has_reported()) text += ", " + interval_words(&report.reported());
  const std::string who = attribution_words(report.attribution());
  if (!who.empty()) text += " — " + who;
  return text;
}

void write_entry(Writer& out, const v1::Entry& entry, bool with_time) {
  const std::string status = word(entry.status());
  std::string head = out.paint(color_of(entry.status()), status.empty() ? "event" : status);
  if (with_time)
    head = interval_words(entry.has_interval() ? &entry.interval() : nullptr) + "  " + head;
  out.line(fmt::format("  • {}  {}", head, out.paint(kBold, entry.headline())));
  std::string facts =
      plural(entry.independent_sources(), "independent source", "independent sources");
  if (!entry.event_class().empty()) facts += " · " + entry.event_class();
  if (entry.polarity() == v1::POLARITY_NEGATIVE) facts += " · negated";
  if (entry.tension_ids_size() == 1) facts += " · tension " + entry.tension_ids(0);
  if (entry.tension_ids_size() > 1)
    facts += fmt::format(" · {} tensions", entry.tension_ids_size());
  facts += " · " + entry.id();
  out.wrapped(6, facts, kDim);
  out.because(6, entry.reasons());
  int shown = 0;
  for (const v1::Report& report : entry.reports()) {
    if (++shown > 3) {
      out.line("      … and " + plural(static_cast<std::uint64_t>(entry.reports_size() - 3),
                                       "more report", "more reports"));
      break;
    }
    // The headline is not said twice.
    if (report.evidence().text() != entry.headline())
      out.wrapped(6, "“" + report.evidence().text() + "”");
    out.wrapped(8, report_line(report), kDim);
  }
}

void write_day(Writer& out, const v1::TimelineDay& day) {
  const Day when = day_from_number(day.day_number());
  out.line();
  out.line(out.paint(kBold, fmt::format("{}  {}", day.day(), weekday_name(when))));
  out.because(2, day.reasons());
  for (const v1::QuotedSentence& sentence : day.sentences()) {
    out.wrapped(2, sentence.text());
    out.wrapped(4, sentence.outlet().empty() ? sentence.file() : sentence.outlet(), kDim);
    out.because(4, sentence.reasons());
  }
  for (const v1::Entry& entry : day.entries())
    write_entry(out, entry, !entry.interval().has_earliest_day());
}

// A title, the entries that weigh most, in their order, and how many there are more.
void write_entries(Writer& out, std::string_view title,
                   const google::protobuf::RepeatedPtrField<v1::Entry>& entries, std::size_t most,
                   bool with_time) {
  if (entries.empty()) return;
  out.line();
  out.line(out.paint(kBold, title));
  std::vector<double> scores;
  for (const v1::Entry& entry : entries)
    scores.push_back(entry.score());
  std::ranges::sort(scores, std::greater<>());
  const double least = most < scores.size() ? scores[most - 1] : 0;
  std::size_t shown = 0;
  for (const v1::Entry& entry : entries) {
    if (entry.score() < least || shown == most) continue;
    ++shown;
    write_entry(out, entry, with_time);
  }
  if (const std::size_t left = scores.size() - shown; left > 0)
    out.line(fmt::format("  … and {} more (--all lists them)", left));
}

// Tensions with their explanations.
void write_tensions(Writer& out, const google::protobuf::RepeatedPtrField<v1::Tension>& tensions,
                    std::size_t most) {
  std::size_t shown = 0;
  for (const v1::Tension& tension : tensions) {
    if (shown == most) break;
    ++shown;
    out.line(fmt::format("  {}  {}", word(tension.kind()), out.paint(kDim, tension.id())));
    out.wrapped(4, tension.explanation());
  }
  if (const std::size_t left = static_cast<std::size_t>(tensions.size()) - shown; left > 0)
    out.line(fmt::format("  … and {} more (--all lists them)", left));
}

std::string_view color_of(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_KEPT:
      return "\x1b[32m";
    case v1::OUTCOME_CANCELLED:
    case v1::OUTCOME_MISSED:
      return "\x1b[31m";
    default:
      return "\x1b[36m";
  }
}

void write_due(Writer& out, const v1::DueItem& item) {
  std::string outcome = word(item.outcome());
  if (item.outcome() == v1::OUTCOME_OPEN) outcome = "due";
  if (item.outcome() == v1::OUTCOME_UNKNOWN) outcome = "past due";
  if (item.has_moved_to_day()) outcome += " to " + day_text(item.moved_to_day());
  out.line(fmt::format("  {}  {}  {}", day_text(item.day_number()),
                       out.paint(color_of(item.outcome()), outcome), item.headline()));
  if (!item.outcome_entry_id().empty()) out.wrapped(14, item.explanation(), kDim);
}

}  // namespace

std::string entry_text(const v1::Entry& entry, const TextStyle& style) {
  Writer out(style);
  write_entry(out, entry, true);
  return out.take();
}

std::string development_text(const v1::Development& development, const TextStyle& style) {
  Writer out(style);
  write_due(out, development.item());
  write_entry(out, development.due(), true);
  if (development.has_outcome()) write_entry(out, development.outcome(), true);
  return out.take();
}

std::string conflict_text(const v1::Conflict& conflict, const TextStyle& style) {
  Writer out(style);
  const v1::Tension& tension = conflict.tension();
  out.line(fmt::format("{}  {}", out.paint(kBold, word(tension.kind())), tension.id()));
  const std::string_view explanation = tension.explanation();
  out.wrapped(2, explanation.substr(0, explanation.find(':')), kDim);
  write_entry(out, conflict.a(), true);
  write_entry(out, conflict.b(), true);
  return out.take();
}

std::string diff_text(const v1::TimelineDiff& diff, const TextStyle& style) {
  Writer out(style);
  const auto title = [&](const char* text) {
    if (!out.empty()) out.line();
    out.line(out.paint(kBold, text));
  };
  if (diff.added_size() > 0) title("New");
  for (const v1::Entry& entry : diff.added())
    write_entry(out, entry, true);
  if (diff.changed_size() > 0) title("Changed");
  for (const v1::EntryChange& change : diff.changed()) {
    write_entry(out, change.after(), true);
    for (const std::string& what : change.changes())
      out.wrapped(6, what);
  }
  if (diff.removed_size() > 0) title("Gone");
  for (const v1::Entry& entry : diff.removed())
    write_entry(out, entry, true);
  if (diff.due_size() > 0) title("Due");
  for (const v1::DueItem& item : diff.due())
    write_due(out, item);
  if (diff.tensions_size() > 0) title("Tensions between reports");
  write_tensions(out, diff.tensions(), kNoLimit);
  if (out.empty()) out.line("nothing new");
  return out.take();
}

std::string path_text(const v1::ActorPath& path, const TextStyle& style) {
  Writer out(style);
  for (const v1::PathStep& step : path.steps()) {
    out.line(fmt::format("{} — {}  {}", out.paint(kBold, step.from().name()),
                         out.paint(kBold, step.to().name()),
                         plural(step.event_count(), "event", "events")));
    for (const v1::Entry& entry : step.entries())
      write_entry(out, entry, true);
  }
  return out.take();
}

std::string timeline_text(const v1::Timeline& timeline, const TextStyle& style) {
  Writer out(style);
  out.line(out.paint(kBold, timeline.title().empty() ? "Timeline" : timeline.title()));
  out.line(out.paint(
      kDim, fmt::format("{}, {}, {}", plural(timeline.article_count(), "article", "articles"),
                        plural(timeline.event_count(), "event", "events"),
                        plural(static_cast<std::uint64_t>(timeline.days_size()), "day", "days"))));
  for (const v1::TimelineDay& day : timeline.days())
    write_day(out, day);
  write_entries(out, "Known only to a bound", timeline.bounded(), style.all ? kNoLimit : kBounded,
                true);
  write_entries(out, "Undated", timeline.undated(), style.all ? kNoLimit : kUndated, false);
  if (timeline.due_size() > 0) {
    out.line();
    out.line(out.paint(kBold, "Due"));
    for (const v1::DueItem& item : timeline.due())
      write_due(out, item);
  }
  if (timeline.tensions_size() > 0) {
    out.line();
    out.line(out.paint(kBold, "Tensions between reports"));
    write_tensions(out, timeline.tensions(), style.all ? kNoLimit : kTensions);
  }
  return out.take();
}

}  // namespace annals
