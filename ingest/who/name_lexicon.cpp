#include "ingest/who/name_lexicon.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "engine/base/fold.h"
#include "engine/base/hash.h"

namespace annals::who {
namespace {

constexpr std::size_t kShortestHead = 3;
constexpr std::size_t kShortestFirstPart = 2;

std::uint64_t slot_hash(std::string_view folded) {
  const std::uint64_t hash = hash64(folded);
  return hash == 0 ? 1 : hash;
}

}  // namespace

bool is_capitals_only(std::string_view text) {
  bool any = false;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      any = true;
    } else if (c != '.') {
      return false;
    }
  }
  return any;
}

Form& NameLexicon::at(std::string_view text) {
  return building_[fold_name(text)];
}

void NameLexicon::add_all() {
  const auto add_bits = [&](const auto& forms, std::uint32_t bits) {
    for (const std::string& form : forms)
      at(form).bits |= bits;
  };
  add_bits(pack_.legal_forms(), kLegalForm);
  add_bits(pack_.particles(), kParticle);
  add_bits(pack_.place_prepositions(), kPlacePreposition);
  add_bits(pack_.of_words(), kOfWord);
  add_bits(pack_.never(), kNever);
  add_bits(pack_.conjunctions(), kConjunction);
  add_bits(pack_.based(), kBased);
  add_bits(pack_.modifiers(), kModifier);
  add_bits(pack_.saying(), kSaying);
  add_bits(pack_.place_ends(), kPlaceEnd);
  for (const auto& determiner : pack_.determiners()) {
    for (const std::string& form : determiner.forms()) {
      Form& entry = at(form);
      entry.bits |= kDeterminer;
      entry.determiner = determiner.kind();
      for (const int gender : determiner.genders()) {
        entry.genders |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(gender));
      }
    }
  }
  for (const auto& honorific : pack_.honorifics()) {
    for (const std::string& form : honorific.forms()) {
      Form& entry = at(form);
      entry.bits |= kHonorific;
      entry.gender = honorific.gender();
    }
  }
  for (int i = 0; i < pack_.pronouns_size(); ++i) {
    for (const std::string& form : pack_.pronouns(i).forms()) {
      Form& entry = at(form);
      entry.bits |= kPronoun;
      entry.gender = pack_.pronouns(i).gender();
      entry.pronoun = static_cast<std::uint16_t>(i);
    }
  }
  for (int i = 0; i < pack_.nouns_size(); ++i) {
    const auto& group = pack_.nouns(i);
    const auto add_noun = [&](const std::string& form, FormBits bit) {
      Form& entry = at(form);
      const bool first = (entry.bits & (kNounSingular | kNounPlural)) == 0;
      // "die Vorsitzende" and "der Vorsitzende": the form alone does not tell the gender.
      if (first) {
        entry.noun = static_cast<std::uint16_t>(i);
        entry.gender = group.gender();
      } else if (entry.gender != group.gender()) {
        entry.gender = lang::v1::GENDER_UNSPECIFIED;
      }
      entry.bits |= bit;
    };
    for (const std::string& form : group.singular())
      add_noun(form, kNounSingular);
    for (const std::string& form : group.plural())
      add_noun(form, kNounPlural);
  }
  for (int i = 0; i < pack_.known_size(); ++i) {
    for (const std::string& form : pack_.known(i).forms()) {
      Form& entry = at(form);
      const bool capitals = is_capitals_only(form);
      const bool before = (entry.bits & kKnown) != 0;
      if (!before && capitals) entry.bits |= kCapitalsOnly;
      if (before && !capitals) entry.bits &= ~static_cast<std::uint32_t>(kCapitalsOnly);
      entry.bits |= kKnown;
      entry.known = static_cast<std::uint16_t>(i);
    }
  }
}

void NameLexicon::add_countries(const lang::v1::CountriesPack& pack) {
  for (const auto& country : pack.countries()) {
    const auto index = static_cast<std::uint16_t>(countries_.size());
    countries_.push_back(country.code());
    for (const std::string& name : country.names()) {
      Form& entry = at(name);
      const bool capitals = is_capitals_only(name);
      const bool before = (entry.bits & kCountryName) != 0;
      if (!before && capitals) entry.bits |= kCapitalsOnly;
      if (before && !capitals) entry.bits &= ~static_cast<std::uint32_t>(kCapitalsOnly);
      entry.bits |= kCountryName;
      entry.country = index;
    }
    for (const std::string& adjective : country.adjectives()) {
      for (const std::string& ending : pack_.adjective_endings()) {
        Form& entry = at(adjective + ending);
        // A name and an adjective at once is rare ("Niger"/"nigrisch" differ): the name stays.
        if ((entry.bits & kCountryName) != 0) continue;
        entry.bits |= kCountryAdjective;
        entry.country = index;
      }
    }
    for (const std::string& capital : country.capitals()) {
      Form& entry = at(capital);
      if ((entry.bits & (kCountryName | kCountryAdjective)) != 0) continue;
      entry.bits |= kCapital;
      entry.country = index;
    }
  }
}

void NameLexicon::freeze() {
  // The first word of a longer form must be there, to say how far to look.
  std::vector<std::pair<std::string, std::uint8_t>> firsts;
  for (const auto& [form, entry] : building_) {
    const std::size_t words =
        1 + static_cast<std::size_t>(std::count(form.begin(), form.end(), ' '));
    if (words > 1)
      firsts.emplace_back(form.substr(0, form.find(' ')), static_cast<std::uint8_t>(words));
  }
  for (const auto& [first, words] : firsts) {
    Form& entry = at(first);
    entry.longest = std::max(entry.longest, words);
  }
  const std::size_t slots = std::bit_ceil(building_.size() * 2 + 2);
  mask_ = slots - 1;
  hashes_.assign(slots, 0);
  forms_.assign(slots, Form{});
  for (const auto& [form, entry] : building_) {
    const std::uint64_t hash = slot_hash(form);
    std::uint64_t slot = hash & mask_;
    while (hashes_[slot] != 0)
      slot = (slot + 1) & mask_;
    hashes_[slot] = hash;
    forms_[slot] = entry;
  }
  building_ = {};
}

Result<NameLexicon> NameLexicon::load(const DataFiles& data, const std::string& code) {
  NameLexicon lexicon;
  ANNALS_TRY(data.read_message("lang/" + code + "/names.txtpb", lexicon.pack_));
  lexicon.add_all();
  const std::string countries_file = "lang/" + code + "/countries.txtpb";
  if (data.has(countries_file)) {
    lang::v1::CountriesPack countries;
    ANNALS_TRY(data.read_message(countries_file, countries));
    lexicon.add_countries(countries);
  }
  lexicon.freeze();
  return lexicon;
}

const Form* NameLexicon::find(std::string_view folded) const {
  if (folded.empty()) return nullptr;
  const std::uint64_t hash = slot_hash(folded);
  for (std::uint64_t slot = hash & mask_; hashes_[slot] != 0; slot = (slot + 1) & mask_) {
    if (hashes_[slot] == hash) return &forms_[slot];
  }
  return nullptr;
}

const Form* NameLexicon::find_compound_head(std::string_view folded, std::size_t& head) const {
  // After a hyphen (a blank when folded) the last part is the head in any language.
  const std::size_t blank = folded.rfind(' ');
  if (blank != std::string_view::npos) {
    const std::string_view last = folded.substr(blank + 1);
    const Form* form = find(last);
    if (form != nullptr && (form->bits & (kNounSingular | kNounPlural)) != 0) {
      head = last.size();
      return form;
    }
    folded = last;
  }
  if (!pack_.joined_compounds()) return nullptr;
  // The longest end wins: "Rüstungskonzern" before anything shorter.
  for (std::size_t at = kShortestFirstPart; at + kShortestHead <= folded.size(); ++at) {
    const std::string_view end = folded.substr(at);
    if ((static_cast<unsigned char>(end.front()) & 0xC0U) == 0x80U) continue;  // inside a letter
    const Form* form = find(end);
    if (form != nullptr && (form->bits & (kNounSingular | kNounPlural)) != 0 && end.size() > 3) {
      head = end.size();
      return form;
    }
  }
  return nullptr;
}

bool NameLexicon::ends_in_own_s(std::string_view folded) const {
  return std::any_of(pack_.own_s().begin(), pack_.own_s().end(),
                     [&](const std::string& end) { return folded.ends_with(end); });
}

}  // namespace annals::who
