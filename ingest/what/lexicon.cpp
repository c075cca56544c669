#include "ingest/what/lexicon.h"

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>

#include <fmt/format.h>

#include "ingest/what/inflection.h"

namespace annals::what {
namespace {

// ASCII only, plus the two-byte capitals of Latin-1: packs are written by us in lower case but for
// nouns, and the text's own case folding is done by the language room.
std::string fold(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') {
      out[i] = static_cast<char>(byte + 32);
    } else if (byte == 0xC3 && i + 1 < out.size()) {
      const auto next = static_cast<unsigned char>(out[i + 1]);
      if (next >= 0x80 && next <= 0x9E && next != 0x97) out[i + 1] = static_cast<char>(next + 32);
      ++i;
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (end != 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

class LexiconBuilder {
 public:
  LexiconBuilder(lang::EventPack pack, lang::Ontology ontology, std::string code) {
    out_.pack = std::make_unique<lang::EventPack>(std::move(pack));
    out_.ontology = std::make_unique<lang::Ontology>(std::move(ontology));
    out_.code = std::move(code);
  }

  Result<Lexicon> build() {
    ANNALS_TRY(ontology());
    ANNALS_TRY(function_words());
    ANNALS_TRY(frames());
    for (const std::string& verb : out_.pack->open_verb())
      this->verb(verb);
    for (const lang::Verb& irregular : out_.pack->irregular())
      this->verb(irregular.lemma());
    for (const std::string& verb : out_.pack->light_verb()) {
      out_.verbs[this->verb(verb)].light = true;
    }
    speech();
    flatten();
    return std::move(out_);
  }

 private:
  struct Building {
    Entry entry;
    std::vector<VerbSense> verbs;
    std::vector<NounSense> nouns;
    std::vector<NounSense> adjectives;
  };
  struct BuildingPhrase {
    Phrase phrase;
    std::vector<NounSense> nouns;
  };

  Status ontology() {
    for (int i = 0; i < out_.ontology->event_class_size(); ++i) {
      const auto& c = out_.ontology->event_class(i);
      if (!classes_.emplace(c.name(), static_cast<std::uint32_t>(i)).second)
        return fail(ErrorCode::kInvalidInput, fmt::format("ontology: class {} twice", c.name()));
    }
    for (const auto& c : out_.ontology->event_class()) {
      for (const auto* list : {&c.opposite(), &c.tension(), &c.undoes()}) {
        for (const std::string& other : *list) {
          if (!classes_.contains(other))
            return fail(
                ErrorCode::kInvalidInput,
                fmt::format("ontology: class {} names {}, which is no class", c.name(), other));
        }
      }
    }
    return {};
  }

  Building& word(std::string_view text) { return words_[fold(text)]; }
  void flag(std::string_view text, std::uint32_t flags) { word(text).entry.flags |= flags; }

  // A word of one token sets the entry, several set a phrase.
  template <class One, class Many>
  void one_or_many(const std::string& text, One one, Many many) {
    const std::vector<std::string> parts = split(fold(text), ' ');
    if (parts.size() == 1) {
      one(word(parts[0]));
    } else if (parts.size() > 1) {
      flag(parts[0], kPhraseStart);
      BuildingPhrase& phrase = phrases_[fmt::format("{}", fmt::join(parts, " "))];
      phrase.phrase.words = static_cast<std::uint8_t>(std::min<std::size_t>(parts.size(), 255));
      many(phrase);
    }
  }

  std::uint16_t preposition(const std::string& text) {
    const std::string folded = fold(text);
    const auto [at, added] =
        prepositions_.emplace(folded, static_cast<std::uint16_t>(out_.prepositions.size() + 1));
    if (added) {
      out_.prepositions.push_back(folded);
      if (folded.find(' ') == std::string::npos) {
        Building& b = word(folded);
        b.entry.flags |= kPreposition;
        b.entry.preposition = at->second;
      }
    }
    return at->second;
  }

  static std::uint16_t agreement(const lang::CaseWord& item, unsigned cases) {
    unsigned with = item.agreement().empty() ? 0xFU : 0U;
    for (const int a : item.agreement())
      with |= 1U << (static_cast<unsigned>(a) - 1U);
    unsigned out = 0;
    for (unsigned of = lang::CASE_NOMINATIVE; of <= lang::CASE_GENITIVE; ++of) {
      if (((cases >> of) & 1U) != 0) out |= with << (4U * (of - 1U));
    }
    return static_cast<std::uint16_t>(out);
  }

  void case_words(const google::protobuf::RepeatedPtrField<lang::CaseWord>& list, bool pronoun) {
    for (const lang::CaseWord& item : list) {
      std::uint8_t cases = item.cases().empty() ? 0xFF : 0;
      for (const int c : item.cases())
        cases = static_cast<std::uint8_t>(cases | (1U << static_cast<unsigned>(c)));
      for (const std::string& text : item.word()) {
        Entry& entry = word(text).entry;
        entry.flags |= pronoun ? kPronoun : kDeterminer;
        if (item.demonstrative()) entry.flags |= kDemonstrative;
        if (item.relative()) entry.flags |= kRelative;
        if (item.negative()) entry.flags |= kNegativeWord;
        if (item.indefinite()) entry.flags |= kIndefinite;
        if (item.possessive()) entry.flags |= kPossessiveWord;
        std::uint8_t& target = pronoun ? entry.pron_cases : entry.det_cases;
        target = static_cast<std::uint8_t>(target | cases);
        std::uint16_t& agrees = pronoun ? entry.pron_agreement : entry.det_agreement;
        agrees = static_cast<std::uint16_t>(agrees | agreement(item, cases));
      }
    }
  }

  Status function_words() {
    const lang::EventPack& pack = *out_.pack;
    case_words(pack.determiner(), false);
    case_words(pack.pronoun(), true);
    for (const auto& text : pack.reflexive())
      flag(text, kReflexive);
    for (const auto& text : pack.preposition())
      preposition(text);
    for (const auto& text : pack.fused_preposition()) {
      const std::size_t equals = text.find('=');
      if (equals == std::string::npos)
        return fail(ErrorCode::kInvalidInput,
                    fmt::format("{}: fused_preposition {}: expected fused=plain", out_.code, text));
      const std::uint16_t id = preposition(text.substr(equals + 1));
      Building& b = word(text.substr(0, equals));
      b.entry.flags |= kPreposition;
      b.entry.preposition = id;
    }
    for (const auto& text : pack.grammar().agent_preposition()) {
      preposition(text);
      flag(text, kAgentPreposition);
    }
    for (const auto& text : pack.grammar().genitive_preposition()) {
      preposition(text);
      flag(text, kGenitivePreposition);
    }
    // "im" is "in" in this respect too.
    for (const auto& text : pack.fused_preposition()) {
      const std::size_t equals = text.find('=');
      const std::uint32_t plain = word(text.substr(equals + 1)).entry.flags;
      flag(text.substr(0, equals), plain & (kAgentPreposition | kGenitivePreposition));
    }
    for (const auto& text : pack.coordinator())
      flag(text, kCoordinator);
    for (const auto& text : pack.negation())
      flag(text, kNegation);
    for (const auto& text : pack.neither())
      flag(text, kNeither);
    for (const auto& text : pack.contrast())
      flag(text, kContrast);
    for (const auto& text : pack.nor())
      flag(text, kNor);
    for (const auto& text : pack.adverb())
      flag(text, kAdverb);
    for (const auto& text : pack.unnamed_source())
      flag(text, kUnnamed);
    for (const auto& text : pack.report_noun())
      flag(text, kReportNoun);
    for (const auto& text : pack.issued_noun())
      flag(text, kReportNoun | kIssued);
    for (const auto& text : pack.agent_noun())
      flag(text, kAgentNoun);
    for (const auto& text : pack.event_noun())
      out_.event_nouns_.insert(fold(text));
    for (const auto& text : pack.never_verb())
      flag(text, kNeverVerb);
    if (!pack.grammar().infinitive_marker().empty())
      flag(pack.grammar().infinitive_marker(), kMarker);
    for (int i = 0; i < pack.auxiliary_size(); ++i) {
      for (const auto& form : pack.auxiliary(i).form()) {
        Entry& entry = word(form.word()).entry;
        if (entry.aux != 0 && entry.aux != i + 1)
          return fail(ErrorCode::kInvalidInput,
                      fmt::format("{}: {} is a form of two auxiliaries", out_.code, form.word()));
        entry.aux = static_cast<std::uint8_t>(i + 1);
        entry.aux_forms |= form_bit(form.form());
      }
    }
    for (const auto& item : pack.subordinator()) {
      for (const auto& text : item.word()) {
        const auto kind = static_cast<std::uint8_t>(item.kind());
        one_or_many(
            text,
            [&](Building& b) {
              b.entry.flags |= kSubordinator | (item.ambiguous() ? kAmbiguousSubordinator : 0U);
              b.entry.subordinator = kind;
            },
            [&](BuildingPhrase& p) { p.phrase.subordinator = kind; });
      }
    }
    for (int i = 0; i < pack.attribution_size(); ++i) {
      for (const auto& text : pack.attribution(i).word()) {
        const auto id = static_cast<std::uint16_t>(i + 1);
        one_or_many(
            text, [&](Building& b) { b.entry.cue = id; },
            [&](BuildingPhrase& p) { p.phrase.cue = id; });
      }
    }
    for (int i = 0; i < pack.modality_size(); ++i) {
      for (const auto& text : pack.modality(i).word()) {
        const auto id = static_cast<std::uint16_t>(i + 1);
        one_or_many(
            text,
            [&](Building& b) {
              b.entry.modality = id;
              if (!pack.modality(i).attributive() && !pack.modality(i).implicative())
                b.entry.flags |= kAdverb;
            },
            [&](BuildingPhrase& p) { p.phrase.modality = id; });
      }
    }
    return {};
  }

  void speech() {
    const lang::Speech& speech = out_.pack->speech();
    for (const std::string& text : speech.verb())
      out_.verbs[verb(text)].speech = true;
    for (const std::string& text : speech.report_verb()) {
      const std::vector<std::string> parts = split(text, ' ');
      VerbInfo& info = out_.verbs[verb(parts.front())];
      info.reports = true;
      for (std::size_t i = 1; i < parts.size(); ++i)
        info.report_prepositions.push_back(preposition(parts[i]));
    }
    for (VerbInfo& info : out_.verbs) {
      // Frames with conditions say so only where they apply.
      for (const std::uint32_t f : info.frames) {
        const lang::Frame& frame = *out_.frames[f].pack;
        info.speech = info.speech || (frame.say() != lang::SAY_KIND_UNSPECIFIED &&
                                      frame.say() != lang::SAY_KIND_CITE && !frame.reflexive() &&
                                      frame.need().empty() && frame.object().empty());
      }
    }
    const std::pair<const google::protobuf::RepeatedPtrField<std::string>*, Flag> lists[] = {
        {&speech.noun(), kSpeechNoun},
        {&speech.report_preposition(), kReportPreposition},
        {&speech.report_postposition(), kReportPostposition},
        {&speech.conjunction(), kSpeechConjunction},
        {&speech.adverb(), kSpeechAdverb}};
    for (const auto& [words, bit] : lists) {
      for (const std::string& text : *words)
        flag(text, bit);
    }
  }

  std::uint32_t verb(const std::string& written) {
    const auto [at, added] =
        verb_ids_.emplace(written, static_cast<std::uint32_t>(out_.verbs.size()));
    if (!added) return at->second;
    const lang::EventPack& pack = *out_.pack;
    const SplitVerb parts = split_verb(written, pack.grammar());
    const bool joins = pack.grammar().joined_particles();
    const lang::Verb irregular = principal_parts(parts.base, pack);
    VerbInfo info;
    info.particle = fold(parts.particle);
    info.perfect_with_be = irregular.perfect_with_be();
    info.lemma = parts.particle.empty() ? parts.base
                 : joins                ? parts.particle + parts.base
                                        : parts.base + " " + parts.particle;
    for (const WordForm& form : inflect(parts.base, irregular, pack)) {
      const std::uint16_t bit = form_bit(form.form);
      if (parts.particle.empty()) {
        sense(form.word, at->second, bit, true);
      } else if (joins) {
        sense(parts.particle + form.word, at->second, bit, true);
        if ((bit & kFormFinite) != 0) sense(form.word, at->second, bit, false);
        if (bit == kFormInfinitive)
          sense(parts.particle + pack.grammar().infinitive_marker() + form.word, at->second,
                kFormMarkedInfinitive, true);
      } else {
        sense(form.word, at->second, bit, false);
      }
    }
    if (!parts.particle.empty()) flag(parts.particle, kParticle);
    out_.verbs.push_back(std::move(info));
    return at->second;
  }

  void sense(const std::string& text, std::uint32_t verb, std::uint16_t form, bool whole) {
    std::vector<VerbSense>& senses = word(text).verbs;
    for (VerbSense& known : senses) {
      if (known.verb == verb && known.whole == whole) {
        known.forms = static_cast<std::uint16_t>(known.forms | form);
        return;
      }
    }
    senses.push_back({verb, form, whole});
  }

  Result<std::vector<Arg>> arguments(
      const lang::Frame& frame, const std::string& pattern,
      const google::protobuf::RepeatedPtrField<lang::Argument>& further) {
    std::vector<Arg> out;
    const auto add = [&](const lang::Argument& argument) {
      Arg arg;
      arg.slot = argument.slot();
      arg.role = argument.role();
      arg.required = argument.required();
      if (!argument.word().empty()) arg.preposition = preposition(argument.word());
      for (const int kind : argument.kind())
        arg.kinds = static_cast<std::uint8_t>(arg.kinds | (1U << static_cast<unsigned>(kind)));
      out.push_back(arg);
    };
    // The frame's own arguments go before the shared ones.
    for (const auto& argument : further)
      add(argument);
    if (!pattern.empty()) {
      const auto& patterns = out_.pack->pattern();
      const auto at = std::find_if(patterns.begin(), patterns.end(),
                                   [&](const auto& p) { return p.name() == pattern; });
      if (at == patterns.end())
        return fail(ErrorCode::kInvalidInput,
                    fmt::format("{}: frame {}: no pattern {}", out_.code, frame.id(), pattern));
      for (const auto& argument : at->argument())
        add(argument);
    }
    return out;
  }

  Status frames() {
    std::map<std::string, int> seen;
    for (const lang::Frame& item : out_.pack->frame()) {
      if (seen[item.id()]++ != 0)
        return fail(ErrorCode::kInvalidInput,
                    fmt::format("{}: frame {} twice", out_.code, item.id()));
      const auto index = static_cast<std::uint32_t>(out_.frames.size());
      Frame frame;
      frame.pack = &item;
      frame.rule = out_.code + "/" + item.id();
      if (!item.event_class().empty()) {
        const auto at = classes_.find(item.event_class());
        if (at == classes_.end())
          return fail(ErrorCode::kInvalidInput, fmt::format("{}: frame {}: no class {}", out_.code,
                                                            item.id(), item.event_class()));
        frame.event_class = at->second;
        frame.allowed_roles = 0;
        for (const int role : out_.ontology->event_class(static_cast<int>(at->second)).role())
          frame.allowed_roles =
              static_cast<std::uint8_t>(frame.allowed_roles | (1U << static_cast<unsigned>(role)));
      }
      ANNALS_ASSIGN(frame.verb_args, arguments(item, item.pattern(), item.argument()));
      ANNALS_ASSIGN(frame.noun_args, arguments(item, item.noun_pattern(), item.noun_argument()));
      const auto copy = [](const auto& from, std::vector<std::string>& to) {
        for (const std::string& text : from)
          to.push_back(fold(text));
        std::sort(to.begin(), to.end());
      };
      copy(item.object(), frame.objects);
      copy(item.need(), frame.need);
      copy(item.unless(), frame.unless);
      for (const std::string& text : item.carry().preposition())
        frame.carry_prepositions.push_back(preposition(text));
      for (const std::string& written : item.verb())
        out_.verbs[verb(written)].frames.push_back(index);
      for (const std::string& forms : item.noun())
        noun(forms, index);
      for (const std::string& text : item.adjective()) {
        out_.lemmas.push_back(text);
        word(text).adjectives.push_back(
            {index, static_cast<std::uint32_t>(out_.lemmas.size() - 1)});
      }
      out_.frames.push_back(std::move(frame));
    }
    return {};
  }

  void noun(const std::string& forms, std::uint32_t frame) {
    const std::vector<std::string> parts = split(forms, ' ');
    if (parts.empty()) return;
    const auto plain = [](std::string text) {
      std::replace(text.begin(), text.end(), '_', ' ');
      return text;
    };
    out_.lemmas.push_back(plain(parts[0]));
    const NounSense sense{frame, static_cast<std::uint32_t>(out_.lemmas.size() - 1)};
    for (const std::string& form : parts) {
      one_or_many(
          plain(form), [&](Building& b) { b.nouns.push_back(sense); },
          [&](BuildingPhrase& p) { p.nouns.push_back(sense); });
    }
  }

  void flatten() {
    const auto copy = [](const auto& from, auto& to, auto& first, std::uint16_t& count) {
      first = static_cast<std::uint32_t>(to.size());
      count = static_cast<std::uint16_t>(from.size());
      to.insert(to.end(), from.begin(), from.end());
    };
    out_.words_.reserve(words_.size());
    for (auto& [text, building] : words_) {
      copy(building.verbs, out_.verb_senses, building.entry.verb_first, building.entry.verb_count);
      copy(building.nouns, out_.noun_senses, building.entry.noun_first, building.entry.noun_count);
      copy(building.adjectives, out_.noun_senses, building.entry.adjective_first,
           building.entry.adjective_count);
      out_.words_.emplace(text, building.entry);
    }
    for (auto& [text, building] : phrases_) {
      copy(building.nouns, out_.noun_senses, building.phrase.noun_first,
           building.phrase.noun_count);
      out_.phrases_.emplace(text, building.phrase);
    }
  }

  Lexicon out_;
  std::map<std::string, std::uint32_t> classes_;
  std::map<std::string, std::uint16_t> prepositions_;
  std::unordered_map<std::string, std::uint32_t> verb_ids_;
  std::unordered_map<std::string, Building> words_;
  std::unordered_map<std::string, BuildingPhrase> phrases_;
};

Result<Lexicon> Lexicon::build(lang::EventPack pack, lang::Ontology ontology, std::string code) {
  return LexiconBuilder(std::move(pack), std::move(ontology), std::move(code)).build();
}

}  // namespace annals::what
