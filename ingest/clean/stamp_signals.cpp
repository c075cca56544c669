#include "ingest/clean/stamp_signals.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/ascii.h"
#include "ingest/read/script_dates.h"

namespace annals {
namespace {

using namespace std::string_view_literals;

struct SignalWeight {
  std::string_view kind;
  std::string_view name;
  double weight;
};
constexpr SignalWeight kPublished[] = {
    {"microdata", "datepublished", 3.0},
    {"meta", "articlepublishedtime", 2.8},
    {"jsonld", "datepublished", 2.6},
    {"meta", "ogarticlepublishedtime", 2.6},
    {"meta", "parselypubdate", 2.6},
    {"meta", "ogpublishedtime", 2.4},
    {"meta", "articlepublished", 2.4},
    {"meta", "sailthrudate", 2.4},
    {"meta", "published", 2.2},
    {"meta", "dcdateissued", 2.2},
    {"meta", "dctermsissued", 2.2},
    {"meta", "articledateoriginal", 2.2},
    {"meta", "dctermscreated", 2.0},
    {"meta", "dcdatecreated", 2.0},
    {"meta", "dccreated", 2.0},
    {"meta", "datecreated", 2.0},
    {"meta", "dctermsdate", 1.8},
    {"meta", "dcdate", 1.8},
    {"hatom", "published", 1.8},
    {"meta", "date", 1.6},
    {"microdata", "datecreated", 1.6},
    {"jsonld", "datecreated", 1.5},
    {"script", "published", 1.4},
    {"meta", "created", 1.4},
    // An entry that names no publication was published at its update (hAtom 0.1).
    {"hatom", "updated", 0.6},
};
// A meta tag of another name that ends as those of publication do.
constexpr double kOtherMeta = 2.2;

constexpr std::array kChanged = {
    "datemodified"sv,    "modifiedtime"sv,   "modifieddate"sv, "articlemodified"sv,
    "updatedtime"sv,     "articleupdated"sv, "lastmodified"sv, "lastmod"sv,
    "dctermsmodified"sv, "dateupdated"sv,    "revised"sv,
};

struct Name {
  std::string_view kind;
  std::string plain;
};

Name name_of(std::string_view signal) {
  const std::size_t dot = std::min(signal.find('.'), signal.size());
  Name out{signal.substr(0, dot), {}};
  for (const char c : signal.substr(std::min(dot + 1, signal.size()))) {
    if (is_ascii_letter(c) || is_ascii_digit(c)) out.plain += ascii_lower(c);
  }
  return out;
}

}  // namespace

std::optional<double> published_weight(std::string_view signal) {
  const Name name = name_of(signal);
  const auto* const known = std::find_if(
      std::begin(kPublished), std::end(kPublished),
      [&name](const SignalWeight& w) { return w.kind == name.kind && w.name == name.plain; });
  if (known != std::end(kPublished)) return known->weight;
  if (name.kind == "meta" && says_publication(name.plain)) return kOtherMeta;
  return std::nullopt;
}

bool says_change(std::string_view signal) {
  const Name name = name_of(signal);
  if (name.kind == "json" || name.kind == "sidecar") return name.plain == "updated";
  if (name.kind != "meta" && name.kind != "jsonld" && name.kind != "microdata") return false;
  return std::any_of(kChanged.begin(), kChanged.end(),
                     [&name](std::string_view end) { return name.plain.ends_with(end); });
}

}  // namespace annals
