// Which noun phrases has each clause, and which of them belong together?
#include <algorithm>

#include "ingest/what/sentence.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostNominals = 80;

class NominalReader {
 public:
  explicit NominalReader(SentenceView& view) : view_(view), grammar_(view.lexicon->grammar()) {}

  void read() {
    view_.nominals.clear();
    for (std::size_t c = 0; c < view_.clauses.size(); ++c) {
      Clause& clause = view_.clauses[c];
      clause.first_nominal = static_cast<std::int32_t>(view_.nominals.size());
      chunk(static_cast<std::int32_t>(c));
      clause.last_nominal = static_cast<std::int32_t>(view_.nominals.size());
      link(clause);
    }
  }

 private:
  Nominal* current() { return open_ ? &view_.nominals.back() : nullptr; }

  void begin(std::int32_t i, std::int32_t clause) {
    close();
    if (view_.nominals.size() >= kMostNominals) return;
    Nominal n;
    n.first = i;
    n.last = i + 1;
    n.clause = clause;
    view_.nominals.push_back(n);
    open_ = true;
  }
  void close() {
    if (open_ && view_.nominals.back().head < 0) view_.nominals.pop_back();
    open_ = false;
  }
  bool named_mention(std::int32_t m) const {
    return m >= 0 && view_.record->mentions(m).kind() == v1::MENTION_KIND_NAME;
  }

  // "Chef Karl Brunn", without an article: a noun and the person whom it describes.
  bool names_office(const Nominal& n) const {
    if (n.determined || n.preposition != 0 || n.mention < 0 || !grammar_.capital_nouns() ||
        view_.token(n.first).pos != Pos::kNoun)
      return false;
    const auto actor = static_cast<int>(view_.record->mentions(n.mention).actor());
    return actor < view_.record->actors_size() &&
           view_.record->actors(actor).kind() == v1::ACTOR_KIND_PERSON;
  }

  // "Tiktoks", "Apple's": a name that owns what follows.
  bool possessive(std::int32_t i) const {
    const Word& word = view_.word(i);
    if (word.mention < 0) return false;
    const v1::Mention& mention = view_.record->mentions(word.mention);
    if (mention.span().end() > view_.token(i).span.end) return false;  // not its last word
    const std::string_view surface = view_.surface(i);
    for (const std::string& ending : grammar_.possessive()) {
      if (surface.size() <= ending.size() || !surface.ends_with(ending)) continue;
      if (ending.size() > 1 || ending[0] != 's') return true;
      // A bare "s" may belong to the name itself.
      if (static_cast<int>(mention.actor()) >= view_.record->actors_size()) return false;
      const std::string& name = view_.record->actors(static_cast<int>(mention.actor())).name();
      return !name.ends_with(surface);
    }
    return false;
  }

  // "die Berliner Nordwerk": a place that only says where the name behind it is from.
  bool place_adjective(std::int32_t i) const {
    const std::int32_t mention = view_.word(i).mention;
    if (mention < 0) return false;
    const auto actor = static_cast<int>(view_.record->mentions(mention).actor());
    if (actor >= view_.record->actors_size() ||
        view_.record->actors(actor).kind() != v1::ACTOR_KIND_PLACE)
      return false;
    return std::ranges::any_of(grammar_.place_adjective(), [&](const std::string& ending) {
      return view_.surface(i).ends_with(ending);
    });
  }

  // "a 22 billion pound ($31 billion) offer": a remark that belongs to no clause.
  bool only_remark_between(std::int32_t before, std::int32_t i) const {
    if (before < 0 || i < before + 3 || view_.surface(before + 1) != "(" ||
        view_.surface(i - 1) != ")")
      return false;
    for (std::int32_t j = before + 1; j < i; ++j) {
      if (view_.word(j).clause >= 0) return false;
    }
    return true;
  }

  void chunk(std::int32_t c) {
    const std::vector<std::int32_t> words = view_.clauses[static_cast<std::size_t>(c)].words;
    std::int32_t before = -2;
    std::uint16_t preposition = 0;
    bool agent = false;
    bool negate_next = false;
    // "laut mit der Sache vertrauten Personen": waits until the attribute's own phrase is over.
    std::uint16_t waiting = 0;
    for (const std::int32_t i : words) {
      Word& word = view_.words[static_cast<std::size_t>(i)];
      // "bei "Sky"": nor does a quotation mark end a phrase.
      const bool opened =
          before >= 0 && i == before + 2 && view_.token(i - 1).kind == TokenKind::kQuoteOpen;
      const bool adjacent = i == before + 1 || opened || only_remark_between(before, i);
      if (!adjacent) {
        close();
        preposition = 0;
        waiting = 0;
      }
      before = i;
      if (i == view_.clauses[static_cast<std::size_t>(c)].particle) {
        close();
        preposition = 0;
        continue;
      }
      if (word.in_cue) {
        close();
        preposition =
            word.phrase != nullptr && word.phrase->cue != 0 ? kCuePreposition : preposition;
        if (word.phrase != nullptr && word.phrase->cue == 0) preposition = 0;
        prep_word_ = i;
        continue;
      }
      switch (word.cls) {
        case WordClass::kPrep:
          close();
          waiting = 0;
          if (const bool behind = i > 0 && prep_word_ == i - 1;
              behind && grammar_.capital_nouns()) {
            const Entry* first = view_.word(i - 1).entry;
            waiting = first != nullptr && first->cue != 0 ? kCuePreposition : preposition;
          }
          preposition = 0;
          if (i == view_.clauses[static_cast<std::size_t>(c)].opener) break;
          preposition = word.entry->preposition;
          agent = word.has(kAgentPreposition);
          prep_word_ = i;
          break;
        case WordClass::kDet: {
          const bool start = !open_ || view_.nominals.back().head >= 0;
          if (start) begin_with(i, c, preposition, agent);
          if (Nominal* n = current()) {
            n->last = i + 1;
            n->determined = true;
            if (word.entry != nullptr) {
              n->cases = static_cast<std::uint8_t>(n->cases & word.entry->det_cases);
              n->agreement = word.entry->det_agreement;
              n->negative = n->negative || word.has(kNegativeWord);
              n->demonstrative = n->demonstrative || word.has(kDemonstrative);
              n->possessed = n->possessed || word.has(kPossessiveWord);
              n->indefinite = n->indefinite || word.has(kIndefinite);
            }
            n->negative = n->negative || negate_next;
          }
          preposition = 0;
          break;
        }
        case WordClass::kPron: {
          begin_with(i, c, preposition, agent);
          if (Nominal* n = current()) {
            n->head = i;
            n->last = i + 1;
            n->pronoun = true;
            n->cases = word.entry->pron_cases;
            n->agreement = word.entry->pron_agreement;
            n->demonstrative = word.has(kDemonstrative);
            n->relative = word.has(kRelative);
            n->negative = word.has(kNegativeWord) || negate_next;
            n->mention = word.mention;
            word.nominal = static_cast<std::int32_t>(view_.nominals.size()) - 1;
          }
          close();
          preposition = 0;
          negate_next = false;
          break;
        }
        case WordClass::kNoun:
        case WordClass::kName:
          noun(i, c, preposition, agent, negate_next);
          preposition = 0;
          negate_next = false;
          break;
        case WordClass::kPossessive:
          if (open_ && view_.nominals.back().head >= 0) {
            owner_ = static_cast<std::int32_t>(view_.nominals.size()) - 1;
            owner_at_ = i;
            view_.nominals.back().last = i + 1;
          }
          break;
        case WordClass::kNumber:
        case WordClass::kOther:
          // "dem Kurier zufolge das Urteil"
          if (word.entry != nullptr && word.entry->cue != 0 &&
              view_.lexicon->pack->attribution(word.entry->cue - 1).position() ==
                  lang::CUE_POSITION_AFTER) {
            close();
            preposition = 0;
            break;
          }
          if (word.cls == WordClass::kOther && !grammar_.capital_nouns() &&
              (view_.token(i).pos == Pos::kUnknown || view_.token(i).pos == Pos::kX ||
               (view_.token(i).title_case && view_.token(i).pos != Pos::kAdj))) {
            // Without tags any unknown word may be the noun.
            noun(i, c, preposition, agent, negate_next);
            preposition = 0;
            negate_next = false;
            break;
          }
          if (open_ && view_.nominals.back().head >= 0 && grammar_.capital_nouns()) {
            close();
            if (waiting != 0) preposition = std::exchange(waiting, std::uint16_t{0});
          }
          if (!open_ || view_.nominals.back().head >= 0) {
            const bool owned = open_ &&
                               owner_ == static_cast<std::int32_t>(view_.nominals.size()) - 1 &&
                               owner_at_ == i - 1;
            if (open_) close();
            const std::int32_t owner = owned ? owner_ : -1;
            Nominal before_it;
            if (owned) before_it = view_.nominals.back();
            owner_ = -1;
            begin_with(i, c, owned ? 0 : preposition, agent);
            if (owned && open_)
              own(owner, before_it.preposition, before_it.agent_preposition, before_it.group);
          }
          if (Nominal* n = current()) n->last = i + 1;
          preposition = 0;
          break;
        case WordClass::kNegation:
          close();
          if (word.has(kNeither)) {
            ++group_;
            in_neither_ = true;
            negate_next = true;
          } else if (word.has(kNor)) {
            in_neither_ = true;
            negate_next = true;
          } else {
            negate_next = negation_binds(i);
          }
          break;
        case WordClass::kConj:
          // "neither A nor B" may write "nor" as a conjunction.
          conj_at_ = i;
          close_keep_list();
          break;
        default:
          if (word.cls == WordClass::kVerb && open_ && view_.nominals.back().head < 0 &&
              grammar_.capital_nouns() && i + 1 < view_.size() &&
              view_.word(i + 1).cls == WordClass::kNoun && view_.nominals.back().determined)
            break;
          close();
          if (word.cls != WordClass::kAdverb) in_neither_ = false;
          break;
      }
    }
    close();
    in_neither_ = false;
    last_prep_ = 0;
  }

  // "nicht Microsoft, sondern Oracle": binds the phrase when a correction follows.
  bool negation_binds(std::int32_t i) const {
    if (negates_verb(view_, i)) return false;
    for (std::int32_t j = i + 1; j < view_.size() && j < i + 25; ++j) {
      if (view_.word(j).has(kContrast)) return true;
    }
    return false;
  }

  void close_keep_list() {
    if (!open_) return;
    const auto index = static_cast<std::int32_t>(view_.nominals.size()) - 1;
    const bool kept = view_.nominals.back().head >= 0;
    close();
    list_from_ = kept ? index : -1;
  }

  void begin_with(std::int32_t i, std::int32_t c, std::uint16_t preposition, bool agent) {
    const auto before = static_cast<std::int32_t>(view_.nominals.size()) - 1;
    const bool after_conj = conj_at_ == i - 1 && list_from_ >= 0 && list_from_ <= before &&
                            view_.nominals[static_cast<std::size_t>(list_from_)].clause == c;
    begin(preposition != 0 && preposition != kCuePreposition ? prep_word_ : i, c);
    Nominal* n = current();
    if (n == nullptr) return;
    n->preposition = preposition;
    n->agent_preposition = preposition != 0 && agent;
    if (preposition != 0) {
      n->cases = static_cast<std::uint8_t>(~kNominative);
      const Entry* fused = view_.word(prep_word_).entry;
      if (fused != nullptr && fused->det_cases != 0) n->cases = fused->det_cases;
    }
    if (in_neither_) {
      n->group = group_;
      n->negative = true;
    }
    if (after_conj && preposition == 0) {
      const Nominal& first = view_.nominals[static_cast<std::size_t>(list_from_)];
      n->listed_with = list_from_;
      n->preposition = first.preposition;
      n->agent_preposition = first.agent_preposition;
      if (first.group != 0) n->group = first.group;
    }
  }

  // The noun phrase just begun belongs to the one before it, whose preposition moves to it.
  void own(std::int32_t owner, std::uint16_t preposition, bool agent, std::uint8_t group) {
    Nominal& n = view_.nominals.back();
    n.preposition = preposition;
    n.agent_preposition = agent;
    n.possessor = owner;
    n.group = group;
    n.first = view_.nominals[static_cast<std::size_t>(owner)].first;
    view_.nominals[static_cast<std::size_t>(owner)].preposition = 0;
    view_.nominals[static_cast<std::size_t>(owner)].attribute_of =
        static_cast<std::int32_t>(view_.nominals.size()) - 1;
  }

  bool counted(const Nominal& n) const {
    for (std::int32_t i = n.first; i < n.head; ++i) {
      if (view_.word(i).cls == WordClass::kNumber) return true;
    }
    return false;
  }

  void noun(std::int32_t i, std::int32_t c, std::uint16_t preposition, bool agent, bool negate) {
    Word& word = view_.words[static_cast<std::size_t>(i)];
    Nominal* n = current();
    bool start = n == nullptr;
    std::int32_t owner = -1;
    if (n != nullptr && n->head >= 0) {
      const Word& head = view_.word(n->head);
      const bool same_mention = word.mention >= 0 && word.mention == head.mention;
      if (same_mention) {
        start = false;
      } else if (possessive(n->head) && n->head == i - 1) {
        owner = static_cast<std::int32_t>(view_.nominals.size()) - 1;
        start = true;
      } else if (owner_ == static_cast<std::int32_t>(view_.nominals.size()) - 1 &&
                 owner_at_ == i - 1) {
        owner = owner_;
        start = true;
      } else if (word.cls == WordClass::kName && head.cls == WordClass::kName) {
        start = word.mention != head.mention && grammar_.capital_nouns() &&
                (n->head != i - 1 || !place_adjective(n->head));
      } else if (grammar_.capital_nouns()) {
        // "Konzern Bytedance": a noun that a name specifies. "Bytedance Anteile": two phrases.
        const bool name = word.cls == WordClass::kName || view_.token(i).pos == Pos::kPropn;
        // "drei Jahre Haft", "500 Euro Strafe": a measure and what it measures.
        const bool measured = word.cls == WordClass::kNoun && n->head == i - 1 && counted(*n);
        // "dem Berliner Senat": a place as an adjective.
        const bool adjective = n->head == i - 1 && view_.token(n->head).pos == Pos::kAdj;
        start = (!name || head.cls != WordClass::kNoun) && !measured && !adjective;
      }
      // Else noun compounds: they go on.
    }
    if (start) {
      const std::uint16_t inherited = owner >= 0 ? view_.nominals.back().preposition : preposition;
      const bool inherited_agent = owner >= 0 ? view_.nominals.back().agent_preposition : agent;
      const std::uint8_t group = owner >= 0 ? view_.nominals.back().group : 0;
      if (owner >= 0) owner_ = -1;
      begin_with(i, c, owner >= 0 ? 0 : preposition, agent);
      n = current();
      if (n == nullptr) return;
      if (owner >= 0) own(owner, inherited, inherited_agent, group);
    }
    n->last = i + 1;
    n->negative = n->negative || negate;
    // The head: the last noun; but the noun before a name keeps naming the thing.
    const bool name_after_noun =
        n->head >= 0 && word.cls == WordClass::kName && view_.word(n->head).cls == WordClass::kNoun;
    if (word.mention >= 0 && word.cls == WordClass::kNoun &&
        (word.head_at > 0 || word.front_only)) {
      // "Nordwerk-Verbot": the name is only the front of a compound.
      n->inner = word.mention;
      n->mention = -1;
    } else if (word.mention >= 0) {
      if (n->mention >= 0 && n->mention != word.mention) n->inner = n->mention;
      n->mention = word.mention;
    } else if (n->mention >= 0 && !name_after_noun) {
      // "TikTok deal": the name is only part of it.
      n->inner = n->mention;
      n->mention = -1;
    }
    if (n->head < 0 || !name_after_noun) n->head = i;
    word.nominal = static_cast<std::int32_t>(view_.nominals.size()) - 1;
    n->time = n->time || word.in_time;
  }

  // Genitives, lists behind commas, times.
  void link(Clause& clause) {
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      Nominal& n = view_.nominals[static_cast<std::size_t>(k)];
      n.time = true;
      for (std::int32_t i = n.first; i < n.last; ++i) {
        const Word& word = view_.word(i);
        if (word.cls == WordClass::kPrep || word.cls == WordClass::kDet) continue;
        if (!word.in_time) n.time = false;
      }
      if (n.time && n.pronoun) n.time = false;
      if (k == clause.first_nominal) continue;
      Nominal& before = view_.nominals[static_cast<std::size_t>(k - 1)];
      const bool adjacent = before.last == n.first;
      // Words of a clause may touch across an inserted clause: then they are not adjacent in text.
      if (!adjacent || n.pronoun || before.pronoun || n.attribute_of >= 0) continue;
      const bool genitive = n.preposition == 0 && n.determined && (n.cases & kGenitive) != 0 &&
                            grammar_.verb_bracket() &&
                            view_.word(before.head).cls == WordClass::kNoun &&
                            !named_mention(before.mention);
      const bool phrase = n.preposition != 0 && n.first < view_.size() &&
                          view_.word(n.first).has(kGenitivePreposition);
      // "ist das Land von einem Beben erschüttert worden": who does it, not whose it is.
      const bool acts = n.agent_preposition && n.determined && clause.passive &&
                        grammar_.verb_bracket() && n.last == clause.main;
      if ((genitive || phrase) && !acts && !before.time) n.attribute_of = k - 1;
      if (n.attribute_of >= 0 && before.owner < 0 && before.mention < 0)
        before.owner = n.mention >= 0 ? n.mention : n.inner;
      // "Nordwerk Chef Karl Brunn": whose chief he is, not who acts.
      if (names_office(n) && before.attribute_of < 0 && before.head + 1 == before.last &&
          view_.word(before.head).cls == WordClass::kName &&
          view_.clause(n.clause).words.front() == before.first) {
        before.attribute_of = k;
        if (n.owner < 0) n.owner = before.mention;
      }
    }
    for (std::int32_t k = clause.first_nominal + 1; k < clause.last_nominal; ++k)
      link_comma_list(k, clause.first_nominal);
    for (std::int32_t k = clause.first_nominal + 1; k < clause.last_nominal; ++k)
      link_apposition(k, clause.first_nominal);
    // "einem Bericht der Zeitung zufolge"
    for (std::int32_t k = clause.first_nominal; k < clause.last_nominal; ++k) {
      const std::int32_t next = view_.nominal(k).last;
      if (next >= view_.size()) continue;
      const Entry* entry = view_.word(next).entry;
      const Phrase* phrase = view_.word(next).phrase;
      const int cue = phrase != nullptr && phrase->cue != 0 ? phrase->cue
                      : entry != nullptr                    ? entry->cue
                                                            : 0;
      if (cue == 0 ||
          view_.lexicon->pack->attribution(cue - 1).position() != lang::CUE_POSITION_AFTER)
        continue;
      std::int32_t root = k;
      while (view_.nominal(root).attribute_of >= 0)
        root = view_.nominal(root).attribute_of;
      view_.nominals[static_cast<std::size_t>(root)].preposition = kCuePreposition;
    }
  }

  // The phrase that ends at a comma right before phrase `k`, or -1. "Karl Brunn (SPD), der
  // Minister": a remark may stand between.
  std::int32_t before_comma(std::int32_t k, std::int32_t first) const {
    const std::int32_t begin = view_.nominal(k).first;
    if (begin == 0 || view_.surface(begin - 1) != ",") return -1;
    std::int32_t before = k - 1;
    while (before >= first && view_.nominal(before).last > begin)
      --before;  // its own owner
    if (before < first) return -1;
    const std::int32_t end = view_.nominal(before).last;
    return end == begin - 1 || only_remark_between(end - 1, begin - 1) ? before : -1;
  }

  // "Nordwerk, Kaltmann und Ostfeld": names with commas before two with a conjunction.
  void link_comma_list(std::int32_t k, std::int32_t first) {
    const std::int32_t head = view_.nominal(k).listed_with;
    if (head < 0 || view_.nominal(head).clause != view_.nominal(k).clause) return;
    std::int32_t root = head;
    for (std::int32_t before = before_comma(root, first); before >= 0;
         before = before_comma(root, first)) {
      const Nominal& n = view_.nominal(before);
      if (n.attribute_of >= 0 || n.time || view_.word(n.head).cls != WordClass::kName ||
          view_.word(view_.nominal(root).head).cls != WordClass::kName ||
          view_.nominal(root).preposition != 0 || view_.nominal(root).determined)
        break;
      root = before;
    }
    if (root == head) return;
    for (std::int32_t i = root + 1; i < static_cast<std::int32_t>(view_.nominals.size()); ++i) {
      Nominal& n = view_.nominals[static_cast<std::size_t>(i)];
      if (i <= head || n.listed_with == head) n.listed_with = root;
      n.preposition = n.listed_with == root ? view_.nominal(root).preposition : n.preposition;
    }
  }

  // "die Chefin der Bank, Paula Stein": two phrases that name one actor, a comma between them. A
  // description between commas right behind a name is one of it, whoever finds it so.
  void link_apposition(std::int32_t k, std::int32_t first) {
    Nominal& n = view_.nominals[static_cast<std::size_t>(k)];
    if (n.preposition != 0 || n.attribute_of >= 0) return;
    const std::int32_t before = before_comma(k, first);
    if (before < 0) return;
    for (std::int32_t other = before; other >= first; --other) {
      if (same_actor(view_.nominal(other).mention, n.mention)) {
        n.attribute_of = other;
        return;
      }
      if (other == first || view_.nominal(other - 1).last != view_.nominal(other).first) break;
    }
    if (named_mention(view_.nominal(before).mention) && !named_mention(n.mention) &&
        (n.determined || n.possessor >= 0) && !n.time && !n.negative && !n.pronoun &&
        closed_by_comma(k))
      n.attribute_of = before;
  }

  // Whether the phrase, with those that stand right behind it, ends at a comma that opens no list.
  bool closed_by_comma(std::int32_t k) const {
    std::int32_t end = view_.nominal(k).last;
    for (std::size_t i = static_cast<std::size_t>(k) + 1; i < view_.nominals.size(); ++i) {
      if (view_.nominals[i].first != end) break;
      end = view_.nominals[i].last;
    }
    return end + 1 < view_.size() && view_.surface(end) == "," &&
           !view_.word(end + 1).has(kCoordinator);
  }

  bool same_actor(std::int32_t a, std::int32_t b) const {
    return a >= 0 && b >= 0 &&
           view_.record->mentions(a).actor() == view_.record->mentions(b).actor();
  }

  SentenceView& view_;
  const lang::Grammar& grammar_;
  std::int32_t owner_ = -1;  // the noun phrase before a possessive ending
  std::int32_t owner_at_ = -10;
  bool open_ = false;
  bool in_neither_ = false;
  std::uint8_t group_ = 0;
  std::uint16_t last_prep_ = 0;
  std::int32_t prep_word_ = -1;
  std::int32_t conj_at_ = -10;
  std::int32_t list_from_ = -1;
};

}  // namespace

void read_nominals(SentenceView& view) {
  NominalReader(view).read();
  read_functions(view);
}

}  // namespace annals::what
