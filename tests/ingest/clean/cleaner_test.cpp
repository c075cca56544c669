#include "ingest/clean/cleaner.h"

#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

const Cleaner& cleaner() {
  static const auto loaded = Cleaner::load(DataFiles::embedded());
  EXPECT_TRUE(loaded) << loaded.error().message;
  return *loaded;
}

Result<v1::Article> clean(std::string_view bytes, std::vector<Field> hints = {},
                          const std::string& file = "page.txt",
                          std::vector<BlockVerdict>* verdicts = nullptr) {
  ReadOptions options;
  options.hints = std::move(hints);
  Result<v1::Article> out = fail(ErrorCode::kNotFound, "no record");
  split_bytes(bytes, file, options, [&](Result<RawRecord> raw) {
    if (!raw) {
      out = tl::unexpected(raw.error());
      return true;
    }
    auto page = parse_record(*raw);
    if (!page) {
      out = tl::unexpected(page.error());
    } else {
      out = cleaner().clean(*page, {}, verdicts);
    }
    return true;
  });
  return out;
}

// A saved page in the style of web-crawl corpora: furniture above, inside and below; the
// publication date is lost behind its cue.
constexpr std::string_view kDump =
    R"(• Auto-Karriere:
  • Dienste:

Hafenstadt: Fährbetrieb mit Nordlinie vorerst gescheitert

Das teilte die Reederei am Abend mit. Nun verhandelt die Stadt mit einem zweiten Anbieter.

Artikel veröffentlicht am ,
Noch ist offen, wer die Fähren betreiben wird.
Noch ist offen, wer die Fähren betreiben wird. (Bild: Hafenamt/Montage: Beispielblatt)

Die Reederei Nordlinie wird die Fähren der Hafenstadt wohl nicht übernehmen. Der Stadtrat habe das Angebot abgelehnt, bestätigt das Unternehmen in einer kurzen Mitteilung. "Wir sind überzeugt, dass unser Angebot gut für die Fahrgäste gewesen wäre", heißt es darin. Geplant seien neue Schiffe und ein dichterer Fahrplan gewesen, der auch am Wochenende gegolten hätte.

Stellenmarkt
  1. Musterwerft GmbH, Kiel
  2. Beispiel AG, Rostock

Die Stadt will den Betrieb nun mit einem anderen Anbieter sichern. Der Konzern Seeweg soll die Schiffe warten und das Personal stellen. Das berichtet die Hafenzeitung mit Bezug auf zwei Mitarbeiter der Verwaltung. Allerdings soll Seeweg den Betrieb nicht ganz übernehmen, so wie es der erste Plan vorgesehen hatte.

Streit um die Kosten

Ein ehemaliger Hafenmeister sieht in dem Vorhaben einen Rückschritt. "Das ist ein kleinerer Schritt als eine echte Übernahme der Flotte", sagte er. Der Bürgermeister hatte der Reederei vorgeworfen, dass sie Zusagen nicht eingehalten habe. Der alte Vertrag endet am 20. Juni 2021, danach müsste die Stadt selbst fahren.

Nachtrag vom 14. Mai 2021, 13:46 Uhr

Nach einem Bericht des Hafenfunks geht der Betrieb weder an Nordlinie noch an Seeweg. Die Stadt wolle die Schiffe stattdessen selbst betreiben. Der Sender beruft sich auf nicht genannte Quellen. Die Verwaltung wollte dazu keine Stellung nehmen.

Bitte aktivieren Sie Javascript.
Oder nutzen Sie unser Angebot
und lesen das Beispielblatt
  • ohne Werbung
  • mit allen Texten


Anzeige
Angebote
  1. 3,99€
  2. 4,99€

seebaer 14. Mai 2021

Das war zu erwarten. Spätestens nach der Sitzung im April war doch allen klar...


Folgen Sie uns


Vier Kameras im Vergleich - Fazit

Wir haben vier Kameras ausprobiert. Nicht jede hält, was sie verspricht.

Vier Kameras im Vergleich - Fazit Video aufrufen
Ausbildung auf See: Hoffen auf den Nachwuchs
Ausbildung auf See
Hoffen auf den Nachwuchs

Viele Reedereien suchen Auszubildende. Ein neues Programm soll helfen.
Ein Bericht von Erika Muster

  1. Arbeitszeit Die Viertagewoche an Bord
  2. Werften Aufträge bis 2030
)";

std::vector<std::string> lines_of(const v1::Article& article) {
  std::vector<std::string> out;
  for (const v1::Block& block : article.blocks()) {
    out.push_back(v1::BlockKind_Name(block.kind()).substr(11) + ": " +
                  article.text()
                      .substr(block.span().begin(), block.span().end() - block.span().begin())
                      .substr(0, 24));
  }
  return out;
}

TEST(CleanDump, KeepsTheArticleAndNothingElse) {
  const auto article = clean(kDump);
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(
      lines_of(*article),
      (std::vector<std::string>{
          "TITLE: Hafenstadt: Fährbetrieb", "TEASER: Das teilte die Reederei ",
          "PARAGRAPH: Die Reederei Nordlinie w", "PARAGRAPH: Die Stadt will den Betri",
          "HEADING: Streit um die Kosten", "PARAGRAPH: Ein ehemaliger Hafenmeis",
          "UPDATE_HEADING: Nachtrag vom 14. Mai 202", "PARAGRAPH: Nach einem Bericht des H"}));
  EXPECT_EQ(article->title(), "Hafenstadt: Fährbetrieb mit Nordlinie vorerst gescheitert");
  EXPECT_EQ(article->language(), "de");
  EXPECT_EQ(article->time_zone(), "Europe/Berlin");
}

TEST(CleanDump, TheUpdateIsASectionWithItsOwnStamp) {
  const auto article = clean(kDump);
  ASSERT_TRUE(article);
  ASSERT_EQ(article->sections_size(), 2);
  EXPECT_EQ(article->sections(0).kind(), v1::SECTION_KIND_MAIN);
  const v1::Section& update = article->sections(1);
  EXPECT_EQ(update.kind(), v1::SECTION_KIND_UPDATE);
  EXPECT_EQ(update.stamp().edtf(), "2021-05-14T13:46:00+02:00");
  EXPECT_EQ(update.stamp().precision(), v1::PRECISION_MINUTE);
  EXPECT_EQ(update.stamp().basis(), v1::TIME_BASIS_UPDATE_STAMP);
  const auto& evidence = update.stamp().evidence();
  EXPECT_EQ(article->text().substr(evidence.begin(), evidence.end() - evidence.begin()),
            "14. Mai 2021, 13:46 Uhr");
  const auto& source = update.stamp().source();
  EXPECT_EQ(kDump.substr(source.begin(), source.end() - source.begin()), "14. Mai 2021, 13:46 Uhr");
}

TEST(CleanDump, PublicationIsOnlyABound) {
  const auto article = clean(kDump);
  ASSERT_TRUE(article);
  ASSERT_TRUE(article->has_published());
  EXPECT_EQ(article->published().basis(), v1::TIME_BASIS_BOUND_ONLY);
  EXPECT_FALSE(article->published().has_earliest_day());
  EXPECT_EQ(to_string(*latest_day(article->published())), "2021-05-14");
  EXPECT_EQ(article->updated().edtf(), "2021-05-14T13:46:00+02:00");
}

TEST(CleanDump, EveryBlockPointsBackToItsBytes) {
  const auto article = clean(kDump);
  ASSERT_TRUE(article);
  const SourceMap map = SourceMap::from_proto(article->source_map());
  for (const v1::Block& block : article->blocks()) {
    const auto source = map.map({block.span().begin(), block.span().end()});
    EXPECT_EQ(
        kDump.substr(source.begin(), source.end() - source.begin()),
        article->text().substr(block.span().begin(), block.span().end() - block.span().begin()));
  }
}

TEST(CleanDump, VerdictsCoverThePage) {
  std::vector<BlockVerdict> verdicts;
  const auto article = clean(kDump, {}, "page.txt", &verdicts);
  ASSERT_TRUE(article);
  std::size_t kept = 0;
  for (const BlockVerdict& verdict : verdicts) {
    EXPECT_FALSE(verdict.reason.empty());
    kept += verdict.kept ? 1U : 0U;
  }
  EXPECT_EQ(kept, static_cast<std::size_t>(article->blocks_size()));
  EXPECT_GT(verdicts.size(), kept);
}

TEST(CleanDump, TheUsersWordWins) {
  const auto article = clean(kDump, {{"option.published", "2021-05-13", {}},
                                     {"option.outlet", "Beispielblatt", {}},
                                     {"option.time_zone", "UTC", {}}});
  ASSERT_TRUE(article);
  EXPECT_EQ(article->published().edtf(), "2021-05-13");
  EXPECT_EQ(article->published().basis(), v1::TIME_BASIS_USER);
  EXPECT_EQ(article->outlet(), "Beispielblatt");
  EXPECT_EQ(article->sections(1).stamp().edtf(), "2021-05-14T13:46:00Z");
}

TEST(CleanDump, AVisibleCueDatesThePage) {
  std::string page(kDump);
  page.replace(page.find("veröffentlicht am ,"), std::string_view("veröffentlicht am ,").size(),
               "veröffentlicht am 13. Mai 2021, 18:20 Uhr,");
  const auto article = clean(page);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->published().edtf(), "2021-05-13T18:20:00+02:00");
  EXPECT_EQ(article->published().basis(), v1::TIME_BASIS_VISIBLE_CUE);
}

TEST(CleanDump, ADateBehindTheUpdateIsRefused) {
  std::string page(kDump);
  page.replace(page.find("veröffentlicht am ,"), std::string_view("veröffentlicht am ,").size(),
               "veröffentlicht am 13. Mai 2023,");
  const auto article = clean(page);
  ASSERT_TRUE(article);
  EXPECT_EQ(article->published().basis(), v1::TIME_BASIS_BOUND_ONLY);
  bool refused = false;
  for (const v1::Stamp& stamp : article->stamps()) {
    refused = refused || (stamp.raw() == "13. Mai 2023" && !stamp.refused().empty());
  }
  EXPECT_TRUE(refused);
}

TEST(CleanRecord, JsonKeepsItsText) {
  const auto article = clean(
      R"({"id": "a-7", "title": "Werk gekauft", "text": "Die Firma kauft das Werk.\nAnzeige\nMehr zum Thema", "published": "2021-05-13T08:00:00Z", "language": "de", "url": "https://www.example.de/werk/?utm_source=x"})",
      {}, "a.json");
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(article->id(), "a-7");
  EXPECT_EQ(article->text(), "Werk gekauft\nDie Firma kauft das Werk.\nAnzeige\nMehr zum Thema");
  EXPECT_EQ(article->published().edtf(), "2021-05-13T10:00:00+02:00");
  EXPECT_EQ(article->published().basis(), v1::TIME_BASIS_METADATA);
  EXPECT_EQ(article->outlet(), "example.de");
  EXPECT_EQ(article->sections_size(), 1);
}

TEST(CleanRecord, WithoutAnIdTheAddressNamesIt) {
  const auto article = clean(
      R"({"title": "Werk gekauft", "text": "Die Firma kauft das Werk.", "url": "https://www.example.de/werk/?utm_source=x"})",
      {}, "a.json");
  ASSERT_TRUE(article);
  EXPECT_EQ(article->id(), "https://example.de/werk");
}

TEST(CleanRecord, WithoutAnythingTheTextNamesIt) {
  const auto one = clean(R"({"title": "A", "text": "Die Firma kauft das Werk."})", {}, "a.json");
  const auto two = clean(R"({"title": "A", "text": "Die Firma kauft das Werk."})", {}, "b.json");
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_TRUE(one->id().starts_with("sha:"));
  EXPECT_EQ(one->id(), two->id());
}

TEST(CleanRecord, ACorrectionIsASection) {
  const auto article = clean(
      R"({"title": "Plant sold", "text": "The firm has sold the plant to a rival.\nCorrection: May 14, 2021. The plant has two halls.", "published": "2021-05-13"})",
      {}, "a.json");
  ASSERT_TRUE(article);
  ASSERT_EQ(article->sections_size(), 2);
  EXPECT_EQ(article->sections(1).kind(), v1::SECTION_KIND_CORRECTION);
  EXPECT_EQ(article->sections(1).stamp().edtf(), "2021-05-14");
}

TEST(Clean, NoArticleIsAnError) {
  const auto article = clean("Menü\nSuche\nKontakt\nImpressum\n");
  ASSERT_FALSE(article);
  EXPECT_EQ(article.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(article.error().message.find("page.txt"), std::string::npos);
}

TEST(Clean, SameBytesGiveSameArticle) {
  const auto one = clean(kDump);
  const auto two = clean(kDump);
  ASSERT_TRUE(one);
  ASSERT_TRUE(two);
  EXPECT_EQ(one->SerializeAsString(), two->SerializeAsString());
}

// Whatever is cut off, the result is sound: blocks are lines of the text, sections whole blocks.
TEST(Clean, AnyPartOfAPageIsSound) {
  for (std::size_t end = 0; end < kDump.size(); end += 37) {
    const auto article = clean(kDump.substr(0, end));
    if (!article) continue;
    std::string joined;
    for (const v1::Block& block : article->blocks()) {
      if (!joined.empty()) joined += '\n';
      EXPECT_EQ(block.span().begin(), joined.size());
      joined +=
          article->text().substr(block.span().begin(), block.span().end() - block.span().begin());
    }
    EXPECT_EQ(joined, article->text());
    std::uint32_t at = 0;
    for (const v1::Section& section : article->sections()) {
      EXPECT_EQ(section.span().begin(), at);
      at = section.span().end() + 1;
    }
    EXPECT_EQ(at, article->text().size() + 1);
  }
}

}  // namespace
}  // namespace annals
