// What became of what was due, who disagrees, and what was learned between two times.
#include "engine/timeline/developments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/timeline/encounters.h"
#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

SmallEvent ban(std::string_view day, v1::Modality modality, v1::Polarity polarity) {
  const bool due = modality == v1::MODALITY_SCHEDULED;
  return {.event_class = "ban",
          .who = {{v1::ROLE_AGENT, "Westland"}, {v1::ROLE_PATIENT, "Clipto"}},
          .when = on(day),
          .polarity = polarity,
          .modality = modality,
          .status = due ? v1::STATUS_DUE : v1::STATUS_CONFIRMED};
}
SmallEvent due(std::string_view day) {
  return ban(day, v1::MODALITY_SCHEDULED, v1::POLARITY_POSITIVE);
}

// Told as done, on no day.
SmallEvent banned_by(std::string_view day) {
  SmallEvent event = ban(day, v1::MODALITY_ASSERTED, v1::POLARITY_POSITIVE);
  event.when = until(day);
  return event;
}

v1::ArticleRecord announcement() {
  return SmallArticle("a", "2020-09-14", "Kurier", "")
      .say({"Westland bans Clipto from 20 September.", {on("2020-09-20")}, {due("2020-09-20")}})
      .build();
}

struct OutcomeCase {
  const char* name;
  v1::ArticleRecord later;
  v1::Outcome outcome;
  const char* moved_to = "";
};

void PrintTo(const OutcomeCase& c, std::ostream* out) {
  *out << c.name;
}

class Outcomes : public testing::TestWithParam<OutcomeCase> {};

TEST_P(Outcomes, OfABanThatIsDue) {
  const Stored stored({announcement(), GetParam().later});
  const auto found = find_developments(stored.store(), {});
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->empty());
  const v1::DueItem& item = found->front().item();
  EXPECT_EQ(to_string(day_from_number(item.day_number())), "2020-09-20");
  EXPECT_EQ(v1::Outcome_Name(item.outcome()), v1::Outcome_Name(GetParam().outcome));
  EXPECT_EQ(item.has_moved_to_day() ? to_string(day_from_number(item.moved_to_day())) : "",
            GetParam().moved_to);
  EXPECT_EQ(found->front().has_outcome(), !item.outcome_entry_id().empty());
}

v1::ArticleRecord later(const char* day, const SmallSentence& sentence) {
  return SmallArticle("b", day, "Herald", "").say(sentence).build();
}

INSTANTIATE_TEST_SUITE_P(
    Table, Outcomes,
    testing::Values(
        OutcomeCase{"open", later("2020-09-15", {"Clipto grows.", {}, {}}), v1::OUTCOME_OPEN},
        OutcomeCase{"silence_proves_nothing", later("2020-10-01", {"Clipto grows.", {}, {}}),
                    v1::OUTCOME_UNKNOWN},
        OutcomeCase{"kept",
                    later("2020-09-21",
                          {"Westland banned Clipto on Sunday.",
                           {on("2020-09-20")},
                           {ban("2020-09-20", v1::MODALITY_ASSERTED, v1::POLARITY_POSITIVE)}}),
                    v1::OUTCOME_KEPT},
        OutcomeCase{
            "kept_as_told_on_its_day",
            later("2020-09-20", {"Westland has banned Clipto.", {}, {banned_by("2020-09-20")}}),
            v1::OUTCOME_KEPT},
        OutcomeCase{
            "told_as_done_long_after",
            later("2020-09-25", {"Westland has banned Clipto.", {}, {banned_by("2020-09-25")}}),
            v1::OUTCOME_UNKNOWN},
        OutcomeCase{
            "put_off_by_name",
            later("2020-09-19",
                  {"Westland delayed the ban of Clipto, due on 20 September, to 27 September.",
                   {on("2020-09-20"), on("2020-09-27")},
                   {{.event_class = "postponement",
                     .who = {{v1::ROLE_AGENT, "Westland"}},
                     .when = until("2020-09-19")}}}),
            v1::OUTCOME_MOVED, "2020-09-27"},
        OutcomeCase{"announced_for_another_day",
                    later("2020-09-19", {"Westland bans Clipto from 27 September.",
                                         {on("2020-09-27")},
                                         {due("2020-09-27")}}),
                    v1::OUTCOME_MOVED, "2020-09-27"},
        OutcomeCase{"another_step_is_no_move",
                    later("2020-09-10", {"Westland bans Clipto from 12 November.",
                                         {on("2020-11-12")},
                                         {due("2020-11-12")}}),
                    v1::OUTCOME_OPEN},
        OutcomeCase{"lifted_before_its_day",
                    later("2020-09-18",
                          {"A court lifted Westland's ban of Clipto on Thursday.",
                           {on("2020-09-17")},
                           {{.event_class = "ban_lifted",
                             .who = {{v1::ROLE_AGENT, "Westland"}, {v1::ROLE_PATIENT, "Clipto"}},
                             .when = on("2020-09-17"),
                             .status = v1::STATUS_CONFIRMED}}}),
                    v1::OUTCOME_CANCELLED},
        OutcomeCase{"denied_afterwards",
                    later("2020-09-25",
                          {"Westland has not banned Clipto.",
                           {on("2020-09-24")},
                           {ban("2020-09-24", v1::MODALITY_ASSERTED, v1::POLARITY_NEGATIVE)}}),
                    v1::OUTCOME_MISSED}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Diff, SaysWhatIsNewAndWhatChanged) {
  const Stored stored(
      {announcement(),
       later("2020-09-16",
             {"Westland bans Clipto from 20 September.", {on("2020-09-20")}, {due("2020-09-20")}}),
       SmallArticle("c", "2020-09-17", "Bote", "")
           .say({"Clipto sued Westland on Wednesday.",
                 {on("2020-09-16")},
                 {{.event_class = "lawsuit",
                   .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_PATIENT, "Westland"}},
                   .when = on("2020-09-16")}}})
           .build()});
  const auto at = [](const char* day) { return Instant(day_of(day)) + std::chrono::hours(12); };
  const auto diff =
      compare_timelines(stored.store(), {}, at("2020-09-15"), at("2020-09-18"), DiffClock::kReport);
  ASSERT_TRUE(diff) << diff.error().message;
  ASSERT_THAT(diff->added(), SizeIs(1));
  EXPECT_EQ(diff->added(0).event_class(), "lawsuit");
  ASSERT_THAT(diff->changed(), SizeIs(1));
  EXPECT_THAT(diff->changed(0).changes(),
              ElementsAre("independent sources: 1 → 2", "reports: 1 → 2"));
  EXPECT_THAT(diff->removed(), SizeIs(0));
  const auto nothing =
      compare_timelines(stored.store(), {}, at("2020-09-18"), at("2020-09-19"), DiffClock::kReport);
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->added_size() + nothing->changed_size() + nothing->removed_size(), 0);
}

TEST(Conflicts, ShowBothSides) {
  const Stored stored(
      {later("2020-09-21", {"Westland banned Clipto on Sunday.",
                            {on("2020-09-20")},
                            {ban("2020-09-20", v1::MODALITY_ASSERTED, v1::POLARITY_POSITIVE)}}),
       SmallArticle("c", "2020-09-21", "Bote", "")
           .say({"Westland did not ban Clipto on Sunday.",
                 {on("2020-09-20")},
                 {ban("2020-09-20", v1::MODALITY_ASSERTED, v1::POLARITY_NEGATIVE)}})
           .build()});
  const auto found = find_conflicts(stored.store(), {}, 10);
  ASSERT_TRUE(found);
  ASSERT_THAT(*found, SizeIs(1));
  EXPECT_EQ(found->front().tension().kind(), v1::TENSION_KIND_CONTRADICTION);
  EXPECT_NE(found->front().a().polarity(), found->front().b().polarity());
  EXPECT_THAT(*find_conflicts(stored.store(), {}, 0), SizeIs(0));
}

TEST(Encounters, ConnectActorsThroughEvents) {
  const Stored stored(
      {announcement(), SmallArticle("c", "2020-09-17", "Bote", "")
                           .say({"Clipto hired Meyer on Wednesday.",
                                 {on("2020-09-16")},
                                 {{.event_class = "appointment",
                                   .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_PATIENT, "Meyer"}},
                                   .when = on("2020-09-16")}}})
                           .build()});
  const auto path = find_path(stored.store(), {}, "Meyer", "Westland");
  ASSERT_TRUE(path) << path.error().message;
  ASSERT_THAT(path->steps(), SizeIs(2));
  EXPECT_EQ(path->steps(0).to().name(), "Clipto");
  EXPECT_EQ(path->steps(0).entries(0).event_class(), "appointment");
  EXPECT_EQ(find_path(stored.store(), {}, "Meyer", "Nobody").error().code, ErrorCode::kNotFound);
  const auto network = build_network(stored.store(), {}, {});
  ASSERT_TRUE(network);
  EXPECT_THAT(network->actors(), SizeIs(3));
  ASSERT_THAT(network->links(), SizeIs(2));
  EXPECT_EQ(network->links(0).first_day(), network->links(0).last_day());
  EXPECT_THAT(network->events(), SizeIs(2));
}

}  // namespace
}  // namespace annals
