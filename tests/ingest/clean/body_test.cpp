#include "ingest/clean/body.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/clean/cleaner.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

Page read(const std::string& html) {
  RawRecord record;
  record.format = RecordFormat::kHtml;
  record.file = "page.html";
  record.bytes = html;
  auto page = parse_record(record);
  EXPECT_TRUE(page) << page.error().message;
  return page ? *std::move(page) : Page();
}

v1::Article clean(const std::string& html) {
  static const auto cleaner = Cleaner::load(DataFiles::embedded());
  const Page page = read(html);
  auto article = cleaner->clean(page, {});
  EXPECT_TRUE(article) << article.error().message;
  return article ? *std::move(article) : v1::Article();
}

const CleanKnowledge& knowledge() {
  static const auto loaded = CleanKnowledge::load(DataFiles::embedded());
  return *loaded;
}

const std::string kFirst =
    "Die Reederei Nordlinie wird die Fähren der Hafenstadt wohl nicht übernehmen, bestätigt das "
    "Unternehmen in einer kurzen Mitteilung an alle Zeitungen der Stadt.";
const std::string kSecond =
    "Der Stadtrat habe das Angebot in geheimer Sitzung abgelehnt, heißt es darin, und nun mit "
    "einem "
    "anderen Anbieter verhandelt, der neue Schiffe und einen dichteren Fahrplan verspricht.";
const std::string kThird =
    "Ein ehemaliger Hafenmeister sieht in dem Vorhaben einen Rückschritt für die Stadt, denn der "
    "alte Vertrag endet schon im Juni des nächsten Jahres, und danach müsste die Verwaltung die "
    "Schiffe selbst fahren lassen, was sie noch nie getan hat und wohl auch nicht kann.";
const std::string kFourth =
    "Der Bürgermeister wollte sich dazu am Abend nicht äußern; er hatte der Reederei vorgeworfen, "
    "dass sie ihre Zusagen seit Jahren nicht eingehalten habe.";

std::string data(const std::string& body) {
  return "<script "
         "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Hafenstadt: "
         "Fährbetrieb "
         "gescheitert\",\"datePublished\":\"2021-05-14T10:00:00+02:00\",\"articleBody\":"
         "\"" +
         body + "\"}</script>";
}

TEST(Body, IsTheTextOfAPageThatDoesNotShowIt) {
  const std::string html = "<html><head><title>Hafenstadt</title>" +
                           data(kFirst + "\\n" + kSecond + "\\n" + kThird + "\\n" + kFourth) +
                           "</head><body><h1>Hafenstadt: Fährbetrieb gescheitert</h1><p>Bitte "
                           "melden Sie sich an.</p></body></html>";
  const v1::Article article = clean(html);
  EXPECT_EQ(article.title(), "Hafenstadt: Fährbetrieb gescheitert");
  EXPECT_EQ(article.text(), kFirst + "\n" + kSecond + "\n" + kThird + "\n" + kFourth);
  EXPECT_TRUE(article.has_published());
  ASSERT_EQ(article.blocks_size(), 4);
  const SourceMap map = SourceMap::from_proto(article.source_map());
  const auto source = map.map({article.blocks(2).span().begin(), article.blocks(2).span().end()});
  EXPECT_EQ(html.substr(source.begin(), source.end() - source.begin()), kThird);
}

TEST(Body, IsNotTakenWhereThePageShowsIt) {
  const std::string shown =
      "<p>" + kFirst + "</p><p>" + kSecond + "</p><p>" + kThird + "</p><p>" + kFourth + "</p>";
  const v1::Article article =
      clean("<html><head>" + data(kFirst + " " + kSecond + " " + kThird + " " + kFourth) +
            "</head><body><h1>Hafenstadt: Fährbetrieb gescheitert</h1>" + shown + "</body></html>");
  EXPECT_EQ(article.notes_size(), 0);
  EXPECT_NE(article.text().find(kThird), std::string::npos);
}

TEST(Body, AgreementMovesWhatTheModelsThink) {
  const std::string other =
      "In der Nachbarstadt wurde am Wochenende ein neues Theater eröffnet, zu dem viele Gäste "
      "kamen.";
  const Page page = read("<html><head>" + data(kFirst + " " + kSecond + " " + kThird) +
                         "</head><body><p>" + kFirst + "</p><p>" + kSecond + "</p><p>" + kThird +
                         "</p><p>" + other + "</p></body></html>");
  const PageView view = view_page(page, knowledge());
  const std::vector<float> chances =
      agree_with_body(view, std::vector<float>{0.5F, 0.9F, 0.9F, 0.5F});
  EXPECT_GT(chances[0], 0.8F);
  EXPECT_LT(chances[3], 0.2F);
}

TEST(Body, EntriesOfALiveBlogAreStampedSections) {
  const auto entry = [](const std::string& head, const std::string& text, const std::string& time) {
    return "{\"@type\":\"BlogPosting\",\"headline\":\"" + head + "\",\"articleBody\":\"" + text +
           "\",\"datePublished\":\"" + time + "\"}";
  };
  const std::string html =
      "<html><head><script "
      "type=\"application/ld+json\">{\"@type\":\"LiveBlogPosting\",\"headline\":"
      "\"Hafenstadt: Der Streit um die Fähren\",\"datePublished\":\"2021-05-14T08:00:00+02:00\","
      "\"liveBlogUpdate\":[" +
      entry("Nordlinie zieht sich zurück", kFirst + " " + kSecond, "2021-05-14T12:30:00+02:00") +
      "," + entry("Hafenmeister übt Kritik", kThird, "2021-05-14T10:15:00+02:00") +
      "]}</script></head><body><h1>Hafenstadt: Der Streit um die Fähren</h1><p>" + kFourth +
      "</p><div><h3>Nordlinie zieht sich zurück</h3><p>" + kFirst + "</p><p>" + kSecond +
      "</p></div><div><h3>Hafenmeister übt Kritik</h3><p>" + kThird + "</p></div></body></html>";
  const v1::Article article = clean(html);
  ASSERT_EQ(article.sections_size(), 3) << article.text();
  EXPECT_EQ(article.sections(1).kind(), v1::SECTION_KIND_UPDATE);
  EXPECT_EQ(article.sections(1).stamp().earliest_second(), 1620988200);
  EXPECT_EQ(article.sections(2).stamp().earliest_second(), 1620980100);
}

}  // namespace
}  // namespace annals
