// NameLexicon: a language's names pack compiled for lookup: which words may be a title, a legal
// form, a country, a determiner …
//
// A form is looked up by the hash of its folded words ("prime minister"), so the text's words must
// be folded by fold_name as well. Thread safety: immutable after load. Errors: load names the pack
// file, line and column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <annals/lang/v1/names.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/result.h"

namespace annals::who {

// What a form may be. Several may hold.
enum FormBits : std::uint32_t {
  kNounSingular = 1U << 0U,
  kNounPlural = 1U << 1U,
  kNoun = kNounSingular | kNounPlural,
  kHonorific = 1U << 2U,
  kLegalForm = 1U << 3U,
  kDeterminer = 1U << 4U,
  kPronoun = 1U << 5U,
  kKnown = 1U << 6U,
  kCountryName = 1U << 7U,
  kCountryAdjective = 1U << 8U,
  kCapital = 1U << 9U,
  kParticle = 1U << 10U,
  kPlacePreposition = 1U << 11U,
  kOfWord = 1U << 12U,
  kNever = 1U << 13U,
  kConjunction = 1U << 14U,
  kBased = 1U << 15U,
  kModifier = 1U << 16U,
  // The name (of a country or known actor) counts only when written in capitals.
  kCapitalsOnly = 1U << 17U,
  kSaying = 1U << 18U,
  // Ends the name of a place.
  kPlaceEnd = 1U << 19U,
};

struct Form {
  std::uint32_t bits = 0;
  std::uint8_t longest = 1;  // words of the longest form that begins with this word
  lang::v1::DeterminerKind determiner = lang::v1::DETERMINER_KIND_UNSPECIFIED;
  lang::v1::Gender gender = lang::v1::GENDER_UNSPECIFIED;  // of a noun, honorific or pronoun
  std::uint8_t genders = 0;   // of a determiner: bits of the genders it may stand with, 0 for any
  std::uint16_t noun = 0;     // index in pack().nouns()
  std::uint16_t known = 0;    // index in pack().known()
  std::uint16_t country = 0;  // index in countries()
  std::uint16_t pronoun = 0;  // index in pack().pronouns()
};

class NameLexicon {
 public:
  static Result<NameLexicon> load(const DataFiles& data, const std::string& code);

  // nullptr when the pack does not know the folded form.
  const Form* find(std::string_view folded) const;
  // A noun of the pack that ends the folded word ("inhaberkonzern" -> "konzern"), when the
  // language joins compounds. Sets `head` to the length of that end in bytes.
  const Form* find_compound_head(std::string_view folded, std::size_t& head) const;

  const lang::v1::NamesPack& pack() const { return pack_; }
  // ISO 3166-1 alpha-2 codes, by Form::country.
  const std::string& country(std::uint16_t index) const { return countries_[index]; }
  bool ends_in_own_s(std::string_view folded) const;

 private:
  Form& at(std::string_view text);
  void add_all();
  void add_countries(const lang::v1::CountriesPack& pack);
  void freeze();

  lang::v1::NamesPack pack_;
  std::vector<std::string> countries_;
  std::unordered_map<std::string, Form> building_;  // while loading
  std::vector<std::uint64_t> hashes_;               // open addressing; 0 for an empty slot
  std::vector<Form> forms_;
  std::uint64_t mask_ = 0;
};

// Whether a form is written in capitals only ("US", "U.N.", "DR Kongo" is not).
bool is_capitals_only(std::string_view text);

}  // namespace annals::who
