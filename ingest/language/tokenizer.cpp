#include "ingest/language/tokenizer.h"

#include <algorithm>

#include "ingest/language/token_writer.h"

namespace annals {
namespace {

bool is_alnum(const Char& c) {
  return c.type == CharClass::kLetter || c.type == CharClass::kDigit;
}

// What follows a period: enough to tell an abbreviation or ordinal from the end of a sentence.
struct Ahead {
  bool exists = false;    // something follows in the block
  bool adjacent = false;  // without a blank
  Char first;             // first character that is no blank, quotation mark or bracket
  WordFlags flags = 0;    // of the word that starts there
};

class Tokenizer {
 public:
  Tokenizer(const Language::Impl& language, Span block, WordScratch& scratch, Analysis& analysis)
      : language_(language),
        scratch_(scratch),
        out_(analysis),
        text_(analysis.text.substr(0, block.end)),
        pos_(block.begin),
        first_token_(analysis.tokens.size()),
        writer_(language, text_, scratch, analysis) {
    scratch_.marks.clear();
  }

  void run();

 private:
  Char at(std::size_t pos) const { return decode_char(text_, pos); }
  bool alnum_at(std::size_t pos) const { return is_alnum(at(pos)); }
  WordFlags previous_flags() const;
  Ahead peek(std::size_t pos);

  void scan_number();
  void scan_word(std::size_t begin, std::size_t end);
  void scan_other(const Char& c);
  void scan_apostrophe(const Char& c);
  bool scan_address(std::size_t begin, std::size_t end);
  std::size_t inner_sign(std::size_t pos) const;
  bool joins_at_dot(std::size_t begin, std::size_t dot) const;
  bool takes_period(std::size_t begin, std::size_t end, std::uint8_t& mark);
  bool is_ordinal(std::size_t begin, std::size_t end);
  bool iso_date(std::size_t begin, std::size_t& end) const;
  bool keeps_apostrophe(std::size_t begin, std::size_t pos) const;

  // The token [begin, end), and go on behind it.
  void emit_word(std::size_t begin, std::size_t end, std::uint8_t mark) {
    writer_.word(begin, end, space_, mark);
    go_on(end);
  }
  void emit(std::size_t begin, std::size_t end, TokenKind kind, std::uint8_t mark) {
    writer_.token(begin, end, kind, space_, mark);
    go_on(end);
  }
  void go_on(std::size_t end) {
    space_ = false;
    pos_ = end;
  }
  TokenKind quote_kind(const Char& c, std::size_t begin, std::size_t end);

  const Language::Impl& language_;
  WordScratch& scratch_;
  Analysis& out_;
  const std::string_view text_;
  std::size_t pos_;
  const std::size_t first_token_;
  TokenWriter writer_;
  bool space_ = false;
  int open_double_ = 0;  // quotation marks open in this block, by class
  int open_single_ = 0;
};

void Tokenizer::run() {
  while (pos_ < text_.size()) {
    const Char c = at(pos_);
    switch (c.type) {
      case CharClass::kSpace:
        space_ = true;
        pos_ += c.length;
        break;
      case CharClass::kLetter:
        scan_word(pos_, pos_ + c.length);
        break;
      case CharClass::kDigit:
        scan_number();
        break;
      case CharClass::kApostrophe:
        scan_apostrophe(c);
        break;
      case CharClass::kSilent:
        // A byte order mark or a stray joiner between words.
        emit(pos_, pos_ + c.length, TokenKind::kOther, 0);
        break;
      case CharClass::kHyphen:
      case CharClass::kQuote:
      case CharClass::kPunctuation:
      case CharClass::kSymbol:
      case CharClass::kInvalid:
        scan_other(c);
        break;
    }
  }
}

WordFlags Tokenizer::previous_flags() const {
  if (out_.tokens.size() == first_token_) return 0;
  const Token& token = out_.tokens.back();
  return language_.lexicon.flags_of(out_.lower_of(token));
}

Ahead Tokenizer::peek(std::size_t pos) {
  Ahead ahead;
  Char c = at(pos);
  ahead.adjacent = c.length != 0 && c.type != CharClass::kSpace;
  while (c.length != 0 && c.type == CharClass::kSpace)
    c = at(pos += c.length);
  ahead.exists = c.length != 0;
  for (int skipped = 0; skipped < 3; ++skipped) {
    const bool opener = c.type == CharClass::kQuote || c.type == CharClass::kApostrophe ||
                        c.code == '(' || c.code == '[';
    if (!opener) break;
    c = at(pos += c.length);
  }
  ahead.first = c;
  if (c.type != CharClass::kLetter) return ahead;
  std::size_t end = pos;
  while (c.type == CharClass::kLetter && c.length != 0 && end - pos < kLongestKnownWord) {
    c = at(end += c.length);
  }
  scratch_.buffer.clear();
  append_folded(text_.substr(pos, end - pos), scratch_.buffer);
  ahead.flags = language_.lexicon.flags_of(scratch_.buffer);
  return ahead;
}

// 2020-09-14, 14-9-2020: digits with two hyphens are a date, with one a range or a score.
bool Tokenizer::iso_date(std::size_t begin, std::size_t& end) const {
  const auto digits = [&](std::size_t from) {
    std::size_t to = from;
    while (to < text_.size() && to - from < 5 && text_[to] >= '0' && text_[to] <= '9')
      ++to;
    return to - from;
  };
  const std::size_t first = digits(begin);
  std::size_t pos = begin + first;
  if (pos >= text_.size() || text_[pos] != '-') return false;
  const std::size_t second = digits(pos + 1);
  pos += 1 + second;
  if (second < 1 || second > 2 || pos >= text_.size() || text_[pos] != '-') return false;
  const std::size_t third = digits(pos + 1);
  pos += 1 + third;
  const bool year_first = first == 4 && second == 2 && third == 2;
  const bool year_last = first <= 2 && (third == 4 || third == 2);
  if (!year_first && !year_last) return false;
  if (alnum_at(pos) && text_[pos] != 'T') return false;
  end = pos;
  return true;
}

void Tokenizer::scan_number() {
  const std::size_t begin = pos_;
  std::size_t end = begin;
  if (iso_date(begin, end)) {
    emit(begin, end, TokenKind::kNumber, 0);
    return;
  }
  for (;;) {
    const Char c = at(end);
    if (c.type == CharClass::kDigit || c.type == CharClass::kSilent) {
      end += c.length;
      continue;
    }
    const bool separator = c.code == '.' || c.code == ',' || c.code == ':' || c.code == '/' ||
                           c.type == CharClass::kApostrophe;
    if (separator && at(end + c.length).type == CharClass::kDigit) {
      end += c.length;
      continue;
    }
    const bool word =
        c.type == CharClass::kLetter ||
        (c.type == CharClass::kHyphen && at(end + c.length).type == CharClass::kLetter);
    if (word) {
      scan_word(begin, end);
      return;
    }
    break;
  }
  if (at(end).code == '.' && is_ordinal(begin, end)) ++end;
  emit(begin, end, TokenKind::kNumber, 0);
}

bool Tokenizer::is_ordinal(std::size_t begin, std::size_t end) {
  if (!language_.words.ordinal_period()) return false;
  const std::string_view digits = text_.substr(begin, end - begin);
  const bool day_month = digits.size() <= 5 && std::count(digits.begin(), digits.end(), '.') == 1;
  const bool plain =
      digits.size() <= 3 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!plain && !day_month) return false;
  const Char next = at(end + 1);
  if (next.code == '.') return false;
  if (next.code == ',' || next.code == '/' || next.code == ')') return true;
  const bool dash = next.type == CharClass::kHyphen || next.code == 0x2013;
  if (dash) return is_alnum(at(end + 1 + next.length));
  const Ahead ahead = peek(end + 1);
  if (!ahead.exists) return false;
  if (ahead.first.code == 0x2013 && (previous_flags() & kBeforeOrdinal) != 0) return true;
  if (ahead.first.type == CharClass::kDigit) return digits.size() <= 2 || day_month;
  if (ahead.first.type != CharClass::kLetter) return false;
  if ((ahead.flags & kMonth) != 0 || is_lower(ahead.first.code)) return true;
  if ((ahead.flags & kSentenceStarter) != 0) return false;
  if (ahead.adjacent) return true;  // "1.Platz"
  return out_.tokens.size() == first_token_ || (previous_flags() & kBeforeOrdinal) != 0;
}

std::size_t Tokenizer::inner_sign(std::size_t pos) const {
  const std::string_view rest = text_.substr(pos);
  for (const std::string& sign : language_.words.inner_signs()) {
    if (rest.starts_with(sign)) return sign.size();
  }
  return 0;
}

// Whether the dot at `dot` stands inside a word or address: "U.S", "beispiel.de".
bool Tokenizer::joins_at_dot(std::size_t begin, std::size_t dot) const {
  const Char next = at(dot + 1);
  const Char before = decode_char_before(text_, dot);
  const bool single = before.type == CharClass::kLetter &&
                      (dot - before.length == begin || text_[dot - before.length - 1] == '.');
  if (next.type == CharClass::kHyphen) return single && alnum_at(dot + 1 + next.length);
  if (!is_alnum(next)) return false;
  if (single) {
    // "z.B", "U.S" but not "J.Smith": what follows is one letter and a dot, or the end.
    const Char after = at(dot + 1 + next.length);
    return !is_alnum(after) || !is_upper(next.code);
  }
  if (next.type == CharClass::kDigit)
    return before.type == CharClass::kDigit;  // "v2.0", not "ca.50"
  if (is_lower(next.code)) return true;
  return is_upper(before.code) && !is_lower(at(dot + 1 + next.length).code);
}

// Whether the word [begin, end) takes the period behind it: abbreviations and initials.
bool Tokenizer::takes_period(std::size_t begin, std::size_t end, std::uint8_t& mark) {
  const std::string_view word = text_.substr(begin, end - begin);
  const Char next = at(end + 1);
  if (next.code == '.' || word.size() > kLongestKnownWord) return false;
  const std::size_t dot = word.rfind('.');
  const std::size_t segment = dot == std::string_view::npos ? 0 : dot + 1;
  const Char last = decode_char_before(text_, end);
  const bool single = last.length == word.size() - segment && last.type == CharClass::kLetter;
  if (single && segment > 0) {
    mark = kMayEnd;
    return true;
  }
  scratch_.buffer.clear();
  append_folded(word, scratch_.buffer);
  const WordFlags flags = language_.lexicon.flags_of(scratch_.buffer);
  const Ahead ahead = peek(end + 1);
  if ((flags & kAbbreviationBeforeName) != 0) {
    mark = is_upper(at(begin).code) && ahead.exists ? 0 : kMayEnd;
    return true;
  }
  if ((flags & kAbbreviation) != 0) {
    mark = kMayEnd;
    return true;
  }
  if ((flags & kAbbreviationBeforeNumber) != 0 && ahead.first.type == CharClass::kDigit)
    return true;
  // A comma straight behind a period: only an abbreviation is written so.
  if (next.code == ',' || next.code == ';') return last.type == CharClass::kLetter;
  const bool starter = is_upper(ahead.first.code) && (ahead.flags & kSentenceStarter) != 0;
  if (single) {
    const bool chained = out_.tokens.size() > first_token_ && !scratch_.marks.empty() &&
                         out_.tokens.back().span.size() == 2 &&
                         out_.text_of(out_.tokens.back())[1] == '.';
    mark = kMayEnd;
    if (chained) {
      mark = 0;
      return true;
    }
    return ahead.exists && !starter && ahead.first.type == CharClass::kLetter;
  }
  if (language_.words.ordinal_period() && is_lower(ahead.first.code)) {
    return word.find_first_not_of("IVX") == std::string_view::npos;  // "Ludwig II. war"
  }
  return false;
}

// A URL or mail address that begins with what was scanned as a word.
bool Tokenizer::scan_address(std::size_t begin, std::size_t end) {
  const std::string_view rest = text_.substr(end);
  const bool url = rest.starts_with("://");
  const bool mail = rest.starts_with("@") && alnum_at(end + 1);
  if (!url && !mail) return false;
  for (;;) {
    const Char c = at(end);
    const bool stops = c.length == 0 || c.type == CharClass::kSpace ||
                       c.type == CharClass::kQuote || c.code == '<' || c.code == '>' ||
                       c.code == ')' || c.code == ']';
    if (stops) break;
    end += c.length;
  }
  while (std::string_view(".,;:!?'").find(text_[end - 1]) != std::string_view::npos)
    --end;
  emit(begin, end, TokenKind::kOther, 0);
  return true;
}

// "Grass' Roman": the apostrophe that stands for a genitive ending.
bool Tokenizer::keeps_apostrophe(std::size_t begin, std::size_t pos) const {
  if (open_single_ > 0) return false;
  const std::string_view word = text_.substr(begin, pos - begin);
  return std::any_of(language_.words.apostrophe_after().begin(),
                     language_.words.apostrophe_after().end(),
                     [&](const std::string& letter) { return word.ends_with(letter); });
}

void Tokenizer::scan_word(std::size_t begin, std::size_t end) {
  std::uint8_t mark = 0;
  for (;;) {
    const Char c = at(end);
    if (c.length == 0) break;
    if (is_alnum(c) || c.type == CharClass::kSilent) {
      end += c.length;
      continue;
    }
    const Char next = at(end + c.length);
    if (c.type == CharClass::kHyphen) {
      const bool suspended = next.type == CharClass::kSpace || next.code == ',' || next.code == '/';
      if (!is_alnum(next) && !suspended) break;
      end += c.length;
      if (suspended) break;
      continue;
    }
    if (c.type == CharClass::kApostrophe) {
      if (next.type == CharClass::kLetter) {
        end += c.length;
        continue;
      }
      if (keeps_apostrophe(begin, end)) end += c.length;
      break;
    }
    if (c.code == '.') {
      if (joins_at_dot(begin, end)) {
        ++end;
        continue;
      }
      if (takes_period(begin, end, mark)) {
        ++end;
        // "Dr.-Ing.", "St.-Pauli": the period stands inside a compound.
        if (at(end).type == CharClass::kHyphen && alnum_at(end + at(end).length)) continue;
      }
      break;
    }
    const bool joins = (c.code == '&' || c.code == '_') && is_alnum(next) &&
                       (c.code == '_' || is_upper(next.code));
    if (joins) {
      end += c.length;
      continue;
    }
    if (const std::size_t sign = inner_sign(end); sign != 0) {
      end += sign;
      continue;
    }
    if ((c.code == '@' || c.code == ':') && scan_address(begin, end)) return;
    break;
  }
  emit_word(begin, end, mark);
}

void Tokenizer::scan_apostrophe(const Char& c) {
  std::size_t end = pos_ + c.length;
  if (at(end).code == c.code) end += c.length;  // '' and `` as quotation marks
  const TokenKind kind = quote_kind(c, pos_, end);
  emit(pos_, end, kind, kind == TokenKind::kQuoteClose ? kCloser : 0);
}

TokenKind Tokenizer::quote_kind(const Char& c, std::size_t begin, std::size_t end) {
  bool opens = true;
  bool closes = true;
  for (const QuoteRole& role : language_.quotes) {
    if (role.code != c.code) continue;
    opens = role.opens;
    closes = role.closes;
  }
  const bool single = c.type == CharClass::kApostrophe || c.code == 0x2018 || c.code == 0x201A ||
                      c.code == 0x2039 || c.code == 0x203A;
  int& open = single ? open_single_ : open_double_;
  if (opens && closes) {
    const Char left = decode_char_before(text_, begin);
    const Char right = at(end);
    const bool left_free = left.length == 0 || left.type == CharClass::kSpace || left.code == '(' ||
                           left.code == '[' || left.code == 0x2013 || left.code == 0x2014;
    const bool right_free = right.length == 0 || right.type == CharClass::kSpace ||
                            right.type == CharClass::kPunctuation;
    if (left_free != right_free) {
      closes = right_free;
    } else {
      closes = open > 0;
    }
  }
  if (closes) {
    open = std::max(0, open - 1);
    return TokenKind::kQuoteClose;
  }
  ++open;
  return TokenKind::kQuoteOpen;
}

void Tokenizer::scan_other(const Char& c) {
  std::size_t end = pos_ + c.length;
  if (c.type == CharClass::kQuote) {
    const TokenKind kind = quote_kind(c, pos_, end);
    emit(pos_, end, kind, kind == TokenKind::kQuoteClose ? kCloser : 0);
    return;
  }
  if (c.type == CharClass::kInvalid) {
    while (at(end).type == CharClass::kInvalid && at(end).length != 0)
      ++end;
    emit(pos_, end, TokenKind::kOther, 0);
    return;
  }
  const bool exclaims = c.code == '!' || c.code == '?' || c.code == 0x203D;
  for (Char next = at(end); next.length != 0; next = at(end)) {
    const bool repeats = next.code == c.code && c.code != '(' && c.code != ')';
    const bool joins = exclaims && (next.code == '!' || next.code == '?');
    if (!repeats && !joins) break;
    end += next.length;
  }
  std::uint8_t mark = 0;
  if (exclaims) {
    mark = kTerminal;
  } else if (c.code == '.' || c.code == 0x2026) {
    mark = kTerminal | kPlainPeriod;
  } else if (c.code == ')' || c.code == ']' || c.code == '}') {
    mark = kCloser;
  } else if (c.code == ',' || c.code == ';' || c.code == ':') {
    mark = kNeverStarts;
  } else if (c.type == CharClass::kHyphen || (c.code >= 0x2012 && c.code <= 0x2015)) {
    mark = kDash;
  }
  const bool symbol = c.type == CharClass::kSymbol;
  emit(pos_, end, symbol ? TokenKind::kOther : TokenKind::kPunctuation, mark);
}

}  // namespace

void tokenize_block(const Language::Impl& language, Span block, WordScratch& scratch,
                    Analysis& analysis) {
  Tokenizer(language, block, scratch, analysis).run();
}

}  // namespace annals
