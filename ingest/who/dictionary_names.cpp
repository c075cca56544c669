#include "ingest/who/dictionary_names.h"

#include <algorithm>

namespace annals::who {
namespace {

constexpr std::uint32_t kLongestForm = 6;

bool written_as_name(const WordList& words, std::uint32_t first, std::uint32_t last,
                     const Form& form) {
  if (!words.words[first].capital) return false;
  return (form.bits & kCapitalsOnly) == 0 || is_capitals_only(words.text(first, last));
}

// A capital acts for its government when it is the subject: no preposition before it, a finite
// verb behind it.
bool acts(const WordList& words, const SentenceRange& sentence, const Candidate& c) {
  if (c.first > sentence.first) {
    const Word& before = words.words[c.first - 1];
    if (before.is(kPlacePreposition | kDeterminer | kConjunction)) return false;
    if (before.pos == Pos::kAdp || before.pos == Pos::kAdj || before.pos == Pos::kNoun ||
        before.pos == Pos::kPropn) {
      return false;
    }
  }
  if (c.last >= sentence.last || words.words[c.last - 1].possessive) return false;
  const Word& behind = words.words[c.last];
  if (behind.pos == Pos::kUnknown)
    return behind.is_word() && !behind.capital &&
           !behind.is(kOfWord | kPlacePreposition | kConjunction);
  return behind.pos == Pos::kVerb || behind.pos == Pos::kAux;
}

}  // namespace

void find_dictionary_names(const WordList& words, const NameLexicon& lexicon,
                           const SentenceRange& sentence, std::vector<NameSpan>& out) {
  out.clear();
  const bool genitive = lexicon.pack().genitive_s();
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
    const Word& word = words.words[i];
    if (!word.is_word() || !word.capital) continue;
    const std::uint32_t longest =
        word.form == nullptr ? 1 : std::min<std::uint32_t>(word.form->longest, kLongestForm);
    for (std::uint32_t n = std::min(longest, sentence.last - i); n > 0; --n) {
      const std::string_view folded = words.fold(i, i + n);
      const Form* form = n == 1 ? word.form : lexicon.find(folded);
      constexpr std::uint32_t kNames = kKnown | kCountryName | kCapital;
      if ((form == nullptr || (form->bits & kNames) == 0) && n == 1 && genitive &&
          folded.size() > 4 && folded.ends_with('s')) {
        form = lexicon.find(folded.substr(0, folded.size() - 1));
        if (form != nullptr && (form->bits & kCapitalsOnly) != 0) form = nullptr;
      }
      if (form == nullptr || (form->bits & kNames) == 0) continue;
      if (!written_as_name(words, i, i + n, *form)) continue;
      const bool known = (form->bits & kKnown) != 0;
      const bool organisation =
          known && lexicon.pack().known(form->known).kind() == v1::ACTOR_KIND_ORGANISATION;
      out.push_back({i, i + n, organisation ? Label::kOrganisation : Label::kPlace,
                     known                              ? "known"
                     : (form->bits & kCountryName) != 0 ? "country"
                                                        : "capital"});
      i += n - 1;
      break;
    }
  }
}

void join_dictionary(const std::vector<NameSpan>& dictionary, std::vector<NameSpan>& names) {
  for (const NameSpan& entry : dictionary) {
    const bool town = std::string_view(entry.rule) == "capital";
    const auto overlaps = [&](const NameSpan& name) {
      return name.first < entry.last && entry.first < name.last;
    };
    const bool stays = std::any_of(names.begin(), names.end(), [&](const NameSpan& name) {
      return overlaps(name) && (town || (name.first <= entry.first && name.last >= entry.last &&
                                         name.last - name.first > entry.last - entry.first));
    });
    if (stays) continue;
    std::erase_if(names, overlaps);
    names.insert(
        std::upper_bound(names.begin(), names.end(), entry,
                         [](const NameSpan& a, const NameSpan& b) { return a.first < b.first; }),
        entry);
  }
}

void apply_dictionary(const WordList& words, const NameLexicon& lexicon,
                      const SentenceRange& sentence, Candidate& c) {
  const std::string_view folded = words.fold(c.first, c.last);
  c.folded = folded;
  const Form* form = lexicon.find(folded);
  bool genitive = false;
  if ((form == nullptr || (form->bits & (kKnown | kCountryName | kCapital)) == 0) &&
      lexicon.pack().genitive_s() && folded.size() > 3 && folded.ends_with('s')) {
    form = lexicon.find(folded.substr(0, folded.size() - 1));
    genitive = true;
  }
  if (form != nullptr && (form->bits & (kKnown | kCountryName | kCapital)) != 0 &&
      (genitive ? (form->bits & kCapitalsOnly) == 0
                : written_as_name(words, c.first, c.last, *form))) {
    if ((form->bits & kKnown) != 0) {
      const auto& known = lexicon.pack().known(form->known);
      c.key = known.key();
      c.actor_kind = known.kind();
      c.strong_kind = true;
    } else if ((form->bits & kCountryName) != 0) {
      c.key = "country:" + lexicon.country(form->country);
      c.actor_kind = v1::ACTOR_KIND_PLACE;
      c.strong_kind = true;
      c.country = form->country;
    } else {
      c.country = form->country;
      if (acts(words, sentence, c)) {
        c.key = "government:" + lexicon.country(form->country);
        c.actor_kind = v1::ACTOR_KIND_ORGANISATION;
        c.strong_kind = true;
        c.rule = "capital-acts";
      }
    }
    if (genitive) {
      c.possessive = true;
      c.folded.pop_back();
      c.core.end -= 1;
    }
  } else if (lexicon.pack().genitive_s() && folded.size() > 3 && folded.ends_with('s')) {
    c.genitive_s = true;
  }
  if (words.words[c.last - 1].possessive) c.possessive = true;
}

}  // namespace annals::who
