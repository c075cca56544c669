// Every frame, cue and auxiliary of every pack is held to its own examples.
#include <set>

#include <gtest/gtest.h>

#include <annals/lang/v1/events.pb.h>

#include "tests/ingest/what/marked_text.h"

namespace annals {
namespace {

namespace lang = ::annals::lang::v1;

struct Case {
  std::string language;
  std::string rule;
  std::string event_class;
  bool class_known = true;
  lang::EventExample example;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.language << "/" << c.rule << ": " << c.example.text();
}

lang::EventPack pack_of(const std::string& code) {
  lang::EventPack pack;
  const auto status = test::source_data().read_message("lang/" + code + "/events.txtpb", pack);
  EXPECT_TRUE(status.has_value()) << status.error().message;
  return pack;
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const char* code : {"de", "en"}) {
    const lang::EventPack pack = pack_of(code);
    for (const lang::Frame& frame : pack.frame()) {
      for (const lang::EventExample& e : frame.example())
        out.push_back({code, frame.id(), frame.event_class(), true, e});
    }
    for (const lang::Auxiliary& aux : pack.auxiliary()) {
      for (const lang::EventExample& e : aux.example())
        out.push_back({code, aux.lemma(), "", false, e});
    }
    for (const lang::AttributionCue& cue : pack.attribution()) {
      for (const lang::EventExample& e : cue.example())
        out.push_back({code, cue.word(0), "", false, e});
    }
    for (const lang::ModalityCue& cue : pack.modality()) {
      for (const lang::EventExample& e : cue.example())
        out.push_back({code, cue.word(0), "", false, e});
    }
  }
  return out;
}

class PackExampleTools : public testing::Test {
 protected:
  struct Tools {
    Language language;
    EventFinder finder;
  };
  static const Tools& tools(const std::string& code) {
    static std::map<std::string, Tools>& loaded = *new std::map<std::string, Tools>;
    const auto at = loaded.find(code);
    if (at != loaded.end()) return at->second;
    const DataFiles data = test::source_data();
    auto language = Language::load(data, code);
    auto finder = EventFinder::load(data, code);
    if (!language) throw std::runtime_error(language.error().message);
    if (!finder) throw std::runtime_error(finder.error().message);
    return loaded.emplace(code, Tools{*std::move(language), *std::move(finder)}).first->second;
  }
};

class PackExample : public PackExampleTools, public testing::WithParamInterface<Case> {};

// Names in the expectations are the actors of the sentence.
std::vector<test::Marked> actors_of(const lang::EventExample& example) {
  static const std::set<std::string> kPlaces{"USA",      "China",   "Wien",
                                             "Westland", "Ostland", "Vienna"};
  static const std::set<std::string> kPersons{"Karl Brunn", "Paula Stein"};
  // Invented names of all examples, so that those that no role expects are marked as well.
  std::set<std::string> names{"Nordwerk",   "Kaltmann",    "Ostfeld",   "Kurier",
                              "Karl Brunn", "Paula Stein", "Northwork", "Coldman",
                              "Eastfield",  "Courier",     "Westland",  "Ostland"};
  for (const std::string& role : example.role()) {
    const std::string value = role.substr(role.find('=') + 1);
    if (!value.empty() && value[0] >= 'A' && value[0] <= 'Z' &&
        (example.text().find(value + " ") != std::string::npos ||
         example.text().find(value + ".") != std::string::npos))
      names.insert(value);
  }
  static const std::set<std::string> kCommon{"Sparte",      "Menschen", "Minister", "Verkauf",
                                             "Speicherung", "Gericht",  "Werk"};
  std::vector<test::Marked> out;
  for (const std::string& name : names) {
    if (kCommon.contains(name)) continue;
    out.push_back({name, kPlaces.contains(name)    ? v1::ACTOR_KIND_PLACE
                         : kPersons.contains(name) ? v1::ACTOR_KIND_PERSON
                                                   : v1::ACTOR_KIND_ORGANISATION});
  }
  return out;
}

std::string problem(const v1::Event& event, const Case& c) {
  const lang::EventExample& e = c.example;
  for (const std::string& role : e.role()) {
    const std::size_t equals = role.find('=');
    std::string wanted = "ROLE_" + role.substr(0, equals);
    for (char& ch : wanted)
      ch = ch >= 'a' && ch <= 'z' ? static_cast<char>(ch - 32) : ch;
    const std::string value = role.substr(equals + 1);
    const bool found = std::any_of(
        event.participants().begin(), event.participants().end(), [&](const v1::Participant& p) {
          return v1::Role_Name(p.role()) == wanted && p.text().find(value) != std::string::npos;
        });
    if (!found) return "no " + role;
  }
  if (e.polarity() != v1::POLARITY_UNSPECIFIED && event.polarity() != e.polarity())
    return "polarity";
  if (e.polarity() == v1::POLARITY_UNSPECIFIED && event.polarity() != v1::POLARITY_POSITIVE)
    return "polarity is negative";
  if (e.modality() != v1::MODALITY_UNSPECIFIED && event.modality() != e.modality())
    return "modality";
  if (e.status() != v1::STATUS_UNSPECIFIED && event.status() != e.status()) return "status";
  for (int i = 0; i < e.source_size(); ++i) {
    if (i >= event.attribution_size()) return "source " + e.source(i);
    const bool unnamed = e.source(i).starts_with("?");
    const std::string text = e.source(i).substr(unnamed ? 1 : 0);
    if (event.attribution(i).unnamed() != unnamed ||
        event.attribution(i).text().find(text) == std::string::npos)
      return "source " + e.source(i);
  }
  return "";
}

TEST_P(PackExample, holds) {
  const Case& c = GetParam();
  v1::ArticleRecord record = test::marked_record(c.example.text(), actors_of(c.example));
  const Tools& t = tools(c.language);
  const Analysis analysis = t.language.analyse(record.article());
  add_sentences(analysis, record);
  t.finder.find(analysis, record);
  std::string wanted = c.example.event_class().empty() ? c.event_class : c.example.event_class();
  std::string why = "no event of class " + wanted;
  bool good = false;
  for (const v1::Event& event : record.events()) {
    if (!c.example.predicate().empty() && event.predicate() != c.example.predicate()) continue;
    if (event.event_class() != wanted) continue;
    why = problem(event, c);
    if (why.empty()) {
      good = true;
      break;
    }
  }
  EXPECT_TRUE(good) << why << "\n" << test::dump(record);
}

INSTANTIATE_TEST_SUITE_P(Packs, PackExample, testing::ValuesIn(cases()));

struct QuotationCase {
  std::string language;
  lang::QuotationExample example;
};

void PrintTo(const QuotationCase& c, std::ostream* out) {
  *out << c.language << ": " << c.example.text();
}

std::vector<QuotationCase> quotation_cases() {
  std::vector<QuotationCase> out;
  for (const char* code : {"de", "en"}) {
    const lang::EventPack pack = pack_of(code);
    for (const lang::QuotationExample& e : pack.speech().example())
      out.push_back({code, e});
  }
  return out;
}

class QuotationPackExample : public PackExampleTools,
                             public testing::WithParamInterface<QuotationCase> {};

TEST_P(QuotationPackExample, holds) {
  const QuotationCase& c = GetParam();
  lang::EventExample names;
  names.set_text(c.example.text());
  v1::ArticleRecord record = test::marked_record(c.example.text(), actors_of(names));
  const Tools& t = tools(c.language);
  const Analysis analysis = t.language.analyse(record.article());
  add_sentences(analysis, record);
  t.finder.find(analysis, record);
  const std::string& text = record.article().text();
  const auto words = [&](const v1::TextSpan& span) {
    return text.substr(span.begin(), span.end() - span.begin());
  };
  std::multiset<std::string> found;
  for (const v1::Quotation& quotation : record.quotations()) {
    std::string line = quotation.attribution().has_source()
                           ? words(quotation.attribution().source()) + " |"
                           : " |";
    for (const v1::TextSpan& span : quotation.content())
      line += " " + words(span);
    found.insert(line);
  }
  EXPECT_EQ(found,
            std::multiset<std::string>(c.example.quotation().begin(), c.example.quotation().end()));
}

INSTANTIATE_TEST_SUITE_P(Packs, QuotationPackExample, testing::ValuesIn(quotation_cases()));

TEST(Packs, every_frame_has_an_example_or_carries) {
  for (const char* code : {"de", "en"}) {
    const lang::EventPack pack = pack_of(code);
    for (const lang::Frame& frame : pack.frame()) {
      EXPECT_TRUE(frame.example_size() > 0 || frame.event_class().empty())
          << code << "/" << frame.id();
    }
  }
}

TEST(Packs, cover_the_ontology_in_every_language) {
  lang::Ontology ontology;
  ASSERT_TRUE(test::source_data().read_message("lang/ontology.txtpb", ontology).has_value());
  for (const char* code : {"de", "en"}) {
    std::set<std::string> covered;
    const lang::EventPack pack = pack_of(code);
    for (const lang::Frame& frame : pack.frame())
      covered.insert(frame.event_class());
    for (const auto& c : ontology.event_class())
      EXPECT_TRUE(c.learned() || covered.contains(c.name()))
          << code << " has no frame for " << c.name();
    EXPECT_GE(pack.frame_size(), 100) << code;
  }
}

TEST(Packs, opposites_are_mutual) {
  lang::Ontology ontology;
  ASSERT_TRUE(test::source_data().read_message("lang/ontology.txtpb", ontology).has_value());
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& c : ontology.event_class()) {
    EXPECT_FALSE(c.description().empty()) << c.name();
    EXPECT_GT(c.role_size(), 0) << c.name();
    for (const std::string& other : c.opposite())
      pairs.emplace(c.name(), other);
  }
  for (const auto& [a, b] : pairs)
    EXPECT_TRUE(pairs.contains({b, a})) << a << " and " << b;
}

}  // namespace
}  // namespace annals
