// What signs and atoms is a rule's pattern written in? Fragments put in place of their names, then
// one lexeme after the other.
//
// Thread safety: a Scanner is used by one thread; the functions are free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "ingest/when/pattern.h"

namespace annals::when {

// Says what is wrong, and shows where in the pattern.
Failure pattern_error(const std::string& rule, std::string_view pattern, std::size_t at,
                      std::string_view what);

// Puts fragments in place of their names.
Result<std::string> expand(const std::string& rule, const std::string& pattern,
                           const std::map<std::string, std::string>& fragments, int depth);

// An atom as written.
struct RawAtom {
  std::string klass;
  std::string literal;
  std::string capture;
  Atom::Spacing spacing = Atom::Spacing::kAny;
};

enum class Sign : std::uint8_t {
  kAtom,
  kOpen,
  kClose,
  kOr,
  kOptional,
  kExtentOpen,
  kExtentClose,
  kEnd
};

struct Lexeme {
  Sign sign = Sign::kEnd;
  RawAtom atom;
  std::vector<std::string> alternatives;  // literals "am|vom"
  std::size_t at = 0;
};

class Scanner {
 public:
  // Both must outlive it.
  Scanner(const std::string& rule, const std::string& pattern) : rule_(rule), pattern_(pattern) {}

  Result<Lexeme> next();

 private:
  Result<Lexeme> single(Lexeme out, Sign sign);
  Result<Lexeme> atom(Lexeme out);
  bool starts_with(std::string_view what) const;

  const std::string& rule_;
  const std::string& pattern_;
  std::size_t at_ = 0;
};

}  // namespace annals::when
