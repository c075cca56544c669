// The events of short texts about actors that are given, found with the data of the source tree.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/day.h"
#include "ingest/what/event_finder.h"
#include "ingest/when/time_tagger.h"
#include "tests/ingest/what/marked_text.h"

namespace annals::test {

struct Tools {
  Language language;
  TimeTagger times;
  EventFinder events;
};

inline const Tools& tools(const std::string& code) {
  static std::map<std::string, Tools>& loaded = *new std::map<std::string, Tools>;
  const auto at = loaded.find(code);
  if (at != loaded.end()) return at->second;
  const DataFiles data = source_data();
  auto language = Language::load(data, code);
  auto times = TimeTagger::load(data, code);
  auto events = EventFinder::load(data, code);
  if (!language) throw std::runtime_error(language.error().message);
  if (!times) throw std::runtime_error(times.error().message);
  if (!events) throw std::runtime_error(events.error().message);
  return loaded.emplace(code, Tools{*std::move(language), *std::move(times), *std::move(events)})
      .first->second;
}

inline const std::vector<Marked> kActors = {
    {"Nordwerk"},
    {"Kaltmann"},
    {"Ostfeld"},
    {"Kurier"},
    {"Funkel", v1::ACTOR_KIND_PRODUCT},
    {"Karl Brunn", v1::ACTOR_KIND_PERSON},
    {"Paula Stein", v1::ACTOR_KIND_PERSON},
    {"Von der Tann", v1::ACTOR_KIND_PERSON},
    {"Bank of Westfield"},
    {"Westland", v1::ACTOR_KIND_PLACE},
    {"Berliner", v1::ACTOR_KIND_PLACE},
    {"Northwork"},
    {"Coldman"},
    {"Eastfield"},
    {"Courier"},
};

// The record without the events that only the models found.
inline v1::ArticleRecord told_by_words(const v1::ArticleRecord& record) {
  v1::ArticleRecord out = record;
  out.clear_events();
  for (const v1::Event& event : record.events()) {
    if (event.rule() != "model/triggers") *out.add_events() = event;
  }
  return out;
}

inline v1::ArticleRecord events_of(const std::string& code, const std::string& text,
                                   const std::string& published = "2020-05-11") {
  v1::ArticleRecord record = marked_record(text, kActors);
  if (const auto day = parse_day(published))
    *record.mutable_article()->mutable_published() = day_interval(*day);
  const Analysis analysis = tools(code).language.analyse(record.article());
  add_sentences(analysis, record);
  tools(code).times.tag(analysis, record);
  tools(code).events.find(analysis, record);
  return told_by_words(record);
}

struct TextCase {
  std::string name;
  std::string language;
  std::string text;
  // Beginnings of lines of the dump, each of which must be there.
  std::vector<std::string> has;
  // Parts that no line may have.
  std::vector<std::string> has_not;
};
inline void PrintTo(const TextCase& c, std::ostream* out) {
  *out << c.name;
}

inline void expect_told(const TextCase& c) {
  const std::string told = "\n" + dump(events_of(c.language, c.text));
  for (const std::string& line : c.has)
    EXPECT_NE(told.find("\n" + line), std::string::npos) << line << "\nin" << told;
  for (const std::string& part : c.has_not)
    EXPECT_EQ(told.find(part), std::string::npos) << part << "\nin" << told;
}

}  // namespace annals::test
