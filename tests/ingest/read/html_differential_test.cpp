// The same visible text as another parser: libxml2's tree, on pages made of well-formed and
// careless pieces. Where the two differ by design (end tags that are missing inside links,
// references without
// ';', text behind </html>) the pieces stay away.
#include <algorithm>
#include <array>
#include <cctype>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include "tests/ingest/read/read_testing.h"

namespace annals {
namespace {

using testing_read::page;

std::string_view name_of(const xmlNode* node) {
  return reinterpret_cast<const char*>(node->name);
}

void collect(const xmlNode* node, std::string& out) {
  static constexpr std::array<std::string_view, 10> kHidden = {
      "script", "style",  "noscript", "template", "svg",
      "title",  "select", "textarea", "video",    "iframe"};
  for (; node != nullptr; node = node->next) {
    if (node->type == XML_TEXT_NODE) {
      out += reinterpret_cast<const char*>(node->content);
    } else if (node->type == XML_ELEMENT_NODE &&
               std::find(kHidden.begin(), kHidden.end(), name_of(node)) == kHidden.end() &&
               xmlHasProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>("hidden")) ==
                   nullptr) {
      collect(node->children, out);
    }
  }
}

std::string text_of_libxml(const std::string& html) {
  const htmlDocPtr document = htmlReadMemory(
      html.data(), static_cast<int>(html.size()), nullptr, "utf-8",
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  std::string out;
  if (document != nullptr) collect(xmlDocGetRootElement(document), out);
  xmlFreeDoc(document);
  return out;
}

// Without white space, which a tree does not decide.
std::string squeeze(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\xC2\xA0") == 0) {
      ++i;
    } else if (std::isspace(static_cast<unsigned char>(text[i])) == 0) {
      out += text[i];
    }
  }
  return out;
}

TEST(HtmlDifferential, TheVisibleTextIsThatOfLibxml) {
  constexpr std::array kPieces = {"Der Hafen bleibt zu. ",
                                  "<p>",
                                  "</p>",
                                  "<div class='a b'>",
                                  "</div>",
                                  "<b>",
                                  "</b>",
                                  "<br>",
                                  "<br/>",
                                  "<ul><li>Eins<li>Zwei</ul>",
                                  "<h2>Kopf</h2>",
                                  "&auml;&amp;&lt;",
                                  "&#8364;",
                                  "&nbsp;",
                                  "&hellip;x",
                                  "<!-- weg -->",
                                  "<!-- <p>weg -->",
                                  "<script>if (a < b) weg();</script>",
                                  "<style>p > a { weg }</style>",
                                  "<table><tr><td>A<td>B<tr><td>C</table>",
                                  "<a href='?a=1&amp;b=\"2\"'>Link</a>",
                                  "<span title='a > b'>Wort</span>",
                                  "<img alt='weg'>",
                                  "<p hidden>weg</p>",
                                  "<svg><text>weg</text></svg>",
                                  "<select><option>weg</select>",
                                  "K\xC3\xB6ln ",
                                  "<blockquote><p>Zitat</blockquote>",
                                  "<hr>",
                                  "<i>schr\xC3\xA4g</i>",
                                  "<noscript>weg</noscript>",
                                  "3 &gt; 2 ",
                                  "<dl><dt>Wort<dd>Sinn</dl>",
                                  "\n\t ",
                                  "<figure><figcaption>Bild</figcaption></figure>",
                                  "<video>weg</video>"};
  std::mt19937 random(11);
  for (int round = 0; round < 3000; ++round) {
    std::string html = "<!DOCTYPE html><html><head><title>weg</title></head><body>Anfang ";
    for (auto pieces = random() % 30; pieces > 0; --pieces)
      html += kPieces.at(random() % kPieces.size());
    html += "</body></html>";
    ASSERT_EQ(squeeze(page(html).text), squeeze(text_of_libxml(html))) << html;
  }
}

// Every run of the map joins equal bytes: text without references is copied, never rewritten.
TEST(HtmlDifferential, MappedBytesAreTheFilesBytes) {
  const std::string html =
      "<body><p>Der  Hafen\nbleibt K\xC3\xB6nig <b>zu</b> &amp; <a href=x>der</a> Rest";
  const Page result = page(html);
  for (const SourceMap::Run& run : result.source_map.runs()) {
    const std::string text = result.text.substr(run.text, run.length);
    std::string source = html.substr(run.source, run.length);
    std::replace(source.begin(), source.end(), '\n', ' ');
    EXPECT_EQ(text, source);
  }
}

}  // namespace
}  // namespace annals
