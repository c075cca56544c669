#include "ingest/when/pattern.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ingest/when/pattern_scanner.h"

namespace annals::when {
namespace {

constexpr std::size_t kMaxStates = 60'000;
constexpr std::uint32_t kWordBits = 61;  // of Traits; the others are kinds of pieces

Traits literal_trait(WordId literal) {
  return Traits{1} << (literal * 7U % kWordBits);
}

Traits class_trait(std::uint16_t klass) {
  return Traits{1} << (klass % kWordBits);
}

}  // namespace

// Parses patterns into states. With a null lexicon it only gathers literals.
class AutomatonBuilder {
 public:
  AutomatonBuilder(const lang::v1::TimesPack& pack, const Lexicon* lexicon)
      : pack_(pack), lexicon_(lexicon) {}

  Status run() {
    std::map<std::string, std::string> fragments;
    for (const lang::v1::Fragment& fragment : pack_.fragments()) {
      if (!fragments.emplace(fragment.name(), fragment.pattern()).second)
        return fail(ErrorCode::kInvalidInput, "fragment " + fragment.name() + " is defined twice");
    }
    std::set<std::string> names;
    for (const lang::v1::Rule& rule : pack_.rules()) {
      if (!names.insert(rule.name()).second)
        return fail(ErrorCode::kInvalidInput, "rule " + rule.name() + " is defined twice");
      ANNALS_ASSIGN(const std::string pattern, expand(rule.name(), rule.pattern(), fragments, 0));
      ANNALS_TRY(add_rule(rule, pattern));
      if (states_.size() > kMaxStates)
        return fail(ErrorCode::kInvalidInput,
                    fmt::format("rule {}: more than {} states", rule.name(), kMaxStates));
    }
    return {};
  }

  std::vector<std::string> take_literals() { return {literals_.begin(), literals_.end()}; }

  Automaton take() {
    Automaton out;
    out.starts_of_literal_.resize(lexicon_->size());
    out.starts_of_class_.resize(lexicon_->class_count());
    for (std::size_t i = 0; i < states_.size(); ++i) {
      State& state = states_[i];
      state.first_next = static_cast<std::uint32_t>(out.next_.size());
      state.next_count = static_cast<std::uint32_t>(follow_[i].size());
      out.next_.insert(out.next_.end(), follow_[i].begin(), follow_[i].end());
      state.asks = traits_asked(state.atom);
      for (const std::uint32_t next : follow_[i])
        state.leads |= traits_asked(states_[next].atom);
    }
    out.traits_of_word_.resize(lexicon_->size());
    for (WordId word = 0; word < out.traits_of_word_.size(); ++word) {
      out.traits_of_word_[word] = literal_trait(word);
      for (const Member* m = lexicon_->begin(word); m != lexicon_->end(word); ++m)
        out.traits_of_word_[word] |= class_trait(m->klass);
    }
    const auto freeze = [&](auto& by_key, std::vector<Automaton::Range>& ranges) {
      for (const auto& [key, list] : by_key) {
        Automaton::Range& range = ranges[key];
        range.first = static_cast<std::uint32_t>(out.starts_.size());
        range.count = static_cast<std::uint32_t>(list.size());
        for (const std::uint32_t state : list) {
          range.leads |= states_[state].leads;
          range.accepts = range.accepts || states_[state].accepts;
        }
        out.starts_.insert(out.starts_.end(), list.begin(), list.end());
      }
    };
    freeze(literal_starts_, out.starts_of_literal_);
    freeze(class_starts_, out.starts_of_class_);
    out.states_ = std::move(states_);
    out.infos_ = std::move(infos_);
    return out;
  }

 private:
  // A part of a pattern: states that may begin and end it.
  struct Part {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> last;
    bool nullable = true;
  };

  // One bit that every piece has which fits.
  static Traits traits_asked(const Atom& atom) {
    if (atom.klass == Lexicon::kNoClass) return literal_trait(atom.literal);
    if (atom.number_bit >= 0 || atom.klass == Lexicon::kNumber)
      return Automaton::kind_traits(PieceKind::kNumber);
    if (atom.klass < Lexicon::kFirstOwn) return Automaton::kind_traits(PieceKind::kWord);
    return class_trait(atom.klass);
  }

  Status add_rule(const lang::v1::Rule& rule, const std::string& pattern) {
    Scanner scanner(rule.name(), pattern);
    rule_ = &rule;
    pattern_ = &pattern;
    rule_index_ = static_cast<std::uint16_t>(infos_.size());
    infos_.emplace_back();
    extent_ = 0;
    open_extent_ = false;
    ANNALS_ASSIGN(lookahead_, scanner.next());
    scanner_ = &scanner;
    ANNALS_ASSIGN(const Part whole, alternatives(0));
    if (lookahead_.sign != Sign::kEnd) return here("unexpected sign");
    if (whole.nullable) return here("the pattern may match nothing");
    if (open_extent_) return here("[ without ]");
    PatternInfo& info = infos_.back();
    info.extents = static_cast<std::uint8_t>(extent_);
    if (rule.tags_size() != extent_ && (rule.tags_size() != 0 || extent_ > 1))
      return here(fmt::format("{} pairs of brackets, but {} tags", extent_, rule.tags_size()));
    ANNALS_TRY(guards(rule.not_after(), info.not_after));
    ANNALS_TRY(guards(rule.not_before(), info.not_before));
    if (lexicon_ == nullptr) return {};
    for (const std::uint32_t state : whole.last)
      states_[state].accepts = true;
    for (const std::uint32_t state : whole.first) {
      const Atom& atom = states_[state].atom;
      if (atom.klass == Lexicon::kNoClass) {
        literal_starts_[atom.literal].push_back(state);
      } else if (atom.klass < Lexicon::kFirstOwn) {
        return here("a pattern must not begin with $" + lexicon_->class_name(atom.klass));
      } else {
        class_starts_[atom.klass].push_back(state);
      }
    }
    return {};
  }

  Failure here(std::string_view what) const {
    return pattern_error(rule_->name(), *pattern_, lookahead_.at, what);
  }

  Status advance() {
    ANNALS_ASSIGN(lookahead_, scanner_->next());
    return {};
  }

  Result<Part> alternatives(int depth) {
    if (depth > 32) return here("groups are nested too deeply");
    ANNALS_ASSIGN(Part out, sequence(depth));
    while (lookahead_.sign == Sign::kOr) {
      ANNALS_TRY(advance());
      ANNALS_ASSIGN(const Part other, sequence(depth));
      join(out.first, other.first);
      join(out.last, other.last);
      out.nullable = out.nullable || other.nullable;
    }
    return out;
  }

  Result<Part> sequence(int depth) {
    Part out;
    while (true) {
      Part item;
      switch (lookahead_.sign) {
        case Sign::kEnd:
        case Sign::kClose:
        case Sign::kOr:
          return out;
        case Sign::kOptional:
          return here("nothing before ?");
        case Sign::kExtentOpen:
          if (open_extent_) return here("[ inside [ ]");
          if (++extent_ > kMaxTags) return here("too many expressions");
          open_extent_ = true;
          ANNALS_TRY(advance());
          continue;
        case Sign::kExtentClose:
          if (!open_extent_) return here("] without [");
          open_extent_ = false;
          ANNALS_TRY(advance());
          continue;
        case Sign::kOpen: {
          ANNALS_TRY(advance());
          ANNALS_ASSIGN(item, alternatives(depth + 1));
          if (lookahead_.sign != Sign::kClose) return here(") is missing");
          ANNALS_TRY(advance());
          break;
        }
        case Sign::kAtom: {
          ANNALS_ASSIGN(item, atom());
          ANNALS_TRY(advance());
          break;
        }
      }
      if (lookahead_.sign == Sign::kOptional) {
        item.nullable = true;
        ANNALS_TRY(advance());
      }
      append(out, item);
    }
  }

  void append(Part& out, const Part& item) {
    for (const std::uint32_t state : out.last)
      join(follow_[state], item.first);
    if (out.nullable) join(out.first, item.first);
    if (item.nullable) {
      join(out.last, item.last);
    } else {
      out.last = item.last;
    }
    out.nullable = out.nullable && item.nullable;
  }

  static void join(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
    for (const std::uint32_t state : from)
      if (std::find(to.begin(), to.end(), state) == to.end()) to.push_back(state);
  }

  Result<Part> atom() {
    std::int8_t capture = -1;
    if (!lookahead_.atom.capture.empty()) {
      auto& captures = infos_.back().captures;
      const auto found = std::find(captures.begin(), captures.end(), lookahead_.atom.capture);
      capture = static_cast<std::int8_t>(found - captures.begin());
      if (found == captures.end()) captures.push_back(lookahead_.atom.capture);
      if (captures.size() > kMaxCaptures) return here("too many captures");
    }
    Part out;
    out.nullable = false;
    std::vector<std::string> words = lookahead_.alternatives;
    if (words.empty()) words.emplace_back();
    for (const std::string& word : words) {
      ANNALS_ASSIGN(const Atom atom, resolve(lookahead_.atom, word));
      const auto id = static_cast<std::uint32_t>(states_.size());
      State& state = states_.emplace_back();
      follow_.emplace_back();
      state.atom = atom;
      state.rule = rule_index_;
      state.capture = capture;
      state.extent = static_cast<std::uint8_t>(open_extent_ ? extent_ : 0);
      out.first.push_back(id);
      out.last.push_back(id);
    }
    return out;
  }

  Result<Atom> resolve(const RawAtom& raw, const std::string& word) {
    Atom out;
    out.spacing = raw.spacing;
    if (raw.klass.empty()) {
      if (lexicon_ == nullptr) {
        literals_.insert(word);
        return out;
      }
      out.literal = lexicon_->find(word);
      if (out.literal == kNoWord || lexicon_->split_at(out.literal) != 0)
        return here("\"" + word + "\" is not one piece");
      return out;
    }
    if (lexicon_ == nullptr) return out;
    out.klass = lexicon_->class_of(raw.klass);
    if (out.klass == Lexicon::kNoClass) return here("no class $" + raw.klass);
    out.number_bit = static_cast<std::int16_t>(lexicon_->number_bit(out.klass));
    return out;
  }

  template <class Guards>
  Status guards(const Guards& in, std::vector<Atom>& out) {
    for (const std::string& text : in) {
      Scanner scanner(rule_->name(), text);
      while (true) {
        ANNALS_ASSIGN(const Lexeme lexeme, scanner.next());
        if (lexeme.sign == Sign::kEnd) break;
        if (lexeme.sign != Sign::kAtom) return here("not_after and not_before take single atoms");
        std::vector<std::string> words = lexeme.alternatives;
        if (words.empty()) words.emplace_back();
        for (const std::string& word : words) {
          ANNALS_ASSIGN(const Atom atom, resolve(lexeme.atom, word));
          out.push_back(atom);
        }
      }
    }
    return {};
  }

  const lang::v1::TimesPack& pack_;
  const Lexicon* lexicon_;
  std::set<std::string> literals_;
  std::vector<State> states_;
  std::vector<std::vector<std::uint32_t>> follow_;
  std::vector<PatternInfo> infos_;
  std::map<WordId, std::vector<std::uint32_t>> literal_starts_;
  std::map<std::uint16_t, std::vector<std::uint32_t>> class_starts_;

  const lang::v1::Rule* rule_ = nullptr;
  const std::string* pattern_ = nullptr;
  Scanner* scanner_ = nullptr;
  Lexeme lookahead_;
  std::uint16_t rule_index_ = 0;
  int extent_ = 0;
  bool open_extent_ = false;
};

Result<std::vector<std::string>> Automaton::literals(const lang::v1::TimesPack& pack) {
  AutomatonBuilder builder(pack, nullptr);
  ANNALS_TRY(builder.run());
  return builder.take_literals();
}

Result<Automaton> Automaton::compile(const lang::v1::TimesPack& pack, const Lexicon& lexicon) {
  AutomatonBuilder builder(pack, &lexicon);
  ANNALS_TRY(builder.run());
  return builder.take();
}

bool fits(const Atom& atom, const Piece& piece, const Lexicon& lexicon) {
  if (atom.klass == Lexicon::kNoClass) return piece.entry == atom.literal;
  if (atom.number_bit >= 0)
    return piece.kind == PieceKind::kNumber &&
           ((piece.number_mask >> static_cast<unsigned>(atom.number_bit)) & 1U) != 0;
  switch (atom.klass) {
    case Lexicon::kWord:
      return piece.kind == PieceKind::kWord;
    case Lexicon::kTitle:
      return piece.kind == PieceKind::kWord && piece.title;
    case Lexicon::kSmall:
      return piece.kind == PieceKind::kWord && !piece.title;
    case Lexicon::kNumber:
      return piece.kind == PieceKind::kNumber;
    default:
      break;
  }
  if (piece.entry == kNoWord) return false;
  for (const Member* m = lexicon.begin(piece.entry); m != lexicon.end(piece.entry); ++m)
    if (m->klass == atom.klass && has_shape(piece, m->shape)) return true;
  return false;
}

// One depth-first walk from one piece.
class Automaton::Walk {
 public:
  Walk(const Automaton& automaton, const Lexicon& lexicon, const std::vector<Piece>& pieces,
       Matches& out)
      : automaton_(automaton), lexicon_(lexicon), pieces_(pieces), out_(out) {}

  // Tries the states of a range on the piece.
  void begin(const Range& range, std::size_t piece) {
    const Traits next = traits_behind(piece);
    if (!range.accepts && (range.leads & next) == 0) return;
    for (std::uint32_t i = 0; i < range.count; ++i) {
      const std::uint32_t id = automaton_.starts_[range.first + i];
      const State& state = automaton_.states_[id];
      if (state.accepts || (state.leads & next) != 0) visit(id, piece, true);
    }
  }

  std::uint32_t steps() const { return steps_; }

 private:
  Traits traits_behind(std::size_t piece) const {
    return piece + 1 < pieces_.size() ? automaton_.traits_of(pieces_[piece + 1]) : 0;
  }

  // A start ignores the spacing it asks for.
  void visit(std::uint32_t id, std::size_t piece, bool start) {
    if (steps_ == kMaxSteps) return;
    ++steps_;
    const State& state = automaton_.states_[id];
    const Piece& at = pieces_[piece];
    if (!start && state.atom.spacing != Atom::Spacing::kAny &&
        at.space_before != (state.atom.spacing == Atom::Spacing::kSome))
      return;
    if (!fits(state.atom, at, lexicon_)) return;
    out_.path.push_back({id, static_cast<std::uint32_t>(piece)});
    const Traits behind = traits_behind(piece);
    if ((state.leads & behind) != 0) {
      const std::uint32_t* next = automaton_.next_.data() + state.first_next;
      for (std::uint32_t i = 0; i < state.next_count; ++i)
        if ((automaton_.states_[next[i]].asks & behind) != 0) visit(next[i], piece + 1, false);
    }
    if (state.accepts) accept(state);
    out_.path.pop_back();
  }

  void accept(const State& state) {
    const PatternInfo& info = automaton_.infos_[state.rule];
    const std::size_t first = out_.path.front().piece;
    const std::size_t end = out_.path.back().piece + 1;
    if (first > 0 && guarded(info.not_after, first - 1)) return;
    if (end < pieces_.size() && guarded(info.not_before, end)) return;
    Match match;
    match.rule = state.rule;
    match.first_step = static_cast<std::uint32_t>(out_.steps.size());
    match.step_count = static_cast<std::uint32_t>(out_.path.size());
    match.begin = static_cast<std::uint32_t>(end);
    for (const Step& step : out_.path) {
      if (info.extents > 0 && automaton_.states_[step.state].extent == 0) continue;
      match.begin = std::min(match.begin, step.piece);
      match.end = step.piece + 1;
    }
    if (match.begin >= match.end) return;
    out_.steps.insert(out_.steps.end(), out_.path.begin(), out_.path.end());
    out_.all.push_back(match);
  }

  bool guarded(const std::vector<Atom>& guards, std::size_t piece) const {
    return std::any_of(guards.begin(), guards.end(), [&](const Atom& atom) {
      const Piece& at = pieces_[piece];
      if (atom.spacing != Atom::Spacing::kAny) {
        // Of a piece before the match, the blank behind it counts.
        const bool space = piece < out_.path.front().piece
                               ? pieces_[out_.path.front().piece].space_before
                               : at.space_before;
        if (space != (atom.spacing == Atom::Spacing::kSome)) return false;
      }
      return fits(atom, at, lexicon_);
    });
  }

  const Automaton& automaton_;
  const Lexicon& lexicon_;
  const std::vector<Piece>& pieces_;
  Matches& out_;
  std::uint32_t steps_ = 0;
};

void Automaton::match_at(const Lexicon& lexicon, const std::vector<Piece>& pieces, std::size_t at,
                         Matches& out) const {
  const Piece& piece = pieces[at];
  Walk walk(*this, lexicon, pieces, out);
  if (piece.entry != kNoWord) {
    walk.begin(starts_of_literal_[piece.entry], at);
    std::uint16_t previous = Lexicon::kNoClass;
    for (const Member* m = lexicon.begin(piece.entry); m != lexicon.end(piece.entry); ++m) {
      if (m->klass != previous) walk.begin(starts_of_class_[m->klass], at);
      previous = m->klass;
    }
  }
  for (std::uint64_t mask = piece.number_mask; mask != 0; mask &= mask - 1) {
    const auto bit = static_cast<std::size_t>(__builtin_ctzll(mask));
    walk.begin(starts_of_class_[lexicon.number_class(bit)], at);
  }
  out.walked += walk.steps();
}

}  // namespace annals::when
