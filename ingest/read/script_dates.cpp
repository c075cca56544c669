#include "ingest/read/script_dates.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/ascii.h"

namespace annals {
namespace {

using namespace std::string_view_literals;

// Names without "_" and "-", in lower case, that end with one of these.
constexpr std::array kNames = {
    "datepublished"sv,      "publisheddate"sv,       "publishedat"sv,     "publishedtime"sv,
    "publishdate"sv,        "publishtime"sv,         "publicationdate"sv, "publicationtime"sv,
    "firstpublication"sv,   "firstpublished"sv,      "publishedfirst"sv,  "firstpublishdate"sv,
    "firstpublisheddate"sv, "datepublication"sv,     "pubdate"sv,         "publisheddatetime"sv,
    "datefirstpublished"sv, "publicationdatetime"sv,
};
// Names with one of these mean another time.
constexpr std::array kOtherwise = {"last"sv, "latest"sv, "unpub"sv};
constexpr std::size_t kLongestName = 48;
constexpr std::size_t kLongestDate = 48;

bool is_name_char(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
}

// The quoted value behind `at`, where the name ends; empty when none follows.
Span value_behind(std::string_view text, std::size_t at, std::size_t end) {
  const auto skip = [&](auto test) {
    while (at < end && test(text[at]))
      ++at;
  };
  const auto quote = [](char c) { return c == '"' || c == '\'' || c == '\\'; };
  skip(quote);
  skip(is_ascii_space);
  if (at == end || (text[at] != ':' && text[at] != '=' && text[at] != ',')) return {};
  ++at;
  skip(is_ascii_space);
  if (at == end || !quote(text[at])) return {};
  skip(quote);
  const std::size_t begin = at;
  while (at < end && !quote(text[at]) && at - begin <= kLongestDate)
    ++at;
  if (at == end || at == begin || !quote(text[at])) return {};
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
}

}  // namespace

bool says_publication(std::string_view name) {
  if (name.size() > kLongestName) return false;
  std::string plain;
  for (const char c : name) {
    if (c != '_' && c != '-') plain += ascii_lower(c);
  }
  const auto ends = [&plain](std::string_view known) { return plain.ends_with(known); };
  const auto holds = [&plain](std::string_view other) {
    return plain.find(other) != std::string::npos;
  };
  return std::any_of(kNames.begin(), kNames.end(), ends) &&
         std::none_of(kOtherwise.begin(), kOtherwise.end(), holds);
}

std::vector<Span> find_script_dates(std::string_view text, Span script, std::size_t most) {
  std::vector<Span> out;
  const std::string_view content = text.substr(0, script.end);
  std::size_t at = script.begin;
  while (out.size() < most) {
    // All names hold "publi" or "pubdate", the first letter in either case.
    at = content.find("ub", at);
    if (at == std::string_view::npos) break;
    std::size_t begin = at;
    std::size_t end = at;
    while (begin > script.begin && is_name_char(content[begin - 1]) && at - begin <= kLongestName)
      --begin;
    while (end < content.size() && is_name_char(content[end]) && end - at <= kLongestName)
      ++end;
    if (says_publication(content.substr(begin, end - begin))) {
      const Span value = value_behind(content, end, content.size());
      if (!value.empty()) out.push_back(value);
    }
    at = std::max(end, at + 2);
  }
  return out;
}

}  // namespace annals
