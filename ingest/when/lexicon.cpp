#include "ingest/when/lexicon.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "engine/base/hash.h"

namespace annals::when {
namespace {

constexpr std::size_t kMaxForms = 200'000;
constexpr int kMaxSmallNumber = 100;

struct Form {
  Shape shape = Shape::kAny;
  double value = 0;
  std::string symbol;
};

// Month or weekday names of a language, folded, with their numbers.
Result<std::vector<std::pair<std::string, int>>> cldr_names(lang::v1::Cldr table,
                                                            const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(language.c_str());
  const icu::DateFormatSymbols symbols(locale, status);
  if (U_FAILURE(status) != 0)
    return fail(ErrorCode::kUnsupported, "no CLDR calendar names for " + language);
  std::set<std::pair<std::string, int>> names;
  for (const auto context : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
    int count = 0;
    const bool months = table == lang::v1::CLDR_MONTHS;
    const icu::UnicodeString* list =
        months ? symbols.getMonths(count, context, icu::DateFormatSymbols::WIDE)
               : symbols.getWeekdays(count, context, icu::DateFormatSymbols::WIDE);
    for (int i = 0; i < count; ++i) {
      icu::UnicodeString name = list[i];
      if (name.isEmpty()) continue;
      std::string text;
      name.toLower(locale).toUTF8String(text);
      // ICU counts weekdays from Sunday = 1.
      const int weekday = i == 1 ? 7 : i - 1;
      names.emplace(text, months ? i + 1 : weekday);
    }
  }
  return std::vector<std::pair<std::string, int>>(names.begin(), names.end());
}

}  // namespace

// Gathers forms class by class, then freezes them.
class LexiconBuilder {
 public:
  explicit LexiconBuilder(Lexicon& out) : out_(out) {}

  Status run(const lang::v1::TimesPack& pack, const std::string& language,
             const std::vector<std::string>& literals) {
    out_.class_names_ = {"WORD", "TITLE", "SMALL", "NUMBER"};
    for (const lang::v1::WordClass& klass : pack.classes())
      ANNALS_TRY(add_class(klass, language));
    for (const lang::v1::Compound& compound : pack.compounds()) {
      if (compound.kind() != lang::v1::COMPOUND_KIND_SPLIT) ANNALS_TRY(add_compound(compound));
    }
    for (const lang::v1::NumberClass& number : pack.numbers())
      ANNALS_TRY(add_number(number));
    for (const lang::v1::Compound& compound : pack.compounds()) {
      if (compound.kind() == lang::v1::COMPOUND_KIND_SPLIT) ANNALS_TRY(add_compound(compound));
    }
    for (const std::string& literal : literals)
      forms_.try_emplace(literal);
    for (const auto& [form, split] : splits_) {
      forms_.try_emplace(split.left);
      forms_.try_emplace(split.right);
    }
    if (forms_.size() + splits_.size() > kMaxForms)
      return fail(ErrorCode::kInvalidInput, fmt::format("more than {} word forms", kMaxForms));
    freeze();
    return {};
  }

 private:
  using Members = std::vector<std::pair<std::uint16_t, Form>>;  // by class, then as they came
  using Forms = std::map<std::string, Form>;
  struct Split {
    std::string left;
    std::string right;
    std::size_t at = 0;  // where the right part begins
  };

  Status new_class(const std::string& name, std::uint16_t& klass) {
    if (name.empty() ||
        name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != std::string::npos)
      return fail(
          ErrorCode::kInvalidInput,
          fmt::format("class \"{}\": a name is made of capital letters, digits and _", name));
    if (out_.class_of(name) != Lexicon::kNoClass)
      return fail(ErrorCode::kInvalidInput, fmt::format("class {} is defined twice", name));
    klass = static_cast<std::uint16_t>(out_.class_names_.size());
    out_.class_names_.push_back(name);
    by_class_.resize(out_.class_names_.size());
    return {};
  }

  void add_form(const std::string& form, std::uint16_t klass, const Form& value) {
    if (form.empty()) return;
    Members& members = forms_[form];
    auto at = members.begin();
    for (; at != members.end() && at->first <= klass; ++at)
      if (at->first == klass && at->second.shape == value.shape) return;  // the first one counts
    members.emplace(at, klass, value);
    by_class_[klass].emplace(form, value);
  }

  Status add_class(const lang::v1::WordClass& in, const std::string& language) {
    std::uint16_t klass = 0;
    ANNALS_TRY(new_class(in.name(), klass));
    if (in.name() == "CARDINAL") out_.cardinal_ = klass;
    for (const std::string& other : in.include()) {
      const std::uint16_t from = out_.class_of(other);
      if (from == Lexicon::kNoClass || from < Lexicon::kFirstOwn || from == klass)
        return fail(ErrorCode::kInvalidInput,
                    fmt::format("class {}: no class {} before it", in.name(), other));
      for (const auto& [form, value] : by_class_[from])
        add_form(form, klass, value);
    }
    const auto add_with_endings = [&](const std::string& form, const Form& value,
                                      const auto& endings) {
      if (endings.empty()) add_form(form, klass, value);
      for (const std::string& ending : endings)
        add_form(form + ending, klass, value);
    };
    if (in.cldr() != lang::v1::CLDR_UNSPECIFIED) {
      ANNALS_ASSIGN(const auto names, cldr_names(in.cldr(), language));
      for (const auto& [name, number] : names)
        add_with_endings(
            name,
            Form{in.capital() ? Shape::kCapital : Shape::kAny, static_cast<double>(number), ""},
            in.endings());
    }
    for (const lang::v1::Word& word : in.words()) {
      const Shape shape =
          word.capital() ? Shape::kCapital : (word.small() ? Shape::kSmall : Shape::kAny);
      const Form value{shape, word.value(), word.symbol()};
      add_with_endings(word.form(), value, word.endings().empty() ? in.endings() : word.endings());
    }
    return {};
  }

  Status add_number(const lang::v1::NumberClass& in) {
    std::uint16_t klass = 0;
    ANNALS_TRY(new_class(in.name(), klass));
    if (out_.numbers_.size() == 64)
      return fail(ErrorCode::kInvalidInput, "more than 64 number classes");
    out_.numbers_.push_back(
        {klass, in.min(), in.max(), in.min_digits(), in.max_digits(), in.words(), in.fractions()});
    return {};
  }

  Status add_compound(const lang::v1::Compound& in) {
    const std::uint16_t first = out_.class_of(in.first());
    const std::uint16_t last = out_.class_of(in.last());
    if (first == Lexicon::kNoClass || last == Lexicon::kNoClass)
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("compound {} + {}: no such class", in.first(), in.last()));
    const bool split = in.kind() == lang::v1::COMPOUND_KIND_SPLIT;
    const std::uint16_t into = split ? first : out_.class_of(in.into());
    if (into == Lexicon::kNoClass)
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("compound {} + {}: no class {}", in.first(), in.last(), in.into()));
    std::vector<std::string> joiners(in.joiners().begin(), in.joiners().end());
    if (joiners.empty()) joiners.emplace_back();
    // What is added to a class makes no further compounds.
    const Forms own = !split && (into == first || into == last) ? by_class_[into] : Forms();
    const Forms& firsts = !split && into == first ? own : by_class_[first];
    const Forms& lasts = !split && into == last ? own : by_class_[last];
    if (firsts.size() * lasts.size() * joiners.size() > kMaxForms)
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("compound {} + {}: too many words", in.first(), in.last()));
    for (const auto& [a, left] : firsts) {
      for (const auto& [b, right] : lasts) {
        for (const std::string& joiner : joiners) {
          std::string whole = a;
          whole += joiner;
          whole += b;
          if (split) {
            splits_.try_emplace(whole, Split{a, b, a.size() + joiner.size()});
          } else {
            const double value = in.kind() == lang::v1::COMPOUND_KIND_SUM
                                     ? left.value + right.value
                                     : left.value * right.value;
            add_form(whole, into, Form{left.shape, value, right.symbol});
          }
        }
      }
    }
    return {};
  }

  // The entries of a map in order of their keys.
  template <class Map>
  static std::vector<const typename Map::value_type*> sorted(const Map& map) {
    std::vector<const typename Map::value_type*> out;
    out.reserve(map.size());
    for (const auto& entry : map)
      out.push_back(&entry);
    std::ranges::sort(out, {},
                      [](const auto* entry) -> const std::string& { return entry->first; });
    return out;
  }

  void freeze() {
    const auto forms = sorted(forms_);
    const auto id_of = [&](const std::string& form) {
      const auto at = std::ranges::lower_bound(
          forms, form, {}, [](const auto* entry) -> const std::string& { return entry->first; });
      return static_cast<WordId>(at - forms.begin());
    };
    std::size_t symbol_bytes = 0;
    for (const auto& [form, members] : forms_)
      for (const auto& [klass, value] : members)
        symbol_bytes += value.symbol.size();
    out_.symbols_.reserve(symbol_bytes);
    const auto add_entry = [&](const std::string& form) -> Lexicon::Entry& {
      Lexicon::Entry& entry = out_.entries_.emplace_back();
      entry.form = static_cast<std::uint32_t>(out_.forms_.size());
      entry.form_size = static_cast<std::uint32_t>(form.size());
      out_.forms_ += form;
      entry.first = static_cast<std::uint32_t>(out_.members_.size());
      return entry;
    };
    for (const auto* const known : forms) {
      const auto& [form, members] = *known;
      Lexicon::Entry& entry = add_entry(form);
      entry.count = static_cast<std::uint32_t>(members.size());
      for (const auto& [klass, value] : members) {
        const std::size_t at = out_.symbols_.size();
        out_.symbols_.insert(out_.symbols_.end(), value.symbol.begin(), value.symbol.end());
        out_.members_.push_back({klass, value.shape, value.value,
                                 std::string_view(out_.symbols_.data() + at, value.symbol.size())});
      }
    }
    for (const auto* const known : sorted(splits_)) {
      const auto& [form, split] = *known;
      // A form that is a word of its own is never split.
      if (forms_.contains(form)) continue;
      Lexicon::Entry& entry = add_entry(form);
      entry.split = static_cast<std::uint32_t>(split.at);
      entry.left = id_of(split.left);
      entry.right = id_of(split.right);
    }
    out_.slots_.assign(std::bit_ceil(out_.entries_.size() * 2 + 16), 0);
    const std::size_t mask = out_.slots_.size() - 1;
    for (std::size_t i = 0; i < out_.entries_.size(); ++i) {
      const Lexicon::Entry& entry = out_.entries_[i];
      std::size_t slot =
          hash64(std::string_view(out_.forms_).substr(entry.form, entry.form_size)) & mask;
      while (out_.slots_[slot] != 0)
        slot = (slot + 1) & mask;
      out_.slots_[slot] = static_cast<std::uint32_t>(i + 1);
    }
    constexpr auto kNumbers = static_cast<std::size_t>(kMaxSmallNumber);
    out_.two_digit_masks_.assign(2 * kNumbers, 0);
    for (int digits = 1; digits <= 2; ++digits)
      for (int value = 0; value < kMaxSmallNumber; ++value)
        out_.two_digit_masks_[static_cast<std::size_t>(digits - 1) * kNumbers +
                              static_cast<std::size_t>(value)] = out_.number_mask(value, -digits);
  }

  Lexicon& out_;
  std::unordered_map<std::string, Members> forms_;
  std::unordered_map<std::string, Split> splits_;
  std::vector<Forms> by_class_ = std::vector<Forms>(Lexicon::kFirstOwn);
};

Result<Lexicon> Lexicon::build(const lang::v1::TimesPack& pack, const std::string& language,
                               const std::vector<std::string>& literals) {
  Lexicon out;
  LexiconBuilder builder(out);
  ANNALS_TRY(builder.run(pack, language, literals));
  return out;
}

WordId Lexicon::find(std::string_view lower) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash64(lower) & mask;
  while (slots_[slot] != 0) {
    const Entry& entry = entries_[slots_[slot] - 1];
    if (std::string_view(forms_).substr(entry.form, entry.form_size) == lower)
      return slots_[slot] - 1;
    slot = (slot + 1) & mask;
  }
  return kNoWord;
}

const Member* Lexicon::member(WordId entry, std::uint16_t klass) const {
  for (const Member* m = begin(entry); m != end(entry); ++m)
    if (m->klass == klass) return m;
  return nullptr;
}

std::uint16_t Lexicon::class_of(std::string_view name) const {
  for (std::size_t i = 0; i < class_names_.size(); ++i)
    if (class_names_[i] == name) return static_cast<std::uint16_t>(i);
  return kNoClass;
}

int Lexicon::number_bit(std::uint16_t klass) const {
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    if (numbers_[i].klass == klass) return static_cast<int>(i);
  return -1;
}

std::uint64_t Lexicon::number_mask(double value, int digits) const {
  const bool whole = value == std::floor(value);
  if (digits >= 1 && digits <= 2 && whole && value < kMaxSmallNumber && !two_digit_masks_.empty())
    return two_digit_masks_[static_cast<std::size_t>((digits - 1) * kMaxSmallNumber) +
                            static_cast<std::size_t>(value)];
  const int written = digits < 0 ? -digits : digits;
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const NumberRange& range = numbers_[i];
    if (value < range.min || value > range.max) continue;
    if (!whole && !range.fractions) continue;
    if (written == 0) {
      if (!range.words) continue;
    } else if (written < range.min_digits || written > range.max_digits) {
      continue;
    }
    mask |= std::uint64_t{1} << i;
  }
  return mask;
}

}  // namespace annals::when
