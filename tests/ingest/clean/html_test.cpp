// Articles and dates of HTML pages.
#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/clean/cleaner.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

const Cleaner& cleaner() {
  static const auto loaded = Cleaner::load(DataFiles::embedded());
  EXPECT_TRUE(loaded) << loaded.error().message;
  return *loaded;
}

Result<v1::Article> clean(const std::string& html) {
  RawRecord record;
  record.format = RecordFormat::kHtml;
  record.file = "page.html";
  record.bytes = html;
  ANNALS_ASSIGN(const Page page, parse_record(record));
  return cleaner().clean(page, {});
}

// A page of a small newspaper; `head` and `stamps` are put where their names say.
std::string page(const std::string& head, const std::string& stamps) {
  return R"(<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">
<title>Hafenstadt kauft alte Werft zurück | Beispielblatt</title>
<meta property="og:title" content="Hafenstadt kauft alte Werft zurück">
<meta property="og:site_name" content="Beispielblatt">)" +
         head + R"(</head><body>
<nav class="menu"><ul><li><a href="/">Start</a></li><li><a href="/sport">Sport</a></li><li><a href="/abo">Abo</a></li></ul></nav>
<main><article class="article">
<h1 class="headline">Hafenstadt kauft alte Werft zurück</h1>
<div class="byline">Von Erika Muster )" +
         stamps + R"(</div>
<figure><img src="a.jpg" alt="Die Werft"><figcaption>Die Werft liegt seit Jahren still. Foto: Muster/Agentur</figcaption></figure>
<div class="article-body">
<p>Die Hafenstadt hat die alte Werft am Ufer zurückgekauft, wie die Verwaltung am Abend mitteilte. Der Preis blieb geheim, doch der Rat hatte im Frühjahr eine Grenze von vier Millionen Euro gesetzt.</p>
<p>Auf dem Gelände sollen Wohnungen, eine Schule und ein kleiner Park entstehen. Die Hallen stehen unter Denkmalschutz, deshalb dürfen sie nicht abgerissen werden, sagte der Baudezernent vor dem Ausschuss.</p>
<h2>Anwohner sind skeptisch</h2>
<p>Viele Anwohner fürchten den Verkehr in den engen Straßen. Eine Initiative hat nach eigenen Angaben mehr als tausend Unterschriften gesammelt, die sie im Rathaus übergeben will.</p>
<p>Der Bürgermeister verspricht eine eigene Buslinie. Sie soll fahren, bevor die ersten Mieter einziehen, und auch am Wochenende alle zwanzig Minuten kommen.</p>
</div></article>
<section class="comments"><h3>Kommentare</h3><div class="comment"><b>werftfan</b> 3. Januar 2031 <p>Das wurde aber auch Zeit, finde ich.</p></div></section>
</main>
<aside class="related"><h3>Mehr zum Thema</h3><ul><li><a href="/x">Neue Brücke wird teurer</a></li><li><a href="/y">Schule sucht Lehrer</a></li></ul></aside>
<footer>© 2032 Beispielblatt. Alle Rechte vorbehalten. Stand 1.1.2032</footer></body></html>)";
}

std::string kinds(const v1::Article& article) {
  std::string out;
  for (const v1::Block& block : article.blocks())
    out += v1::BlockKind_Name(block.kind())[11];
  return out;
}

TEST(CleanHtml, TellsTheArticleFromThePage) {
  const auto article = clean(page("", ""));
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(kinds(*article), "TPPHPP") << article->text();
  EXPECT_EQ(article->title(), "Hafenstadt kauft alte Werft zurück");
  EXPECT_EQ(article->outlet(), "Beispielblatt");
  EXPECT_EQ(article->language(), "de");
  ASSERT_EQ(article->authors_size(), 1);
  EXPECT_EQ(article->authors(0), "Erika Muster");
  EXPECT_EQ(article->text().find("werftfan"), std::string::npos);
  EXPECT_EQ(article->text().find("Brücke"), std::string::npos);
}

struct DateCase {
  const char* name;
  const char* head;
  const char* stamps;
  const char* published;  // EDTF
  const char* updated;
};
void PrintTo(const DateCase& c, std::ostream* out) {
  *out << c.name;
}

class HtmlDates : public testing::TestWithParam<DateCase> {};

TEST_P(HtmlDates, Found) {
  const auto article = clean(page(GetParam().head, GetParam().stamps));
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(article->published().edtf(), GetParam().published);
  EXPECT_EQ(article->updated().edtf(), GetParam().updated);
}

INSTANTIATE_TEST_SUITE_P(
    All, HtmlDates,
    testing::Values(
        DateCase{"NothingIsNothing", "", "", "", ""},
        DateCase{"Meta",
                 R"(<meta property="article:published_time" content="2021-05-03T10:15:00+02:00">)",
                 "", "2021-05-03T10:15:00+02:00", ""},
        DateCase{"UtcIsToldInTheLocalZone",
                 R"(<meta property="article:published_time" content="2021-05-03T22:15:00Z">)", "",
                 "2021-05-04T00:15:00+02:00", ""},
        DateCase{
            "JsonLdWithUpdate",
            R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"Hafenstadt kauft alte Werft zurück","datePublished":"2021-05-03T10:15:00+02:00","dateModified":"2021-05-04T08:00:00+02:00"}</script>)",
            "", "2021-05-03T10:15:00+02:00", "2021-05-04T08:00:00+02:00"},
        DateCase{"MetaOfAnyPunctuation",
                 R"(<meta property="DC:date.created" content="2021-05-03">)", "", "2021-05-03", ""},
        DateCase{"MetaOfAnotherName", R"(<meta name="content:publishDate" content="2021-05-03">)",
                 "", "2021-05-03", ""},
        DateCase{"MetaOfTheLastPublication",
                 R"(<meta name="lastPublishedDate" content="2021-05-03">)", "", "", ""},
        DateCase{
            "Rdfa", "",
            R"(<span property="dc:date dc:created" content="2021-05-03T10:15:00+02:00"></span>)",
            "2021-05-03T10:15:00+02:00", ""},
        DateCase{"DataAttribute", "", R"(<span data-publish-date="2021-05-03"></span>)",
                 "2021-05-03", ""},
        DateCase{"TitleOfTheTimeElement", "", R"(<time title="2021-05-03">gestern</time>)",
                 "2021-05-03", ""},
        DateCase{"AtomUpdated", "",
                 R"(<span class="updated" title="2021-05-03T10:15:00+02:00"></span>)",
                 "2021-05-03T10:15:00+02:00", ""},
        DateCase{
            "AtomUpdatedIsNoPublication", "",
            R"(<abbr class="updated" title="2021-05-04">x</abbr><abbr class="published" title="2021-05-03">y</abbr>)",
            "2021-05-03", ""},
        DateCase{
            "PublicationNamedLikeTheChange",
            R"(<meta property="article:published_time" content="2021-05-03"><meta property="article:modified_time" content="2021-06-02"><meta itemprop="datePublished" content="2021-06-02">)",
            "2. Juni 2021", "2021-05-03", "2021-06-02"},
        DateCase{
            "Picture",
            R"(<meta property="og:image" content="https://example.de/bilder/2021-05-03-werft.jpg">)",
            "", "2021-05-03", ""},
        DateCase{
            "PictureTellsWhichDay",
            R"(<meta name="date" content="2021-06-02"><meta property="og:image" content="https://example.de/bilder/2021/05/03/werft.jpg">)",
            "3. Mai 2021", "2021-05-03", ""},
        DateCase{"MonthOfTheAddress",
                 R"(<link rel="canonical" href="https://example.de/2021/05/werft">)", "", "", ""},
        DateCase{"AddressWithTheMonthsName",
                 R"(<link rel="canonical" href="https://example.de/2021/may/03/werft">)", "",
                 "2021-05-03", ""},
        DateCase{
            "EndOfTheDescription",
            R"html(<meta name="description" content="Hafenstadt kauft Werft (Meldung vom 3. Mai 2021)">)html",
            "", "2021-05-03", ""},
        DateCase{
            "InsideTheDescription",
            R"(<meta name="description" content="Bis zum 3. Mai 2021 kauft die Hafenstadt ihre Werft">)",
            "", "", ""},
        DateCase{"NeighboursAreNoWord", "",
                 "<span>Muster</span><time>3. Mai 2021</time><span>12 Kommentare</span>",
                 "2021-05-03", ""},
        DateCase{"CaptionsTellOfThePicture", "",
                 "<p>Foto: Muster, 2. Mai 2021</p><p>3. Mai 2021</p>", "2021-05-03", ""},
        DateCase{"TimeBehindTheUpdateCue", "", "3. Mai 2021 | Aktualisiert: 18:20 Uhr",
                 "2021-05-03", ""},
        DateCase{"PeriodIsNone", "", "3. - 5. Mai 2021", "", ""},
        DateCase{"YearFirstIsClear", "", "2021/05/03", "2021-05-03", ""},
        DateCase{"TimeElement", "", R"(<time datetime="2021-05-03T10:15:00+02:00">3. Mai</time>)",
                 "2021-05-03T10:15:00+02:00", ""},
        DateCase{"Visible", "", "3. Mai 2021, 10:15 Uhr", "2021-05-03T10:15:00+02:00", ""},
        DateCase{"OnlyTheUpdateIsShown", "", "Aktualisiert am 3. Mai 2021, 10:15 Uhr",
                 "../2021-05-03T10:15:59+02:00", "2021-05-03T10:15:00+02:00"},
        DateCase{"ImpossibleIsRefused",
                 R"(<meta property="article:published_time" content="1066-10-14">)", "", "", ""},
        DateCase{"AddressAndText",
                 R"(<link rel="canonical" href="https://example.de/2021/05/03/werft">)",
                 "3. Mai 2021, 10:15 Uhr", "2021-05-03T10:15:00+02:00", ""},
        DateCase{
            "AgreementWins",
            R"(<link rel="canonical" href="https://example.de/2021/05/03/werft"><meta name="date" content="2021-06-01">)",
            "3. Mai 2021", "2021-05-03", ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(CleanHtml, TheFootersYearAndTheCommentsDateAreNone) {
  const auto article = clean(page("", ""));
  ASSERT_TRUE(article);
  EXPECT_FALSE(article->has_published());
}

// Below the article: teasers, comments and what belongs to it.
std::string with_foot(const std::string& foot) {
  std::string html = page("", "");
  html.insert(html.find("</article>"), foot);
  return html;
}

TEST(CleanHtml, BelowTheArticleCuesSayWhatIsItsOwn) {
  const auto published = [](const std::string& foot) {
    const auto article = clean(with_foot(foot));
    return article ? article->published().edtf() : article.error().message;
  };
  EXPECT_EQ(published("<div class=\"node-promoted\"><p>Gespeichert von Muster am 3. Mai 2021"
                      "</p></div>"),
            "2021-05-03");
  EXPECT_EQ(published("<div class=\"node-promoted\"><p>Neue Brücke, 3. Mai 2021</p></div>"), "");
  EXPECT_EQ(published("<p>Kommentieren</p><p>Erstellt <time datetime=\"2021-05-03\" pubdate>neulich"
                      "</time></p>"),
            "2021-05-03");
  EXPECT_EQ(published("<div class=\"comment\"><p>Veröffentlicht am 3. Mai 2021</p></div>"), "");
  std::string far;
  for (int i = 0; i < 12; ++i)
    far += "<p>Seite " + std::to_string(i) + "</p>";
  EXPECT_EQ(published(far + "<p>Erschienen am: 3. Mai 2021</p>"), "2021-05-03");
  EXPECT_EQ(published(far + "<p>3. Mai 2021, 10:15 Uhr</p>"), "2021-05-03T10:15:00+02:00");
  EXPECT_EQ(published(far + "<p>Nächste Sitzung am: 3. Mai 2021</p>"), "");
}

TEST(CleanHtml, ListsOfDaysBelongToOthers) {
  const auto article =
      clean(with_foot("<p>Lager 3. Mai 2021</p><p>Markt 4. Mai 2021</p><p>Chor 5. "
                      "Mai 2021</p>"));
  ASSERT_TRUE(article);
  EXPECT_FALSE(article->has_published());
}

TEST(CleanHtml, CountriesTellTheOrderOfDayAndMonth) {
  const std::string text =
      "<html lang=\"%\"><head><title>Council buys back old shipyard</title></head><body><article>"
      "<h1>Council buys back old shipyard</h1><p>Published 03/04/2021</p>"
      "<p>The council has bought back the old shipyard on the river, it said in the evening. The "
      "price was not told, but the members had set a limit of four million in the spring.</p>"
      "<p>There will be flats, a school and a small park on the site. The halls are listed, so "
      "they must not be pulled down, the head of planning said in front of the committee.</p>"
      "</article></body></html>";
  const auto published = [&](const std::string& country) {
    std::string html = text;
    html.replace(html.find('%'), 1, country);
    const auto article = clean(html);
    return article ? article->published().edtf() : article.error().message;
  };
  EXPECT_EQ(published("en-GB"), "2021-04-03");
  EXPECT_EQ(published("en-US"), "2021-03-04");
}

TEST(CleanHtml, EveryBlockPointsIntoTheFile) {
  const std::string html = page("", "3. Mai 2021");
  const auto article = clean(html);
  ASSERT_TRUE(article);
  const SourceMap map = SourceMap::from_proto(article->source_map());
  for (const v1::Block& block : article->blocks()) {
    const auto source = map.map({block.span().begin(), block.span().end()});
    EXPECT_EQ(
        html.substr(source.begin(), source.end() - source.begin()),
        article->text().substr(block.span().begin(), block.span().end() - block.span().begin()));
  }
}

TEST(CleanHtml, PageWithoutItsTextKeepsItsData) {
  const std::string data =
      R"(<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rat kauft Werft",)"
      R"( "datePublished": "2021-05-03T10:00:00+02:00"}</script>)";
  const auto article =
      clean("<html><head>" + data + "</head><body><div id=app></div></body></html>");
  ASSERT_TRUE(article);
  EXPECT_EQ(article->title(), "Rat kauft Werft");
  EXPECT_EQ(article->text(), "");
  EXPECT_EQ(article->published().edtf(), "2021-05-03T10:00:00+02:00");
  EXPECT_FALSE(clean("<html><body><div id=app></div></body></html>"));
}

TEST(CleanHtml, ManyLinesAreBounded) {
  std::string html = "<html><body><p>";
  for (int i = 0; i < 60000; ++i)
    html += "word <br>";
  html += "</p></body></html>";
  const auto article = clean(html);
  EXPECT_FALSE(article && article->blocks_size() > 20000);
}

}  // namespace
}  // namespace annals
