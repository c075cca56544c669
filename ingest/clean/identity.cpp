#include "ingest/clean/identity.h"

#include <algorithm>
#include <set>

#include "engine/base/ascii.h"

namespace annals {
namespace {

// Parameters that say where a reader came from and not what the page is.
bool is_tracking(std::string_view parameter) {
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  for (const std::string_view prefix : {"utm_", "mtm_", "pk_", "at_", "wt_", "ns_", "hsa_"}) {
    if (name.starts_with(prefix)) return true;
  }
  static constexpr std::string_view kNames[] = {
      "fbclid", "gclid", "dclid",   "msclkid", "yclid", "igshid",  "mc_cid",
      "mc_eid", "ref",   "referer", "source",  "src",   "cmpid",   "cid",
      "xtor",   "sh",    "smid",    "partner", "share", "feature", "soc_src"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::string_view value_of(const Page& page, std::initializer_list<std::string_view> signals) {
  for (const std::string_view signal : signals) {
    const Field* const field = find_field(page.fields, signal);
    if (field != nullptr && !trim(field->value).empty()) return trim(field->value);
  }
  return {};
}

void add_author(std::string_view name, std::vector<std::string>& out) {
  name = trim(name);
  if (name.empty() || name.size() > 100 || name.find("://") != std::string_view::npos ||
      name.find('\n') != std::string_view::npos || name.starts_with('@')) {
    return;
  }
  if (std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
}

bool is_language_code(std::string_view code) {
  return code.size() >= 2 && is_ascii_letter(code[0]) && is_ascii_letter(code[1]) &&
         (code.size() == 2 || code[2] == '-' || code[2] == '_');
}

}  // namespace

std::string normalise_url(std::string_view url) {
  url = trim(url);
  std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    if (!url.starts_with("//")) return {};
    url.remove_prefix(2);
  } else {
    const std::string name = ascii_lower(url.substr(0, scheme));
    if (name != "http" && name != "https") return {};
    url.remove_prefix(scheme + 3);
  }
  url = url.substr(0, url.find('#'));
  const std::size_t path_at = std::min(url.find_first_of("/?"), url.size());
  std::string host = ascii_lower(url.substr(0, path_at));
  if (const std::size_t at = host.find('@'); at != std::string::npos) host.erase(0, at + 1);
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) host.erase(host.size() - port.size());
  }
  if (host.starts_with("www.")) host.erase(0, 4);
  while (host.ends_with('.'))
    host.pop_back();
  if (host.empty() || host.find_first_of(" \t\r\n") != std::string::npos) return {};
  std::string_view rest = url.substr(path_at);
  const std::size_t query_at = std::min(rest.find('?'), rest.size());
  std::string path(rest.substr(0, query_at));
  while (path.ends_with('/'))
    path.pop_back();
  std::vector<std::string> parameters;
  std::string_view query = rest.substr(std::min(query_at + 1, rest.size()));
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    if (!parameter.empty() && !is_tracking(parameter)) parameters.emplace_back(parameter);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out = "https://" + host + path;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    out += i == 0 ? '?' : '&';
    out += parameters[i];
  }
  return out;
}

std::string host_of(std::string_view url) {
  const std::string normal = normalise_url(url);
  if (normal.empty()) return {};
  const std::string_view rest = std::string_view(normal).substr(8);
  return std::string(rest.substr(0, rest.find_first_of("/?:")));
}

std::string find_url(const Page& page) {
  for (const std::string_view signal : {"option.url", "json.url", "sidecar.url", "link.canonical",
                                        "meta.og:url", "jsonld.url", "jsonld.mainEntityOfPage"}) {
    const Field* const field = find_field(page.fields, signal);
    if (field != nullptr && !normalise_url(field->value).empty())
      return std::string(trim(field->value));
  }
  return {};
}

std::string find_outlet(const Page& page, std::string_view url) {
  const std::string_view named =
      value_of(page, {"option.outlet", "json.outlet", "sidecar.outlet", "jsonld.publisher",
                      "meta.og:site_name", "meta.application-name", "meta.publisher"});
  return named.empty() ? host_of(url) : std::string(named);
}

std::vector<std::string> find_authors(const PageView& view, const Draft& draft) {
  std::vector<std::string> out;
  const Page& page = *view.page;
  for (const std::string_view prefix :
       {"option.authors", "json.authors", "sidecar.authors", "jsonld.author", "meta.author",
        "meta.article:author", "meta.dc.creator", "microdata.author"}) {
    for (const Field& field : page.fields) {
      if (field.signal == prefix) add_author(field.value, out);
    }
    if (!out.empty()) return out;
  }
  // "Von Erika Muster" between headline and body.
  const std::size_t begin = draft.title_block.value_or(0);
  std::size_t end = begin;
  for (const DraftBlock& block : draft.blocks) {
    if (block.kind == v1::BLOCK_KIND_PARAGRAPH) {
      end = block.block;
      break;
    }
  }
  for (std::size_t i = begin; i < end; ++i) {
    const CueHit* const cue = find_cue(view.cues[i], lang::v1::CUE_KIND_AUTHOR);
    if (cue == nullptr) continue;
    std::uint32_t until = cue->span.end;
    std::size_t names = 0;
    for (const PageWord& word : view.words.of_block(i)) {
      if (word.span.begin < cue->span.end) continue;
      const std::string_view gap = slice(page.text, {until, std::max(until, word.span.begin)});
      if (!word.upper || gap.find_first_of(",|•;") != std::string_view::npos) break;
      until = word.span.end;
      ++names;
    }
    std::string_view name = slice(page.text, {cue->span.end, until});
    while (name.starts_with(':'))
      name.remove_prefix(1);
    if (names >= 2 && names <= 4) add_author(name, out);
    if (!out.empty()) break;
  }
  return out;
}

std::vector<std::string> find_agencies(const PageView& view, const Draft& draft) {
  std::set<std::string> out;
  if (draft.blocks.empty()) return {};
  // Credits stand around headline and body and at their ends, not somewhere on the page.
  const std::size_t first = draft.blocks.front().block;
  const std::size_t last = draft.blocks.back().block;
  const std::size_t from = first > 2 ? first - 2 : 0;
  for (std::size_t i = from; i < std::min(view.size(), last + 4); ++i) {
    for (const CueHit& cue : view.cues[i]) {
      if (cue.kind != lang::v1::CUE_KIND_AGENCY) continue;
      // Agencies are written the same way everywhere: "AP" is none of "ap".
      if (slice(view.page->text, cue.span) == cue.phrase) out.insert(std::string(cue.phrase));
    }
  }
  return {out.begin(), out.end()};
}

std::string find_language(const PageView& view, const Draft& draft,
                          const CleanKnowledge& knowledge) {
  const Page& page = *view.page;
  const std::string_view said =
      value_of(page, {"option.language", "json.language", "sidecar.language"});
  if (is_language_code(said)) return ascii_lower(said.substr(0, 2));
  std::vector<std::size_t> votes(knowledge.languages.size());
  std::size_t words = 0;
  for (const DraftBlock& block : draft.blocks) {
    for (const PageWord& word : view.words.of_block(block.block)) {
      ++words;
      for (std::size_t l = 0; l < votes.size(); ++l) {
        votes[l] += knowledge.languages[l].common_words.contains(word.hash) ? 1U : 0U;
      }
    }
  }
  std::string told;
  if (!votes.empty()) {
    const auto best = std::max_element(votes.begin(), votes.end());
    std::size_t second = 0;
    for (auto it = votes.begin(); it != votes.end(); ++it) {
      if (it != best) second = std::max(second, *it);
    }
    // A text holds about one such word in three; another language's text about one in twelve.
    if (*best * 6 >= words && *best * 2 > second * 3 && words >= 5) {
      told = knowledge.languages[static_cast<std::size_t>(best - votes.begin())].code;
    }
  }
  const std::string_view declared =
      value_of(page, {"html.lang", "jsonld.inLanguage", "meta.og:locale", "meta.content-language",
                      "meta.language"});
  if (!told.empty()) return told;
  if (!is_language_code(declared)) return {};
  const std::string code = ascii_lower(declared.substr(0, 2));
  // A declared language that we know and that the text does not show is a template's leftover.
  return knowledge.find_language(code) != nullptr && words >= 40 ? std::string() : code;
}

}  // namespace annals
