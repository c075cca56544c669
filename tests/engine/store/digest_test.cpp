#include "engine/store/digest.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "engine/store/store.h"
#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::ArticleRecord record(const char* text) {
  v1::ArticleRecord out;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &out));
  return out;
}

TEST(Digest, TakesTheArticleOver) {
  const v1::Digest digest = make_digest(record(R"(
    article {
      id: "a" revision: "r" title: "T" outlet: "O" url: "U" file: "F" language: "de"
      agencies: "dpa" agencies: "Reuters"
      published { earliest_day: 3 latest_day: 3 precision: PRECISION_DAY edtf: "E" rule: "x"
                  basis: TIME_BASIS_METADATA evidence { begin: 1 end: 2 } source { begin: 7 } }
      sections { kind: SECTION_KIND_MAIN }
      sections { kind: SECTION_KIND_UPDATE stamp { latest_day: 9 } }
    }
    sketch: 4 sketch: 5)"));
  EXPECT_EQ(digest.article_id(), "a");
  EXPECT_EQ(digest.revision(), "r");
  EXPECT_EQ(digest.title(), "T");
  EXPECT_EQ(digest.outlet(), "O");
  EXPECT_EQ(digest.url(), "U");
  EXPECT_EQ(digest.file(), "F");
  EXPECT_EQ(digest.language(), "de");
  EXPECT_THAT(digest.agencies(), ElementsAre("dpa", "Reuters"));
  EXPECT_THAT(digest.sketch(), ElementsAre(4, 5));
  EXPECT_EQ(digest.published().earliest_day(), 3);
  EXPECT_EQ(digest.published().edtf(), "E");
  EXPECT_EQ(digest.published().basis(), v1::TIME_BASIS_METADATA);
  EXPECT_FALSE(digest.published().has_evidence());
  EXPECT_FALSE(digest.published().has_source());
  EXPECT_EQ(digest.published().rule(), "");
  EXPECT_FALSE(digest.has_updated());
  ASSERT_EQ(digest.sections_size(), 2);
  EXPECT_FALSE(digest.sections(0).has_stamp());
  EXPECT_EQ(digest.sections(1).stamp().latest_day(), 9);
}

TEST(Digest, GathersTimesAndActorsOfEachSentence) {
  const v1::Digest digest = make_digest(record(R"(
    article { blocks { kind: BLOCK_KIND_TITLE } blocks { kind: BLOCK_KIND_PARAGRAPH } }
    sentences { block: 0 terms: 1 terms: 2 tokens: 5 }
    sentences { block: 1 section: 1 self_contained: true span { begin: 4 end: 9 } }
    times { sentence: 1 interval { earliest_day: 5 latest_day: 6 precision: PRECISION_RANGE } }
    times { sentence: 1 interval { latest_day: 6 } }
    times { sentence: 1 }
    times { sentence: 7 interval { earliest_day: 5 latest_day: 6 } }
    mentions { sentence: 1 actor: 1 } mentions { sentence: 1 actor: 0 }
    mentions { sentence: 1 actor: 1 } mentions { sentence: 0 actor: 9 } mentions { sentence: 9 }
    actors { key: "k" name: "N" kind: ACTOR_KIND_PERSON mentions: 3
             aliases: "Z" aliases: "N" aliases: "A" aliases: "Z" }
    actors { key: "l" })"));
  ASSERT_EQ(digest.sentences_size(), 2);
  EXPECT_FALSE(digest.sentences(0).body());
  EXPECT_THAT(terms_of(digest, digest.sentences(0)), ElementsAre(1, 2));
  EXPECT_EQ(digest.sentences(0).tokens(), 5U);
  EXPECT_THAT(digest.sentences(0).actors(), IsEmpty());
  EXPECT_TRUE(digest.sentences(1).body());
  EXPECT_TRUE(digest.sentences(1).self_contained());
  EXPECT_EQ(digest.sentences(1).section(), 1U);
  EXPECT_EQ(digest.sentences(1).end(), 9U);
  EXPECT_THAT(digest.sentences(1).actors(), ElementsAre(0, 1));
  ASSERT_EQ(digest.sentences(1).times_size(), 1);
  EXPECT_EQ(digest.sentences(1).times(0).first_day(), 5);
  EXPECT_EQ(digest.sentences(1).times(0).last_day(), 6);
  EXPECT_EQ(digest.sentences(1).times(0).precision(), v1::PRECISION_RANGE);
  ASSERT_EQ(digest.actors_size(), 2);
  EXPECT_EQ(digest.actors(0).key(), "k");
  EXPECT_EQ(digest.actors(0).mentions(), 3U);
  EXPECT_THAT(digest.actors(0).aliases(), ElementsAre("A", "Z"));
}

TEST(Digest, TurnsEventsToNumbers) {
  const v1::Digest digest = make_digest(record(R"(
    actors { id: "ac-1" key: "k" } actors { id: "ac-2" key: "l" }
    events {
      id: "ev-00000000000000ff" predicate: "Übernahme" event_class: "acquisition"
      participants { role: ROLE_AGENT actor_id: "ac-2" }
      participants { role: ROLE_PLACE actor_id: "ac-9" }
      participants { role: ROLE_THEME }
      polarity: POLARITY_NEGATIVE modality: MODALITY_PLANNED factuality: FACTUALITY_PROBABLE
      status: STATUS_PLANNED confidence: 0.5 evidence { sentence: 4 }
      interval { earliest_day: 1 latest_day: 2 rule: "x" timex3_value: "V" }
    }
    events { id: "bad" predicate: "sagen" attribution { unnamed: true } }
    events { attribution { unnamed: true } attribution { text: "CGTN" } }
    events { attribution { kind: ATTRIBUTION_KIND_SUBJUNCTIVE } })"));
  ASSERT_EQ(digest.events_size(), 4);
  const v1::DigestEvent& event = digest.events(0);
  EXPECT_EQ(event.id(), 0xffU);
  EXPECT_EQ(predicate_of(digest, event), "Übernahme");
  EXPECT_EQ(event.predicate_term(), term_of_stem("übernahme").value());
  EXPECT_EQ(event_class_of(digest, event), "acquisition");
  ASSERT_EQ(part_count(event), 3);
  EXPECT_EQ(part_of(event, 0).role, v1::ROLE_AGENT);
  EXPECT_EQ(part_of(event, 0).actor, 2U);
  EXPECT_EQ(part_of(event, 1).actor, 0U);
  EXPECT_EQ(part_of(event, 2).actor, 0U);
  EXPECT_EQ(event.polarity(), v1::POLARITY_NEGATIVE);
  EXPECT_EQ(event.modality(), v1::MODALITY_PLANNED);
  EXPECT_EQ(event.factuality(), v1::FACTUALITY_PROBABLE);
  EXPECT_EQ(event.status(), v1::STATUS_PLANNED);
  EXPECT_EQ(event.confidence(), 0.5);
  EXPECT_EQ(event.sentence(), 4U);
  EXPECT_EQ(event.earliest_day(), 1);
  EXPECT_EQ(event.latest_day(), 2);
  EXPECT_TRUE(event.has_basis());
  EXPECT_EQ(event.attributed(), 0U);
  EXPECT_EQ(digest.events(1).id(), 0U);
  EXPECT_EQ(digest.events(1).predicate_term(), term_of_stem("sagen").value());
  EXPECT_EQ(digest.events(1).attributed(), 2U);
  EXPECT_EQ(digest.events(2).attributed(), 1U);
  EXPECT_EQ(digest.events(3).attributed(), 0U);
  EXPECT_FALSE(is_dated(digest.events(3)));
  EXPECT_FALSE(digest.events(3).has_basis());
  EXPECT_EQ(event_class_of(digest, digest.events(3)), "");
  EXPECT_THAT(digest.words(), ElementsAre("acquisition", "sagen", "Übernahme"));
}

// A damaged store may hold any numbers: they are read as nothing.
TEST(Digest, NumbersThatLeadNowhereAreNothing) {
  v1::Digest digest;
  digest.add_terms(7);
  digest.add_terms(8);
  v1::DigestSentence& sentence = *digest.add_sentences();
  sentence.set_first_term(1);
  sentence.set_term_count(~0U);
  EXPECT_THAT(terms_of(digest, sentence), ElementsAre(8));
  sentence.set_first_term(3);
  EXPECT_THAT(terms_of(digest, sentence), IsEmpty());
  EXPECT_EQ(word_of(digest, 1), "");
}

TEST(Digest, IsPure) {
  const v1::ArticleRecord one = generated_record(11);
  EXPECT_EQ(make_digest(one).SerializeAsString(), make_digest(one).SerializeAsString());
}

TEST(Digest, NewerRevisionIsATotalOrder) {
  v1::Digest undated;
  undated.set_revision("b");
  v1::Digest undated_smaller;
  undated_smaller.set_revision("a");
  v1::Digest old;
  *old.mutable_published() = day_interval(day_from_number(10));
  v1::Digest updated = old;
  *updated.mutable_updated() = day_interval(day_from_number(12));
  v1::Digest older_update = old;
  *older_update.mutable_updated() = day_interval(day_from_number(8));
  EXPECT_TRUE(newer_revision(undated, undated_smaller));
  EXPECT_FALSE(newer_revision(undated_smaller, undated));
  EXPECT_TRUE(newer_revision(old, undated));
  EXPECT_TRUE(newer_revision(updated, old));
  EXPECT_FALSE(newer_revision(older_update, old));
  EXPECT_FALSE(newer_revision(old, old));
}

}  // namespace
}  // namespace annals
