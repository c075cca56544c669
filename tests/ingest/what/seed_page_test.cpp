// A real page that is not ours to keep here: checked where it is present.
#include <fstream>

#include <gtest/gtest.h>

#include "ingest/pipeline.h"
#include "tests/ingest/what/marked_text.h"

namespace annals {
namespace {

const std::string kPage =
    std::string(ANNALS_SOURCE_DIR) + "/../shared/seed/000_d0fdb0cad99e9d30.txt";

TEST(SeedPage, tells_its_events) {
  if (!std::ifstream(kPage)) GTEST_SKIP() << "the page is not here";
  auto pipeline = Pipeline::load(test::source_data(), {});
  ASSERT_TRUE(pipeline.has_value());
  std::string dump = "\n";
  read_input(kPage, {}, [&](Result<RawRecord> raw) {
    if (!raw) return true;
    const auto record = pipeline->run(*raw);
    if (record) dump += test::dump(*record);
    return true;
  });
  struct Expected {
    const char* begin;
    const char* part;
  };
  for (const Expected& e : std::vector<Expected>{
           {"offer_rejected ablehnen agent=Bytedance",
            "recipient=Microsoft POSITIVE ASSERTED CONFIRMED [Microsoft] ../2020-09-14"},
           {"- kümmern agent=Oracle",
            "REPORTED [?anonyme Quellen < Washington Post] ../2020-09-14"},
           {"partnership nutzen agent=Bytedance partner=Oracle", "Washington Post] ../2020-09-14"},
           {"acquisition übernehmen", "agent=Oracle patient=Geschäft von Tiktok NEGATIVE"},
           {"closure schließen agent=chinesische Regierung",
            "SAID [chinesische Regierung] ../2020-09-14"},
           {"statement ansehen agent=ehemaliger Regierungssprecher", "SAID"},
           {"accusation vorwerfen agent=Donald Trump patient=Bytedance", "ALLEGED [Donald Trump]"},
           {"ban Bann patient=Tiktok place=USA", "SCHEDULED DUE 2020-09-20 DAY EXPLICIT"},
           {"move verlegen agent=Bytedance",
            "PROPOSED PLANNED [?Quellen < Washington Post] ../2020-09-14"},
           {"sale verkaufen recipient=Microsoft/1 recipient=Oracle/1",
            "NEGATIVE ASSERTED REPORTED [?nicht näher genannte Quellen < CGTN] 2020-09-14"},
           {"statement nehmen agent=Bytedance", "NEGATIVE ASSERTED SAID"},
       }) {
    const std::size_t at = dump.find(std::string("\n") + e.begin);
    ASSERT_NE(at, std::string::npos) << e.begin << dump;
    const std::string line = dump.substr(at + 1, dump.find('\n', at + 1) - at - 1);
    EXPECT_NE(line.find(e.part), std::string::npos) << e.part << "\n" << line;
  }
}

}  // namespace
}  // namespace annals
