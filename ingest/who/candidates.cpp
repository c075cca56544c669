#include "ingest/who/candidates.h"

#include <algorithm>

#include "ingest/who/dictionary_names.h"
#include "ingest/who/noun_phrase.h"
#include "ingest/who/titles.h"

namespace annals::who {
namespace {

v1::ActorKind kind_of(Label label) {
  switch (label) {
    case Label::kPerson:
      return v1::ACTOR_KIND_PERSON;
    case Label::kOrganisation:
      return v1::ACTOR_KIND_ORGANISATION;
    case Label::kPlace:
      return v1::ACTOR_KIND_PLACE;
    default:
      return v1::ACTOR_KIND_UNSPECIFIED;
  }
}

class SentenceReader {
 public:
  SentenceReader(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
                 std::uint32_t sentence_index, const std::vector<NameSpan>& names, bool heading,
                 std::vector<Candidate>& out)
      : words_(words),
        lexicon_(lexicon),
        gazetteer_(gazetteer),
        sentence_(words.analysis->sentences[sentence_index]),
        index_(sentence_index),
        names_(names),
        heading_(heading),
        out_(out),
        begin_(out.size()) {}

  void read() {
    std::uint32_t i = sentence_.first;
    while (i < sentence_.last) {
      if (const NameSpan* name = name_at(i); name != nullptr) {
        push_name(*name);
        i = name->last;
        continue;
      }
      if (const std::uint32_t after = read_honorific(i); after != 0) {
        i = after;
        continue;
      }
      NounPhrase phrase;
      if (find_noun_phrase(words_, lexicon_, sentence_, i, phrase)) {
        i = read_noun(phrase);
        continue;
      }
      if (words_.words[i].is(kPronoun)) push_pronoun(i);
      if (words_.words[i].hyphen) push_part(i);
      ++i;
    }
    link_parentheses();
    link_names_behind();
  }

 private:
  const NameSpan* name_at(std::uint32_t i) const {
    const auto found =
        std::lower_bound(names_.begin(), names_.end(), i,
                         [](const NameSpan& n, std::uint32_t at) { return n.first < at; });
    return found != names_.end() && found->first == i ? &*found : nullptr;
  }

  Candidate make(std::uint32_t first, std::uint32_t last) const {
    Candidate c;
    c.first = first;
    c.last = last;
    c.core = Span{words_.words[first].span.begin, words_.words[last - 1].span.end};
    c.phrase = c.core;
    c.bare_begin = c.core.begin;
    c.sentence = index_;
    c.heading = heading_;
    return c;
  }

  // Determiner and honorifics before a name belong to its phrase.
  void extend_left(Candidate& c) const {
    std::uint32_t at = c.first;
    while (at > sentence_.first && words_.words[at - 1].is(kHonorific)) {
      --at;
      const auto gender = words_.words[at].form->gender;
      if (gender != lang::v1::GENDER_UNSPECIFIED) c.gender = gender;
      c.actor_kind = v1::ACTOR_KIND_PERSON;
      c.strong_kind = true;
    }
    if (at == c.first && at > sentence_.first && words_.words[at - 1].is(kDeterminer) &&
        words_.words[at - 1].form->determiner == lang::v1::DETERMINER_KIND_DEFINITE) {
      --at;
    }
    c.phrase.begin = std::min(c.phrase.begin, words_.words[at].span.begin);
  }

  void push_name(const NameSpan& name) {
    Candidate c = make(name.first, name.last);
    c.actor_kind = kind_of(name.label);
    c.rule = name.rule;
    split_titles(words_, lexicon_, c);
    apply_dictionary(words_, lexicon_, sentence_, c);
    extend_left(c);
    if (!good_name(c)) return;
    out_.push_back(std::move(c));
  }

  // No name is made of stop words and the like, whatever the model says.
  bool good_name(const Candidate& c) const {
    if (!c.key.empty()) return true;
    if (c.last - c.first == 1 && words_.words[c.first].is(kNever)) return false;
    bool letters = false;
    for (std::uint32_t i = c.first; i < c.last; ++i) {
      const Word& word = words_.words[i];
      const bool lone_stop_word = word.stop_word && c.last - c.first == 1;
      if (word.is_word() && words_.fold(word).size() > 1 && !lone_stop_word) letters = true;
    }
    return letters && (c.last - c.first > 1 || words_.words[c.first].capital ||
                       has_capital(words_.text(words_.words[c.first])));
  }
  static bool has_capital(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char ch) { return ch >= 'A' && ch <= 'Z'; });
  }

  // "Herr Kessler", "Dr. Anna Weber": a name that the model passed over. Returns the word behind
  // it.
  std::uint32_t read_honorific(std::uint32_t i) {
    if (!words_.words[i].is(kHonorific) || !words_.words[i].capital) return 0;
    std::uint32_t at = i + 1;
    while (at < sentence_.last && words_.words[at].is(kHonorific))
      ++at;
    if (at >= sentence_.last || name_at(at) != nullptr) return 0;
    const Word& word = words_.words[at];
    if (!word.is_word() || !word.capital || word.stop_word ||
        word.is(kNever | kDeterminer | kNounSingular | kNounPlural)) {
      return 0;
    }
    NameSpan name{at, at + 1, Label::kPerson, "honorific"};
    extend_plain(name, v1::ACTOR_KIND_PERSON);
    push_name(name);
    return name.last;
  }

  void push_pronoun(std::uint32_t i) {
    Candidate c = make(i, i + 1);
    c.kind = v1::MENTION_KIND_PRONOUN;
    c.gender = words_.words[i].form->gender;
    c.noun = words_.words[i].form->pronoun;
    c.rule = "pronoun";
    out_.push_back(std::move(c));
  }

  // "Tiktok-Deal": the first part may name an actor; the resolver keeps it when it does.
  void push_part(std::uint32_t i) {
    const Word& word = words_.words[i];
    const std::string_view text = words_.text(word);
    const std::size_t hyphen = text.rfind('-');
    if (hyphen == std::string_view::npos || hyphen < 2 || !word.capital) return;
    Candidate c = make(i, i + 1);
    c.core.end = c.core.begin + static_cast<std::uint32_t>(hyphen);
    c.phrase = c.core;
    c.part = true;
    c.rule = "compound";
    const std::string_view folded = words_.fold(word);
    const std::string_view first = folded.substr(0, folded.rfind(' '));
    c.folded = first;
    if (const Form* form = lexicon_.find(first);
        form != nullptr && (form->bits & (kKnown | kCountryName)) != 0 &&
        ((form->bits & kCapitalsOnly) == 0 || is_capitals_only(text.substr(0, hyphen)))) {
      if ((form->bits & kKnown) != 0) {
        c.key = lexicon_.pack().known(form->known).key();
        c.actor_kind = lexicon_.pack().known(form->known).kind();
      } else {
        c.key = "country:" + lexicon_.country(form->country);
        c.actor_kind = v1::ACTOR_KIND_PLACE;
      }
      c.strong_kind = true;
    }
    out_.push_back(std::move(c));
  }

  // Reads a noun phrase and what follows it; returns the first word behind.
  std::uint32_t read_noun(const NounPhrase& phrase) {
    const auto& group = lexicon_.pack().nouns(phrase.form->noun);
    const bool compound_names_other = phrase.prefix > 0 && phrase.country == kNoCountry;
    const std::uint32_t behind = phrase.last;
    // A country that is only an attribute ("the U.S. government") is no actor of its own.
    if (phrase.country != kNoCountry) {
      while (out_.size() > begin_ && out_.back().first >= phrase.attributes &&
             out_.back().actor_kind == v1::ACTOR_KIND_PLACE && out_.back().first < phrase.noun) {
        out_.pop_back();
      }
    }
    if (compound_names_other && words_.words[phrase.noun].hyphen) push_part(phrase.noun);
    const std::uint32_t after = read_apposition(phrase, group);
    if (after != 0) return after;
    if (group.government()) return read_government(phrase);
    if (phrase.plural) return behind;
    push_nominal(phrase, group);
    return behind;
  }

  bool compatible(v1::ActorKind noun, const NameSpan& name) const {
    const bool one_word = name.last - name.first == 1;
    switch (noun) {
      case v1::ACTOR_KIND_PERSON:
        // Two words that are no town right behind a title are a person, whatever the model says.
        return name.label == Label::kPerson || name.label == Label::kOther ||
               (name.label == Label::kPlace && !one_word &&
                name.rule != std::string_view("country") &&
                (gazetteer_.find(words_.fold(name.first, name.last)) & kTown) == 0);
      case v1::ACTOR_KIND_ORGANISATION:
      case v1::ACTOR_KIND_PRODUCT:
        return name.label == Label::kOrganisation || name.label == Label::kOther || one_word;
      case v1::ACTOR_KIND_PLACE:
        return name.label != Label::kPerson || one_word;
      default:
        return false;
    }
  }

  // "der Inhaberkonzern Bytedance": returns the word behind the name, 0 when there is none.
  std::uint32_t read_apposition(const NounPhrase& phrase, const lang::v1::DescribingNouns& group) {
    if (group.government()) return 0;
    std::uint32_t at = phrase.last;
    if (at >= sentence_.last) return 0;
    const bool quoted = words_.words[at].kind == TokenKind::kQuoteOpen && at + 1 < sentence_.last;
    if (quoted) ++at;
    // "Mr." between title and name.
    while (at < sentence_.last && words_.words[at].is(kHonorific))
      ++at;
    if (at >= sentence_.last) return 0;
    NameSpan name;
    if (const NameSpan* found = name_at(at); found != nullptr) {
      if (!compatible(group.kind(), *found)) return 0;
      const Form* form = lexicon_.find(words_.fold(found->first, found->last));
      const bool country = form != nullptr && (form->bits & kCountryName) != 0;
      if (country && group.kind() != v1::ACTOR_KIND_PLACE) return 0;
      if (form != nullptr && (form->bits & kKnown) != 0 && group.kind() == v1::ACTOR_KIND_PERSON)
        return 0;
      name = *found;
    } else {
      if (!plain_apposition(phrase, group, at)) return 0;
      name = NameSpan{at, at + 1, Label::kOther, "apposition"};
      if (group.kind() != v1::ACTOR_KIND_PLACE) extend_plain(name, group.kind());
    }
    // The noun is part of the name: "Landgericht München".
    const bool by_place = group.named_by_place() && name.label == Label::kPlace;
    Candidate c = make(by_place ? phrase.noun : name.first, name.last);
    c.actor_kind = group.kind();
    c.strong_kind = true;
    c.rule = name.rule;
    split_titles(words_, lexicon_, c);
    apply_dictionary(words_, lexicon_, sentence_, c);
    if (by_place) c.key.clear();
    if (!good_name(c)) return 0;
    c.phrase.begin = words_.words[phrase.first].span.begin;
    if (quoted && name.last < sentence_.last &&
        words_.words[name.last].kind == TokenKind::kQuoteClose) {
      c.phrase.end = words_.words[name.last].span.end;
    }
    c.country = phrase.country != kNoCountry ? phrase.country : c.country;
    if (!by_place) describe(c, phrase);
    const std::uint32_t after = name.last;
    out_.push_back(std::move(c));
    if (by_place) push_name(name);
    return after;
  }

  // Whether a word that the model passed over is a name all the same, since a describing noun
  // stands right before it.
  bool plain_apposition(const NounPhrase& phrase, const lang::v1::DescribingNouns& group,
                        std::uint32_t at) const {
    const Word& word = words_.words[at];
    if (phrase.plural || !word.is_word() || !word.capital || word.stop_word) return false;
    if (word.is(kNever | kDeterminer | kNounSingular | kNounPlural | kCountryAdjective |
                kCountryName | kCapital))
      return false;
    if (lexicon_.pack().nouns_capitalised()) {
      const std::uint8_t bits = gazetteer_.find(words_.fold(word));
      if ((bits & kCommonNoun) != 0 && bits == kCommonNoun) return false;
      const bool unknown_noun = word.pos == Pos::kNoun && (bits & kCommonNoun) == 0 &&
                                phrase.determiner != lang::v1::DETERMINER_KIND_UNSPECIFIED &&
                                !ends_in_noun(word);
      if (word.pos != Pos::kPropn && word.pos != Pos::kUnknown && word.pos != Pos::kX &&
          !unknown_noun) {
        return false;
      }
    } else if (heading_ && word.pos != Pos::kPropn) {
      return false;  // every word may have a capital there
    }
    if (word.hyphen && words_.text(word).find('-') != std::string_view::npos &&
        word.pos != Pos::kPropn)
      return false;
    // "the group on Monday" has no determiner rule to stop it, but "on" is no capital; without any
    // determiner before the noun only titles take a name.
    return phrase.determiner != lang::v1::DETERMINER_KIND_UNSPECIFIED || group.title();
  }

  // The further words of a name that only its noun vouches for: capitals, with particles inside.
  void extend_plain(NameSpan& name, v1::ActorKind kind) const {
    constexpr std::uint32_t kMostWords = 4;
    const bool capitals_tell =
        kind == v1::ACTOR_KIND_PERSON || !lexicon_.pack().nouns_capitalised();
    std::uint32_t at = name.last;
    while (at < sentence_.last && at - name.first <= kMostWords && name_at(at) == nullptr) {
      const Word& word = words_.words[at];
      if (kind == v1::ACTOR_KIND_PERSON && word.is(kParticle) && !word.capital) {
        ++at;
        continue;
      }
      if (!word.is_word() || !word.capital || word.stop_word || words_.words[at - 1].possessive ||
          word.is(kNever | kDeterminer | kNounSingular | kNounPlural)) {
        break;
      }
      const bool proper = word.pos == Pos::kPropn || (word.pos == Pos::kUnknown && capitals_tell);
      if (!proper) break;
      name.last = ++at;
    }
  }

  bool ends_in_noun(const Word& word) const {
    constexpr std::size_t kShortestNoun = 4;
    const std::string_view folded = words_.fold(word);
    for (std::size_t at = 2; at + kShortestNoun <= folded.size(); ++at) {
      if ((gazetteer_.find(folded.substr(at)) & kCommonNoun) != 0) return true;
    }
    return false;
  }

  void describe(Candidate& c, const NounPhrase& phrase) const {
    c.description = words_.text(phrase.noun, phrase.last);
    c.description_head = phrase.head;
    c.has_noun = true;
    c.noun = phrase.form->noun;
    if (c.gender == lang::v1::GENDER_UNSPECIFIED) c.gender = phrase.form->gender;
    c.determiner = phrase.determiner;
    c.bare_begin = words_.words[phrase.attributes].span.begin;
  }

  // "die chinesische Regierung", "Chinas Regierung", "government of China".
  std::uint32_t read_government(const NounPhrase& phrase) {
    std::uint16_t country = phrase.country;
    std::uint32_t after = phrase.last;
    std::uint32_t first = phrase.first;
    if (country == kNoCountry && phrase.first > sentence_.first && out_.size() > begin_ &&
        out_.back().last + (words_.words[phrase.first - 1].fold.size() <= 2 &&
                                    !words_.words[phrase.first - 1].capital
                                ? 1U
                                : 0U) ==
            phrase.first &&
        out_.back().possessive && out_.back().country != kNoCountry) {
      country = out_.back().country;
      first = out_.back().first;
      out_.pop_back();
    }
    if (country == kNoCountry && after + 1 < sentence_.last &&
        words_.words[after].is(kOfWord | kPlacePreposition)) {
      std::uint32_t at = after + 1;
      if (at + 1 < sentence_.last && words_.words[at].is(kDeterminer)) ++at;
      const NameSpan* place = name_at(at);
      if (place != nullptr) {
        Candidate probe = make(place->first, place->last);
        probe.actor_kind = v1::ACTOR_KIND_PLACE;
        apply_dictionary(words_, lexicon_, sentence_, probe);
        if (probe.country != kNoCountry && probe.key != "european union") {
          country = probe.country;
          after = place->last;
        }
      }
    }
    if (phrase.plural) return phrase.last;
    Candidate c = make(phrase.noun, phrase.last);
    c.kind = v1::MENTION_KIND_NOMINAL;
    c.actor_kind = v1::ACTOR_KIND_ORGANISATION;
    c.strong_kind = true;
    c.folded = words_.fold(phrase.noun, phrase.last);
    c.rule = "government";
    describe(c, phrase);
    c.phrase = Span{words_.words[first].span.begin, words_.words[after - 1].span.end};
    if (first < phrase.first) c.bare_begin = c.phrase.begin;  // "China's government"
    if (country != kNoCountry) {
      c.key = "government:" + lexicon_.country(country);
      c.country = country;
    } else if (!definite(phrase.determiner) || phrase.first + 1 < phrase.noun ||
               phrase.prefix > 0) {
      return phrase.last;  // some government, or one with an attribute that we do not understand
    }
    out_.push_back(std::move(c));
    return after;
  }

  static bool definite(lang::v1::DeterminerKind kind) {
    return kind == lang::v1::DETERMINER_KIND_DEFINITE ||
           kind == lang::v1::DETERMINER_KIND_CONTRACTED ||
           kind == lang::v1::DETERMINER_KIND_DEMONSTRATIVE;
  }

  void push_nominal(const NounPhrase& phrase, const lang::v1::DescribingNouns& group) {
    const bool back = group.refers_back() && definite(phrase.determiner);
    const bool unnamed =
        group.acts_unnamed() && phrase.determiner == lang::v1::DETERMINER_KIND_INDEFINITE;
    const std::int32_t apposition = name_before_comma(phrase, group);
    const NameSpan* behind = apposition < 0 ? person_behind_comma(phrase, group) : nullptr;
    if (!back && !unnamed && apposition < 0 && behind == nullptr) return;
    Candidate c = make(phrase.noun, phrase.last);
    c.kind = v1::MENTION_KIND_NOMINAL;
    c.actor_kind = group.kind();
    c.strong_kind = true;
    c.folded = words_.fold(phrase.attributes, phrase.last);
    describe(c, phrase);
    c.country = phrase.country;
    c.phrase.begin = words_.words[phrase.first].span.begin;
    c.apposition = apposition;
    c.rule = apposition >= 0 || behind != nullptr ? "apposition" : back ? "description" : "unnamed";
    if (behind != nullptr) before_names_.emplace_back(out_.size(), behind);
    out_.push_back(std::move(c));
  }

  // "Satya Nadella, the chief executive": the candidate right before the comma, or -1.
  std::int32_t name_before_comma(const NounPhrase& phrase,
                                 const lang::v1::DescribingNouns& group) const {
    if (phrase.first < sentence_.first + 2 || out_.size() == begin_) return -1;
    if (words_.text(words_.words[phrase.first - 1]) != ",") return -1;
    std::size_t named = out_.size() - 1;
    std::uint32_t end = phrase.first - 1;
    // "Karl Brunn (SPD), der Minister": a name in brackets does not come between.
    if (words_.text(words_.words[end - 1]) == ")" && named > begin_ &&
        out_[named].last + 1 == end && out_[named].first > sentence_.first &&
        words_.text(words_.words[out_[named].first - 1]) == "(") {
      end = out_[named].first - 1;
      --named;
    }
    const Candidate& before = out_[named];
    if (before.kind != v1::MENTION_KIND_NAME || before.part || before.last != end) return -1;
    if (before.actor_kind != group.kind() && before.actor_kind != v1::ACTOR_KIND_UNSPECIFIED)
      return -1;
    // A list ("Acme, the bank and others") looks alike, and so does a speaker ("…, the bank said"):
    // the phrase must end in a comma or clause.
    if (phrase.last < sentence_.last && words_.words[phrase.last].is(kConjunction | kSaying))
      return -1;
    return static_cast<std::int32_t>(named);
  }

  // "The chief executive of Acme, Anna Weber, resigned": the name between commas behind a phrase
  // that describes a person, or nullptr.
  const NameSpan* person_behind_comma(const NounPhrase& phrase,
                                      const lang::v1::DescribingNouns& group) const {
    constexpr std::uint32_t kLongestAttribute = 8;
    if (group.kind() != v1::ACTOR_KIND_PERSON || phrase.plural) return nullptr;
    const auto comma = [&](std::uint32_t i) {
      return i < sentence_.last && words_.text(words_.words[i]) == ",";
    };
    std::uint32_t at = phrase.last;
    for (; at < sentence_.last && !comma(at); ++at) {
      const Word& word = words_.words[at];
      if (at == phrase.last + kLongestAttribute || word.kind == TokenKind::kPunctuation ||
          word.is(kConjunction) || word.pos == Pos::kVerb || word.pos == Pos::kAux)
        return nullptr;
    }
    const NameSpan* name = name_at(at + 1);
    if (name == nullptr || name->label != Label::kPerson) return nullptr;
    // Others may follow in a list.
    const bool closed =
        comma(name->last) && name_at(name->last + 1) == nullptr &&
        (name->last + 1 >= sentence_.last || !words_.words[name->last + 1].is(kConjunction));
    return closed || name->last + 1 >= sentence_.last ? name : nullptr;
  }

  void link_names_behind() {
    for (const auto& [described, name] : before_names_) {
      for (std::size_t i = described + 1; i < out_.size(); ++i) {
        const Candidate& c = out_[i];
        if (c.kind == v1::MENTION_KIND_NAME && c.first >= name->first && c.last <= name->last)
          out_[described].apposition = static_cast<std::int32_t>(i);
      }
    }
  }

  // "Committee on Foreign Investment (CFIUS)": one actor.
  void link_parentheses() {
    for (std::size_t i = begin_ + 1; i < out_.size(); ++i) {
      Candidate& inner = out_[i];
      if (inner.kind != v1::MENTION_KIND_NAME || inner.last - inner.first != 1) continue;
      if (inner.first < sentence_.first + 2 || inner.last >= sentence_.last) continue;
      if (words_.text(words_.words[inner.first - 1]) != "(" ||
          words_.text(words_.words[inner.last]) != ")") {
        continue;
      }
      const Candidate& outer = out_[i - 1];
      if (outer.kind == v1::MENTION_KIND_NAME && !outer.part && outer.last + 1 == inner.first) {
        inner.apposition = static_cast<std::int32_t>(i - 1);
      }
    }
  }

  const WordList& words_;
  const NameLexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const SentenceRange& sentence_;
  std::uint32_t index_;
  const std::vector<NameSpan>& names_;
  bool heading_;
  std::vector<Candidate>& out_;
  std::size_t begin_;
  // Candidates that describe the name behind them.
  std::vector<std::pair<std::size_t, const NameSpan*>> before_names_;
};

}  // namespace

void find_candidates(const WordList& words, const NameLexicon& lexicon, const Gazetteer& gazetteer,
                     std::uint32_t sentence_index, const std::vector<NameSpan>& names, bool heading,
                     std::vector<Candidate>& out) {
  SentenceReader(words, lexicon, gazetteer, sentence_index, names, heading, out).read();
}

}  // namespace annals::who
