#include "ingest/who/mend.h"

#include <algorithm>
#include <string_view>

#include "ingest/who/noun_phrase.h"

namespace annals::who {
namespace {

class Mender {
 public:
  Mender(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
         const SentenceRange& sentence, std::vector<NameSpan>& names)
      : words_(words),
        lexicon_(lexicon),
        gazetteer_(gazetteer),
        sentence_(sentence),
        names_(names) {}

  void run() {
    for (NameSpan& name : names_) {
      // Whole as it is: "State" is no description of a department.
      if (std::string_view(name.rule) == "known") continue;
      trim_marks(name);
      drop_noun_part(name);
      trim_left(name);
      trim_described(name);
      trim_right(name);
      trim_title(name);
      call_place(name);
      if (name.last - name.first == 1 && !may_stand_alone(words_.words[name.first])) {
        name.last = name.first;
      }
    }
    drop_titles();
    std::erase_if(names_, [](const NameSpan& name) { return name.first >= name.last; });
    split_owners();
    split_joined();
    join_ampersands();
    join_long_forms();
    name_first_phrase();
  }

 private:
  // "Francis Scott Key Bridge" is no person.
  void call_place(NameSpan& name) const {
    if (name.last < name.first + 2 || name.label == Label::kOrganisation) return;
    if (words_.words[name.last - 1].is(kPlaceEnd)) name.label = Label::kPlace;
  }

  // A common noun that is no name of a town or person besides.
  bool is_common_noun(std::string_view folded) const {
    const std::uint8_t bits = gazetteer_.find(folded);
    if ((bits & (kMaleName | kFemaleName | kSurname | kTown)) != 0) return false;
    return (bits & kCommonNoun) != 0;
  }

  bool ends_in_common_noun(std::string_view folded) const {
    if (is_common_noun(folded)) return true;
    if (!lexicon_.pack().joined_compounds()) return false;
    constexpr std::size_t kShortestFirst = 3;
    constexpr std::size_t kShortestNoun = 5;
    if (gazetteer_.find(folded) != 0) return false;
    for (std::size_t at = kShortestFirst; at + kShortestNoun <= folded.size(); ++at) {
      if ((gazetteer_.find(folded.substr(at)) & kCommonNoun) != 0) return true;
    }
    return false;
  }

  // No name begins or ends with punctuation, save a quotation that is whole.
  void trim_marks(NameSpan& name) const {
    const auto is_mark = [&](std::uint32_t i) { return !words_.words[i].is_word(); };
    while (name.first < name.last && is_mark(name.first) &&
           words_.words[name.first].kind != TokenKind::kNumber) {
      ++name.first;
    }
    // Nor ends it in a small word: "Starwood Capital Group and".
    const auto is_small = [&](std::uint32_t i) {
      return words_.words[i].stop_word && !words_.words[i].any_capital;
    };
    while (name.first < name.last && (is_mark(name.last - 1) || is_small(name.last - 1)) &&
           words_.words[name.last - 1].kind != TokenKind::kNumber) {
      --name.last;
    }
  }

  // "Prime" of "Prime Minister": the beginning of a noun of several words is no name.
  void drop_noun_part(NameSpan& name) const {
    if (name.first >= name.last) return;
    std::uint32_t taken = 0;
    const Form* form = longest_noun(words_, lexicon_, name.first, sentence_.last, taken);
    if (form != nullptr && taken > name.last - name.first) name.last = name.first;
  }

  static Label label_of(v1::ActorKind kind) {
    switch (kind) {
      case v1::ACTOR_KIND_PERSON:
        return Label::kPerson;
      case v1::ACTOR_KIND_ORGANISATION:
        return Label::kOrganisation;
      case v1::ACTOR_KIND_PLACE:
        return Label::kPlace;
      default:
        return Label::kOther;
    }
  }

  // The noun of the pack that a word is, or ends in.
  const Form* noun_of(const Word& word) const {
    std::size_t head = 0;
    const Form* form = word.form;
    if (form == nullptr) form = lexicon_.find_compound_head(words_.fold(word), head);
    return form != nullptr && (form->bits & kNounSingular) != 0 ? form : nullptr;
  }

  // "Landgericht München": a noun that takes its name from a place, and the place. "die Privatbank
  // Acme": a compound that says what Acme is.
  void trim_described(NameSpan& name) const {
    if (name.last - name.first != 2 || !lexicon_.pack().nouns_capitalised()) return;
    const Word& word = words_.words[name.first];
    const std::string_view rest = words_.fold(words_.words[name.last - 1]);
    const Form* form = noun_of(word);
    if (form == nullptr) return;
    if ((gazetteer_.find(rest) & kTown) != 0) {
      if (!lexicon_.pack().nouns(form->noun).named_by_place()) return;
      name.label = Label::kPlace;
    } else {
      const bool behind_determiner =
          name.first > sentence_.first && words_.words[name.first - 1].is(kDeterminer);
      if (word.form != nullptr || !behind_determiner || ends_in_common_noun(rest)) return;
    }
    ++name.first;
  }

  bool is_organisation(std::uint32_t first, std::uint32_t last) const {
    return (gazetteer_.find(words_.fold(first, last)) & kOrganisation) != 0;
  }

  // "Deutsche Bank and Commerzbank": two organisations that are known each by itself.
  void split_joined() {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const NameSpan name = names_[i];
      for (std::uint32_t k = name.first + 1; k + 1 < name.last; ++k) {
        if (!words_.words[k].is(kConjunction) || !is_organisation(name.first, k) ||
            !is_organisation(k + 1, name.last) || is_organisation(name.first, name.last)) {
          continue;
        }
        names_[i].last = k;
        names_.insert(names_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                      {k + 1, name.last, name.label, name.rule});
        break;
      }
    }
  }

  // "Der Messenger Signal war …": where nouns have capitals, one phrase stands before the verb of a
  // main clause, so the word behind a describing noun is its name.
  void name_first_phrase() {
    const std::uint32_t noun = sentence_.first + 1;
    const std::uint32_t at = noun + 1;
    if (!lexicon_.pack().nouns_capitalised() || at + 1 >= sentence_.last) return;
    const Word& word = words_.words[at];
    const Pos behind = words_.words[at + 1].pos;
    if (!words_.words[sentence_.first].is(kDeterminer) || !word.is_word() || !word.capital ||
        (behind != Pos::kVerb && behind != Pos::kAux))
      return;
    const Form* form = noun_of(words_.words[noun]);
    if (form == nullptr || !lexicon_.pack().nouns(form->noun).describes_only()) return;
    if (std::any_of(names_.begin(), names_.end(),
                    [&](const NameSpan& name) { return name.first <= at && at < name.last; }))
      return;
    put({at, at + 1, label_of(lexicon_.pack().nouns(form->noun).kind()), "apposition"});
  }

  // "Coast Guard Admiral" before a person's name: the title is the person's.
  void trim_title(NameSpan& name) const {
    if (name.label == Label::kPerson || name.last - name.first < 2) return;
    const bool person_follows =
        std::any_of(names_.begin(), names_.end(), [&](const NameSpan& other) {
          return other.first == name.last && other.label == Label::kPerson;
        });
    if (!person_follows) return;
    constexpr std::uint32_t kLongestTitle = 3;
    for (std::uint32_t n = std::min(kLongestTitle, name.last - name.first - 1); n > 0; --n) {
      const Form* form = lexicon_.find(words_.fold(name.last - n, name.last));
      if (form == nullptr || (form->bits & kNounSingular) == 0) continue;
      const auto& group = lexicon_.pack().nouns(form->noun);
      if (group.kind() != v1::ACTOR_KIND_PERSON || !group.title()) continue;
      name.last -= n;
      return;
    }
  }

  // "Geophysiker Matthias Kracht": a word before a full name that is no name elsewhere is what the
  // person does.
  void drop_titles() {
    if (!lexicon_.pack().nouns_capitalised()) return;
    for (std::size_t i = 0; i + 1 < names_.size(); ++i) {
      NameSpan& title = names_[i];
      const NameSpan& name = names_[i + 1];
      if (title.last - title.first != 1 || title.last != name.first || name.last - name.first < 2 ||
          title.label != Label::kPerson || name.label != Label::kPerson)
        continue;
      constexpr std::uint8_t kNameBits = kMaleName | kFemaleName | kSurname;
      const Word& word = words_.words[title.first];
      if ((gazetteer_.find(words_.fold(word)) & kNameBits) == 0) title.last = title.first;
    }
  }

  // Titles stay: candidates split them off, so that the title is kept as a description.
  void trim_left(NameSpan& name) const {
    while (name.last - name.first > 1) {
      const Word& word = words_.words[name.first];
      std::uint32_t taken = 1;
      const Form* form = longest_noun(words_, lexicon_, name.first, name.last, taken);
      if (form == nullptr && word.form == nullptr) {
        std::size_t head = 0;
        form = lexicon_.find_compound_head(words_.fold(word), head);
      }
      const bool describes =
          form != nullptr && (lexicon_.pack().nouns(form->noun).describes_only() ||
                              lexicon_.pack().nouns(form->noun).government());
      // "US-Geschäft von Tiktok": a compound with a common noun, and a small word behind it.
      const bool compound =
          word.hyphen && !words_.words[name.first + 1].any_capital && !may_stand_alone(word);
      if (!describes && !compound) return;
      if (!describes) taken = 1;
      if (taken >= name.last - name.first) return;
      name.first += taken;
      while (name.last - name.first > 1 && !words_.words[name.first].any_capital)
        ++name.first;
    }
  }

  // "Brandenburgs BSW": a place in the genitive and what it owns are two names.
  void split_owners() {
    if (!lexicon_.pack().genitive_s()) return;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      NameSpan& name = names_[i];
      if (name.last - name.first < 2) continue;
      const std::string_view folded = words_.fold(words_.words[name.first]);
      if (!folded.ends_with('s') || folded.size() < 4) continue;
      const std::string_view stem = folded.substr(0, folded.size() - 1);
      const Form* form = lexicon_.find(stem);
      const bool place = (gazetteer_.find(stem) & kTown) != 0 ||
                         (form != nullptr && (form->bits & (kCountryName | kCapital)) != 0);
      if (!place || gazetteer_.find(folded) != 0) continue;
      const NameSpan owner{name.first, name.first + 1, Label::kPlace, name.rule};
      ++name.first;
      if (name.label == Label::kPlace) name.label = Label::kOrganisation;
      names_.insert(names_.begin() + static_cast<std::ptrdiff_t>(i), owner);
      ++i;
    }
  }

  // "Microsofts Plan": an owner and a common noun.
  void trim_right(NameSpan& name) const {
    if (!lexicon_.pack().nouns_capitalised()) return;
    while (name.last - name.first > 1) {
      const Word& word = words_.words[name.last - 1];
      const Word& before = words_.words[name.last - 2];
      if (!lexicon_.pack().genitive_s() || !words_.fold(before).ends_with('s')) return;
      const std::string_view folded = words_.fold(word);
      const bool common =
          is_common_noun(folded) || (word.pos == Pos::kNoun && ends_in_common_noun(folded));
      if (!common) return;
      if (word.form != nullptr && (word.form->bits & (kLegalForm | kKnown)) != 0) return;
      --name.last;
    }
  }

  // No name by itself: a title, an honorific, a describing noun, a compound with a common noun.
  bool may_stand_alone(const Word& word) const {
    if (word.is(kKnown | kCountryName)) return true;
    if ((gazetteer_.find(words_.fold(word)) & kTown) != 0) return true;
    if (word.is(kHonorific | kDeterminer | kNever | kCountryAdjective | kNoun | kLegalForm)) {
      return false;
    }
    const std::string_view folded = words_.fold(word);
    if (word.hyphen) {
      const Form* end = lexicon_.find(folded.substr(folded.rfind(' ') + 1));
      if (end != nullptr && (end->bits & kNever) != 0) return false;  // "mid-March"
    }
    if (!lexicon_.pack().nouns_capitalised()) return true;
    if (word.hyphen) {
      const std::size_t blank = folded.rfind(' ');
      if (blank == std::string_view::npos) return true;
      const std::string_view end = folded.substr(blank + 1);
      const Form* form = lexicon_.find(end);
      if (form != nullptr && (form->bits & kNoun) != 0) return false;
      // "SPD-Fraktionschef"
      std::size_t inner = 0;
      if (gazetteer_.find(end) == 0 && lexicon_.find_compound_head(end, inner) != nullptr)
        return false;
      const std::string_view text = words_.text(word);
      const std::size_t hyphen = text.rfind('-');
      if (hyphen + 1 >= text.size()) return false;
      const bool lower_end = text[hyphen + 1] >= 'a' && text[hyphen + 1] <= 'z';
      return !lower_end && !ends_in_common_noun(end);
    }
    if (word.pos == Pos::kNoun && !word.all_caps && gazetteer_.find(folded) == 0 &&
        ends_in_common_noun(folded)) {
      return false;  // "Technologiepartner"
    }
    std::size_t head = 0;
    return lexicon_.find_compound_head(folded, head) == nullptr || gazetteer_.find(folded) != 0 ||
           word.pos == Pos::kPropn;
  }

  // "Johnson & Johnson", "Procter & Gamble": one firm, when the model saw a name on either side.
  void join_ampersands() {
    for (std::uint32_t i = sentence_.first + 1; i + 1 < sentence_.last; ++i) {
      if (words_.text(words_.words[i]) != "&" || !words_.words[i - 1].any_capital ||
          !words_.words[i + 1].any_capital)
        continue;
      NameSpan joined{i - 1, i + 2, Label::kOrganisation, "ampersand"};
      bool named = false;
      for (const NameSpan& name : names_) {
        if (name.last < i || name.first > i + 1) continue;
        named = true;
        joined.first = std::min(joined.first, name.first);
        joined.last = std::max(joined.last, name.last);
      }
      if (named) put(joined);
    }
  }

  // "Committee on Foreign Investment (CFIUS)": the words before the parenthesis whose first letters
  // spell the acronym are one name (Schwartz and Hearst, 2003).
  void join_long_forms() {
    for (std::uint32_t i = sentence_.first + 2; i + 1 < sentence_.last; ++i) {
      const Word& acronym = words_.words[i];
      if (!acronym.all_caps || !acronym.is_word()) continue;
      if (words_.text(words_.words[i - 1]) != "(" || words_.text(words_.words[i + 1]) != ")")
        continue;
      const std::string_view letters = words_.fold(acronym);
      constexpr std::size_t kLongestAcronym = 8;
      if (letters.size() < 2 || letters.size() > kLongestAcronym) continue;
      const std::uint32_t end = i - 1;
      const std::uint32_t begin = long_form(letters, end);
      if (begin == end) continue;
      // Two words spell two letters too easily, unless the model saw a name there.
      const bool named = std::any_of(names_.begin(), names_.end(), [&](const NameSpan& name) {
        return name.first < end && begin < name.last;
      });
      if (!named && letters.size() < 3) continue;
      put({begin, end, Label::kOrganisation, "long-form"});
      put({i, i + 1, Label::kOrganisation, "long-form"});
    }
  }

  // Where the words [?, end) begin whose capitals spell the letters, or the first three of them and
  // no more ("Committee on Foreign Investment (CFIUS)"); `end` when there are none.
  std::uint32_t long_form(std::string_view letters, std::uint32_t end) const {
    const auto most = static_cast<std::uint32_t>(2 * letters.size() + 2);
    const std::uint32_t limit = end - sentence_.first > most ? end - most : sentence_.first;
    std::string initials;  // last one first
    for (std::uint32_t at = end; at > limit; --at) {
      const Word& word = words_.words[at - 1];
      if (!word.is_word()) break;
      if (!word.capital) {
        // Small words join the parts, of whatever language the name is.
        constexpr std::size_t kLongestJoin = 3;
        if (!word.stop_word && words_.fold(word).size() > kLongestJoin) break;
        continue;
      }
      initials.push_back(words_.fold(word).front());
      if (initials.size() > letters.size()) break;
      if (initials.back() != letters.front() || initials.size() < 2) continue;
      const bool spells = std::equal(initials.rbegin(), initials.rend(), letters.begin());
      if (spells && (initials.size() == letters.size() || initials.size() >= 3)) return at - 1;
    }
    return end;
  }

  // Replaces what overlaps, unless that is longer.
  void put(const NameSpan& span) {
    for (NameSpan& name : names_) {
      if (name.first == span.first && name.last == span.last) {
        name = span;
        return;
      }
      if (name.first <= span.first && name.last >= span.last) return;
    }
    std::erase_if(names_, [&](const NameSpan& name) {
      return name.first < span.last && span.first < name.last;
    });
    names_.insert(
        std::upper_bound(names_.begin(), names_.end(), span,
                         [](const NameSpan& a, const NameSpan& b) { return a.first < b.first; }),
        span);
  }

  const WordList& words_;
  const NameLexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const SentenceRange& sentence_;
  std::vector<NameSpan>& names_;
};

}  // namespace

void mend_names(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
                const SentenceRange& sentence, std::vector<NameSpan>& names) {
  Mender(words, lexicon, gazetteer, sentence, names).run();
}

}  // namespace annals::who
