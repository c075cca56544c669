#include "engine/timeline/tensions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/timeline/stored.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Tensions, TheSameFrameAffirmedAndNegatedIsAContradiction) {
  SmallEvent denied = deal("2021-03-01");
  denied.polarity = v1::POLARITY_NEGATIVE;
  denied.source = "Seaglass";
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build(),
                       SmallArticle("b", "2021-03-02", "Herald", "")
                           .say({"Northwork did not buy Seaglass, says Seaglass.", {}, {denied}})
                           .build()});
  const auto timeline = stored.ask();
  ASSERT_EQ(timeline.tensions_size(), 1);
  const v1::Tension& tension = timeline.tensions(0);
  EXPECT_EQ(tension.kind(), v1::TENSION_KIND_CONTRADICTION);
  EXPECT_THAT(tension.explanation(), HasSubstr("Seaglass says “Northwork did not buy"));
  EXPECT_THAT(tension.explanation(), HasSubstr("Kurier says"));
  // Both sides stay, and both name it.
  ASSERT_EQ(timeline.days(0).entries_size(), 2);
  for (const auto& entry : timeline.days(0).entries()) {
    EXPECT_THAT(entry.tension_ids(), ElementsAre(tension.id()));
  }
}

TEST(Tensions, DueButBlockedIsATension) {
  SmallEvent blocked = ban("2020-09-27");
  blocked.polarity = v1::POLARITY_NEGATIVE;
  blocked.modality = v1::MODALITY_ASSERTED;
  blocked.status = v1::STATUS_CONFIRMED;
  const Stored stored(
      {SmallArticle("a", "2020-09-14", "Kurier", "")
           .say({"The ban of Clipto takes effect on 20 September.", {}, {ban("2020-09-20")}})
           .build(),
       SmallArticle("b", "2020-09-28", "Herald", "")
           .say({"A judge blocked the ban of Clipto on Sunday.", {}, {blocked}})
           .build()});
  const auto timeline = stored.ask();
  ASSERT_EQ(timeline.tensions_size(), 1);
  EXPECT_EQ(timeline.tensions(0).kind(), v1::TENSION_KIND_TENSION);
}

TEST(Tensions, APartnerThatIsSaidToGetNothingIsATension) {
  const SmallEvent partner = {.event_class = "partnership",
                              .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_PARTNER, "Orrin"}},
                              .when = until("2020-09-14")};
  const SmallEvent sale = {
      .event_class = "sale",
      .who = {{v1::ROLE_RECIPIENT, "Orrin"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
      .when = on("2020-09-14"),
      .polarity = v1::POLARITY_NEGATIVE,
      .source = "state television"};
  const SmallEvent rejected = {
      .event_class = "offer_rejected",
      .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
      .when = until("2020-09-14")};
  const Stored stored({SmallArticle("a", "2020-09-14", "Kurier", "")
                           .say({"Clipto takes Orrin as its partner.", {}, {partner}})
                           .say({"Clipto rejects the offer of Macrosoft.", {}, {rejected}})
                           .build(),
                       SmallArticle("b", "2020-09-14", "Herald", "")
                           .say({"It is sold to neither Orrin nor Macrosoft.", {}, {sale}})
                           .build()});
  // The rejection agrees with the sale that does not come about.
  const auto timeline = stored.ask();
  ASSERT_EQ(timeline.tensions_size(), 1);
  EXPECT_EQ(timeline.tensions(0).kind(), v1::TENSION_KIND_TENSION);
  EXPECT_THAT(timeline.tensions(0).explanation(), HasSubstr("partnership"));
  EXPECT_THAT(timeline.tensions(0).explanation(), HasSubstr("state television says"));
}

TEST(Tensions, WhatFollowsUndoesOrTurnsOnAnotherDoesNotDisagree) {
  const SmallEvent rejected = {
      .event_class = "offer_rejected",
      .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
      .when = on("2020-09-13")};
  const auto with = [&](const char* words, const SmallEvent& event) {
    const Stored stored(
        {SmallArticle("a", "2020-09-14", "Kurier", "")
             .say({"Clipto rejects the offer of Macrosoft.", {}, {rejected}})
             .build(),
         SmallArticle("b", "2020-09-14", "Herald", "").say({words, {}, {event}}).build()});
    return stored.ask().tensions_size();
  };
  SmallEvent partner = {.event_class = "partnership",
                        .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_PARTNER, "Orrin"}},
                        .when = on("2020-09-14")};
  EXPECT_EQ(with("Clipto takes Orrin as its partner.", partner), 0);
  partner.who[1].second = "Macrosoft";
  EXPECT_EQ(with("Clipto takes Macrosoft as its partner.", partner), 1);
  partner.modality = v1::MODALITY_DEMANDED;
  EXPECT_EQ(with("Clipto should take Macrosoft as its partner.", partner), 0);

  const SmallEvent arrest = {.event_class = "arrest",
                             .who = {{v1::ROLE_PATIENT, "Markus Vogt"}},
                             .when = on("2020-06-22")};
  SmallEvent release = arrest;
  release.event_class = "release";
  release.when = on("2020-06-23");
  const Stored freed({SmallArticle("a", "2020-06-23", "Kurier", "")
                          .say({"Markus Vogt was arrested on Monday.", {}, {arrest}})
                          .build(),
                      SmallArticle("b", "2020-06-23", "Herald", "")
                          .say({"Markus Vogt was set free on Tuesday.", {}, {release}})
                          .build()});
  EXPECT_THAT(freed.ask().tensions(), IsEmpty());
}

TEST(Tensions, WhatIsNotSoldToOneMayBeSoldToAnother) {
  SmallEvent not_to_one = {.event_class = "sale",
                           .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
                           .when = on("2020-09-14"),
                           .polarity = v1::POLARITY_NEGATIVE};
  SmallEvent to_another = {
      .event_class = "sale", .who = {{v1::ROLE_AGENT, "Clipto"}}, .when = on("2020-09-14")};
  const auto ask = [&] {
    return Stored({SmallArticle("a", "2020-09-14", "Kurier", "")
                       .say({"Clipto is not sold to Macrosoft.", {}, {not_to_one}})
                       .build(),
                   SmallArticle("b", "2020-09-14", "Herald", "")
                       .say({"Clipto is sold.", {}, {to_another}})
                       .build()})
        .ask()
        .tensions_size();
  };
  EXPECT_EQ(ask(), 0);
  to_another.who.emplace_back(v1::ROLE_RECIPIENT, "Macrosoft");
  EXPECT_EQ(ask(), 1);
}

TEST(Tensions, OppositesThatFollowEachOtherAreADevelopment) {
  const auto ask = [](std::string_view banned, std::string_view permitted, bool dated,
                      v1::Modality manner = v1::MODALITY_ASSERTED) {
    const auto event = [&](const char* kind, std::string_view day) {
      return SmallEvent{.event_class = kind,
                        .who = {{v1::ROLE_AGENT, "Ministry"}, {v1::ROLE_PATIENT, "Clipto"}},
                        .when = dated ? on("2020-09-18") : until(day)};
    };
    SmallEvent ban = event("ban", banned);
    ban.modality = manner;
    return Stored({SmallArticle("a", banned, "Kurier", "")
                       .say({"The ministry bans Clipto.", {}, {ban}})
                       .build(),
                   SmallArticle("b", permitted, "Herald", "")
                       .say({"The ministry permits Clipto.", {}, {event("permission", permitted)}})
                       .build()})
        .ask()
        .tensions_size();
  };
  EXPECT_EQ(ask("2020-09-18", "2020-09-18", false), 1);
  EXPECT_EQ(ask("2020-09-18", "2020-09-20", false), 0);
  EXPECT_EQ(ask("2020-09-18", "2020-09-18", false, v1::MODALITY_PLANNED), 1);
  EXPECT_EQ(ask("2020-09-18", "2020-09-20", false, v1::MODALITY_PLANNED), 0);
  // Two days later, but of the same day.
  EXPECT_EQ(ask("2020-09-18", "2020-09-20", true), 1);
}

TEST(Tensions, ADealThatDoesNotSayWithWhomContradictsNoRejection) {
  const SmallEvent rejected = {
      .event_class = "offer_rejected",
      .who = {{v1::ROLE_AGENT, "Clipto"}, {v1::ROLE_RECIPIENT, "Macrosoft"}},
      .when = until("2020-09-14")};
  SmallEvent agreed = {.event_class = "agreement",
                       .who = {{v1::ROLE_THEME, "Clipto"}, {v1::ROLE_THEME, "Macrosoft"}},
                       .when = until("2020-09-14")};
  const auto ask = [&] {
    return Stored({SmallArticle("a", "2020-09-14", "Kurier", "")
                       .say({"Clipto rejects the offer of Macrosoft.", {}, {rejected}})
                       .build(),
                   SmallArticle("b", "2020-09-14", "Herald", "")
                       .say({"There is a deal on Clipto and Macrosoft.", {}, {agreed}})
                       .build()})
        .ask()
        .tensions_size();
  };
  EXPECT_EQ(ask(), 0);
  agreed.who[1].first = v1::ROLE_PARTNER;
  EXPECT_EQ(ask(), 1);
}

TEST(Tensions, WhoChangesHisMindDoesNotContradictHimself) {
  SmallEvent planned = deal("2021-03-01");
  planned.when.reset();
  planned.modality = v1::MODALITY_PLANNED;
  SmallEvent given_up = planned;
  given_up.polarity = v1::POLARITY_NEGATIVE;
  const auto ask = [&](std::string_view wanted, std::string_view not_wanted) {
    return Stored({SmallArticle("a", wanted, "Kurier", "")
                       .say({"Northwork wants to buy Seaglass.", {}, {planned}})
                       .build(),
                   SmallArticle("b", not_wanted, "Herald", "")
                       .say({"Northwork no longer wants to buy Seaglass.", {}, {given_up}})
                       .build()})
        .ask()
        .tensions_size();
  };
  EXPECT_EQ(ask("2021-03-01", "2021-03-02"), 1);
  EXPECT_EQ(ask("2021-03-01", "2021-03-09"), 0);
}

TEST(Tensions, AnOwnerIsNotWhatIsOwned) {
  SmallEvent owned = {.event_class = "ownership",
                      .who = {{v1::ROLE_PATIENT, "Seaglass"}},
                      .when = until("2021-03-02")};
  SmallEvent owns_none = owned;
  owns_none.polarity = v1::POLARITY_NEGATIVE;
  const auto ask = [&] {
    return Stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                       .say({"Seaglass is owned by a rich man.", {}, {owned}})
                       .build(),
                   SmallArticle("b", "2021-03-02", "Herald", "")
                       .say({"Seaglass owns no shares.", {}, {owns_none}})
                       .build()})
        .ask()
        .tensions_size();
  };
  EXPECT_EQ(ask(), 1);
  owns_none.who[0].first = v1::ROLE_AGENT;
  EXPECT_EQ(ask(), 0);
}

TEST(Tensions, OtherActorsOrLongAgoDoNotDisagree) {
  SmallEvent denied = deal("2021-06-01");
  denied.polarity = v1::POLARITY_NEGATIVE;
  SmallEvent other = deal("2021-03-01", "Orrin");
  other.who[1].second = "Driftwood";
  other.polarity = v1::POLARITY_NEGATIVE;
  const Stored stored({SmallArticle("a", "2021-03-02", "Kurier", "")
                           .say({"Northwork bought Seaglass on Monday.", {}, {deal("2021-03-01")}})
                           .build(),
                       SmallArticle("b", "2021-06-02", "Herald", "")
                           .say({"Northwork did not buy Seaglass on Tuesday.", {}, {denied}})
                           .build(),
                       SmallArticle("c", "2021-03-02", "Post", "")
                           .say({"Orrin did not buy Driftwood on Monday.", {}, {other}})
                           .build()});
  EXPECT_THAT(stored.ask().tensions(), IsEmpty());
}

}  // namespace
}  // namespace annals
