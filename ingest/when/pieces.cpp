#include "ingest/when/pieces.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/base/ascii.h"

namespace annals::when {
namespace {

constexpr int kMaxDigits = 15;  // more would not be exact in a double

struct Rune {
  std::uint32_t size = 1;
  bool letter = false;
};

// Length of the character at `at`, and whether it is a letter. Outside ASCII everything but Latin-1
// signs and general punctuation (U+2000 … U+206F) counts as a letter; that is enough to find words.
Rune rune_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {1, is_ascii_letter(text[at])};
  const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  if (at + size > text.size()) return {static_cast<std::uint32_t>(text.size() - at), false};
  const auto second = size > 1 ? static_cast<unsigned char>(text[at + 1]) : 0U;
  bool letter = size > 1;
  if (byte == 0xC2) letter = false;  // U+0080 … U+00BF
  if (byte == 0xE2 && (second == 0x80 || second == 0x81)) letter = false;
  return {static_cast<std::uint32_t>(size), letter};
}

bool ends_with(std::string_view word, std::string_view ending) {
  return word.size() >= ending.size() && word.substr(word.size() - ending.size()) == ending;
}

bool parts_clauses(std::string_view sign) {
  return sign.size() == 1 && std::string_view(",;:()").find(sign[0]) != std::string_view::npos;
}

void set_tense(Piece& piece, Tense tense, double strength) {
  piece.tense = tense;
  piece.tense_strength = static_cast<std::uint8_t>(std::clamp(strength, 1.0, 9.0));
}

class Cutter {
 public:
  Cutter(const Analysis& analysis, const Lexicon& lexicon, const PieceRules& rules,
         PieceBuffer& out)
      : analysis_(analysis),
        lexicon_(lexicon),
        rules_(rules),
        out_(out.pieces),
        folded_(out.folded) {}

  void add_token(const Token& token) {
    const std::string_view text = analysis_.text_of(token);
    const std::string_view lower = analysis_.lower_of(token);
    // Where folding changed lengths ("Friday’s", "İ") its parts cannot be told; pieces are then
    // folded here, which knows Latin letters only.
    const bool aligned = lower.size() == text.size();
    bool space = token.space_before;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t begin = at;
      Piece piece;
      if (is_ascii_digit(text[at])) {
        while (at < text.size() && is_ascii_digit(text[at]))
          ++at;
        piece.kind = PieceKind::kNumber;
        const std::string_view digits = text.substr(begin, at - begin);
        piece.digits = static_cast<std::uint8_t>(std::min<std::size_t>(digits.size(), 200));
        if (digits.size() <= kMaxDigits) {
          for (const char c : digits)
            piece.value = piece.value * 10 + (c - '0');
          piece.number_mask = lexicon_.number_mask(piece.value, piece.digits);
        }
      } else {
        const Rune rune = rune_at(text, at);
        at += rune.size;
        if (rune.letter) {
          piece.kind = PieceKind::kWord;
          while (at < text.size() && !is_ascii_digit(text[at])) {
            const Rune next = rune_at(text, at);
            if (!next.letter) break;
            at += next.size;
          }
        } else if (text[begin] == ' ' || text[begin] == '\t' || text[begin] == '\n') {
          space = true;
          continue;
        }
      }
      piece.begin = token.span.begin + static_cast<std::uint32_t>(begin);
      piece.end = token.span.begin + static_cast<std::uint32_t>(at);
      piece.space_before = space;
      space = false;
      if (piece.kind == PieceKind::kNumber) {
        out_.push_back(piece);
        has_digits_ = true;
        continue;
      }
      const std::string_view written = text.substr(begin, at - begin);
      const bool whole = begin == 0 && at == text.size();
      describe(piece, written,
               aligned ? lower.substr(begin, at - begin) : (whole ? lower : folded(written)));
    }
  }

  // Digits with thousands signs and fractions become one number.
  void join_digits() {
    if (!has_digits_) return;
    std::size_t to = 0;
    for (std::size_t i = 0; i < out_.size();) {
      Piece piece = out_[i];
      std::size_t next = i + 1;
      const bool after_sign = to > 0 && i > 0 && !piece.space_before &&
                              out_[i - 1].kind == PieceKind::kSign && i >= 2 &&
                              out_[i - 2].kind == PieceKind::kNumber && !out_[i - 1].space_before;
      if (piece.kind == PieceKind::kNumber && piece.digits > 0 && piece.digits <= 9 &&
          !after_sign) {
        double value = piece.value;
        int digits = piece.digits;
        while (piece.digits <= 3 && glued(next, rules_.thousands) && out_[next + 1].digits == 3 &&
               digits <= 12) {
          value = value * 1000 + out_[next + 1].value;
          digits += 3;
          next += 2;
        }
        bool fraction = false;
        // Two digits before and after the sign may be a clock time or a date.
        const bool amount = next < out_.size() && glued(next, rules_.decimal) &&
                            (out_[next + 1].digits == 1 || digits >= 3);
        if (amount && out_[next + 1].digits <= 9 && !glued(next + 2, '.') &&
            !glued(next + 2, ',')) {
          value += out_[next + 1].value / std::pow(10.0, out_[next + 1].digits);
          fraction = true;
          next += 2;
        }
        if (next != i + 1) {
          piece.value = value;
          piece.end = out_[next - 1].end;
          // Written with signs it is an amount, never a year or a day.
          piece.digits = static_cast<std::uint8_t>(fraction ? 1 : std::max(digits, 5));
          piece.number_mask = lexicon_.number_mask(value, piece.digits);
        }
      }
      out_[to++] = piece;
      i = next;
    }
    out_.resize(to);
  }

  // "twenty-four", "two thousand", "nineteen ninety-seven" become one number.
  void join_words() {
    if (!has_number_words_) return;
    std::size_t to = 0;
    for (std::size_t i = 0; i < out_.size();) {
      Piece piece = out_[i];
      std::size_t next = i + 1;
      if (in_words(piece)) {
        double total = 0;
        double current = piece.value;
        bool year = false;
        if (current == 100 || current >= 1000) current = 0;
        if (current == 0) {
          total = piece.value >= 1000 ? piece.value : 0;
          current = piece.value == 100 ? 100 : 0;
        }
        while (true) {
          std::size_t at = next;
          if (at < out_.size() && out_[at].kind == PieceKind::kSign &&
              analysis_.text[out_[at].begin] == '-' && !out_[at].space_before)
            ++at;
          if (at >= out_.size() || !in_words(out_[at])) break;
          const double value = out_[at].value;
          const auto tens = static_cast<int>(current) % 100;
          if (value == 100 && current > 0 && current < 100) {
            current *= 100;
          } else if (value >= 1000 && current > 0) {
            total += current * value;
            current = 0;
          } else if ((value < 100 && tens == 0 && (current > 0 || total > 0)) ||
                     (value < 10 && tens >= 20 && tens % 10 == 0)) {
            current += value;
          } else if (value >= 10 && value < 100 && total == 0 && current >= 11 && current <= 20) {
            current = current * 100 + value;
            year = true;
          } else {
            break;
          }
          next = at + 1;
        }
        if (next != i + 1) {
          piece.value = total + current;
          piece.end = out_[next - 1].end;
          piece.entry = kNoWord;
          piece.digits = year ? 4 : 0;
          piece.number_mask = lexicon_.number_mask(piece.value, piece.digits);
          if (year) piece.number_mask |= lexicon_.number_mask(piece.value, 0);
        }
      }
      out_[to++] = piece;
      i = next;
    }
    out_.resize(to);
  }

 private:
  std::string_view folded(std::string_view text) {
    folded_.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool capital = c >= 'A' && c <= 'Z';
      const bool latin1 = i > 0 && text[i - 1] == '\xC3' && c <= '\x9E' && c != '\x97';
      folded_ += capital || latin1 ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return folded_;
  }

  bool glued(std::size_t at, char sign) const {
    return sign != 0 && at + 1 < out_.size() && out_[at].kind == PieceKind::kSign &&
           !out_[at].space_before && analysis_.text[out_[at].begin] == sign &&
           out_[at + 1].kind == PieceKind::kNumber && !out_[at + 1].space_before &&
           out_[at + 1].digits > 0;
  }

  static bool in_words(const Piece& piece) {
    return piece.kind == PieceKind::kNumber && piece.digits == 0;
  }

  // Fills in what the lexicon knows, splits compounds, and appends.
  void describe(Piece piece, std::string_view text, std::string_view lower) {
    if (piece.kind == PieceKind::kWord) {
      piece.title = text[0] >= 'A' && text[0] <= 'Z';
      bool upper = text != lower && text.size() > 1;
      for (std::size_t i = 0; upper && i < text.size(); ++i)
        upper = text[i] < 'a' || text[i] > 'z';
      if (!piece.title && (static_cast<unsigned char>(text[0]) & 0x80U) != 0)
        piece.title = text.substr(0, 2) != lower.substr(0, 2);
      piece.capitals = upper;
    }
    piece.entry = lexicon_.find(lower);
    if (piece.entry == kNoWord) {
      if (piece.kind == PieceKind::kWord && !piece.title) {
        for (const std::string& ending : rules_.past_endings) {
          if (lower.size() >= ending.size() + 2 && ends_with(lower, ending)) {
            set_tense(piece, Tense::kPast, 1);
            break;
          }
        }
        if (begins_infinitive(lower)) piece.infinitive = Infinitive::kWhole;
      } else if (piece.kind == PieceKind::kSign) {
        piece.clause = parts_clauses(text);
      }
      out_.push_back(piece);
      return;
    }
    const std::uint32_t split = lexicon_.split_at(piece.entry);
    if (split != 0) {
      Piece right = piece;
      right.entry = lexicon_.last_part(piece.entry);
      right.begin = piece.begin + split;
      right.space_before = false;
      right.title = false;
      piece.entry = lexicon_.first_part(piece.entry);
      piece.end = right.begin;
      add_known(piece);
      add_known(right);
      return;
    }
    if (piece.kind == PieceKind::kSign) piece.clause = parts_clauses(text);
    add_known(piece);
  }

  bool begins_infinitive(std::string_view lower) const {
    return std::any_of(rules_.infinitive_beginnings.begin(), rules_.infinitive_beginnings.end(),
                       [&](const std::string& begin) {
                         return lower.size() > begin.size() && lower.starts_with(begin);
                       });
  }

  static Plan plan_of(double value) {
    if (value == 3) return Plan::kBesideInfinitive;
    return value == 2 ? Plan::kOfInfinitive : Plan::kOfAim;
  }

  void add_known(Piece piece) {
    for (const Member* m = lexicon_.begin(piece.entry); m != lexicon_.end(piece.entry); ++m) {
      if (!has_shape(piece, m->shape)) continue;
      if (m->klass == rules_.past) set_tense(piece, Tense::kPast, m->value);
      if (m->klass == rules_.present) set_tense(piece, Tense::kPresent, m->value);
      if (m->klass == rules_.future) set_tense(piece, Tense::kFuture, m->value);
      if (m->klass == rules_.clause) piece.clause = true;
      if (m->klass == rules_.saying) piece.saying = true;
      if (m->klass == rules_.aim) piece.aim = true;
      if (m->klass == rules_.infinitive) piece.infinitive = Infinitive::kMark;
      if (m->klass == rules_.plan) piece.plan = plan_of(m->value);
      if (m->klass == lexicon_.cardinal()) {
        has_number_words_ = true;
        piece.kind = PieceKind::kNumber;
        piece.value = m->value;
        piece.number_mask = lexicon_.number_mask(m->value, 0);
      }
    }
    out_.push_back(piece);
  }

  const Analysis& analysis_;
  const Lexicon& lexicon_;
  const PieceRules& rules_;
  std::vector<Piece>& out_;
  std::string& folded_;
  bool has_digits_ = false;
  bool has_number_words_ = false;
};

}  // namespace

PieceRules PieceRules::from(const lang::v1::TimesPack& pack, const Lexicon& lexicon) {
  PieceRules out;
  if (!pack.thousands_sign().empty()) out.thousands = pack.thousands_sign()[0];
  if (!pack.decimal_sign().empty()) out.decimal = pack.decimal_sign()[0];
  out.joins_number_words = pack.joins_number_words();
  out.past_endings.assign(pack.past_endings().begin(), pack.past_endings().end());
  out.infinitive_beginnings.assign(pack.infinitive_beginnings().begin(),
                                   pack.infinitive_beginnings().end());
  out.saying = lexicon.class_of("SAYING");
  out.plan = lexicon.class_of("PLAN");
  out.aim = lexicon.class_of("AIM");
  out.infinitive = lexicon.class_of("INFINITIVE");
  out.past = lexicon.class_of("TENSE_PAST");
  out.present = lexicon.class_of("TENSE_PRESENT");
  out.future = lexicon.class_of("TENSE_FUTURE");
  out.clause = lexicon.class_of("CLAUSE");
  return out;
}

bool has_shape(const Piece& piece, Shape shape) {
  switch (shape) {
    case Shape::kAny:
      return true;
    case Shape::kCapital:
      return piece.title;
    case Shape::kSmall:
      return !piece.title;
  }
  return true;
}

void cut_pieces(const Analysis& analysis, const SentenceRange& sentence, const Lexicon& lexicon,
                const PieceRules& rules, PieceBuffer& out) {
  out.pieces.clear();
  Cutter cutter(analysis, lexicon, rules, out);
  for (std::uint32_t i = sentence.first; i < sentence.last; ++i)
    cutter.add_token(analysis.tokens[i]);
  cutter.join_digits();
  if (rules.joins_number_words) cutter.join_words();
  out.has_plan = std::any_of(out.pieces.begin(), out.pieces.end(),
                             [](const Piece& piece) { return piece.plan != Plan::kNone; });
}

}  // namespace annals::when
