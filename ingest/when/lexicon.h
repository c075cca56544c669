// The words and number classes of a times pack, looked up by case-folded form.
//
// Built once at load: CLDR names, endings and compounds are expanded into one open-addressed table,
// so a piece of text costs one hash and one probe.
//
// Thread safety: immutable after build.
// Errors: build names the class or compound and what is wrong with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/result.h"

namespace annals::when {

using WordId = std::uint32_t;
inline constexpr WordId kNoWord = 0xFFFFFFFF;

// How a word must be written to belong to a class.
enum class Shape : std::uint8_t { kAny, kCapital, kSmall };

// A word's place in a class.
struct Member {
  std::uint16_t klass = 0;
  Shape shape = Shape::kAny;
  double value = 0;
  std::string_view symbol;  // in the lexicon
};

class Lexicon {
 public:
  // Class numbers with a meaning of their own; the pack's classes follow.
  static constexpr std::uint16_t kWord = 0;
  static constexpr std::uint16_t kTitle = 1;
  static constexpr std::uint16_t kSmall = 2;
  static constexpr std::uint16_t kNumber = 3;
  static constexpr std::uint16_t kFirstOwn = 4;
  static constexpr std::uint16_t kNoClass = 0xFFFF;

  // `literals` are the words that patterns name directly; each gets an entry.
  static Result<Lexicon> build(const lang::v1::TimesPack& pack, const std::string& language,
                               const std::vector<std::string>& literals);

  WordId find(std::string_view lower) const;
  // Members of an entry, sorted by class.
  const Member* begin(WordId entry) const { return members_.data() + entries_[entry].first; }
  const Member* end(WordId entry) const {
    return members_.data() + entries_[entry].first + entries_[entry].count;
  }
  const Member* member(WordId entry, std::uint16_t klass) const;
  std::size_t size() const { return entries_.size(); }

  // Bytes of the first part when the word is a compound of two pieces, else 0.
  std::uint32_t split_at(WordId entry) const { return entries_[entry].split; }
  WordId first_part(WordId entry) const { return entries_[entry].left; }
  WordId last_part(WordId entry) const { return entries_[entry].right; }

  // kNoClass when there is no such class.
  std::uint16_t class_of(std::string_view name) const;
  const std::string& class_name(std::uint16_t klass) const { return class_names_[klass]; }
  std::size_t class_count() const { return class_names_.size(); }

  // Number classes have bits: bit i belongs to class number_class(i).
  std::size_t number_class_count() const { return numbers_.size(); }
  std::uint16_t number_class(std::size_t bit) const { return numbers_[bit].klass; }
  int number_bit(std::uint16_t klass) const;  // -1 for a word class
  // Which number classes take a number as written with `digits` digits (0: in words).
  std::uint64_t number_mask(double value, int digits) const;

  std::uint16_t cardinal() const { return cardinal_; }

 private:
  struct Entry {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t split = 0;
    WordId left = kNoWord;
    WordId right = kNoWord;
    std::uint32_t form = 0;  // in forms_
    std::uint32_t form_size = 0;
  };
  struct NumberRange {
    std::uint16_t klass = 0;
    int min = 0;
    int max = 0;
    int min_digits = 0;
    int max_digits = 0;
    bool words = false;
    bool fractions = false;
  };
  friend class LexiconBuilder;

  std::vector<Entry> entries_;
  std::vector<Member> members_;
  std::vector<std::string> class_names_;
  std::vector<NumberRange> numbers_;
  std::vector<std::uint64_t> two_digit_masks_;  // by digits and value, for one and two digits
  std::vector<std::uint32_t> slots_;            // entry + 1, 0 empty
  std::string forms_;
  std::vector<char> symbols_;  // never grows after its views are taken
  std::uint16_t cardinal_ = kNoClass;
};

}  // namespace annals::when
