// Any text gives expressions in order, inside the text, with intervals whose ends are in order; the
// same text gives the same expressions; what a bound allows holds what the day itself gives.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "engine/base/interval.h"
#include "ingest/language/language.h"
#include "ingest/when/time_tagger.h"

namespace {

using annals::Day;

struct Tools {
  annals::Language language;
  annals::TimeTagger tagger;
};

const std::vector<Tools>& tools() {
  static const std::vector<Tools> all = [] {
    const annals::DataFiles data = annals::DataFiles::embedded();
    std::vector<Tools> out;
    for (const char* code : {"de", "en"}) {
      auto language = annals::Language::load(data, code);
      auto tagger = annals::TimeTagger::load(data, code);
      if (!language || !tagger) std::abort();
      out.push_back({std::move(*language), std::move(*tagger)});
    }
    return out;
  }();
  return all;
}

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer speaks unsigned char.
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const annals::v1::TimeInterval day = annals::day_interval(Day(date::year(2020) / 9 / 16));
  for (const Tools& t : tools()) {
    const annals::Analysis analysis = t.language.analyse_text(text);
    const auto times = t.tagger.tag_text(analysis, {day, "Europe/Berlin"});
    std::uint32_t at = 0;
    for (const auto& time : times) {
      check(time.span().begin() >= at && time.span().begin() < time.span().end());
      check(time.span().end() <= size && !time.value().empty() && !time.rule().empty());
      at = time.span().end();
      if (!time.has_interval()) continue;
      const auto& interval = time.interval();
      if (interval.has_earliest_day() && interval.has_latest_day())
        check(interval.earliest_day() <= interval.latest_day());
      if (interval.has_earliest_second() && interval.has_latest_second())
        check(interval.earliest_second() <= interval.latest_second());
      check(interval.basis() != annals::v1::TIME_BASIS_UNSPECIFIED);
    }
    const auto again = t.tagger.tag_text(analysis, {day, "Europe/Berlin"});
    check(again.size() == times.size());
    for (std::size_t i = 0; i < times.size(); ++i)
      check(again[i].SerializeAsString() == times[i].SerializeAsString());
    const auto bounded = t.tagger.tag_text(analysis, {annals::no_later_than(day), "Europe/Berlin"});
    check(bounded.size() == times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
      check(bounded[i].span().begin() == times[i].span().begin());
      if (bounded[i].interval().basis() == annals::v1::TIME_BASIS_BOUND_ONLY)
        check(!bounded[i].interval().has_earliest_day());
    }
  }
  return 0;
}
