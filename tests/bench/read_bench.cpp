// How fast files become pages: a news page of the usual size and make-up, its text alone, JSON
// lines plain and packed.
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>
#include <zlib.h>

#include "ingest/read/decode.h"
#include "ingest/read/json.h"
#include "ingest/read/reader.h"

namespace annals {
namespace {

std::string repeat(const std::string& piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i)
    out += piece;
  return out;
}

const std::string kSentence =
    "Der Hafen bleibt nach Angaben der Beh\xC3\xB6rde bis zum 20. September 2020 geschlossen. ";

// About 150 kB: half of it scripts and styles, a tenth text.
std::string html_page() {
  std::string page =
      "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\"><title>Hafen</title>";
  for (int i = 0; i < 40; ++i)
    page += "<meta property=\"og:thing" + std::to_string(i) + "\" content=\"Wert &amp; mehr\">";
  page +=
      "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"headline\": \"Hafen\", "
      "\"datePublished\": \"2020-09-14\"}</script><script>" +
      repeat("function f(a, b) { return a < b ? '<p>' : window.track[a]; }\n", 800) +
      "</script><style>" + repeat(".teaser > .link:hover { color: #123456; }\n", 600) +
      "</style></head><body>";
  for (int i = 0; i < 150; ++i)
    page += "<li class=\"nav__item nav__item--" + std::to_string(i) +
            "\"><a class=\"nav__link\" data-track='{\"a\": 1}' href=\"/ressort/thema-" +
            std::to_string(i) + ".html\"><span>Thema " + std::to_string(i) + "</span></a></li>\n";
  page += "<main class=\"page\"><article id=\"a1\" class=\"article article--news\">";
  for (int i = 0; i < 25; ++i)
    page += "<div class=\"article__block\"><p>" + repeat(kSentence, 5) +
            "<a href=\"/x\">K&ouml;nig</a> sagte &bdquo;Nein&ldquo;.</p></div>\n";
  page += "</article></main>";
  for (int i = 0; i < 60; ++i)
    page +=
        "<div class=\"teaser teaser--small\" data-id=\"1234567\"><a href=\"/artikel/"
        "ein-langer-name-1234567.html\" class=\"teaser__link\"><img src=\"/bild.jpg\" "
        "srcset=\"/bild-320.jpg 320w, /bild-640.jpg 640w\"><h3>Eine andere "
        "Meldung</h3></a></div>\n";
  return page + "</body></html>";
}

std::string text_page() {
  return repeat("  \xE2\x80\xA2 Politik\n\n" + repeat(kSentence, 5) + "\r\n", 20);
}

std::string json_lines() {
  return repeat(
      "{\"id\": \"1\", \"title\": \"Hafen\", \"published\": \"2020-09-14T13:46:00\", "
      "\"text\": \"" +
          repeat(repeat(kSentence, 5) + "\\n", 8) + "\", \"language\": \"de\"}\n",
      200);
}

std::string gzip(std::string bytes) {
  z_stream state{};
  deflateInit2(&state, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string out(bytes.size() + 1024, '\0');
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes are unsigned
  state.next_in = reinterpret_cast<Bytef*>(bytes.data());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
  state.avail_in = static_cast<uInt>(bytes.size());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

// Items are pages; bytes are those before packing.
void read_all(benchmark::State& state, const std::string& bytes, std::size_t plain_size) {
  std::size_t pages = 0;
  for (auto _ : state) {
    split_bytes(bytes, "bench", {}, [&](Result<RawRecord> record) {
      if (!record) {
        state.SkipWithError(record.error().message.c_str());
        return false;
      }
      auto page = parse_record(*record);
      if (!page) state.SkipWithError(page.error().message.c_str());
      benchmark::DoNotOptimize(page);
      ++pages;
      return true;
    });
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(pages));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(plain_size));
}

void BM_ReadHtml(benchmark::State& state) {
  const std::string bytes = html_page();
  read_all(state, bytes, bytes.size());
}
BENCHMARK(BM_ReadHtml);

void BM_ReadText(benchmark::State& state) {
  const std::string bytes = text_page();
  read_all(state, bytes, bytes.size());
}
BENCHMARK(BM_ReadText);

void BM_ReadJsonLines(benchmark::State& state) {
  const std::string bytes = json_lines();
  read_all(state, bytes, bytes.size());
}
BENCHMARK(BM_ReadJsonLines);

void BM_ReadJsonLinesGzip(benchmark::State& state) {
  const std::string bytes = json_lines();
  read_all(state, gzip(bytes), bytes.size());
}
BENCHMARK(BM_ReadJsonLinesGzip);

void BM_ParseJson(benchmark::State& state) {
  const std::string bytes = json_lines();
  const std::string_view line = std::string_view(bytes).substr(0, bytes.find('\n'));
  JsonTree tree;
  JsonError error;
  for (auto _ : state)
    benchmark::DoNotOptimize(parse_json(line, {}, tree, error));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(line.size()));
}
BENCHMARK(BM_ParseJson);

void BM_DecodeWindows1252(benchmark::State& state) {
  const std::string bytes =
      repeat("Der Preis f\xFCr \x84\xD6l\x93 stieg am 3. M\xE4rz wieder an. ", 1000);
  for (auto _ : state)
    benchmark::DoNotOptimize(decode_text(bytes, false));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(BM_DecodeWindows1252);

}  // namespace
}  // namespace annals
