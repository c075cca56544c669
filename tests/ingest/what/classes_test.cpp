// Classes and roles that the models of a language find.
#include "ingest/what/classes.h"

#include <set>

#include <gtest/gtest.h>

#include <annals/lang/v1/events.pb.h>

#include "engine/base/confidence.h"
#include "ingest/learn/sequence_trainer.h"
#include "tests/ingest/what/marked_text.h"

namespace annals {
namespace {

using test::Marked;

const std::vector<Marked> kActors = {
    {"Nordwerk"},
    {"Kaltmann"},
    {"Karl Brunn", v1::ACTOR_KIND_PERSON},
    {"Paula Stein", v1::ACTOR_KIND_PERSON},
    {"Westland", v1::ACTOR_KIND_PLACE},
    {"Altstadt", v1::ACTOR_KIND_PLACE},
    {"Neustadt", v1::ACTOR_KIND_PLACE},
};

v1::ArticleRecord events_of(const std::string& text) {
  static const DataFiles& data = *new DataFiles(test::source_data());
  static const Language& language = *new Language(Language::load(data, "de").value());
  static const EventFinder& finder = *new EventFinder(EventFinder::load(data, "de").value());
  v1::ArticleRecord record = test::marked_record(text, kActors);
  const Analysis analysis = language.analyse(record.article());
  add_sentences(analysis, record);
  finder.find(analysis, record);
  return record;
}

struct Case {
  std::string name;
  std::string text;
  // The class of one event, and all of its participants as "ROLE=words", in any order.
  std::string event_class;
  std::vector<std::string> participants;
  // A class that no event has.
  std::string not_class;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class LearnedClass : public testing::TestWithParam<Case> {};

TEST_P(LearnedClass, is_found) {
  const Case& c = GetParam();
  const v1::ArticleRecord record = events_of(c.text);
  bool found = false;
  for (const v1::Event& event : record.events()) {
    EXPECT_NE(event.event_class(), c.not_class) << test::dump(record);
    std::multiset<std::string> parts;
    for (const v1::Participant& p : event.participants())
      parts.insert(v1::Role_Name(p.role()).substr(5) + "=" + p.text());
    found = found ||
            (event.event_class() == c.event_class &&
             parts == std::multiset<std::string>(c.participants.begin(), c.participants.end()));
  }
  EXPECT_TRUE(found) << test::dump(record);
}

TEST(LearnedClasses, AnAttributeIsNoNewsOfTheDay) {
  const v1::ArticleRecord record =
      events_of("Am Montag hofften die Mitarbeiter der insolventen Nordwerk.");
  for (const v1::Event& event : record.events()) {
    if (event.event_class() == "insolvency") {
      EXPECT_FALSE(event.has_interval());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Models, LearnedClass,
    testing::Values(Case{"who_leads_in_a_compound",
                         "Nordwerk-Chef Karl Brunn sprach in Westland.",
                         "leadership",
                         {"AGENT=Karl Brunn", "THEME=Nordwerk"},
                         "none"},
                    Case{"who_leads_behind_the_name",
                         "Paula Stein, Geschäftsführerin von Kaltmann, sprach in Westland.",
                         "leadership",
                         {"AGENT=Paula Stein", "THEME=Kaltmann"},
                         "none"},
                    Case{"insolvent_as_attribute",
                         "Die Mitarbeiter der insolventen Nordwerk hoffen.",
                         "insolvency",
                         {"AGENT=Nordwerk"},
                         "none"},
                    Case{"a_road_is_a_place",
                         "Auf der A9 bei Neustadt 3 km Stau",
                         "traffic_jam",
                         {"PLACE=A9", "PLACE=Neustadt"},
                         "none"},
                    Case{"earthquake_in_a_place",
                         "Ein schweres Erdbeben in Westland hat viele Häuser zerstört.",
                         "disaster",
                         {"PLACE=Westland"},
                         "none"},
                    Case{"a_phrase_behind_its_article_is_a_place",
                         "Ein schwerer Unfall in der Talstraße hat den Verkehr behindert.",
                         "accident",
                         {"PLACE=Talstraße"},
                         "none"},
                    Case{"the_front_of_a_compound_that_nobody_marked",
                         "Rotwerk-Geschäftsführer Karl Brunn sprach in Westland.",
                         "leadership",
                         {"AGENT=Karl Brunn", "THEME=Rotwerk"},
                         "none"},
                    Case{"what_lasts_relates_two",
                         "Nordwerk entlässt Paula Stein. Vorstandschef Karl Brunn schwieg.",
                         "dismissal",
                         {"AGENT=Nordwerk", "PATIENT=Paula Stein"},
                         "leadership"},
                    Case{"a_frame_beats_the_models",
                         "Nordwerk entlässt Paula Stein.",
                         "dismissal",
                         {"AGENT=Nordwerk", "PATIENT=Paula Stein"},
                         "layoffs"},
                    Case{"who_tells_it_has_no_part",
                         "Laut Kaltmann gibt es einen Streik bei Nordwerk.",
                         "strike",
                         {"PATIENT=Nordwerk"},
                         "none"},
                    Case{"pointed_back_to",
                         "Auf der A9 bei Neustadt 3 km Stau. Das will Nordwerk verhindern.",
                         "traffic_jam",
                         {"PLACE=A9", "PLACE=Neustadt"},
                         "none"}),
    [](const auto& test) { return test.param.name; });

TEST(LearnedClass, that_lasts_stays_out_of_queries) {
  const v1::ArticleRecord record = events_of("Nordwerk-Chef Karl Brunn sprach in Westland.");
  for (const v1::Event& event : record.events()) {
    if (event.event_class() != "leadership") continue;
    EXPECT_EQ(event.rule(), "model/classes-de");
    EXPECT_LT(event.confidence(), kLeastQueriedConfidence);
  }
}

// A model of two labels.
std::string model_of(const std::string& label) {
  SequenceTrainer trainer({"O", label}, {.epochs = 1, .least_count = 1});
  SequenceFeatures features;
  features.add(1);
  features.end_position();
  trainer.add(features, std::vector<std::uint8_t>{1});
  return trainer.train();
}

TEST(ClassModels, map_refuses_labels_that_mean_nothing_here) {
  lang::v1::EventPack pack;
  lang::v1::Ontology ontology;
  ontology.add_event_class()->set_name("strike");
  const auto lexicon = what::Lexicon::build(pack, ontology, "de");
  ASSERT_TRUE(lexicon.has_value());
  const std::string strike = model_of("strike");
  const std::string place = model_of("ROLE_PLACE");
  EXPECT_TRUE(what::ClassModels::map(strike, place, *lexicon).has_value());
  const auto bad_class = what::ClassModels::map(place, place, *lexicon);
  ASSERT_FALSE(bad_class.has_value());
  EXPECT_EQ(bad_class.error().code, ErrorCode::kUnsupported);
  const auto bad_role = what::ClassModels::map(strike, strike, *lexicon);
  ASSERT_FALSE(bad_role.has_value());
  EXPECT_EQ(bad_role.error().code, ErrorCode::kUnsupported);
  EXPECT_FALSE(what::ClassModels::map("", place, *lexicon).has_value());
}

}  // namespace
}  // namespace annals
