#include "ingest/what/agreement.h"

#include <algorithm>
#include <string>

#include "engine/base/hash.h"

namespace annals::what {
namespace {

constexpr std::uint8_t kPlural = 1U << (lang::AGREEMENT_PLURAL - 1U);
constexpr std::uint8_t kSingular = kAnyAgreement & ~kPlural;

std::uint8_t in_case(const Nominal& n, lang::Case of) {
  return static_cast<std::uint8_t>(n.agreement >> (4U * (static_cast<unsigned>(of) - 1U))) &
         kAnyAgreement;
}

bool listed(const SentenceView& view, std::int32_t k) {
  return std::ranges::any_of(view.nominals,
                             [k](const Nominal& other) { return other.listed_with == k; });
}

bool person(const SentenceView& view, const Nominal& n) {
  if (n.mention < 0) return false;
  const auto actor = static_cast<int>(view.record->mentions(n.mention).actor());
  return actor < view.record->actors_size() &&
         view.record->actors(actor).kind() == v1::ACTOR_KIND_PERSON;
}

bool counted(const SentenceView& view, const Nominal& n) {
  for (std::int32_t i = n.first; i < n.head; ++i) {
    if (view.word(i).cls == WordClass::kNumber) return true;
  }
  return false;
}

// A noun that is no name and not in its base form: as subject it can only be a plural.
bool inflected(const SentenceView& view, const Nominal& n) {
  return view.word(n.head).cls == WordClass::kNoun && n.mention < 0 &&
         view.token(n.head).pos == Pos::kNoun &&
         view.facts(n.head).lemma != hash64(view.lower(n.head));
}

}  // namespace

std::uint8_t agreement_of(const Nominal& n) {
  std::uint8_t out = 0;
  for (const lang::Case of :
       {lang::CASE_NOMINATIVE, lang::CASE_ACCUSATIVE, lang::CASE_DATIVE, lang::CASE_GENITIVE}) {
    if ((n.cases & case_bit(of)) != 0) out = static_cast<std::uint8_t>(out | in_case(n, of));
  }
  return out;
}

bool agrees_with_verb(const SentenceView& view, const Clause& clause, std::int32_t k) {
  const auto& endings = view.lexicon->grammar().plural_verb();
  const Nominal& n = view.nominal(k);
  if (endings.empty() || clause.finite < 0 || listed(view, k)) return true;
  const std::uint8_t can = in_case(n, lang::CASE_NOMINATIVE);
  const std::string_view verb = view.lower(clause.finite);
  const bool plural = std::ranges::any_of(
      endings, [&](const std::string& ending) { return verb.ends_with(ending); });
  if (plural) return ((can & kPlural) != 0 && !person(view, n)) || counted(view, n);
  return (can & kSingular) != 0 && !inflected(view, n);
}

}  // namespace annals::what
