#include "ingest/read/html_page.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using namespace std::string_literals;
using testing_read::lines;
using testing_read::page;
using testing_read::source_of;
using testing_read::values;

struct HtmlCase {
  const char* name;
  std::string html;
  const char* expected;
};

void PrintTo(const HtmlCase& c, std::ostream* out) {
  *out << c.name;
}

const char* kind(Element element) {
  switch (element) {
    case Element::kLine:
      return "line";
    case Element::kParagraph:
      return "p";
    case Element::kHeading:
      return "h";
    case Element::kListItem:
      return "li";
    case Element::kQuote:
      return "quote";
    case Element::kCaption:
      return "caption";
    case Element::kTableCell:
      return "cell";
    case Element::kOther:
      return "other";
  }
  return "?";
}

// "kind:text" of each block, a heading with its level.
std::string kinds(const Page& result) {
  std::string out;
  for (const PageBlock& block : result.blocks) {
    if (!out.empty()) out += '|';
    out += kind(block.element);
    if (block.level > 0) out += std::to_string(block.level);
    out += ':';
    out += slice(result.text, block.span);
  }
  return out;
}

std::string name_of(const testing::TestParamInfo<HtmlCase>& instance) {
  return instance.param.name;
}

class HtmlBlock : public testing::TestWithParam<HtmlCase> {};

TEST_P(HtmlBlock, IsALine) {
  EXPECT_EQ(kinds(page("<body>" + GetParam().html)), GetParam().expected) << GetParam().html;
}

INSTANTIATE_TEST_SUITE_P(
    Blocks, HtmlBlock,
    testing::Values(
        HtmlCase{"paragraphs", "<p>Eins</p><p>Zwei</p>", "p:Eins|p:Zwei"},
        HtmlCase{"unclosed_paragraphs", "<p>Eins<p>Zwei<div>Drei</div>", "p:Eins|p:Zwei|p:Drei"},
        HtmlCase{"text_around_blocks", "vor<div>in</div>nach", "p:vor|p:in|p:nach"},
        HtmlCase{"white_space", "<p>\n  Eins \t zwei\r\n drei </p>", "p:Eins zwei drei"},
        HtmlCase{"inline", "<p>Ha<b>f</b>en und <i>Meer</i></p>", "p:Hafen und Meer"},
        HtmlCase{"headings", "<h1>Eins</h1><h3>Drei</h3>", "h1:Eins|h3:Drei"},
        HtmlCase{"heading_with_break", "<h1>Eins<br>zwei</h1>", "h1:Eins zwei"},
        HtmlCase{"heading_not_closed", "<h2>Eins<h3>Zwei</h3>", "h2:Eins|h3:Zwei"},
        HtmlCase{"heading_around_block", "<h2><div>Eins</div></h2>", "h2:Eins"},
        HtmlCase{"breaks", "<p>Eins<br>zwei<br/><br />drei</p>", "p:Eins|p:zwei|p:drei"},
        HtmlCase{"list", "<ul><li>Eins<li>Zwei<ul><li>Tief</ul><li><p>Drei</p></ul>",
                 "li:Eins|li:Zwei|li:Tief|li:Drei"},
        HtmlCase{"definitions", "<dl><dt>Wort<dd>Sinn</dl>", "li:Wort|li:Sinn"},
        HtmlCase{"table", "<table><tr><th>A<td>B<tr><td>C<p>D</table>", "cell:A|cell:B|cell:C|p:D"},
        HtmlCase{"quote", "<blockquote><p>Eins</p>zwei</blockquote><p>drei",
                 "quote:Eins|quote:zwei|p:drei"},
        HtmlCase{"caption", "<figure><img><figcaption><p>Bild</p></figcaption></figure>",
                 "caption:Bild"},
        HtmlCase{"buttons", "<button>Teilen</button><button>Merken</button>",
                 "other:Teilen|other:Merken"},
        HtmlCase{"preformatted", "<pre>eins\n  zwei\n</pre>", "p:eins|p:zwei"},
        HtmlCase{"two_links_are_two_words", "<a href=a>Eins</a><a href=b>Zwei</a>", "p:Eins Zwei"},
        HtmlCase{"no_break_space_alone", "<p>&nbsp;</p><p>\xC2\xA0 Eins\xC2\xA0</p>", "p:Eins"},
        HtmlCase{"wrong_nesting", "<b><p>Eins</b> zwei</p>drei", "p:Eins zwei|p:drei"},
        HtmlCase{"stray_end_in_cell", "<div><table><tr><td>A</div>B</table>C</div>",
                 "cell:A|cell:B|p:C"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Hidden, HtmlBlock,
    testing::Values(
        HtmlCase{"script", "a<script>if (a<b) '</p>'</script>b", "p:ab"},
        HtmlCase{"style", "<STYLE>p > a {}</STYLE>b", "p:b"},
        HtmlCase{"noscript", "a<noscript><p>Bitte</p></noscript>b", "p:ab"},
        HtmlCase{"template_tag", "a<template><p>Bitte</p></template>b", "p:ab"},
        HtmlCase{"svg", "a<svg><title>Bild</title><text>x</text></svg>b", "p:ab"},
        HtmlCase{"svg_with_empty_title", "a<svg><title/><path d=x /></svg>b", "p:ab"},
        HtmlCase{"hidden_button_never_closed",
                 "<form><span><button style=display:none /></span></form><p>b", "p:b"},
        HtmlCase{"comment", "a<!-- <p>x</p> -- > -->b", "p:ab"},
        HtmlCase{"odd_comments", "a<!-->b<!--->c<!-- x --!>d<!x>e<?y?>f</ z>g", "p:abcdefg"},
        HtmlCase{"hidden_attribute", "a<div hidden><p>x</div>b", "p:a|p:b"},
        HtmlCase{"piece_that_a_script_puts_in_place", "a<div hidden id=\"S:1f\"><p>b</div>",
                 "p:a|p:b"},
        HtmlCase{"display_none", "a<div style='color: red; DISPLAY : none'><p>x</p></div>b",
                 "p:a|p:b"},
        HtmlCase{"body_until_script_has_run", "<div>a</div>", "p:a"},
        HtmlCase{"closed_dialog", "<dialog>x</dialog><dialog open>y</dialog>", "p:y"},
        HtmlCase{"form_fields", "<select><option>x</select><textarea>y</textarea>z", "p:z"},
        HtmlCase{"video_fallback", "<video>x</video>y", "p:y"},
        HtmlCase{"script_to_the_end", "a<script>b</scrip>", "p:a"},
        HtmlCase{"comment_to_the_end", "a<!-- b", "p:a"},
        HtmlCase{"cut_tag", "a<p class=\"x", "p:a"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    References, HtmlBlock,
    testing::Values(
        HtmlCase{"named", "&auml;&amp;&lt;p&gt;&hellip;", "p:\xC3\xA4&<p>\xE2\x80\xA6"},
        HtmlCase{"numbers", "&#228;&#xE4;&#XE4;", "p:\xC3\xA4\xC3\xA4\xC3\xA4"},
        HtmlCase{"windows_numbers", "&#150;&#132;", "p:\xE2\x80\x93\xE2\x80\x9E"},
        HtmlCase{"impossible_numbers", "&#0;&#xD800;&#99999999999;",
                 "p:\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        HtmlCase{"without_semicolon", "&auml &ampx &hellip &copy2020",
                 "p:\xC3\xA4 &x &hellip \xC2\xA9"
                 "2020"},
        HtmlCase{"no_reference", "A&B & C &; &# &#x; &unknown;", "p:A&B & C &; &# &#x; &unknown;"},
        HtmlCase{"soft_hyphens",
                 "Regie&shy;rung und Hoch\xC2\xAD"
                 "wasser",
                 "p:Regierung und Hochwasser"},
        HtmlCase{"less_than", "3 < 4 <5 <", "p:3 < 4 <5 <"},
        HtmlCase{"no_break_space_inside", "20.&nbsp;September", "p:20.\xC2\xA0September"}),
    name_of);

TEST(HtmlPage, EveryVisibleByteMapsToItsSource) {
  const std::string html =
      "<html><body class='a'>\r\n<p>Der  Hafen\nbleibt <b>zu</b>, sagt K&ouml;nig &amp; Co. "
      "&bdquo;Nein&ldquo; f\xC3\xBCr Jahre.<p>Zweiter";
  const Page result = page(html);
  for (const auto& [words, source] :
       {std::pair{"Der", "Der"}, std::pair{"Hafen", "Hafen"}, std::pair{"bleibt", "bleibt"},
        std::pair{"zu, sagt", "zu</b>, sagt"}, std::pair{"K\xC3\xB6nig", "K&ouml;nig"},
        std::pair{"\xC3\xB6", "&ouml;"}, std::pair{"&", "&amp;"},
        std::pair{"\xE2\x80\x9ENein\xE2\x80\x9C", "&bdquo;Nein&ldquo;"},
        std::pair{"\xE2\x80\x9C", "&ldquo;"}, std::pair{"f\xC3\xBCr", "f\xC3\xBCr"},
        std::pair{"Jahre.", "Jahre."}, std::pair{"Zweiter", "Zweiter"}})
    EXPECT_EQ(source_of(result, html, words), source);
}

TEST(HtmlPage, ReferencesAtTheEdgesMapExactly) {
  const std::string html = "<body><p>&quot;Ja&quot;</p><p>&amp;</p><p>&Ouml;l&shy;</p>";
  const Page result = page(html);
  std::string sources;
  for (const PageBlock& block : result.blocks) {
    const v1::SourceSpan span = result.source_map.map(block.span);
    sources += html.substr(span.begin(), span.end() - span.begin()) + "|";
  }
  EXPECT_EQ(sources, "&quot;Ja&quot;|&amp;|&Ouml;l|");
}

TEST(HtmlPage, MapsThroughAnotherEncoding) {
  const std::string html = "<meta charset=latin1><p>f\xFCr K\xF6nig &auml;\xE4 Ende";
  const Page result = page(html);
  EXPECT_EQ(lines(result), "f\xC3\xBCr K\xC3\xB6nig \xC3\xA4\xC3\xA4 Ende");
  EXPECT_EQ(source_of(result, html, "K\xC3\xB6nig"), "K\xF6nig");
  EXPECT_EQ(source_of(result, html, "\xC3\xA4"), "&auml;");
  EXPECT_EQ(source_of(result, html, "Ende"), "Ende");
}

TEST(HtmlPage, SeamsAreWhereWordsOfElementsTouch) {
  const Page got = page("<p><span>Erika</span><time>3. Mai</time> <a>12</a>, W<b>erft</b></p>");
  EXPECT_EQ(got.text, "Erika3. Mai 12, Werft\n");
  EXPECT_EQ(got.seams, std::vector<std::uint32_t>{5});
}

TEST(HtmlPage, OneBlockALine) {
  EXPECT_EQ(page("<body><p>Eins</p><p>Zwei<br>drei</p>").text, "Eins\nZwei\ndrei\n");
}

TEST(HtmlPage, BlocksSayWhereTheyStand) {
  const Page result = page(
      "<body><div id=Main class='col  Wide'><p>Eins <a href=x>Link</a></p><p>Zwei</p>"
      "<section><p>Drei</p></section></div>");
  ASSERT_EQ(result.blocks.size(), 3U);
  const PageBlock& first = result.blocks[0];
  EXPECT_EQ(first.link_bytes, 4U);
  EXPECT_EQ(first.depth, 3U);
  std::vector<std::string> path;
  for (std::uint32_t n = first.node; n != 0; n = result.nodes[n].parent)
    path.push_back(result.names[result.nodes[n].name]);
  EXPECT_EQ(path, (std::vector<std::string>{"p", "div#main.col.wide", "body"}));
  EXPECT_EQ(first.container, result.blocks[1].container);
  EXPECT_NE(first.container, result.blocks[2].container);
}

TEST(HtmlPage, BreaksInARowAreEmptyLines) {
  const Page result = page("<p>Eins<br>zwei<br><br>drei</p>");
  ASSERT_EQ(result.blocks.size(), 3U);
  EXPECT_EQ(result.blocks[1].blank_before, 0);
  EXPECT_EQ(result.blocks[2].blank_before, 1);
}

struct FieldCase {
  const char* name;
  const char* html;
  const char* signal;
  const char* expected;
};

void PrintTo(const FieldCase& c, std::ostream* out) {
  *out << c.name;
}

class HtmlField : public testing::TestWithParam<FieldCase> {};

TEST_P(HtmlField, IsFound) {
  EXPECT_EQ(
      values(page(std::string("<!doctype html>") + GetParam().html + "<p>Text"), GetParam().signal),
      GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, HtmlField,
    testing::Values(
        FieldCase{"title", "<title> Der Hafen &amp;\n das Meer </title>", "html.title",
                  "Der Hafen & das Meer"},
        FieldCase{"title_of_a_picture", "<title>Eins</title><svg><title>Zwei</title></svg>",
                  "html.title", "Eins"},
        FieldCase{"lang", "<html lang=\"de-DE\">", "html.lang", "de-DE"},
        FieldCase{"canonical", "<link rel=canonical href='https://example.org/a?b=1&amp;c=2'>",
                  "link.canonical", "https://example.org/a?b=1&c=2"},
        FieldCase{"address_with_parameters", "<link rel=canonical href='/a?x=1&copy=2'>",
                  "link.canonical", "/a?x=1&copy=2"},
        FieldCase{"meta_property", "<META Property='article:published_time' CONTENT=2020-09-14>",
                  "meta.article:published_time", "2020-09-14"},
        FieldCase{"meta_name", "<meta content='Eva Lind' name=author>", "meta.author", "Eva Lind"},
        FieldCase{"meta_itemprop", "<meta itemprop=datePublished content=2020-09-14>",
                  "microdata.datePublished", "2020-09-14"},
        FieldCase{"time", "<time datetime='2020-09-14T13:46'>14. September</time>", "time",
                  "2020-09-14T13:46"},
        FieldCase{"time_text", "<time>14. <b>September</b>\n2020</time>", "time.text",
                  "14. September 2020"},
        FieldCase{"itemprop_text", "<span itemprop=author>Eva <i>Lind</i></span>",
                  "microdata.author", "Eva Lind"},
        FieldCase{"itemprop_time", "<time itemprop=datePublished datetime=2020-09-14>x</time>",
                  "microdata.datePublished", "2020-09-14"},
        FieldCase{"itemprop_body_is_no_field", "<div itemprop=articleBody>x</div>",
                  "microdata.articleBody", ""}),
    [](const auto& instance) { return instance.param.name; });

TEST(HtmlField, SaysWhereItStands) {
  const std::string html = "<meta name=date content='2020-09-14'><time>14. September</time>";
  const Page result = page(html);
  for (const auto& [signal, expected] :
       {std::pair{"meta.date", "2020-09-14"}, std::pair{"time.text", "14. September"}}) {
    const Field* field = find_field(result.fields, signal);
    ASSERT_NE(field, nullptr) << signal;
    EXPECT_EQ(html.substr(field->source->begin(), field->source->end() - field->source->begin()),
              expected);
  }
}

// Hostile pages: linear time and memory, sensible text. Quadratic behaviour would take minutes.
TEST(HtmlPage, HostilePagesAreLinear) {
  const auto repeat = [](const std::string& piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
      out += piece;
    return out;
  };
  constexpr std::size_t kMany = 100000;
  struct Hostile {
    const char* name;
    std::string html;
    std::string expected;
  };
  const Hostile cases[] = {
      {"deep", repeat("<div>", kMany) + "Text" + repeat("</div>", kMany) + "Ende", "Text|Ende"},
      {"deep_inline", "<p>" + repeat("<b>", kMany) + "Text" + repeat("</b>", kMany) + "e", "Texte"},
      {"never_closed", "<body>" + repeat("</b>", kMany) + "Text", "Text"},
      {"crossed",
       "<body>" + repeat("<b>", kMany) + repeat("<div>", kMany) + repeat("</b>", kMany) + "Text",
       "Text"},
      {"cells", repeat("<table><td>", kMany) + repeat("</div>", kMany) + "Text", "Text"},
      {"lists", repeat("<ul><li>", kMany) + repeat("<li>", kMany) + "Text", "Text"},
      {"open_comments", "<p>Text" + repeat("<!--", kMany), "Text"},
      {"open_scripts", "<p>Text" + repeat("<script>", kMany), "Text"},
      {"half_scripts", "<p>Text<script>" + repeat("</scrip", kMany), "Text"},
      {"less_than_signs", "<p>Text" + std::string(kMany, '<'), "Text" + std::string(kMany, '<')},
      {"attributes", "<p " + repeat("a='b' ", kMany) + ">Text", "Text"},
      {"ampersands", "<p>" + std::string(kMany, '&'), std::string(kMany, '&')},
      {"spaces", "<p>a" + std::string(kMany, ' ') + "b", "a b"},
  };
  for (const Hostile& hostile : cases) {
    const Page result = page("<html>" + hostile.html);
    EXPECT_TRUE(lines(result) == hostile.expected) << hostile.name;
  }
}

TEST(HtmlPage, LongClassNamesDoNotMultiply) {
  std::string html = "<div class='";
  html += std::string(1U << 20U, 'x');
  html += "'>";
  for (int i = 0; i < 1000; ++i)
    html += "<p>a";
  std::size_t bytes = 0;
  for (const std::string& name : page(html).names)
    bytes += name.size();
  EXPECT_LT(bytes, 1U << 20U);
}

}  // namespace
}  // namespace annals
