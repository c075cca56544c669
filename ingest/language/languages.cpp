// All languages that have a pack, and which of them a text is written in.
#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "engine/base/hash.h"
#include "ingest/language/impl.h"

namespace annals {
namespace {

// A text shows its language early; more would cost time and change nothing.
constexpr std::size_t kMostBytes = 8000;
constexpr std::size_t kMostWords = 400;
// What a function word, and what a typical piece of a word, says for a language.
constexpr double kStopWordVote = 1.0;
constexpr double kPieceVote = 0.3;
constexpr double kMostPieceVotes = 0.6;  // of one word
constexpr double kForeignLetterVote = -0.5;
constexpr double kForeignWordVote = -1.0;
// Least votes a word on average, and least lead over the next language, for an answer. In a text of
// more than a headline every language has many function words; without them it is another one.
constexpr double kLeastVotes = 0.1;
constexpr double kLeastLead = 1.1;
constexpr double kHeadlineWords = 20;
constexpr double kLeastFunctionWords = 0.2;

enum class PiecePlace : std::uint8_t { kBegin, kEnd, kInside };

struct Piece {
  std::string letters;
  PiecePlace place = PiecePlace::kInside;
};

std::vector<Piece> pieces_of(const lang::v1::Words& words) {
  std::vector<Piece> pieces;
  for (const std::string& text : words.typical_pieces()) {
    const bool open_left = text.starts_with('-');
    const bool open_right = text.ends_with('-');
    Piece piece;
    piece.letters = text.substr(open_left ? 1 : 0, text.size() - (open_left ? 1 : 0) -
                                                       (open_right && text.size() > 1 ? 1 : 0));
    piece.place = open_left && open_right ? PiecePlace::kInside
                  : open_left             ? PiecePlace::kEnd
                                          : PiecePlace::kBegin;
    if (!piece.letters.empty()) pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<char32_t> letters_of(const lang::v1::Words& words) {
  std::vector<char32_t> letters;
  for (std::size_t i = 0; i < words.letters().size();) {
    const Char c = decode_char(words.letters(), i);
    letters.push_back(c.code);
    i += c.length;
  }
  std::sort(letters.begin(), letters.end());
  return letters;
}

std::vector<std::uint64_t> foreign_words_of(const lang::v1::Words& words) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(static_cast<std::size_t>(words.foreign_words_size()));
  for (const std::string& word : words.foreign_words())
    hashes.push_back(hash64(word));
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

bool has_other_letter(std::string_view word, const std::vector<char32_t>& letters) {
  if (letters.empty()) return false;
  for (std::size_t i = 0; i < word.size();) {
    const Char c = decode_char(word, i);
    if (!std::binary_search(letters.begin(), letters.end(), c.code)) return true;
    i += c.length;
  }
  return false;
}

bool has_piece(std::string_view word, const Piece& piece) {
  switch (piece.place) {
    case PiecePlace::kBegin:
      return word.size() > piece.letters.size() + 1 && word.starts_with(piece.letters);
    case PiecePlace::kEnd:
      return word.size() > piece.letters.size() + 1 && word.ends_with(piece.letters);
    case PiecePlace::kInside:
      return word.find(piece.letters) != std::string_view::npos;
  }
  return false;
}

}  // namespace

struct Languages::Impl {
  struct Entry {
    std::string code;
    Language language;
    std::vector<Piece> pieces;
    std::vector<char32_t> letters;             // sorted; empty: any
    std::vector<std::uint64_t> foreign_words;  // hashes, sorted
  };
  std::vector<Entry> entries;  // sorted by code
};

Languages::Languages(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Languages::Languages(Languages&&) noexcept = default;
Languages& Languages::operator=(Languages&&) noexcept = default;
Languages::~Languages() = default;

Result<Languages> Languages::load(const DataFiles& data, LanguageUse use) {
  auto impl = std::make_unique<Impl>();
  for (const std::string& code : data.languages()) {
    ANNALS_ASSIGN(Language language, Language::load(data, code, use));
    std::vector<Piece> pieces = pieces_of(language.impl().words);
    std::vector<char32_t> letters = letters_of(language.impl().words);
    std::vector<std::uint64_t> foreign_words = foreign_words_of(language.impl().words);
    impl->entries.push_back({code, std::move(language), std::move(pieces), std::move(letters),
                             std::move(foreign_words)});
  }
  return Languages(std::move(impl));
}

const Language* Languages::find(std::string_view code) const {
  for (const Impl::Entry& entry : impl_->entries) {
    if (entry.code == code) return &entry.language;
  }
  return nullptr;
}

std::vector<std::string> Languages::codes() const {
  std::vector<std::string> codes;
  codes.reserve(impl_->entries.size());
  for (const Impl::Entry& entry : impl_->entries)
    codes.push_back(entry.code);
  return codes;
}

std::string Languages::identify(std::string_view text) const {
  text = text.substr(0, kMostBytes);
  std::vector<double> votes(impl_->entries.size());
  std::vector<double> function_words(impl_->entries.size());
  std::vector<bool> known(impl_->entries.size());
  std::string word;
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size() && words < kMostWords;) {
    const std::size_t begin = i;
    Char c = decode_char(text, i);
    while (c.length != 0 && (c.type == CharClass::kLetter || c.type == CharClass::kSilent)) {
      i += c.length;
      c = decode_char(text, i);
    }
    if (i == begin) {
      i += c.length;
      continue;
    }
    ++words;
    word.clear();
    append_folded(text.substr(begin, i - begin), word);
    const std::uint64_t hash = hash64(word);
    double sharers = 0;
    for (std::size_t e = 0; e < votes.size(); ++e) {
      known[e] = (impl_->entries[e].language.impl().lexicon.flags(hash) & kStopWord) != 0;
      if (known[e]) sharers += 1;
    }
    for (std::size_t e = 0; e < votes.size(); ++e) {
      if (known[e]) {
        votes[e] += kStopWordVote / sharers;
        function_words[e] += 1;
        continue;
      }
      if (std::ranges::binary_search(impl_->entries[e].foreign_words, hash))
        votes[e] += kForeignWordVote;
      if (has_other_letter(word, impl_->entries[e].letters)) votes[e] += kForeignLetterVote;
      if (sharers > 0) continue;
      double from_pieces = 0;
      for (const Piece& piece : impl_->entries[e].pieces) {
        if (has_piece(word, piece)) from_pieces += kPieceVote;
      }
      votes[e] += std::min(from_pieces, kMostPieceVotes);
    }
  }
  if (votes.empty() || words == 0) return "";
  const auto best = std::max_element(votes.begin(), votes.end());
  double next = 0;
  for (auto it = votes.begin(); it != votes.end(); ++it) {
    if (it != best) next = std::max(next, *it);
  }
  const auto count = static_cast<double>(words);
  const auto chosen = static_cast<std::size_t>(best - votes.begin());
  if (*best < kLeastVotes * count || *best < kLeastLead * next) return "";
  if (count > kHeadlineWords && function_words[chosen] < kLeastFunctionWords * count) return "";
  return impl_->entries[chosen].code;
}

}  // namespace annals
