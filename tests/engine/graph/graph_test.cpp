#include "engine/graph/graph.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/fold.h"
#include "tests/engine/store/generated_records.h"

namespace annals {
namespace {

using ::testing::ElementsAre;

// "key|Name|alias,alias|P": an actor of an article; kinds P(erson) O(rganisation) L(place) W(ork)
// ?.
v1::DigestActor actor(const std::string& line) {
  std::vector<std::string> parts(1);
  for (const char c : line) {
    if (c == '|') {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  v1::DigestActor out;
  out.set_key(parts.at(0));
  out.set_name(parts.at(1));
  std::string alias;
  for (const char c : parts.at(2) + ",") {
    if (c != ',') {
      alias.push_back(c);
    } else if (!alias.empty()) {
      out.add_aliases(alias);
      alias.clear();
    }
  }
  const std::string kinds = "?POLW";
  out.set_kind(static_cast<v1::ActorKind>(kinds.find(parts.at(3))));
  out.set_mentions(2);
  return out;
}

v1::Digest digest(const std::string& id, const std::vector<std::string>& actors) {
  v1::Digest out;
  out.set_article_id(id);
  out.set_revision(hash128_hex(id));
  for (const std::string& line : actors)
    *out.add_actors() = actor(line);
  return out;
}

std::vector<const v1::Digest*> pointers(const std::vector<v1::Digest>& digests) {
  std::vector<const v1::Digest*> out;
  out.reserve(digests.size());
  for (const v1::Digest& one : digests)
    out.push_back(&one);
  return out;
}

std::vector<std::string> dump(const ActorIndex& index) {
  std::vector<std::string> out;
  for (const v1::Actor& one : index.actors()) {
    std::string aliases;
    for (const std::string& alias : one.aliases())
      aliases += (aliases.empty() ? "" : ",") + alias;
    out.push_back(fmt::format("{}|{}|{}|{} in {}", one.key(), one.name(), aliases,
                              v1::ActorKind_Name(one.kind()).substr(11), one.articles()));
  }
  return out;
}

struct ClusterCase {
  std::string name;
  std::vector<std::vector<std::string>> articles;
  std::vector<std::string> actors;
};
void PrintTo(const ClusterCase& one, std::ostream* out) {
  *out << one.name;
}

class Clusters : public ::testing::TestWithParam<ClusterCase> {};

TEST_P(Clusters, AreTheSameInEveryOrder) {
  std::vector<v1::Digest> digests;
  for (std::size_t i = 0; i < GetParam().articles.size(); ++i) {
    digests.push_back(digest(fmt::format("article {}", i), GetParam().articles[i]));
  }
  std::vector<const v1::Digest*> order = pointers(digests);
  for (std::size_t round = 0; round < order.size(); ++round) {
    EXPECT_EQ(dump(ActorIndex::build(order)), GetParam().actors);
    std::rotate(order.begin(), order.begin() + 1, order.end());
  }
  std::reverse(order.begin(), order.end());
  EXPECT_EQ(dump(ActorIndex::build(order)), GetParam().actors);
}

INSTANTIATE_TEST_SUITE_P(
    Actors, Clusters,
    ::testing::Values(
        ClusterCase{"same_key_is_one_actor",
                    {{"bytedance|Bytedance||O"},
                     {"bytedance|ByteDance||O"},
                     {"bytedance|ByteDance|Byte Dance|?"}},
                    {"bytedance|ByteDance|Byte Dance,ByteDance,Bytedance|ORGANISATION in 3"}},
        ClusterCase{"ties_of_names_are_lexicographic",
                    {{"b|B||O"}, {"b|A||O"}},
                    {"b|A|A,B|ORGANISATION in 2"}},
        ClusterCase{"surname_joins_the_only_full_name",
                    {{"ada muster|Ada Muster||P"}, {"muster|Muster||P"}, {"muster|Muster||P"}},
                    {"ada muster|Ada Muster|Ada Muster,Muster|PERSON in 3"}},
        ClusterCase{
            "surname_of_two_people_stays_alone",
            {{"ada muster|Ada Muster||P"}, {"bert muster|Bert Muster||P"}, {"muster|Muster||P"}},
            {"ada muster|Ada Muster|Ada Muster|PERSON in 1",
             "bert muster|Bert Muster|Bert Muster|PERSON in 1",
             "muster|Muster|Muster|PERSON in 1"}},
        ClusterCase{
            "surname_with_particles",
            {{"ada von der au|Ada von der Au||P"}, {"von der au|von der Au||P"}, {"au|Au||P"}},
            {"ada von der au|Ada von der Au|Ada von der Au,Au,von der Au|PERSON in 3"}},
        ClusterCase{"surname_of_another_kind_stays_alone",
                    {{"ada essen|Ada Essen||P"}, {"essen|Essen||L"}},
                    {"ada essen|Ada Essen|Ada Essen|PERSON in 1", "essen|Essen|Essen|PLACE in 1"}},
        ClusterCase{"companies_do_not_join_by_their_last_word",
                    {{"erste bank|Erste Bank||O"}, {"bank|Bank||O"}},
                    {"bank|Bank|Bank|ORGANISATION in 1",
                     "erste bank|Erste Bank|Erste Bank|ORGANISATION in 1"}},
        ClusterCase{"acronym_spelled_by_capitals",
                    {{"agency of clear weather|Agency of Clear Weather||O"}, {"acw|ACW||O"}},
                    {"agency of clear weather|Agency of Clear Weather|ACW,Agency of Clear Weather|"
                     "ORGANISATION in 2"}},
        ClusterCase{"word_that_is_no_acronym_stays_alone",
                    {{"agency of clear weather|Agency of Clear Weather||O"}, {"acw|Acw||O"}},
                    {"acw|Acw|Acw|ORGANISATION in 1",
                     "agency of clear weather|Agency of Clear Weather|Agency of Clear Weather|"
                     "ORGANISATION in 1"}},
        ClusterCase{"alias_stated_in_one_article_holds_in_the_other",
                    {{"wetteramt nord|Wetteramt Nord|WAN|O"}, {"wan|WAN||?"}},
                    {"wetteramt nord|Wetteramt Nord|WAN,Wetteramt Nord|ORGANISATION in 2"}},
        ClusterCase{"namespaced_keys_stay",
                    {{"country:US|USA|Amerika|L"}, {"us|US||L"}},
                    {"country:US|USA|Amerika,USA|PLACE in 1", "us|US|US|PLACE in 1"}},
        ClusterCase{"both_forms_in_one_article_count_once",
                    {{"ada muster|Ada Muster||P", "muster|Muster||P"}},
                    {"ada muster|Ada Muster|Ada Muster,Muster|PERSON in 1"}}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(ActorIndex, ASurnameJoinsWhoClearlyDominates) {
  std::vector<v1::Digest> digests;
  for (int i = 0; i < 10; ++i) {
    digests.push_back(digest(fmt::format("a{}", i), {"ada muster|Ada Muster||P"}));
  }
  digests.push_back(digest("b", {"bert muster|Bert Muster||P"}));
  digests.push_back(digest("c", {"muster|Muster||P"}));
  EXPECT_THAT(dump(ActorIndex::build(pointers(digests))),
              ElementsAre("ada muster|Ada Muster|Ada Muster,Muster|PERSON in 11",
                          "bert muster|Bert Muster|Bert Muster|PERSON in 1"));
}

TEST(ActorIndex, FindsWhomAUserMeans) {
  const std::vector<v1::Digest> digests = {
      digest("1", {"österreichische bank|Österreichische Bank|ÖB|O", "ada muster|Ada Muster||P"}),
      digest("2", {"muster|Muster||P"})};
  const ActorIndex index = ActorIndex::build(pointers(digests));
  const auto key = [&](std::string_view name) {
    const std::uint32_t found = index.find_by_name(name);
    return found == ActorIndex::kNone ? std::string("-") : index.actors()[found].key();
  };
  EXPECT_EQ(key("ada muster"), "ada muster");
  EXPECT_EQ(key("  ADA   Muster "), "ada muster");
  EXPECT_EQ(key("Muster"), "ada muster");
  EXPECT_EQ(key("ÖSTERREICHISCHE bank"), "österreichische bank");
  EXPECT_EQ(key("öb"), "österreichische bank");
  EXPECT_EQ(key(to_string(actor_id_of_key("muster"))), "ada muster");
  EXPECT_EQ(key("ac-0000000000000000"), "-");
  EXPECT_EQ(key("Bert"), "-");
  EXPECT_EQ(key(""), "-");
}

TEST(Fold, Names) {
  EXPECT_EQ(fold_name("  Byte\tDance  AG "), "byte dance ag");
  EXPECT_EQ(fold_name("GROẞE STRASSE"), "grosse strasse");
  EXPECT_EQ(fold_name("\xff\xfe"), fold_name("\xff\xfe"));
  EXPECT_EQ(initials_of("Securities and Exchange Commission"), "sec");
  EXPECT_EQ(initials_of("Übersee Bank"), "üb");
  EXPECT_EQ(initials_of("Commission"), "");
  EXPECT_TRUE(looks_like_acronym("SEC"));
  EXPECT_TRUE(looks_like_acronym("ÖVP"));
  EXPECT_FALSE(looks_like_acronym("Sec"));
  EXPECT_FALSE(looks_like_acronym("A"));
  EXPECT_FALSE(looks_like_acronym("ABCDEFG"));
  EXPECT_FALSE(looks_like_acronym(""));
}

TEST(Graph, EmptyInputEmptyGraph) {
  const ActorIndex index = ActorIndex::build({});
  const Graph graph = Graph::build({}, index);
  EXPECT_EQ(graph.vertex_count(), 0U);
  EXPECT_EQ(graph.edge_count(), 0U);
  EXPECT_TRUE(graph.actor_salience().empty());
  EXPECT_TRUE(graph.event_salience().empty());
}

// One article, two actors, an event of the first: ranks by hand through the same equations.
TEST(Graph, CountsAndRanksASmallGraph) {
  v1::Digest one = digest("1", {"a|A||P", "b|B||P"});
  v1::DigestEvent& telling = *one.add_events();
  telling.add_participants(v1::ROLE_AGENT);
  telling.add_participants(1);
  const std::vector<v1::Digest> digests = {one};
  const ActorIndex index = ActorIndex::build(pointers(digests));
  const Graph graph = Graph::build(pointers(digests), index);
  EXPECT_EQ(graph.vertex_count(), 4U);  // two actors, an article, an event
  EXPECT_EQ(graph.edge_count(), 4U);
  double a = 0.25;
  double b = 0.25;
  double article = 0.25;
  double event = 0.25;
  for (int round = 0; round < 500; ++round) {
    const double next_a = 0.0375 + 0.85 * (article / 3 + event / 2);
    const double next_b = 0.0375 + 0.85 * (article / 3);
    const double next_article = 0.0375 + 0.85 * (a / 2 + b / 1 + event / 2);
    const double next_event = 0.0375 + 0.85 * (article / 3 + a / 2);
    a = next_a;
    b = next_b;
    article = next_article;
    event = next_event;
  }
  const std::vector<double> salience = graph.actor_salience();
  ASSERT_EQ(salience.size(), 2U);
  EXPECT_NEAR(salience[0], a / (a + b), 1e-3);
  EXPECT_NEAR(salience[1], b / (a + b), 1e-3);
  EXPECT_THAT(graph.event_salience(), ElementsAre(1.0));
}

TEST(Graph, OrderOfArticlesChangesNoBit) {
  std::vector<v1::Digest> digests;
  for (std::uint64_t i = 0; i < 60; ++i)
    digests.push_back(make_digest(generated_record(i)));
  std::vector<const v1::Digest*> order = pointers(digests);
  const ActorIndex index = ActorIndex::build(order);
  const Graph graph = Graph::build(order, index);
  const std::vector<double> salience = graph.actor_salience();
  const std::vector<double> events = graph.event_salience();
  EXPECT_NEAR(std::accumulate(salience.begin(), salience.end(), 0.0), 1.0, 1e-9);
  EXPECT_NEAR(std::accumulate(events.begin(), events.end(), 0.0), 1.0, 1e-9);
  EXPECT_EQ(events.size(), 60U * 25U);
  std::reverse(order.begin(), order.end());
  const ActorIndex reversed_index = ActorIndex::build(order);
  const Graph reversed = Graph::build(order, reversed_index);
  EXPECT_EQ(dump(reversed_index), dump(index));
  EXPECT_EQ(reversed.actor_salience(), salience);
  const std::vector<double> reversed_events = reversed.event_salience();
  // Events come in the order of the digests given: the last article's are first now.
  for (std::size_t article = 0; article < 60; ++article) {
    for (std::size_t event = 0; event < 25; ++event) {
      EXPECT_EQ(reversed_events[(59 - article) * 25 + event], events[article * 25 + event]);
    }
  }
}

}  // namespace
}  // namespace annals
