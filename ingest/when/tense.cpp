#include "ingest/when/tense.h"

#include <vector>

namespace annals::when {
namespace {

// "Said Thursday it would …", "told reporters on Monday that …": the time is that of the saying,
// not of what was said, when no other verb stands between. "Said Thursday's vote would …" is none.
bool is_time_of_saying(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end) {
  constexpr std::size_t kReach = 3;  // pieces between
  // Anything glued to it but a sign before a space.
  const auto glued = [&](std::size_t at) { return at < pieces.size() && !pieces[at].space_before; };
  if (glued(end) && (pieces[end].kind == PieceKind::kWord || glued(end + 1))) return false;
  for (std::size_t i = begin; i > 0 && begin - i <= kReach; --i) {
    const Piece& piece = pieces[i - 1];
    if (piece.saying) return true;
    if (piece.clause || piece.tense != Tense::kNone) return false;
  }
  return false;
}

bool is_finite_past(const Piece& piece) {
  return piece.tense == Tense::kPast && piece.tense_strength >= kFiniteTense;
}

// Whether the infinitive that is marked at `at` tells no past ("to have met").
bool is_open_infinitive(const std::vector<Piece>& pieces, std::size_t at) {
  if (pieces[at].infinitive == Infinitive::kWhole) return true;
  if (pieces[at].infinitive != Infinitive::kMark || at + 1 >= pieces.size()) return false;
  const Piece& verb = pieces[at + 1];
  const bool perfect = verb.tense == Tense::kPast && verb.tense_strength > 1;
  return verb.kind == PieceKind::kWord && !verb.title && !perfect;
}

// "The talks, set to resume Monday", "they were to meet on Friday": the time stands behind an
// infinitive that hangs on a plan.
bool ends_planned_infinitive(const std::vector<Piece>& pieces, std::size_t begin) {
  constexpr std::size_t kReach = 12;    // pieces from the infinitive to the time
  constexpr std::size_t kGoverned = 6;  // from the plan to the infinitive
  for (std::size_t i = begin; i > 0 && begin - i < kReach; --i) {
    const std::size_t mark = i - 1;
    if (pieces[mark].clause) return false;
    if (is_finite_past(pieces[mark])) return false;
    if (mark + 1 >= begin || !is_open_infinitive(pieces, mark)) continue;
    for (std::size_t j = mark; j > 0 && mark - j < kGoverned; --j) {
      const Piece& governor = pieces[j - 1];
      if (governor.clause) return false;
      if (governor.plan == Plan::kOfInfinitive) return true;
      if (governor.plan == Plan::kBesideInfinitive && j == mark) return true;
    }
    return false;
  }
  return false;
}

// "Kündigte an, am Freitag zu streiken": the time stands in an infinitive's own clause, behind a
// plan.
bool opens_planned_infinitive(const std::vector<Piece>& pieces, std::size_t begin,
                              std::size_t end) {
  constexpr std::size_t kReach = 15;  // pieces to either side
  std::size_t comma = begin;
  while (comma > 0 && begin - comma < kReach && !pieces[comma - 1].clause)
    --comma;
  if (comma == 0 || !pieces[comma - 1].clause) return false;
  bool found = false;
  for (std::size_t i = end; i < pieces.size() && i - end < kReach && !pieces[i].clause && !found;
       ++i)
    found = is_open_infinitive(pieces, i);
  if (!found) return false;
  for (std::size_t i = comma - 1; i > 0 && comma - i < kReach; --i) {
    if (pieces[i - 1].clause) return false;
    if (pieces[i - 1].plan == Plan::kOfInfinitive) return true;
  }
  return false;
}

// "Postponed the trial until Friday", "auf den 3. März vertagt".
bool is_aim_of_plan(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end) {
  constexpr std::size_t kReach = 10;  // pieces to either side
  // In front, or before an article; or the match begins with it.
  std::size_t at = begin;
  if (!pieces[at].aim && at > 0) --at;
  if (!pieces[at].aim && at > 0 && !is_open_infinitive(pieces, at - 1)) --at;
  if (!pieces[at].aim) return false;
  const auto is_plan = [](Plan plan) {
    return plan == Plan::kOfAim || plan == Plan::kOfInfinitive;
  };
  bool found = false;
  for (std::size_t i = at; i > 0 && at - i < kReach && !pieces[i - 1].clause; --i)
    found = found || is_plan(pieces[i - 1].plan);
  for (std::size_t i = end; i < pieces.size() && i - end < kReach && !pieces[i].clause; ++i) {
    // "The march planned for Friday was called off": told when it should have been over.
    if (is_finite_past(pieces[i])) return false;
    found = found || is_plan(pieces[i].plan);
  }
  return found;
}

// Whether the sentence plans something for the time, in whatever tense it tells of the plan.
bool is_planned(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end) {
  return ends_planned_infinitive(pieces, begin) || opens_planned_infinitive(pieces, begin, end) ||
         is_aim_of_plan(pieces, begin, end);
}

}  // namespace

void read_tense(const PieceBuffer& sentence, std::size_t begin, std::size_t end, Mention& mention) {
  const std::vector<Piece>& pieces = sentence.pieces;
  constexpr std::size_t kReach = 40;  // pieces to either side
  constexpr std::size_t kFront = 3;   // pieces before a time in front of its sentence
  Tense in_clause = Tense::kNone;
  Tense in_sentence = Tense::kNone;
  std::uint8_t clause_strength = 0;
  std::size_t clause_distance = 0;
  std::uint8_t sentence_strength = 0;
  const auto look = [&](std::size_t at, std::size_t distance, bool inside) {
    const Piece& piece = pieces[at];
    if (piece.tense == Tense::kNone) return;
    const std::uint8_t strength = piece.tense_strength;
    if (inside && (strength > clause_strength ||
                   (strength == clause_strength && distance < clause_distance))) {
      in_clause = piece.tense;
      clause_strength = strength;
      clause_distance = distance;
    }
    if (strength > sentence_strength) {
      in_sentence = piece.tense;
      sentence_strength = strength;
    }
  };
  if (is_time_of_saying(pieces, begin, end)) {
    mention.tense = Tense::kPast;
    mention.tense_strength = kFiniteTense;
    return;
  }
  if (sentence.has_plan && is_planned(pieces, begin, end)) {
    mention.tense = Tense::kFuture;
    mention.tense_strength = kPlannedTense;
    return;
  }
  bool inside = true;
  for (std::size_t i = begin, distance = 1; i > 0 && distance <= kReach; --i, ++distance) {
    if (pieces[i - 1].clause) inside = false;
    look(i - 1, distance, inside);
  }
  // "In January, he left": what stands in front belongs to the clause behind its comma.
  const bool fronted =
      begin <= kFront && in_clause == Tense::kNone && end < pieces.size() && pieces[end].clause;
  inside = true;
  for (std::size_t i = fronted ? end + 1 : end, distance = 1;
       i < pieces.size() && distance <= kReach; ++i, ++distance) {
    if (pieces[i].clause) inside = false;
    look(i, distance, inside);
  }
  mention.tense = in_clause != Tense::kNone ? in_clause : in_sentence;
  mention.tense_strength = clause_strength;
}

}  // namespace annals::when
