#include "ingest/language/lemmatizer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

#include "engine/base/hash.h"
#include "ingest/learn/sequence_model.h"

namespace annals {
namespace {

constexpr char kMagic[8] = {'A', 'N', 'N', 'L', 'E', 'M', '\r', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeader = 32;
constexpr std::size_t kSlot = 6;
constexpr std::size_t kLongestWord = 64;  // bytes; longer words are no words of a treebank
constexpr std::size_t kShortestStem = 3;  // bytes left when a prefix is taken off

template <class T>
T load_number(std::string_view bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

Failure corrupt(const char* what) {
  return fail(ErrorCode::kCorrupt, std::string("lemma model: ") + what);
}

bool is_verb(Pos pos) {
  return pos == Pos::kVerb || pos == Pos::kAux;
}

bool inflects(Pos pos) {
  switch (pos) {
    case Pos::kUnknown:
    case Pos::kPropn:
    case Pos::kPunct:
    case Pos::kSym:
    case Pos::kX:
    case Pos::kNum:
      return false;
    default:
      return true;
  }
}

std::size_t character_before(std::string_view word, std::size_t pos) {
  do
    --pos;
  while (pos > 0 && (static_cast<unsigned char>(word[pos]) & 0xC0U) == 0x80U);
  return pos;
}

}  // namespace

Result<Lemmatizer> Lemmatizer::load(const DataFiles& data, const std::string& code) {
  lang::v1::Lemmas pack;
  const std::string file = "lang/" + code + "/lemmas.txtpb";
  if (data.has(file)) ANNALS_TRY(data.read_message(file, pack));
  const std::string model = "models/lemmas-" + code + ".bin";
  std::string_view bytes;
  if (data.has(model)) {
    ANNALS_ASSIGN(bytes, data.read(model));
  }
  auto made = make(std::move(pack), bytes);
  if (!made) return Failure(std::move(made).error().with_context(model));
  return made;
}

Result<Lemmatizer> Lemmatizer::make(lang::v1::Lemmas pack, std::string_view model) {
  Lemmatizer lemmatizer;
  for (const lang::v1::IrregularVerb& verb : pack.irregular()) {
    lemmatizer.irregular_.push_back({verb.lemma(), verb.lemma()});
    for (const std::string& form : verb.forms()) {
      lemmatizer.irregular_.push_back({form, verb.lemma()});
    }
  }
  // Of two verbs with one form ("gefallen") the first of the pack is meant.
  std::stable_sort(lemmatizer.irregular_.begin(), lemmatizer.irregular_.end(),
                   [](const Form& a, const Form& b) { return a.form < b.form; });
  lemmatizer.separable_.assign(pack.separable_prefixes().begin(), pack.separable_prefixes().end());
  lemmatizer.inseparable_.assign(pack.inseparable_prefixes().begin(),
                                 pack.inseparable_prefixes().end());
  const auto longer = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  };
  std::sort(lemmatizer.separable_.begin(), lemmatizer.separable_.end(), longer);
  std::sort(lemmatizer.inseparable_.begin(), lemmatizer.inseparable_.end(), longer);
  lemmatizer.pack_ = std::move(pack);
  if (!model.empty()) ANNALS_TRY(lemmatizer.map(model));
  return lemmatizer;
}

Status Lemmatizer::map(std::string_view model) {
  if (model.size() < kHeader || model.substr(0, 8) != std::string_view(kMagic, 8)) {
    return corrupt("this is no lemma model");
  }
  if (load_number<std::uint32_t>(model, 8) != kVersion) {
    return fail(ErrorCode::kUnsupported, "lemma model of another version");
  }
  const auto rules = load_number<std::uint32_t>(model, 12);
  const std::size_t slots = load_number<std::uint32_t>(model, 16);
  if (load_number<std::uint32_t>(model, 20) != model.size()) return corrupt("cut off or overlong");
  if (load_number<std::uint64_t>(model, 24) != hash64(model.substr(kHeader))) {
    return corrupt("checksum differs");
  }
  std::size_t pos = kHeader;
  for (std::uint32_t i = 0; i < rules; ++i) {
    if (model.size() - pos < 3) return corrupt("rules");
    const std::size_t length = static_cast<unsigned char>(model[pos + 2]);
    if (model.size() - pos - 3 < length) return corrupt("rules");
    rules_.push_back({.drops_prefix = model[pos] != 0,
                      .cut = static_cast<std::uint8_t>(model[pos + 1]),
                      .add = model.substr(pos + 3, length)});
    pos += 3 + length;
  }
  if (!std::has_single_bit(slots) || model.size() - pos != slots * kSlot) return corrupt("slots");
  slots_ = model.substr(pos);
  for (std::size_t i = 0; i < slots; ++i) {
    if (load_number<std::uint16_t>(slots_, i * kSlot + 4) > rules) return corrupt("slots");
  }
  return {};
}

std::uint64_t Lemmatizer::key(std::string_view word, std::string_view ending, Pos pos) const {
  const bool prefixed = is_verb(pos) && !pack_.participle_prefix().empty() &&
                        word.starts_with(pack_.participle_prefix());
  const bool whole = word.size() == ending.size();
  // Auxiliaries inflect like other verbs.
  const Pos kind = pos == Pos::kAux ? Pos::kVerb : pos;
  const std::uint64_t role =
      (static_cast<std::uint64_t>(kind) << 2U) | (prefixed ? 2U : 0U) | (whole ? 1U : 0U);
  // Not a seed of the hash: XXH3 of a few bytes maps neighbouring seeds onto each other.
  return feature_hash(0, hash64(ending), role);
}

std::uint16_t Lemmatizer::rule_of(std::uint64_t key) const {
  const std::size_t count = slots_.size() / kSlot;
  std::size_t i = key & (count - 1);
  for (std::size_t n = 0; n < count; ++n, i = (i + 1) & (count - 1)) {
    const auto rule = load_number<std::uint16_t>(slots_, i * kSlot + 4);
    if (rule == 0) return 0;
    if (load_number<std::uint32_t>(slots_, i * kSlot) == static_cast<std::uint32_t>(key >> 32U)) {
      return rule;
    }
  }
  return 0;
}

bool Lemmatizer::apply(std::string_view word, const StoredRule& rule, std::string& out) const {
  if (rule.drops_prefix) {
    if (!word.starts_with(pack_.participle_prefix())) return false;
    word.remove_prefix(pack_.participle_prefix().size());
  }
  if (word.size() < rule.cut || word.size() - rule.cut + rule.add.size() < 1) return false;
  const std::size_t kept = word.size() - rule.cut;
  // Never through a letter of several bytes: "gemäß" is no participle with a "t" to cut off.
  if (kept < word.size() && (static_cast<unsigned char>(word[kept]) & 0xC0U) == 0x80U) return false;
  out.append(word.substr(0, kept));
  out.append(rule.add);
  return true;
}

const std::string* Lemmatizer::find_irregular(std::string_view form) const {
  const auto found = std::lower_bound(irregular_.begin(), irregular_.end(), form,
                                      [](const Form& a, std::string_view b) { return a.form < b; });
  return found != irregular_.end() && found->form == form ? &found->lemma : nullptr;
}

std::string Lemmatizer::irregular(std::string_view lower) const {
  if (const std::string* lemma = find_irregular(lower)) return *lemma;
  const std::string_view infix = pack_.infinitive_infix();
  for (const std::string& prefix : separable_) {
    if (!lower.starts_with(prefix) || lower.size() < prefix.size() + kShortestStem) continue;
    const std::string_view rest = lower.substr(prefix.size());
    if (const std::string* lemma = find_irregular(rest)) return prefix + *lemma;
    // "aufzugeben": an infinitive with its particle inside.
    const bool infinitive = !infix.empty() && rest.starts_with(infix) && rest.ends_with('n') &&
                            rest.size() > infix.size() + kShortestStem;
    if (infinitive) return prefix + std::string(rest.substr(infix.size()));
  }
  for (const std::string& prefix : inseparable_) {
    if (!lower.starts_with(prefix) || lower.size() < prefix.size() + kShortestStem) continue;
    const std::string_view rest = lower.substr(prefix.size());
    if (const std::string* lemma = find_irregular(rest)) return prefix + *lemma;
    if (pack_.participle_prefix().empty()) continue;
    // "übernommen" has the vowel of "genommen".
    const std::string participle = pack_.participle_prefix() + std::string(rest);
    if (const std::string* lemma = find_irregular(participle)) return prefix + *lemma;
  }
  return "";
}

std::pair<std::string_view, std::string_view> Lemmatizer::split_participle(
    std::string_view lower) const {
  const std::string& mark = pack_.participle_prefix();
  if (mark.empty()) return {"", lower};
  for (const std::string& prefix : separable_) {
    if (!lower.starts_with(prefix)) continue;
    const std::string_view rest = lower.substr(prefix.size());
    if (rest.starts_with(mark) && rest.size() >= mark.size() + kShortestStem) {
      return {lower.substr(0, prefix.size()), rest};
    }
  }
  return {"", lower};
}

std::string Lemmatizer::lemma(std::string_view lower, Pos pos) const {
  if (!inflects(pos) || lower.size() > kLongestWord || lower.empty()) return std::string(lower);
  std::string_view word = lower;
  std::string out;
  if (is_verb(pos)) {
    out = irregular(lower);
    if (!out.empty()) return out;
    const auto [prefix, rest] = split_participle(lower);
    out = prefix;
    word = rest;
  }
  if (!slots_.empty()) {
    if (const std::uint16_t rule = rule_of(key(word, word, pos));
        rule != 0 && apply(word, rules_[rule - 1U], out)) {
      return out;
    }
    // From the longest ending down to the empty one.
    std::size_t begins[kLongestEnding + 1];
    std::size_t count = 0;
    std::size_t pos_in_word = word.size();
    begins[count++] = pos_in_word;
    while (count <= kLongestEnding && pos_in_word > 0) {
      pos_in_word = character_before(word, pos_in_word);
      if (pos_in_word == 0) break;  // the whole word was looked up already
      begins[count++] = pos_in_word;
    }
    while (count-- > 0) {
      const std::uint16_t rule = rule_of(key(word, word.substr(begins[count]), pos));
      if (rule != 0 && apply(word, rules_[rule - 1U], out)) return out;
    }
  }
  return std::string(lower);
}

bool Lemmatizer::is_separable_prefix(std::string_view lower) const {
  return std::find(separable_.begin(), separable_.end(), lower) != separable_.end();
}

std::string lemma_model(const std::vector<std::pair<std::uint64_t, Lemmatizer::Rule>>& rules) {
  std::map<Lemmatizer::Rule, std::uint16_t> numbers;
  std::string rule_bytes;
  for (const auto& [key, rule] : rules) {
    const auto number = static_cast<std::uint16_t>(numbers.size() + 1);
    if (!numbers.emplace(rule, number).second) continue;
    rule_bytes.push_back(rule.drops_prefix ? '\1' : '\0');
    rule_bytes.push_back(static_cast<char>(rule.cut.size()));
    rule_bytes.push_back(static_cast<char>(rule.add.size()));
    rule_bytes += rule.add;
  }
  const std::size_t count = std::bit_ceil(rules.size() + rules.size() / 4 + 1);
  std::string slots(count * kSlot, '\0');
  for (const auto& [key, rule] : rules) {
    std::size_t i = key & (count - 1);
    while (load_number<std::uint16_t>(slots, i * kSlot + 4) != 0)
      i = (i + 1) & (count - 1);
    const auto print = static_cast<std::uint32_t>(key >> 32U);
    const std::uint16_t number = numbers.at(rule);
    std::memcpy(slots.data() + i * kSlot, &print, sizeof(print));
    std::memcpy(slots.data() + i * kSlot + 4, &number, sizeof(number));
  }
  std::string out(kHeader, '\0');
  out += rule_bytes;
  out += slots;
  const std::uint32_t numbers32[4] = {kVersion, static_cast<std::uint32_t>(numbers.size()),
                                      static_cast<std::uint32_t>(count),
                                      static_cast<std::uint32_t>(out.size())};
  std::memcpy(out.data(), kMagic, sizeof(kMagic));
  std::memcpy(out.data() + 8, numbers32, sizeof(numbers32));
  const std::uint64_t checksum = hash64(std::string_view(out).substr(kHeader));
  std::memcpy(out.data() + 24, &checksum, sizeof(checksum));
  return out;
}

}  // namespace annals
