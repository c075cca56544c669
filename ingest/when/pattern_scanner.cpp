#include "ingest/when/pattern_scanner.h"

#include <fmt/format.h>

namespace annals::when {
namespace {

constexpr int kMaxFragmentDepth = 8;
constexpr std::size_t kMaxPatternBytes = 20'000;

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

bool is_name_char(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Failure pattern_error(const std::string& rule, std::string_view pattern, std::size_t at,
                      std::string_view what) {
  return fail(ErrorCode::kInvalidInput,
              fmt::format("rule {}: {}\n  {}\n  {:>{}}", rule, what, pattern, '^', at + 1));
}

Result<std::string> expand(const std::string& rule, const std::string& pattern,
                           const std::map<std::string, std::string>& fragments, int depth) {
  if (depth > kMaxFragmentDepth)
    return fail(ErrorCode::kInvalidInput, "rule " + rule + ": fragments are nested too deeply");
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '\'' && i + 2 < pattern.size()) {
      const std::size_t close = pattern.find('\'', i + 1);
      if (close == std::string::npos) return pattern_error(rule, pattern, i, "quote without end");
      out += pattern.substr(i, close + 1 - i);
      i = close + 1;
      continue;
    }
    if (pattern[i] != '&') {
      out += pattern[i++];
      continue;
    }
    std::size_t end = i + 1;
    while (end < pattern.size() && is_name_char(pattern[end]))
      ++end;
    const auto found = fragments.find(pattern.substr(i + 1, end - i - 1));
    if (found == fragments.end()) return pattern_error(rule, pattern, i, "no such fragment");
    ANNALS_ASSIGN(const std::string inner, expand(rule, found->second, fragments, depth + 1));
    out += "( " + inner + " )";
    i = end;
    if (out.size() > kMaxPatternBytes)
      return fail(ErrorCode::kInvalidInput, "rule " + rule + ": the pattern is too long");
  }
  return out;
}

Result<Lexeme> Scanner::next() {
  while (at_ < pattern_.size() && is_blank(pattern_[at_]))
    ++at_;
  Lexeme out;
  out.at = at_;
  if (at_ == pattern_.size()) return out;
  switch (pattern_[at_]) {
    case '(':
      return single(out, Sign::kOpen);
    case ')':
      return single(out, Sign::kClose);
    case '|':
      return single(out, Sign::kOr);
    case '?':
      return single(out, Sign::kOptional);
    case '[':
      return single(out, Sign::kExtentOpen);
    case ']':
      return single(out, Sign::kExtentClose);
    default:
      return atom(out);
  }
}

Result<Lexeme> Scanner::single(Lexeme out, Sign sign) {
  out.sign = sign;
  ++at_;
  return out;
}

Result<Lexeme> Scanner::atom(Lexeme out) {
  out.sign = Sign::kAtom;
  if (starts_with("!~")) {
    out.atom.spacing = Atom::Spacing::kSome;
    at_ += 2;
  } else if (starts_with("~")) {
    out.atom.spacing = Atom::Spacing::kNone;
    ++at_;
  }
  const std::size_t equals = pattern_.find('=', at_);
  std::size_t name_end = at_;
  while (name_end < pattern_.size() &&
         ((pattern_[name_end] >= 'a' && pattern_[name_end] <= 'z') || pattern_[name_end] == '_' ||
          (pattern_[name_end] >= '0' && pattern_[name_end] <= '9')))
    ++name_end;
  if (equals != std::string::npos && equals == name_end && name_end > at_) {
    out.atom.capture = pattern_.substr(at_, name_end - at_);
    at_ = equals + 1;
  }
  if (at_ >= pattern_.size() || is_blank(pattern_[at_]))
    return pattern_error(rule_, pattern_, at_, "a word, sign or $CLASS must stand here");
  if (pattern_[at_] == '$') {
    const std::size_t begin = ++at_;
    while (at_ < pattern_.size() && is_name_char(pattern_[at_]))
      ++at_;
    out.atom.klass = pattern_.substr(begin, at_ - begin);
    return out;
  }
  while (true) {
    std::string literal;
    if (pattern_[at_] == '\'') {
      const std::size_t close = pattern_.find('\'', at_ + 1);
      if (close == std::string::npos || close == at_ + 1)
        return pattern_error(rule_, pattern_, at_, "quote without end or content");
      literal = pattern_.substr(at_ + 1, close - at_ - 1);
      at_ = close + 1;
    } else {
      const std::size_t begin = at_;
      while (at_ < pattern_.size() && !is_blank(pattern_[at_]) &&
             std::string_view("[]()|?~$&'=").find(pattern_[at_]) == std::string_view::npos)
        ++at_;
      literal = pattern_.substr(begin, at_ - begin);
      if (literal.empty()) return pattern_error(rule_, pattern_, at_, "unexpected sign");
    }
    out.alternatives.push_back(literal);
    if (at_ + 1 < pattern_.size() && pattern_[at_] == '|' && !is_blank(pattern_[at_ + 1])) {
      ++at_;
      continue;
    }
    return out;
  }
}

bool Scanner::starts_with(std::string_view what) const {
  return std::string_view(pattern_).substr(at_, what.size()) == what;
}

}  // namespace annals::when
