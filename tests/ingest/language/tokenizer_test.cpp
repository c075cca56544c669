// Properties that hold for any bytes, and the kinds and flags of single tokens.
#include <random>

#include <gtest/gtest.h>

#include "ingest/language/chars.h"
#include "ingest/language/impl.h"
#include "ingest/language/language.h"

namespace annals {
namespace {

const Language& language(const std::string& code) {
  static const Languages all = [] {
    auto loaded = Languages::load(DataFiles::embedded());
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return std::move(*loaded);
  }();
  return *all.find(code);
}

// Tokens are in order, lie in exactly one sentence and cover every byte that is no space.
void expect_sound(const Analysis& analysis) {
  std::uint32_t pos = 0;
  const auto expect_space = [&](std::uint32_t to) {
    while (pos < to) {
      const Char c = decode_char(analysis.text, pos);
      ASSERT_EQ(c.type, CharClass::kSpace) << "byte " << pos << " is in no token";
      pos += c.length;
    }
    ASSERT_EQ(pos, to);
  };
  std::uint32_t next = 0;
  for (const SentenceRange& sentence : analysis.sentences) {
    ASSERT_EQ(sentence.first, next);
    ASSERT_LT(sentence.first, sentence.last);
    ASSERT_EQ(sentence.span.begin, analysis.tokens[sentence.first].span.begin);
    ASSERT_EQ(sentence.span.end, analysis.tokens[sentence.last - 1].span.end);
    for (; next < sentence.last; ++next) {
      const Token& token = analysis.tokens[next];
      ASSERT_LE(pos, token.span.begin);
      EXPECT_EQ(token.space_before, pos < token.span.begin) << next;
      expect_space(token.span.begin);
      ASSERT_FALSE(token.span.empty());
      EXPECT_EQ(analysis.lower_of(token), folded(analysis.text_of(token)));
      pos = token.span.end;
    }
  }
  ASSERT_EQ(next, analysis.tokens.size());
  expect_space(static_cast<std::uint32_t>(analysis.text.size()));
}

TEST(Tokenizer, AnyPiecesGiveSoundTokens) {
  const std::vector<std::string> pieces = {
      "a",  "B", "Dr",     "z",    "usw",  "20",     "2019",     ".",        "..",  ",",   "-",
      "–",  "'", "’",      "\"",   "„",    "“",      "”",        "»",        "(",   ")",   " ",
      " ",  " ", "\n",     "\xA0", "ß",    "\u00AD", "Ä",        "mai",      "Der", "der", "n't",
      "'s", "@", "://",    "&",    "*in",  "\xFF",   "\xE2\x80", "\xF0\x9F", "€",   "%",   "…",
      "!",  "?", "cannot", "U.S",  "日本", "\u00A0", "\u0301"};
  std::mt19937 random(7);
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    const auto length = random() % 24;
    for (std::size_t i = 0; i < length; ++i)
      text += pieces[random() % pieces.size()];
    for (const char* code : {"de", "en"}) {
      SCOPED_TRACE(text);
      expect_sound(language(code).analyse_text(text));
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Tokenizer, AnyBytesGiveSoundTokens) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 64, '\0');
    for (char& c : text)
      c = static_cast<char>(random() % 256);
    expect_sound(language("de").analyse_text(text));
    if (HasFatalFailure()) return;
  }
}

TEST(Tokenizer, LongInputsStayLinearAndSentencesBounded) {
  std::string words;
  for (int i = 0; i < 5000; ++i)
    words += "wort ";
  const Analysis analysis = language("de").analyse_text(words);
  expect_sound(analysis);
  for (const SentenceRange& sentence : analysis.sentences) {
    EXPECT_LE(sentence.last - sentence.first, 512U);
  }
  for (const char* unit : {"a", ".", "a.", "1.", "-", "'", "a'", "\"", "a@", "1-", " ", "a-"}) {
    std::string text;
    for (int i = 0; i < 100000; ++i)
      text += unit;
    expect_sound(language("en").analyse_text(text));
    expect_sound(language("de").analyse_text(text));
  }
}

struct Case {
  const char* name;
  const char* code;
  const char* text;
  const char* dump;  // token/kind+flags: W word N number P punctuation ( ) quotes O other
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

std::string dump(const Analysis& analysis) {
  std::string out;
  for (const Token& token : analysis.tokens) {
    if (!out.empty()) out += ' ';
    out += analysis.text_of(token);
    out += '/';
    out += "WNP()O"[static_cast<int>(token.kind)];
    if (token.title_case) out += 't';
    if (token.all_caps) out += 'c';
    if (token.stop_word) out += 's';
  }
  return out;
}

class Kinds : public testing::TestWithParam<Case> {};

TEST_P(Kinds, AreAsExpected) {
  EXPECT_EQ(dump(language(GetParam().code).analyse_text(GetParam().text)), GetParam().dump);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Kinds,
    testing::Values(
        Case{"german_quotes", "de", "Er sagte: „Nein“.", "Er/Wts sagte/W :/P „/( Nein/Wts “/) ./P"},
        Case{"swiss_quotes", "de", "Er sagte «Nein».", "Er/Wts sagte/W «/( Nein/Wts »/) ./P"},
        Case{"french_quotes_inwards", "de", "»Nein«, rief er", "»/( Nein/Wts «/) ,/P rief/W er/Ws"},
        Case{"ascii_quotes", "en", "\"No\", he said \"twice\".",
             "\"/( No/Wts \"/) ,/P he/Ws said/W \"/( twice/W \"/) ./P"},
        Case{"typographic_english", "en", "‘It’s fine’ he said.",
             "‘/( It/Wts ’s/Ws fine/W ’/) he/Ws said/W ./P"},
        Case{"capitals_are_no_stop_words", "en", "The US told us about IT.",
             "The/Wts US/Wtc told/W us/Ws about/Ws IT/Wtc ./P"},
        Case{"euro", "de", "3,39€ und 5%", "3,39/N €/O und/Ws 5/N %/O"},
        Case{"date_and_clock", "de", "14.09.2020, 13:46 Uhr", "14.09.2020/N ,/P 13:46/N Uhr/Wt"},
        Case{"range", "en", "pages 10-15 of 2020-09-14",
             "pages/W 10/N -/P 15/N of/Ws 2020-09-14/N"},
        Case{"score_with_dash", "de", "ein 2:1–Sieg", "ein/Ws 2:1/N –/P Sieg/Wt"},
        Case{"address", "en", "See https://example.com/a?b=1, or mail me@example.com.",
             "See/Wt https://example.com/a?b=1/O ,/P or/Ws mail/W me@example.com/O ./P"},
        Case{"soft_hyphen", "de", "Bundes\u00ADregierung", "Bundes\u00ADregierung/Wt"},
        Case{"slash_cuts_words", "de", "Bytedance/Montage", "Bytedance/Wt //P Montage/Wt"},
        Case{"mixed_word", "de", "G7, 5G, 28-Jähriger, Covid-19",
             "G7/Wt ,/P 5G/W ,/P 28-Jähriger/W ,/P Covid-19/Wt"},
        Case{"company_sign", "en", "AT&T and Procter & Gamble",
             "AT&T/Wtc and/Ws Procter/Wt &/O Gamble/Wt"},
        Case{"no_break_space", "de", "5\u00A0Mrd.\u00A0Euro", "5/N Mrd./Wt Euro/Wt"},
        Case{"abbreviation_with_number", "de", "Nr. 5 und Art. 3, dieser Art.",
             "Nr./Wt 5/N und/Ws Art./Wt 3/N ,/P dieser/Ws Art/Wt ./P"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Terms, EqualForInflectedWords) {
  const Analysis german = language("de").analyse_text("Häuser Haus Häusern");
  EXPECT_EQ(german.tokens[0].term, german.tokens[1].term);
  EXPECT_EQ(german.tokens[0].term, german.tokens[2].term);
  const Analysis english = language("en").analyse_text("rejected rejects Reject");
  EXPECT_EQ(english.tokens[0].term, english.tokens[1].term);
  EXPECT_EQ(english.tokens[0].term, english.tokens[2].term);
}

TEST(Terms, CompoundsAreFoundByTheirParts) {
  const Analysis analysis = language("de").analyse_text("Der Tiktok-Deal");
  const Analysis query = language("de").analyse_text("TikTok");
  std::vector<TermId> terms;
  for (const Token& token : analysis.tokens)
    append_terms(analysis, token, terms);
  ASSERT_EQ(terms.size(), 3U);
  EXPECT_EQ(terms[0], analysis.tokens[1].term);
  EXPECT_EQ(terms[1], query.tokens[0].term);
}

v1::Article article(const std::vector<std::string>& lines) {
  v1::Article article;
  std::string text;
  for (const std::string& line : lines) {
    v1::Block& block = *article.add_blocks();
    block.mutable_span()->set_begin(static_cast<std::uint32_t>(text.size()));
    text += line;
    block.mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
    block.set_kind(v1::BLOCK_KIND_PARAGRAPH);
    text += '\n';
  }
  article.set_text(text);
  return article;
}

TEST(Article, NoSentenceCrossesABlockAndSectionsAreKnown) {
  v1::Article two = article({"Eine Zeile ohne Punkt", "und noch eine. Zwei.", "Nachtrag"});
  for (const std::uint32_t begin : {0U, two.blocks(2).span().begin()}) {
    two.add_sections()->mutable_span()->set_begin(begin);
  }
  v1::ArticleRecord record;
  *record.mutable_article() = two;
  add_sentences(language("de").analyse(record.article()), record);
  ASSERT_EQ(record.sentences_size(), 4);
  EXPECT_EQ(record.sentences(0).block(), 0U);
  EXPECT_EQ(record.sentences(1).block(), 1U);
  EXPECT_EQ(record.sentences(2).block(), 1U);
  EXPECT_EQ(record.sentences(3).block(), 2U);
  EXPECT_EQ(record.sentences(2).section(), 0U);
  EXPECT_EQ(record.sentences(3).section(), 1U);
  EXPECT_EQ(record.sentences(0).tokens(), 4U);
}

TEST(Article, BlocksOutsideTheTextAreCut) {
  v1::Article broken = article({"Ein Satz."});
  broken.mutable_blocks(0)->mutable_span()->set_end(9999);
  broken.add_blocks()->mutable_span()->set_begin(5000);
  const Analysis analysis = language("de").analyse(broken);
  EXPECT_EQ(analysis.sentences.size(), 1U);
}

double resemblance(const v1::ArticleRecord& a, const v1::ArticleRecord& b) {
  int same = 0;
  for (int i = 0; i < a.sketch_size(); ++i)
    same += a.sketch(i) == b.sketch(i);
  return same / static_cast<double>(a.sketch_size());
}

TEST(Sketch, RecognisesReprints) {
  std::mt19937 random(3);
  std::string body;
  for (int i = 0; i < 300; ++i)
    body += "wort" + std::to_string(random() % 5000) + ' ';
  std::string other;
  for (int i = 0; i < 300; ++i)
    other += "wort" + std::to_string(random() % 5000) + ' ';
  const auto sketch = [](const std::vector<std::string>& lines) {
    v1::ArticleRecord record;
    *record.mutable_article() = article(lines);
    add_sketch(language("de").analyse(record.article()), record);
    return record;
  };
  const v1::ArticleRecord original = sketch({body});
  EXPECT_EQ(original.sketch_size(), 64);
  EXPECT_EQ(resemblance(original, sketch({body})), 1.0);
  EXPECT_GT(resemblance(original, sketch({"Ein neuer Vorspann davor.", body})), 0.8);
  EXPECT_LT(resemblance(original, sketch({other})), 0.1);
  EXPECT_EQ(sketch({"Wort"}).sketch_size(), 64);
  EXPECT_EQ(sketch({"…"}).sketch_size(), 0);
}

}  // namespace
}  // namespace annals
