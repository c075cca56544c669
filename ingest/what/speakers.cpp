#include "ingest/what/speakers.h"

#include <algorithm>

#include "ingest/what/segments.h"

namespace annals::what {
namespace {

class SpeakerReader {
 public:
  SpeakerReader(const SentenceView& view, std::int32_t k) : view_(view), n_(view.nominal(k)) {}

  Words read() const {
    Words out{n_.first, n_.last};
    while (out.first < n_.head && view_.word(out.first).cls == WordClass::kPrep &&
           !fused_name(out.first))
      ++out.first;
    if (n_.pronoun) return out;
    while (out.last < view_.size()) {
      const std::int32_t end = next(out.last);
      if (end == out.last) break;
      out.last = end;
    }
    // "Sowohl A als auch B": what opens a list belongs to it; a comma at the end does not.
    while (out.last > n_.head + 1 && view_.word(out.last - 1).cls == WordClass::kPunct &&
           view_.surface(out.last - 1) != ")" &&
           view_.token(out.last - 1).kind != TokenKind::kQuoteClose)
      --out.last;
    const bool marked = out.first > 0 && out.last < view_.size() &&
                        view_.token(out.first - 1).kind == TokenKind::kQuoteOpen &&
                        view_.token(out.last).kind == TokenKind::kQuoteClose;
    if (marked) out = {out.first - 1, out.last + 1};
    return out;
  }

 private:
  // "Von der Leyen": a preposition inside a name.
  bool fused_name(std::int32_t i) const {
    return view_.word(i).mention >= 0 && view_.word(i).mention == n_.mention;
  }

  // Where the phrase goes on to from `i`, or `i`.
  std::int32_t next(std::int32_t i) const {
    const Word& word = view_.word(i);
    if (word.in_time || is_verb(word)) return i;
    // "der Präsident laut BBC", "Angaben zufolge"
    if (word.in_cue ||
        (word.entry != nullptr && word.entry->cue != 0 && word.cls != WordClass::kName))
      return i;
    if (closes_quote(i)) return i + 1;
    if (word.cls == WordClass::kPossessive) return i + 1;
    if (view_.surface(i) == "(") return behind_bracket(i);
    if (view_.surface(i) == ",") return apposition(i);
    if (view_.token(i).kind == TokenKind::kQuoteOpen) return behind_quote(i);
    const std::int32_t k = starting_at(i);
    if (in_front() && i < view_.clause(n_.clause).finite) {
      const bool part = word.cls != WordClass::kAdverb && word.cls != WordClass::kPunct &&
                        word.cls != WordClass::kNegation && word.cls != WordClass::kPron;
      const bool timed = k >= 0 && view_.nominal(k).time;
      return part && !timed ? std::max(i + 1, k >= 0 ? view_.nominal(k).last : 0) : i;
    }
    if (word.cls == WordClass::kConj) {
      const std::int32_t listed = starting_at(i + 1);
      return listed >= 0 && view_.nominal(listed).listed_with >= 0 &&
                     (view_.nominal(listed).preposition == 0 || name_alone(listed))
                 ? view_.nominal(listed).last
                 : i;
    }
    // "der AK Vorrat", "die Gewerkschaft Nahrung": a noun right behind that says which one.
    if (word.cls == WordClass::kNoun && view_.lexicon->grammar().capital_nouns() &&
        (k < 0 || (view_.nominal(k).head == i && !view_.nominal(k).time)) &&
        (view_.token(i - 1).all_caps || view_.word(i - 1).has(kAgentNoun)))
      return i + 1;
    if (k < 0) {
      // The second part of a name of which only the first is known.
      if (view_.token(i).title_case && view_.word(i - 1).cls == WordClass::kName &&
          (word.cls == WordClass::kOther || word.cls == WordClass::kName ||
           view_.token(i).pos == Pos::kPropn))
        return i + 1;
      // A name that nothing knows: "eine Reporterin von n24".
      const bool name_follows = word.has(kGenitivePreposition) && i + 1 < view_.size() &&
                                view_.word(i + 1).cls == WordClass::kOther;
      return name_follows ? i + 2 : i;
    }
    const Nominal& after = view_.nominal(k);
    if (after.time || after.pronoun) return i;
    if (word.cls == WordClass::kPrep) return attribute(k) ? after.last : i;
    // A genitive, or a name behind its title.
    const bool genitive = after.attribute_of >= 0 || (after.cases & kGenitive) != 0;
    const bool name = after.first == after.head
                          ? view_.word(after.head).cls == WordClass::kName
                          : name_alone(k) && view_.word(i - 1).cls != WordClass::kName;
    return (genitive && word.cls == WordClass::kDet) || after.attribute_of >= 0 ||
                   (name && after.preposition == 0 && before_is_noun(i))
               ? after.last
               : i;
  }

  bool before_is_noun(std::int32_t i) const {
    const WordClass cls = view_.word(i - 1).cls;
    return cls == WordClass::kNoun || cls == WordClass::kName || n_.head == i - 1;
  }

  // Nothing but a name, without a preposition of its own.
  bool name_alone(std::int32_t k) const {
    const Nominal& n = view_.nominal(k);
    return view_.word(n.head).cls == WordClass::kName &&
           view_.word(n.first).cls == WordClass::kName;
  }

  // "der Sender „Kurier“": the mark that ends what one inside the phrase opened.
  bool closes_quote(std::int32_t i) const {
    if (view_.token(i).kind != TokenKind::kQuoteClose) return false;
    for (std::int32_t j = i - 1; j >= std::max(0, n_.first - 1); --j) {
      if (view_.token(j).kind == TokenKind::kQuoteClose) return false;
      if (view_.token(j).kind == TokenKind::kQuoteOpen) return j >= n_.first;
    }
    return false;
  }

  // Everything before the finite verb of a main clause is one constituent.
  bool in_front() const {
    const Clause& clause = view_.clause(n_.clause);
    return view_.lexicon->grammar().verb_bracket() && clause.type == ClauseType::kMain &&
           clause.finite > n_.head && !clause.words.empty() && clause.words.front() >= n_.first;
  }

  // Whether a phrase with a preposition belongs to the noun before it.
  bool attribute(std::int32_t k) const {
    const Nominal& after = view_.nominal(k);
    const Word& preposition = view_.word(after.first);
    const bool name = view_.word(after.head).cls == WordClass::kName;
    if (preposition.has(kGenitivePreposition)) return name || n_.clause < 0 || n_.preposition != 0;
    return after.mention >= 0 && !view_.lexicon->grammar().fixed_order() && name &&
           view_.word(n_.head).cls != WordClass::kName;
  }

  std::int32_t starting_at(std::int32_t i) const {
    for (std::size_t k = 0; k < view_.nominals.size(); ++k) {
      if (view_.nominals[k].first == i) return static_cast<std::int32_t>(k);
    }
    return -1;
  }

  std::int32_t behind_bracket(std::int32_t i) const {
    constexpr std::int32_t kLongest = 8;
    for (std::int32_t j = i + 1; j < std::min(view_.size(), i + kLongest); ++j) {
      if (view_.surface(j) == ")") return j + 1;
    }
    return i;
  }

  std::int32_t behind_quote(std::int32_t i) const {
    constexpr std::int32_t kLongest = 6;
    for (std::int32_t j = i + 1; j < std::min(view_.size(), i + kLongest); ++j) {
      if (view_.token(j).kind == TokenKind::kQuoteClose) return j + 1;
      if (is_verb(view_.word(j))) return i;
    }
    return i;
  }

  // Between two commas, or a comma and the end or the verb: a noun phrase without verb.
  std::int32_t apposition(std::int32_t comma) const {
    constexpr std::int32_t kLongest = 14;
    const std::int32_t k = starting_at(comma + 1);
    if (k < 0 || view_.nominal(k).pronoun || view_.nominal(k).time ||
        view_.nominal(k).preposition != 0 || (view_.nominal(k).cases & n_.cases) == 0)
      return comma;
    if (view_.word(comma + 1).cls == WordClass::kPrep) return comma;
    for (std::int32_t j = comma + 1; j < std::min(view_.size(), comma + kLongest); ++j) {
      const Word& word = view_.word(j);
      if (is_verb(word))
        return in_front() && view_.clause(n_.clause).finite == j ? view_.nominal(k).last : comma;
      if (word.cls != WordClass::kPunct) continue;
      const std::string_view mark = view_.surface(j);
      if (mark == "(" || mark == ")" || mark == "-" || mark == "'") continue;
      if (view_.token(j).kind != TokenKind::kPunctuation) return comma;
      return mark == "," || mark == "." || mark == ":" ? view_.nominal(k).last : comma;
    }
    return comma;
  }

  const SentenceView& view_;
  const Nominal& n_;
};

}  // namespace

Words speaker_words(const SentenceView& view, std::int32_t k) {
  return SpeakerReader(view, k).read();
}

}  // namespace annals::what
