// Which part each word plays: function word, verb form, noun, name.
#include <algorithm>
#include <array>
#include <cstring>

#include "ingest/what/marks.h"
#include "ingest/what/sentence.h"

namespace annals::what {
namespace {

constexpr std::int32_t kMostWords = 300;
constexpr int kLongestPhrase = 5;

// A phrase of the pack that begins at word `at`, the longest.
const Phrase* phrase_at(const SentenceView& view, std::int32_t at) {
  std::array<char, 96> buffer{};
  std::array<std::size_t, kLongestPhrase> ends{};
  std::size_t used = 0;
  int words = 0;
  for (; words < kLongestPhrase && at + words < view.size(); ++words) {
    const Token& token = view.token(at + words);
    if (token.kind != TokenKind::kWord) break;
    const std::string_view lower = view.lower(at + words);
    if (used + lower.size() + 1 > buffer.size()) break;
    if (words > 0) buffer[used++] = ' ';
    std::memcpy(buffer.data() + used, lower.data(), lower.size());
    used += lower.size();
    ends[static_cast<std::size_t>(words)] = used;
  }
  for (; words > 1; --words) {
    const Phrase* phrase = view.lexicon->find_phrase(
        std::string_view(buffer.data(), ends[static_cast<std::size_t>(words - 1)]));
    if (phrase != nullptr) return phrase;
  }
  return nullptr;
}

std::uint16_t verb_forms(const Lexicon& lexicon, const Entry& entry) {
  std::uint16_t forms = 0;
  for (const VerbSense& sense : lexicon.verbs_of(entry))
    forms = static_cast<std::uint16_t>(forms | sense.forms);
  return forms;
}

// The forms a verb that only its tag gives away may have, by its ending.
std::uint16_t guess_forms(const Lexicon& lexicon, std::string_view lower) {
  const Lexicon::Guess guess = lexicon.guess_verb(lower);
  if (guess.rule == nullptr) return 0;
  std::uint16_t forms = 0;
  for (const int form : guess.rule->form())
    forms = static_cast<std::uint16_t>(forms | form_bit(static_cast<lang::VerbForm>(form)));
  return forms;
}

bool starts_clause(const SentenceView& view, std::int32_t at) {
  if (at == 0) return true;
  const Token& before = view.token(at - 1);
  if (before.kind == TokenKind::kQuoteOpen || before.kind == TokenKind::kQuoteClose) return true;
  return before.kind == TokenKind::kPunctuation && view.surface(at - 1) != "," &&
         view.surface(at - 1) != "-";
}

// Whether a word that can be a verb stands where only a noun or adjective can.
bool noun_position(const SentenceView& view, std::int32_t at) {
  if (at == 0) return false;
  const Word& before = view.word(at - 1);
  switch (before.cls) {
    case WordClass::kDet:
    case WordClass::kNumber:
    case WordClass::kPossessive:
    case WordClass::kPrep:
      return true;
    case WordClass::kOther:
      // Behind a determiner and adjectives.
      for (std::int32_t i = at - 1; i >= 0 && at - i <= 4; --i) {
        const WordClass cls = view.word(i).cls;
        if (cls == WordClass::kDet || cls == WordClass::kPossessive) return true;
        if (cls != WordClass::kOther && cls != WordClass::kNumber) return false;
      }
      return false;
    default: {
      if (before.cls != WordClass::kName) return false;
      return std::ranges::any_of(
          view.lexicon->grammar().possessive(), [&](const std::string& ending) {
            return ending.size() > 1 && view.surface(at - 1).ends_with(ending);
          });
    }
  }
}

// Whether the sentence has a verb that can be finite before the word: a title has one.
bool finite_before(const SentenceView& view, std::int32_t at) {
  return std::any_of(view.words.begin(), view.words.begin() + at, [](const Word& word) {
    return word.cls == WordClass::kVerb && (word.forms & kFormFinite) != 0;
  });
}

// "said", "told": past and nothing but a participle besides.
bool only_past(std::uint16_t forms) {
  return (forms & kFormPast) != 0 && (forms & kFormInfinitive) == 0;
}

// Whether a noun phrase may end before the word: no small word asks for a noun there, and none
// follows.
bool ends_phrase(const SentenceView& view, std::int32_t at) {
  if (at == 0) return false;
  const WordClass before = view.word(at - 1).cls;
  if (before == WordClass::kDet || before == WordClass::kPossessive || before == WordClass::kPrep ||
      before == WordClass::kNumber || before == WordClass::kPunct)
    return false;
  const Pos next = at + 1 < view.size() ? view.token(at + 1).pos : Pos::kPunct;
  return next != Pos::kNoun && next != Pos::kPropn && next != Pos::kAdj;
}

// Whether a small word, a mark or a verb in the past follows.
bool phrase_ends(const SentenceView& view, std::int32_t at) {
  if (at + 1 >= view.size()) return true;
  const Pos next = view.token(at + 1).pos;
  const Entry* entry = view.words[static_cast<std::size_t>(at) + 1].entry;
  return next == Pos::kAdp || next == Pos::kAux || next == Pos::kPunct || next == Pos::kCconj ||
         (entry != nullptr && entry->verb_count != 0 &&
          only_past(verb_forms(*view.lexicon, *entry)));
}

// "Bank of Westland", "Von der Leyen": a small word inside a name, or before it in a person's.
bool particle_of_name(const SentenceView& view, std::int32_t at, const Word& word) {
  const v1::Mention& mention = view.record->mentions(word.mention);
  const Span span = view.token(at).span;
  if (span.end >= mention.span().end()) return false;
  if (span.begin > mention.span().begin()) return true;
  const auto actor = static_cast<int>(mention.actor());
  return word.has(kPreposition) && actor < view.record->actors_size() &&
         view.record->actors(actor).kind() == v1::ACTOR_KIND_PERSON;
}

bool capital_behind_hyphen(std::string_view word) {
  const std::size_t hyphen = word.rfind('-');
  return hyphen != std::string_view::npos && hyphen + 1 < word.size() &&
         ((word[hyphen + 1] >= 'A' && word[hyphen + 1] <= 'Z') || word[hyphen + 1] == '\xC3');
}

WordClass classify(const SentenceView& view, std::int32_t at, Word& word) {
  const Token& token = view.token(at);
  const Lexicon& lexicon = *view.lexicon;
  const lang::Grammar& grammar = lexicon.grammar();
  switch (token.kind) {
    case TokenKind::kPunctuation:
    case TokenKind::kQuoteOpen:
    case TokenKind::kQuoteClose:
      return WordClass::kPunct;
    case TokenKind::kNumber:
      return WordClass::kNumber;
    default:
      break;
  }
  if (at > 0 && !token.space_before && token.pos != Pos::kAux && token.pos != Pos::kVerb) {
    const auto& endings = grammar.possessive();
    const WordClass before = view.word(at - 1).cls;
    if ((before == WordClass::kName || before == WordClass::kNoun || before == WordClass::kOther) &&
        std::find(endings.begin(), endings.end(), view.surface(at)) != endings.end())
      return WordClass::kPossessive;
  }
  const bool named =
      word.mention >= 0 && view.record->mentions(word.mention).kind() == v1::MENTION_KIND_NAME;
  const bool in_head = named && overlaps(token.span, view.record->mentions(word.mention).head());
  if (named && word.front_only) return WordClass::kNoun;
  if (named && word.head_at > 0 && word.head->noun_count != 0 &&
      view.record->mentions(word.mention).head().end() <= token.span.end &&
      view.record->mentions(word.mention).head().begin() >= token.span.begin)
    return WordClass::kNoun;
  if (in_head && (word.entry == nullptr || !word.has(kDeterminer | kPreposition) ||
                  particle_of_name(view, at, word)))
    return WordClass::kName;
  const bool inner_capital =
      grammar.capital_nouns() && token.title_case && !starts_clause(view, at) && !view.title;
  if (word.entry != nullptr && (!inner_capital || word.has(kPronoun))) {
    const Entry& entry = *word.entry;
    if ((entry.flags & (kNegation | kNeither | kNor)) != 0) return WordClass::kNegation;
    if ((entry.flags & kMarker) != 0 && at + 1 < view.size()) {
      const Entry* next = view.words[static_cast<std::size_t>(at) + 1].entry;
      const bool verb_next =
          (next != nullptr &&
           ((verb_forms(lexicon, *next) | next->aux_forms) & kFormInfinitive) != 0 &&
           !(grammar.capital_nouns() && view.token(at + 1).title_case)) ||
          (view.token(at + 1).pos == Pos::kVerb &&
           (guess_forms(lexicon, view.lower(at + 1)) & kFormInfinitive) != 0);
      if (verb_next) return WordClass::kMarker;
    }
    if ((entry.flags & kCoordinator) != 0) return WordClass::kConj;
    // "sein Angebot": a determiner that is also an auxiliary.
    const bool owns = entry.aux != 0 && (entry.flags & kDeterminer) != 0 &&
                      grammar.capital_nouns() && at + 1 < view.size() &&
                      (view.token(at + 1).title_case || token.pos == Pos::kDet);
    if (owns) return WordClass::kDet;
    // "on May 6" has no modal.
    if (entry.aux != 0 && !word.in_time) {
      word.forms = entry.aux_forms;
      return WordClass::kAux;
    }
    if ((entry.flags & kSubordinator) != 0 && (entry.flags & (kPreposition | kDeterminer)) == 0)
      return WordClass::kConj;
    if ((entry.flags & (kPronoun | kDeterminer)) != 0) {
      if ((entry.flags & kDeterminer) == 0) return WordClass::kPron;
      if ((entry.flags & kPronoun) == 0) return WordClass::kDet;
      // "the deal under which Orrin will buy …": behind a preposition it stands for the noun
      // before.
      if (!grammar.capital_nouns() && at > 0 && view.word(at - 1).cls == WordClass::kPrep &&
          (entry.flags & kRelative) != 0 && (entry.flags & (kDemonstrative | kPossessiveWord)) == 0)
        return WordClass::kPron;
      // Both: a determiner when something that it can determine follows.
      if (at + 1 >= view.size()) return WordClass::kPron;
      const Token& next = view.token(at + 1);
      const Entry* following = view.words[static_cast<std::size_t>(at) + 1].entry;
      if (next.kind != TokenKind::kWord && next.kind != TokenKind::kNumber) return WordClass::kPron;
      if (grammar.capital_nouns()) {
        if (next.title_case) {
          // "das Microsoft …" of a relative clause is told by its verb later; a name alone hardly
          // ever has an article.
          const std::int32_t m = view.words[static_cast<std::size_t>(at) + 1].mention;
          const bool bare_name = m >= 0 && (entry.flags & kRelative) != 0 && at > 0 &&
                                 view.surface(at - 1) == "," &&
                                 view.record->mentions(m).kind() == v1::MENTION_KIND_NAME &&
                                 view.record->mentions(m).span().begin() >= next.span.begin;
          return bare_name ? WordClass::kPron : WordClass::kDet;
        }
        if (following == nullptr) return WordClass::kDet;
        const std::uint32_t no_adjective = kPronoun | kDeterminer | kPreposition | kNegation |
                                           kReflexive | kMarker | kAdverb | kNeither;
        if ((following->flags & no_adjective) != 0 || following->aux != 0) return WordClass::kPron;
        // A listed verb form: adjectival when a noun follows it and it can be inflected.
        if (following->verb_count != 0) {
          const bool bare = (verb_forms(lexicon, *following) &
                             (kFormParticiple | kFormInfinitive | kFormPresent)) != 0;
          if (bare) return WordClass::kPron;
          return at + 2 < view.size() && view.token(at + 2).title_case ? WordClass::kDet
                                                                       : WordClass::kPron;
        }
        return WordClass::kDet;
      }
      if (following == nullptr) return WordClass::kDet;
      const std::uint32_t function_word =
          kPronoun | kDeterminer | kPreposition | kNegation | kMarker | kCoordinator;
      if (following->aux != 0 || (following->flags & function_word) != 0) return WordClass::kPron;
      if (following->verb_count != 0 && following->noun_count == 0 &&
          (verb_forms(lexicon, *following) & kFormGerund) == 0)
        return WordClass::kPron;
      return WordClass::kDet;
    }
    if ((entry.flags & kPreposition) != 0) {
      // A particle at the end of its clause is no preposition.
      if ((entry.flags & kParticle) != 0) {
        const bool last =
            at + 1 >= view.size() || (view.token(at + 1).kind != TokenKind::kWord &&
                                      view.token(at + 1).kind != TokenKind::kNumber &&
                                      view.token(at + 1).kind != TokenKind::kQuoteOpen);
        const Entry* next =
            at + 1 < view.size() ? view.words[static_cast<std::size_t>(at) + 1].entry : nullptr;
        if (last || (next != nullptr && (next->flags & kCoordinator) != 0))
          return WordClass::kAdverb;
      }
      return WordClass::kPrep;
    }
    if ((entry.flags & kNeverVerb) == 0 && entry.verb_count != 0 && !word.in_time) {
      bool verb = true;
      if (grammar.capital_nouns()) {
        // A participle between determiner and noun is an adjective.
        const bool noun_next = at + 1 < view.size() && view.token(at + 1).title_case &&
                               !view.words[static_cast<std::size_t>(at) + 1].has(kPronoun);
        const bool bare = (verb_forms(lexicon, entry) & (kFormParticiple | kFormInfinitive)) != 0;
        if (!bare && noun_position(view, at) && (noun_next || token.pos == Pos::kAdj)) verb = false;
        if (token.pos == Pos::kNoun || token.pos == Pos::kPropn) verb = !token.title_case;
      } else if (token.pos != Pos::kUnknown) {
        verb = token.pos == Pos::kVerb || token.pos == Pos::kAux;
        // "Disney's streaming chief": between a determiner and a noun it is an adjective.
        if (verb && noun_position(view, at) && (verb_forms(lexicon, entry) & kFormFinite) == 0 &&
            at + 1 < view.size() &&
            (view.token(at + 1).pos == Pos::kNoun || view.token(at + 1).pos == Pos::kPropn) &&
            view.word(at - 1).cls != WordClass::kPrep)
          verb = false;
        // "two suspected terrorists": so is a participle, though the past looks the same.
        if (verb && (verb_forms(lexicon, entry) & kFormParticiple) != 0 && at > 0 &&
            at + 1 < view.size() && view.token(at + 1).pos == Pos::kNoun &&
            (view.word(at - 1).cls == WordClass::kDet ||
             ((view.word(at - 1).cls == WordClass::kNumber ||
               view.token(at - 1).pos == Pos::kNum) &&
              !view.word(at - 1).in_time)))
          verb = false;
        // Taggers stumble over headlines; a form that can only be a verb stays one.
        if (!verb && entry.noun_count == 0 && (token.pos == Pos::kPropn || view.title))
          verb = !noun_position(view, at) && !(view.title && finite_before(view, at));
        if (!verb && entry.noun_count == 0 && token.pos == Pos::kNoun)
          verb = only_past(verb_forms(lexicon, entry)) && ends_phrase(view, at);
      } else {
        verb = !noun_position(view, at) || (verb_forms(lexicon, entry) & kFormFinite) == 0;
      }
      if (verb) {
        word.forms = verb_forms(lexicon, entry);
        return WordClass::kVerb;
      }
      // "handed out a fine to": no adjective ends a phrase that a determiner opened.
      const bool heads_phrase =
          at > 0 && view.word(at - 1).cls == WordClass::kDet && phrase_ends(view, at);
      return grammar.capital_nouns() || (token.pos == Pos::kAdj && !heads_phrase)
                 ? WordClass::kOther
                 : WordClass::kNoun;
    }
    if ((entry.flags & (kAdverb | kReflexive | kParticle)) != 0 && entry.noun_count == 0)
      return WordClass::kAdverb;
  }
  if (token.pos == Pos::kVerb && !word.has(kNeverVerb) &&
      (!grammar.capital_nouns() || !token.title_case || at <= 0)) {
    const bool adjectival = grammar.capital_nouns() && noun_position(view, at);
    if (!adjectival) {
      word.forms = guess_forms(lexicon, view.lower(at));
      if (word.forms != 0) return WordClass::kVerb;
    }
  }
  if (named) return WordClass::kName;
  if (grammar.capital_nouns()) {
    if (token.pos == Pos::kNum) return WordClass::kNumber;
    // "Unbekannte entführten …": an adjective with a capital and no noun behind it is one.
    const bool stands_alone = token.title_case && token.pos == Pos::kAdj && at + 1 < view.size() &&
                              view.words[static_cast<std::size_t>(at) + 1].entry != nullptr &&
                              view.words[static_cast<std::size_t>(at) + 1].entry->verb_count != 0 &&
                              !view.token(at + 1).title_case;
    if (stands_alone) return WordClass::kNoun;
    // "der 19-Jährige"
    if (token.pos == Pos::kNoun && capital_behind_hyphen(view.surface(at))) return WordClass::kNoun;
    if (token.title_case && token.pos != Pos::kAdj && token.pos != Pos::kAdv)
      return WordClass::kNoun;
    if (token.pos == Pos::kAdv) return WordClass::kAdverb;
    return WordClass::kOther;
  }
  if (token.pos == Pos::kNoun || token.pos == Pos::kPropn) return WordClass::kNoun;
  // "its chief executive": tagged as adjectives, and yet somebody.
  if (token.pos == Pos::kAdj && word.has(kAgentNoun) && phrase_ends(view, at))
    return WordClass::kNoun;
  if (token.pos == Pos::kAdv) return WordClass::kAdverb;
  if (word.entry != nullptr && word.entry->noun_count != 0) return WordClass::kNoun;
  return WordClass::kOther;
}

// A tagger takes "buys" between two names for a noun. Behind a name, a form that only a finite verb
// has is one when an object or the end of a verbless segment follows.
void promote_verbs(SentenceView& view) {
  std::int32_t start = 0;
  for (std::int32_t end = 0; end <= view.size(); ++end) {
    if (end < view.size() && view.word(end).cls != WordClass::kPunct) continue;
    bool verb = false;
    for (std::int32_t i = start; i < end; ++i) {
      const Word& word = view.word(i);
      verb = verb || ((word.cls == WordClass::kVerb || word.cls == WordClass::kAux) &&
                      (word.forms & kFormFinite) != 0);
    }
    for (std::int32_t i = start + 1; i < end; ++i) {
      Word& word = view.words[static_cast<std::size_t>(i)];
      const WordClass before = view.word(i - 1).cls;
      if (word.cls != WordClass::kNoun && word.cls != WordClass::kOther) continue;
      if (word.entry == nullptr || word.entry->verb_count == 0) continue;
      const std::uint16_t forms = verb_forms(*view.lexicon, *word.entry);
      // "Police arrest suspect": in a title those who act may do what a noun tells.
      const bool acts =
          view.title && !verb && view.word(i - 1).has(kAgentNoun) && i + 1 < end &&
          (view.word(i + 1).cls == WordClass::kNoun || view.word(i + 1).cls == WordClass::kName);
      if (before != WordClass::kName && before != WordClass::kPron && !acts) continue;
      if ((forms & kFormFinite) == 0 || ((forms & kFormInfinitive) != 0 && !acts)) continue;
      bool object = false;
      if (i + 1 < end) {
        const WordClass next = view.word(i + 1).cls;
        object = next == WordClass::kName || next == WordClass::kDet || next == WordClass::kPron ||
                 next == WordClass::kNumber || next == WordClass::kMarker;
      }
      if (verb && !object && !acts) continue;
      word.cls = WordClass::kVerb;
      word.forms = forms;
      verb = true;
    }
    start = end + 1;
  }
}

}  // namespace

void read_words(SentenceView& view, QuoteState& quotes, RecordCursor& cursor) {
  const SentenceRange& range = view.analysis->sentences[view.index];
  const std::uint32_t last =
      std::min(range.last, range.first + static_cast<std::uint32_t>(kMostWords));
  view.words.clear();
  for (std::uint32_t t = range.first; t < last; ++t) {
    Word word;
    word.token = t;
    const Token& token = view.analysis->tokens[t];
    if (token.kind == TokenKind::kWord) {
      const std::string_view lower = view.analysis->lower_of(token);
      word.entry = view.lexicon->find(lower);
      word.head = word.entry;
      const bool compound_possible =
          (token.title_case || lower.find('-') != std::string_view::npos) &&
          (word.entry == nullptr || word.entry->noun_count == 0) &&
          (word.flags() & ~std::uint32_t{kPhraseStart}) == 0;
      if (compound_possible && (view.lexicon->grammar().joined_particles() ||
                                lower.find('-') != std::string_view::npos)) {
        std::size_t at = 0;
        const Entry* head = view.lexicon->find_compound(lower, &at);
        if (head != nullptr) {
          word.head = head;
          word.head_at = static_cast<std::uint32_t>(at);
        }
      }
    }
    view.words.push_back(word);
  }
  attach_record(view, cursor);
  mark_quotes(view, quotes, range.block);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    Word& word = view.words[static_cast<std::size_t>(i)];
    if (word.has(kPhraseStart)) word.phrase = phrase_at(view, i);
    word.cls = classify(view, i, word);
    if (i > 0 && view.word(i - 1).cls == WordClass::kMarker &&
        (word.cls == WordClass::kVerb || word.cls == WordClass::kAux))
      word.forms = kFormMarkedInfinitive;
  }
  mark_approximators(view);
  mark_dateline(view);
  if (view.lexicon->grammar().fixed_order()) promote_verbs(view);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    const Phrase* phrase = view.word(i).phrase;
    if (phrase == nullptr || (phrase->cue == 0 && phrase->modality == 0)) continue;
    for (std::int32_t j = i; j < i + phrase->words && j < view.size(); ++j) {
      Word& word = view.words[static_cast<std::size_t>(j)];
      word.in_cue = true;
      // "not only" denies nothing.
      if (word.cls == WordClass::kVerb ||
          (word.cls == WordClass::kNegation && phrase->modality != 0))
        word.cls = WordClass::kAdverb;
    }
  }
}

}  // namespace annals::what
