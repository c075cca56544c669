// Finding times allocates nothing per token or sentence: a text without times costs as many
// allocations as the same text twice.
#include <cstdlib>
#include <memory>
#include <new>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/interval.h"
#include "ingest/language/language.h"
#include "ingest/when/time_tagger.h"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// The replacements count for the whole test program; the array forms call them. Inlined, the
// compiler takes them for a mismatched pair.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace annals {
namespace {

struct Case {
  const char* code;
  const char* sentences;  // that name no time
  const char* time;       // a sentence that names one
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.code;
}

class Allocations : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const DataFiles data = DataFiles::embedded();
    auto loaded_language = Language::load(data, GetParam().code);
    ASSERT_TRUE(loaded_language) << loaded_language.error().message;
    auto loaded_tagger = TimeTagger::load(data, GetParam().code);
    ASSERT_TRUE(loaded_tagger) << loaded_tagger.error().message;
    language = std::make_unique<Language>(*std::move(loaded_language));
    tagger = std::make_unique<TimeTagger>(*std::move(loaded_tagger));
  }

  // What tagging the text allocates; how many times it finds goes to `found`.
  std::size_t count(const std::string& text, std::size_t& found) const {
    const Analysis analysis = language->analyse_text(text);
    const ReferenceTime reference{day_interval(Day(date::year(2020) / 9 / 16)), "Europe/Berlin"};
    const std::size_t before = allocations;
    found = tagger->tag_text(analysis, reference).size();
    return allocations - before;
  }

  std::unique_ptr<Language> language;
  std::unique_ptr<TimeTagger> tagger;
};

TEST_P(Allocations, DoNotGrowWithTokens) {
  std::string text;
  for (int i = 0; i < 50; ++i)
    text += GetParam().sentences;
  std::size_t found = 0;
  count(text, found);  // the first call also loads the time zones
  const std::size_t once = count(text, found);
  EXPECT_EQ(found, 0U);
  const std::size_t twice = count(text + text, found);
  EXPECT_EQ(found, 0U);
  EXPECT_EQ(once, twice);
  EXPECT_GT(count(text + GetParam().time, found), once);
  EXPECT_EQ(found, 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Languages, Allocations,
    testing::Values(Case{"de",
                         "Der Hund schlief auf dem warmen Stein, und die Katze sah ihm zu. Die "
                         "\u00DCberlandstra\u00DFenbahngesellschaft\u2019s gro\u00DFes Haus mit "
                         "417 Zimmern und 1.250,5 "
                         "Quadratmetern brannte. Ging\u2019s den Arbeitsplatzvermittlern besser? ",
                         "Das war am 3. Mai 1990."},
                    Case{"en",
                         "The dog slept on the warm stone, and the cat looked at him. The "
                         "Counterrevolutionaries\u2019 big house with 417 rooms and 1,250.5 square "
                         "yards burned. "
                         "Wasn\u2019t it the internationalisation of twenty-four villages? ",
                         "That was on May 3, 1990."},
                    Case{"fr",
                         "Le chien dormait sur la pierre chaude, et le chat le regardait. L\u2019"
                         "internationalisation des villages co\u00FBtait 417 pi\u00E8ces. ",
                         "C\u2019\u00E9tait le 3 mai 1990."}),
    [](const auto& languages) { return std::string(languages.param.code); });

}  // namespace
}  // namespace annals
