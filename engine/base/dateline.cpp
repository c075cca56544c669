#include "engine/base/dateline.h"

#include <algorithm>
#include <array>

namespace annals {
namespace {

// A credit further on is no dateline's; one of several agencies ("AFP/Reuters") is not longer.
constexpr std::size_t kReach = 200;
constexpr std::size_t kCredit = 24;
// What is left must be worth quoting.
constexpr std::size_t kShortest = 20;
// Places in capitals: "MÜNCHEN/FRANKFURT – "; three letters are rather an abbreviation.
constexpr std::size_t kPlaces = 40;
constexpr std::size_t kShortestPlace = 4;

constexpr std::array<std::string_view, 3> kDashes = {"-", "–", "—"};

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at]))
    ++at;
  return at;
}

std::size_t skip_dashes(std::string_view text, std::size_t at) {
  for (bool more = true; more;) {
    at = skip_blanks(text, at);
    const std::string_view rest = text.substr(at);
    const auto* const dash = std::ranges::find_if(
        kDashes, [&](std::string_view sign) { return rest.starts_with(sign); });
    more = dash != kDashes.end();
    if (more) at += dash->size();
  }
  return at;
}

// Whether a credit can begin at `at`: after a bracket or another agency. A sentence may have been
// cut behind the bracket.
bool opens(std::string_view text, std::size_t at) {
  while (at > 0 && is_blank(text[at - 1]))
    --at;
  return at == 0 || text[at - 1] == '(' || text[at - 1] == '/';
}

// Behind bracket and dash when a credit's name ends at `at`; else 0.
std::size_t closed(std::string_view text, std::size_t at) {
  const std::size_t bracket = text.find(')', at);
  if (bracket == std::string_view::npos || bracket > at + kCredit) return 0;
  // "(dpa)", "(dpa/lno)", "(Reuters)" — not "(AP photo by …)".
  if (bracket != at && text[at] != '/') return 0;
  std::size_t behind = bracket + 1;
  if (behind < text.size() && text[behind] == '"') ++behind;
  const std::size_t end = skip_dashes(text, behind);
  return end > skip_blanks(text, behind) ? end : 0;
}

// Whether the text is written without a small letter (of the scripts' Latin-1 part).
bool all_capitals(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= 'a' && text[i] <= 'z') return false;
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC3 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0x9F)
      return false;
  }
  return true;
}

// Behind the dash when the sentence begins with places in capitals and no agency; else 0.
std::size_t places_in_capitals(std::string_view sentence) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; };
  const auto word =
      static_cast<std::size_t>(std::ranges::find_if_not(sentence, letter) - sentence.begin());
  if (word < kShortestPlace) return 0;
  for (const std::string_view dash : kDashes) {
    const std::size_t at = sentence.find(dash);
    if (at == std::string_view::npos || at == 0 || at > kPlaces) continue;
    const std::size_t end = skip_dashes(sentence, at);
    if (!is_blank(sentence[at - 1]) || !all_capitals(sentence.substr(0, at)) ||
        sentence.size() < end + kShortest || !is_blank(sentence[end - 1]) || !letter(sentence[end]))
      continue;
    return end;
  }
  return 0;
}

// Behind the bar of "Kiel | The council met again."; else 0. A title's bar stands before the
// outlet.
std::size_t place_before_bar(std::string_view sentence) {
  constexpr std::string_view kBar = " | ";
  constexpr std::string_view kEnds = ".!?\"";
  const std::size_t at = sentence.find(kBar);
  if (at == std::string_view::npos || at < kShortestPlace || at > kPlaces) return 0;
  const std::string_view place = sentence.substr(0, at);
  const std::size_t end = at + kBar.size();
  if (std::ranges::count(place, ' ') > 1 || sentence.size() < end + kShortest ||
      kEnds.find(sentence.back()) == std::string_view::npos)
    return 0;
  // Each word begins with a capital or a letter beyond ASCII.
  for (std::size_t i = 0; i < place.size(); ++i) {
    if ((i == 0 || place[i - 1] == ' ') && place[i] >= 'a' && place[i] <= 'z') return 0;
  }
  return end;
}

}  // namespace

std::size_t dateline_length(std::string_view sentence, std::span<const std::string> agencies) {
  std::size_t out = std::max(places_in_capitals(sentence), place_before_bar(sentence));
  for (const std::string& agency : agencies) {
    if (agency.empty()) continue;
    for (std::size_t at = sentence.find(agency); at < kReach; at = sentence.find(agency, at + 1)) {
      if (!opens(sentence, at)) continue;
      const std::size_t end = closed(sentence, at + agency.size());
      if (end > out && sentence.size() >= end + kShortest) out = end;
    }
  }
  return out;
}

}  // namespace annals
