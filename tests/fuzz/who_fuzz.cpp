// Any bytes as the text of an article, in both languages; and as a gazetteer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/base/data_files.h"
#include "ingest/language/language.h"
#include "ingest/who/actor_finder.h"
#include "ingest/who/gazetteer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace annals;
  static const DataFiles files = DataFiles::embedded();
  static const auto german = Language::load(files, "de");
  static const auto english = Language::load(files, "en");
  static const auto german_finder = ActorFinder::load(files, "de");
  static const auto english_finder = ActorFinder::load(files, "en");
  if (!german || !english || !german_finder || !english_finder) std::abort();
  const std::string text(data, data + size);
  for (const bool de : {true, false}) {
    v1::ArticleRecord record;
    record.mutable_article()->set_text(text);
    const Analysis analysis = (de ? *german : *english).analyse_text(record.article().text());
    (de ? *german_finder : *english_finder).find(analysis, record);
    for (const auto& mention : record.mentions()) {
      if (mention.span().end() > size || mention.head().begin() >= mention.head().end() ||
          mention.actor() >= static_cast<std::uint32_t>(record.actors_size())) {
        std::abort();
      }
    }
  }
  if (const auto gazetteer = who::Gazetteer::map(text); gazetteer) {
    static_cast<void>(gazetteer->find("karin"));
  }
  return 0;
}
