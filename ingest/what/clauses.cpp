// Cuts a sentence into clauses and reads each clause's verb group.
//
// Two kinds of language, told apart by the pack's grammar: with a verb bracket (German) commas and
// openers cut clauses and the parts of the verb group may stand far apart; without (English) each
// new verb group opens a clause. Linear but for look-ahead within a segment between two marks.
#include <algorithm>
#include <ranges>

#include "ingest/what/segments.h"
#include "ingest/what/sentence.h"

namespace annals::what {
namespace {

constexpr std::size_t kMostClauses = 24;

class ClauseReader {
 public:
  explicit ClauseReader(SentenceView& view)
      : view_(view), grammar_(view.lexicon->grammar()), segments_(view), n_(view.size()) {}

  void read() {
    view_.clauses.clear();
    open(ClauseType::kMain, -1, -1);
    bool boundary = true;
    for (std::int32_t i = 0; i < n_; ++i) {
      if (view_.word(i).cls == WordClass::kPunct) {
        if (const std::int32_t end = segments_.remark_end(i); end >= 0 && !boundary) {
          i = end;
          continue;
        }
        boundary = boundary || segments_.breaks(i);
        continue;
      }
      if (boundary) {
        begin_segment(i);
        boundary = false;
      } else {
        inside_segment(i);
      }
      assign(i);
    }
    adopt_orphans();
  }

 private:
  Clause& at(std::int32_t c) { return view_.clauses[static_cast<std::size_t>(c)]; }

  std::int32_t open(ClauseType type, std::int32_t parent, std::int32_t opener) {
    if (view_.clauses.size() >= kMostClauses) return current_;
    Clause clause;
    clause.type = type;
    clause.parent = parent;
    clause.opener = opener;
    view_.clauses.push_back(std::move(clause));
    current_ = static_cast<std::int32_t>(view_.clauses.size()) - 1;
    return current_;
  }

  std::int32_t open_coordinate(std::int32_t with, std::int32_t opener) {
    const ClauseType type = at(with).type;
    const std::int32_t parent = at(with).parent;
    const std::int32_t clause = open(type, parent, opener);
    if (clause != with) at(clause).shares = with;
    return clause;
  }

  void assign(std::int32_t i) {
    Word& word = view_.words[static_cast<std::size_t>(i)];
    word.clause = current_;
    at(current_).words.push_back(i);
  }

  bool has_finite(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    return std::any_of(clause.words.begin(), clause.words.end(),
                       [&](std::int32_t i) { return can_be_finite(view_.word(i)); });
  }
  bool has_verb(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    return std::any_of(clause.words.begin(), clause.words.end(),
                       [&](std::int32_t i) { return is_verb(view_.word(i)); });
  }
  // A finite auxiliary still waits for its participle or infinitive.
  bool waits(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    bool aux = false;
    bool full = false;
    for (const std::int32_t i : clause.words) {
      aux = aux || (view_.word(i).cls == WordClass::kAux && can_be_finite(view_.word(i)));
      full = full || view_.word(i).cls == WordClass::kVerb;
    }
    return aux && !full;
  }
  bool nonfinite_type(std::int32_t c) const {
    const ClauseType type = view_.clause(c).type;
    return type == ClauseType::kInfinitive || type == ClauseType::kGerund ||
           type == ClauseType::kReduced;
  }

  void begin_segment(std::int32_t i) {
    const Segment segment = segments_.scan(i);
    const bool first = i == 0 || view_.clause(current_).words.empty();
    const bool comma = i > 0 && view_.surface(i - 1) == ",";
    const Opener opener = segments_.opener_at(i, segment, comma);
    if (opener.found) {
      if (first) {
        at(current_).type = opener.type;
        at(current_).opener = opener.word;
      } else {
        std::int32_t parent = current_;
        // "…, und dass …" runs parallel to the clause before.
        const bool parallel =
            view_.word(i).has(kCoordinator) && view_.clause(current_).type == opener.type;
        if (parallel) parent = view_.clause(current_).parent;
        open(opener.type, parent, opener.word);
      }
      return;
    }
    if (first) return;
    if (segment.first_verb < 0) {
      // "sagte, Nordwerk, Kaltmann und Ostfeld hätten …": the list is not what the verb governs.
      if (grammar_.verb_bracket() && comma && i > 1 && can_be_finite(view_.word(i - 2)) &&
          segments_.takes_clause(view_.word(i - 2)) && view_.word(i).cls == WordClass::kName &&
          segment.end < n_ && view_.surface(segment.end) == ",") {
        open(ClauseType::kMain, -1, -1);
        return;
      }
      // A list, an apposition, or the rest of a clause behind an insertion.
      close_inserted();
      return;
    }
    // "…, Nordwerk betrogen zu haben", "…, kaufen zu wollen": what looks finite is not.
    const bool perfect = grammar_.verb_bracket() && segment.marked && !segment.certain &&
                         view_.word(segment.last_verb).cls == WordClass::kAux &&
                         (view_.word(segment.last_verb).forms & kFormMarkedInfinitive) != 0;
    if (!segment.finite || perfect) {
      if (segment.marked) {
        close_inserted_before_infinitive();
        open(ClauseType::kInfinitive, current_, i);
        return;
      }
      for (std::int32_t c = current_; c >= 0; c = view_.clause(c).parent) {
        if (waits(c)) {
          current_ = c;
          return;
        }
      }
      const bool gerund = (view_.word(segment.first_verb).forms & kFormGerund) != 0 &&
                          !grammar_.verb_bracket() && segment.first_verb <= i + 1;
      if (gerund) {
        open(ClauseType::kGerund, current_, i);
        return;
      }
      const bool participle = !grammar_.verb_bracket() && segment.first_verb == i &&
                              (view_.word(i).forms & kFormParticiple) != 0;
      if (participle) {
        open(ClauseType::kReduced, current_, i);
        return;
      }
      if (view_.surface(i - 1) == ":" && !has_verb(current_)) {
        open(ClauseType::kMain, -1, -1);
        return;
      }
      close_inserted();
      // "hat A gekauft, B verkauft und …"
      if (grammar_.verb_bracket() && has_verb(current_) &&
          at(current_).type != ClauseType::kRelative)
        open_coordinate(current_, i);
      return;
    }
    // "…, den USA und China genehmigt werden": the end of a bracket that is still open.
    if (grammar_.verb_bracket() && !segment.certain && segment.last_verb >= segment.end - 1 &&
        segment.first_verb > i) {
      for (std::int32_t c = current_; c >= 0; c = view_.clause(c).parent) {
        if (view_.clause(c).type == ClauseType::kMain && waits(c)) {
          current_ = c;
          return;
        }
      }
    }
    // A finite verb: first for a clause that still lacks one.
    if (!grammar_.verb_bracket() && !segment.certain) {
      // "…, made by Orrin" and "…, citing sources" are no clauses of their own.
      const Word& verb = view_.word(segment.first_verb);
      const bool participle = segment.first_verb == i && (verb.forms & kFormParticiple) != 0 &&
                              verb.cls == WordClass::kVerb;
      bool waiting = false;
      for (std::int32_t c = current_; c >= 0; c = view_.clause(c).parent)
        waiting = waiting || (!nonfinite_type(c) && !has_finite(c));
      // "The deal, announced in May, is …": the subject waits for the verb behind the insertion.
      const std::int32_t behind = segment.end + 1;
      const bool inserted = comma && behind < n_ && view_.surface(segment.end) == "," &&
                            is_verb(view_.word(behind)) &&
                            (view_.word(behind).forms & kFormFinite) != 0;
      if (participle && (!waiting || inserted)) {
        open(ClauseType::kReduced, current_, i);
        return;
      }
    }
    for (std::int32_t c = current_; c >= 0; c = view_.clause(c).parent) {
      if (!nonfinite_type(c) && !has_finite(c)) {
        // A verbless first segment such as "USA:" is no part of the clause behind a colon.
        if (view_.surface(i - 1) == ":" && !has_verb(c)) break;
        current_ = c;
        return;
      }
    }
    const bool coordinate = view_.word(i).has(kCoordinator);
    const std::int32_t before = current_;
    if (coordinate && at(before).type != ClauseType::kMain && grammar_.verb_bracket() &&
        segment.last_verb >= segment.end - 2 && segment.first_verb > i + 1) {
      open_coordinate(before, i);
      return;
    }
    std::int32_t root = before;
    while (at(root).parent >= 0)
      root = at(root).parent;
    if (coordinate) {
      open_coordinate(root, i);
      at(current_).type = ClauseType::kMain;
      at(current_).parent = -1;
    } else {
      open(ClauseType::kMain, -1, -1);
    }
  }

  // Behind a mark the clause around an inserted one goes on when that still waits for something,
  // or when the inserted one is complete.
  void close_inserted() {
    for (std::int32_t c = current_; c >= 0; c = view_.clause(c).parent) {
      if (waits(c) || (!nonfinite_type(c) && !has_finite(c) && has_any(c))) {
        current_ = c;
        return;
      }
    }
    const ClauseType type = view_.clause(current_).type;
    const bool inserted = type == ClauseType::kRelative || type == ClauseType::kReduced;
    if (inserted && has_verb(current_) && view_.clause(current_).parent >= 0)
      current_ = view_.clause(current_).parent;
  }
  bool has_any(std::int32_t c) const { return !view_.clause(c).words.empty(); }
  void close_inserted_before_infinitive() {
    const ClauseType type = view_.clause(current_).type;
    if (type == ClauseType::kRelative && !grammar_.verb_bracket()) return;
    if (type == ClauseType::kRelative && view_.clause(current_).parent >= 0)
      current_ = view_.clause(current_).parent;
  }

  void inside_segment(std::int32_t i) {
    const Word& word = view_.word(i);
    if (word.has(kCoordinator) && word.cls == WordClass::kConj) {
      coordinate(i);
      return;
    }
    if (grammar_.verb_bracket()) return;
    if (word.cls == WordClass::kMarker) {
      // "plans to buy": an infinitive clause of its own; "has to buy" stays in the group.
      if (!group_goes_on(i)) open(ClauseType::kInfinitive, current_, i);
      return;
    }
    if (word.has(kSubordinator | kRelative) && !grammar_.comma_clauses() && opens_inside(i)) return;
    if (word.phrase != nullptr && word.phrase->subordinator != 0 && segments_.finite_follows(i)) {
      open(type_of(word.phrase->subordinator), current_, i);
      return;
    }
    if (is_verb(word)) verb_inside(i);
  }

  bool group_goes_on(std::int32_t i) const {
    // The last verb of the clause is an auxiliary that takes a marked infinitive.
    const Clause& clause = view_.clause(current_);
    for (const std::int32_t at_word : std::views::reverse(clause.words)) {
      const Word& word = view_.word(at_word);
      if (word.cls == WordClass::kAdverb || word.cls == WordClass::kNegation) continue;
      if (word.cls != WordClass::kAux) return false;
      return view_.lexicon->pack->auxiliary(word.entry->aux - 1).with_marked_infinitive() &&
             i - at_word <= 2;
    }
    return false;
  }

  bool opens_inside(std::int32_t i) {
    const Word& word = view_.word(i);
    const Word& before = view_.word(i - 1);
    if (word.has(kSubordinator)) {
      const ClauseType type = type_of(word.entry->subordinator);
      if (!word.has(kAmbiguousSubordinator)) {
        const Segment rest = segments_.scan(i);
        if (rest.finite) {
          open(type, current_, i);
          return true;
        }
        return false;
      }
      if (word.has(kRelative)) {
        // "that": relative behind a noun with the verb next, else a complement behind a verb.
        if (before.cls == WordClass::kVerb && segments_.finite_follows(i)) {
          open(ClauseType::kComplement, current_, i);
          return true;
        }
        const bool noun_before = before.cls == WordClass::kNoun || before.cls == WordClass::kName ||
                                 before.cls == WordClass::kOther ||
                                 before.cls == WordClass::kNumber;
        if (noun_before && i + 1 < n_ && is_verb(view_.word(i + 1))) {
          open(ClauseType::kRelative, current_, i);
          return true;
        }
        if (noun_before && segments_.finite_follows(i)) {
          open(ClauseType::kComplement, current_, i);
          return true;
        }
        return false;
      }
      if (segments_.finite_follows(i)) {
        open(type, current_, i);
        return true;
      }
      return false;
    }
    // who, which, whose
    if (word.cls == WordClass::kPron && i + 1 < n_) {
      const Segment rest = segments_.scan(i + 1);
      if (rest.finite) {
        open(ClauseType::kRelative, current_, i);
        return true;
      }
    }
    return false;
  }

  // "Workers hired by Orrin sued …": past or participle, the agent behind it, and the finite verb
  // still to come without a subject of its own.
  bool reduced_before_finite(std::int32_t i) const {
    const Word& word = view_.word(i);
    if (word.cls != WordClass::kVerb || (word.forms & kFormParticiple) == 0 || i == 0 ||
        i + 1 >= n_ || !view_.word(i + 1).has(kAgentPreposition))
      return false;
    for (std::int32_t j = i + 2; j < n_; ++j) {
      const Word& next = view_.word(j);
      if (next.cls == WordClass::kPunct && segments_.breaks(j)) return false;
      if (next.cls == WordClass::kMarker || next.cls == WordClass::kConj ||
          next.has(kSubordinator | kRelative | kCoordinator))
        return false;
      if (is_verb(next)) return can_be_finite(next);
    }
    return false;
  }

  void verb_inside(std::int32_t i) {
    const Word& word = view_.word(i);
    const Clause& clause = view_.clause(current_);
    std::int32_t last = -1;
    for (const std::int32_t w : clause.words) {
      if (is_verb(view_.word(w))) last = w;
    }
    if (last < 0) {
      if (reduced_before_finite(i)) open(ClauseType::kReduced, current_, i);
      return;
    }
    const Word& before = view_.word(last);
    if (before.cls == WordClass::kAux) {
      // The group goes on, also over the subject of an inverted clause. A copula's clause may hold
      // a reduced relative clause or the next finite verb.
      const bool close = i - last <= 4 || (word.forms & kFormFinite) == 0 ||
                         segments_.has_gap_only_adverbs(last, i);
      if (close && (!only_finite(word) || i - last <= 1)) return;
    }
    const bool noun_before = i > 0 && (view_.word(i - 1).cls == WordClass::kNoun ||
                                       view_.word(i - 1).cls == WordClass::kName ||
                                       view_.word(i - 1).cls == WordClass::kOther);
    if ((word.forms & kFormFinite) == 0) {
      if ((word.forms & kFormGerund) != 0) {
        open(ClauseType::kGerund, current_, i);
      } else if ((word.forms & kFormParticiple) != 0) {
        open(ClauseType::kReduced, current_, i);
      }
      return;
    }
    // "rejected an offer made by Orrin": past or participle, no subject before it of its own.
    const bool preposition_next = i + 1 < n_ && view_.word(i + 1).cls == WordClass::kPrep;
    if ((word.forms & kFormParticiple) != 0 && word.cls == WordClass::kVerb && noun_before &&
        preposition_next && !segments_.takes_clause(before)) {
      bool returned = false;
      for (std::int32_t c = view_.clause(current_).parent; c >= 0; c = view_.clause(c).parent) {
        if (!nonfinite_type(c) && !has_finite(c)) {
          current_ = c;
          returned = true;
          break;
        }
      }
      if (!returned) open(ClauseType::kReduced, current_, i);
      return;
    }
    for (std::int32_t c = view_.clause(current_).parent; c >= 0; c = view_.clause(c).parent) {
      if (!nonfinite_type(c) && !has_finite(c)) {
        current_ = c;
        return;
      }
    }
    if (i == last + 1 && word.cls == WordClass::kVerb && (word.forms & kFormInfinitive) != 0)
      return;
    // A clause without opener: it begins behind the verb before it.
    const std::int32_t from = current_;
    const bool complement = segments_.takes_clause(before);
    open(complement ? ClauseType::kComplement : ClauseType::kMain, complement ? from : -1, -1);
    if (current_ == from) return;
    Clause& old = at(from);
    while (!old.words.empty() && old.words.back() > last) {
      const std::int32_t moved = old.words.back();
      if (view_.word(moved).has(kParticle) && moved == last + 1) break;
      old.words.pop_back();
      at(current_).words.insert(at(current_).words.begin(), moved);
      view_.words[static_cast<std::size_t>(moved)].clause = current_;
    }
  }

  // "… und verkaufte …": a second clause when both sides have their verb.
  void coordinate(std::int32_t i) {
    const Segment rest = segments_.scan(i + 1);
    if (rest.first_verb < 0) return;
    const Opener opener = segments_.opener_at(i, rest, grammar_.verb_bracket());
    if (opener.found && opener.word == i + 1) {
      const std::int32_t parent = view_.clause(current_).parent;
      open(opener.type, parent, opener.word);
      return;
    }
    // The right side up to the next coordinator.
    std::int32_t right_verb = -1;
    for (std::int32_t j = i + 1; j < rest.end; ++j) {
      if (is_verb(view_.word(j))) {
        right_verb = j;
        break;
      }
    }
    if (right_verb < 0) return;
    const Word& verb = view_.word(right_verb);
    if (grammar_.verb_bracket()) {
      const bool subordinate = view_.clause(current_).type != ClauseType::kMain;
      if (has_finite(current_) && rest.finite &&
          (!waits(current_) || segments_.only_finite_behind(i, rest.end))) {
        open_coordinate(current_, i);
        return;
      }
      // "hat das Angebot abgelehnt und die Sparte verkauft"
      if (!subordinate && has_full_nonfinite(current_) && !rest.finite)
        open_coordinate(current_, i);
      if (subordinate && has_verb(current_) && rest.marked) open_coordinate(current_, i);
      return;
    }
    if (!has_verb(current_)) return;
    if (nonfinite_type(current_)) {
      if ((verb.forms & (kFormInfinitive | kFormMarkedInfinitive)) != 0 && right_verb <= i + 2 &&
          !only_finite(verb)) {
        open_coordinate(current_, i);
        return;
      }
      if (!can_be_finite(verb)) return;
      // Back to the finite clause around it.
      for (std::int32_t c = view_.clause(current_).parent; c >= 0; c = view_.clause(c).parent) {
        if (!nonfinite_type(c)) {
          open_coordinate(c, i);
          return;
        }
      }
      return;
    }
    const bool near = right_verb <= i + 2;
    const bool finite = can_be_finite(verb) && (!waits(current_) || near);
    const bool participle =
        (verb.forms & kFormParticiple) != 0 && near && has_full_nonfinite(current_);
    if (finite || participle) open_coordinate(current_, i);
  }

  bool has_full_nonfinite(std::int32_t c) const {
    const Clause& clause = view_.clause(c);
    return std::any_of(clause.words.begin(), clause.words.end(), [&](std::int32_t i) {
      const Word& word = view_.word(i);
      return word.cls == WordClass::kVerb && (word.forms & ~kFormFinite) != 0;
    });
  }

  // A subordinate clause at the start belongs to the main clause that follows.
  void adopt_orphans() {
    for (std::size_t c = 0; c < view_.clauses.size(); ++c) {
      Clause& clause = view_.clauses[c];
      if (clause.type == ClauseType::kMain || clause.parent >= 0) continue;
      for (std::size_t next = c + 1; next < view_.clauses.size(); ++next) {
        if (view_.clauses[next].type == ClauseType::kMain) {
          clause.parent = static_cast<std::int32_t>(next);
          break;
        }
      }
    }
  }

  SentenceView& view_;
  const lang::Grammar& grammar_;
  SegmentReader segments_;
  std::int32_t n_;
  std::int32_t current_ = -1;
};

}  // namespace

void read_verb_group(SentenceView& view, Clause& clause);

void read_clauses(SentenceView& view) {
  ClauseReader(view).read();
  for (std::size_t c = 0; c < view.clauses.size(); ++c)
    read_verb_group(view, view.clauses[c]);
}

}  // namespace annals::what
