#include "cli/annotate_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/command.h"
#include "engine/export/words.h"

namespace annals::cli {
namespace {

struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string label;
};

std::string timex_label(const v1::TimeExpression& time) {
  std::string label =
      v1::TimexType_Name(time.type()).substr(std::string_view("TIMEX_TYPE_").size());
  label += " " + time.value();
  if (!time.mod().empty()) label += " " + time.mod();
  if (time.has_interval()) label += " → " + time.interval().edtf();
  return label;
}

std::string event_line(const v1::Event& event) {
  std::string line = fmt::format(
      "    » {}", event.event_class().empty() ? event.predicate() : event.event_class());
  for (const v1::Participant& participant : event.participants()) {
    line += fmt::format(" {}={}", word(participant.role()), participant.text());
  }
  if (event.polarity() == v1::POLARITY_NEGATIVE) line += " · negated";
  line += " · " + word(event.status()) + " · " +
          interval_words(event.has_interval() ? &event.interval() : nullptr);
  const std::string who = attribution_words(event.attribution());
  if (!who.empty()) line += " · says " + who;
  return line + "\n";
}

std::string events_text(const v1::ArticleRecord& record) {
  std::string out;
  const std::string& text = record.article().text();
  for (int i = 0; i < record.sentences_size(); ++i) {
    const v1::TextSpan& span = record.sentences(i).span();
    out += text.substr(span.begin(), span.end() - span.begin()) + "\n";
    for (const v1::Event& event : record.events()) {
      if (event.evidence().sentence() == static_cast<std::uint32_t>(i)) out += event_line(event);
    }
  }
  return out;
}

}  // namespace

std::string layer_text(const v1::ArticleRecord& record, const std::string& layer, bool color) {
  if (layer == "events") return events_text(record) + "\n";
  std::vector<Mark> marks;
  if (layer == "times") {
    for (const v1::TimeExpression& time : record.times()) {
      marks.push_back({time.span().begin(), time.span().end(), timex_label(time)});
    }
  } else if (layer == "names") {
    for (const v1::Mention& mention : record.mentions()) {
      const auto actor = static_cast<int>(mention.actor());
      marks.push_back(
          {mention.head().begin(), mention.head().end(),
           actor < record.actors_size() ? record.actors(actor).key() : std::string("?")});
    }
  } else if (layer == "quotations") {
    for (const v1::Quotation& quotation : record.quotations()) {
      for (const v1::TextSpan& content : quotation.content()) {
        const std::string& who = quotation.attribution().text();
        marks.push_back({content.begin(), content.end(), who.empty() ? "?" : who});
      }
    }
  } else {
    for (const v1::Sentence& sentence : record.sentences()) {
      marks.push_back(
          {sentence.span().begin(), sentence.span().end(), std::to_string(sentence.tokens())});
    }
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  const std::string& text = record.article().text();
  std::string out;
  std::size_t at = 0;
  for (const Mark& mark : marks) {
    // Of overlapping annotations the first is shown.
    if (mark.begin < at || mark.end > text.size() || mark.end < mark.begin) continue;
    out.append(text, at, mark.begin - at);
    const std::string inside = text.substr(mark.begin, mark.end - mark.begin);
    out += color ? paint(true, "\x1b[1;36m", inside) + paint(true, "\x1b[2m", "|" + mark.label)
                 : "[" + inside + "|" + mark.label + "]";
    at = mark.end;
  }
  out.append(text, at);
  return out + "\n\n";
}

}  // namespace annals::cli
