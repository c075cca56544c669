#include "ingest/clean/knowledge.h"

#include <algorithm>

#include <fmt/format.h>

#include "ingest/clean/words.h"

namespace annals {

Result<std::vector<std::pair<std::string, lang::v1::CleanPack>>> read_clean_packs(
    const DataFiles& data) {
  std::vector<std::pair<std::string, lang::v1::CleanPack>> packs;
  packs.emplace_back();
  ANNALS_TRY(data.read_message("lang/clean.txtpb", packs.back().second));
  for (const std::string& code : data.languages()) {
    const std::string name = "lang/" + code + "/clean.txtpb";
    if (!data.has(name)) continue;
    packs.emplace_back(code, lang::v1::CleanPack());
    ANNALS_TRY(data.read_message(name, packs.back().second));
  }
  return packs;
}

Result<CleanKnowledge> CleanKnowledge::load(const DataFiles& data) {
  CleanKnowledge out;
  ANNALS_ASSIGN(const auto packs, read_clean_packs(data));
  for (const auto& [code, pack] : packs) {
    const std::string file = code.empty() ? "lang/clean.txtpb" : "lang/" + code + "/clean.txtpb";
    if (auto status = out.cues.add(pack); !status)
      return tl::unexpected(std::move(status).error().with_context(file));
    if (auto status = out.dates.add(pack, code); !status)
      return tl::unexpected(std::move(status).error().with_context(file));
    for (const lang::v1::ElementHint& hint : pack.element_hints()) {
      const auto* const at = std::find(kHintNames.begin(), kHintNames.end(), hint.name());
      if (at == kHintNames.end()) {
        return fail(ErrorCode::kInvalidInput,
                    file + ": unknown element hint \"" + hint.name() + "\"");
      }
      const std::uint32_t bit = 1U << static_cast<unsigned>(at - kHintNames.begin());
      for (const std::string& part : hint.parts()) {
        if (part.size() < 2) {
          return fail(ErrorCode::kInvalidInput,
                      fmt::format("{}: element hint \"{}\" is too short, expected two letters",
                                  file, part));
        }
        out.hint_parts_.at(pair_of(part[0], part[1])).push_back({part, bit});
      }
    }
    if (code.empty()) continue;
    if (auto zone = find_zone(pack.time_zone()); !zone)
      return tl::unexpected(std::move(zone).error().with_context(file));
    CleanLanguage language;
    language.code = code;
    language.time_zone = pack.time_zone();
    language.month_first_countries.assign(pack.month_first_countries().begin(),
                                          pack.month_first_countries().end());
    for (const std::string& word : pack.common_words()) {
      language.common_words.insert(word_hash(lower_case(word)));
      out.common_words.insert(word_hash(lower_case(word)));
    }
    out.languages.push_back(std::move(language));
  }
  return out;
}

const CleanLanguage* CleanKnowledge::find_language(std::string_view code) const {
  const auto it = std::find_if(languages.begin(), languages.end(),
                               [code](const CleanLanguage& l) { return l.code == code; });
  return it == languages.end() ? nullptr : &*it;
}

std::uint32_t CleanKnowledge::hints_of(std::string_view element) const {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i + 1 < element.size(); ++i) {
    for (const HintPart& part : hint_parts_[pair_of(element[i], element[i + 1])]) {
      if (element.substr(i).starts_with(part.text)) bits |= part.bit;
    }
  }
  return bits;
}

}  // namespace annals
