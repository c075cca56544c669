#include "ingest/language/language.h"

#include <algorithm>
#include <array>
#include <utility>

#include <libstemmer.h>
#include <unicode/uchar.h>

#include "engine/base/hash.h"
#include "ingest/language/impl.h"
#include "ingest/language/tokenizer.h"

namespace annals {
namespace {

// Words of which a scratch keeps the term: powers of two. A query has a handful, and clearing the
// memory for a text's would be a good part of its time.
constexpr std::size_t kTextCache = std::size_t{1} << 14U;
constexpr std::size_t kQueryCache = std::size_t{1} << 6U;
// Longer words are chains of compounds, addresses or noise: they are their own stem.
constexpr std::size_t kLongestStemmed = 64;

Result<char32_t> only_character(const std::string& text, const std::string& file) {
  const Char c = decode_char(text, 0);
  if (c.length == 0 || c.length != text.size()) {
    return fail(ErrorCode::kInvalidInput, file + ": quotes: \"" + text + "\" is not one character");
  }
  return c.code;
}

QuoteRole& role_of(std::vector<QuoteRole>& roles, char32_t code) {
  const auto found = std::find_if(roles.begin(), roles.end(),
                                  [code](const QuoteRole& role) { return role.code == code; });
  if (found != roles.end()) return *found;
  return roles.emplace_back(QuoteRole{.code = code});
}

std::uint32_t section_of(const v1::Article& article, std::uint32_t offset) {
  std::uint32_t section = 0;
  for (int i = 0; i < article.sections_size(); ++i) {
    if (article.sections(i).span().begin() <= offset) section = static_cast<std::uint32_t>(i);
  }
  return section;
}

void add_tags(const Language::Impl& language, WordScratch& scratch, Analysis& analysis) {
  const Tagger* const tagger = language.tagger();
  if (tagger == nullptr) return;
  for (const SentenceRange& sentence : analysis.sentences) {
    tagger->tag(analysis, sentence, scratch.tagger);
  }
}

}  // namespace

Status Language::Impl::map_tagger() const {
  Status out;
  std::call_once(tagger_once, [&] {
    if (tagger_model.empty()) return;
    auto mapped = Tagger::map(tagger_model, clusters);
    if (mapped)
      mapped_tagger = std::move(*mapped);
    else
      out = Failure(std::move(mapped).error());
  });
  return out;
}

WordScratch::WordScratch(const lang::v1::Words& words, std::size_t cache_size)
    : stemmer_(sb_stemmer_new(words.stemmer().c_str(), "UTF_8")), cache_(cache_size) {}

WordScratch::~WordScratch() {
  sb_stemmer_delete(stemmer_);
}

std::string_view WordScratch::stem(std::string_view folded) {
  if (stemmer_ == nullptr || folded.size() > kLongestStemmed) return folded;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libstemmer speaks unsigned char.
  const auto* bytes = reinterpret_cast<const sb_symbol*>(folded.data());
  const sb_symbol* out = sb_stemmer_stem(stemmer_, bytes, static_cast<int>(folded.size()));
  if (out == nullptr) return folded;
  return {reinterpret_cast<const char*>(out),
          static_cast<std::size_t>(sb_stemmer_length(stemmer_))};
}

TermId WordScratch::term(std::string_view folded, std::uint64_t hash) {
  Entry& entry = cache_[hash & (cache_.size() - 1)];
  if (!entry.used || entry.hash != hash) {
    entry = {.hash = hash, .term = term_of_stem(stem(folded)), .used = true};
  }
  return entry.term;
}

Language::Language(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Language::Language(Language&&) noexcept = default;
Language& Language::operator=(Language&&) noexcept = default;
Language::~Language() = default;

Result<Language> Language::load(const DataFiles& data, const std::string& code, LanguageUse use) {
  auto impl = std::make_unique<Impl>();
  impl->code = code;
  impl->cache_size = use == LanguageUse::kQueries ? kQueryCache : kTextCache;
  const std::string file = "lang/" + code + "/words.txtpb";
  ANNALS_TRY(data.read_message(file, impl->words));
  sb_stemmer* const stemmer = sb_stemmer_new(impl->words.stemmer().c_str(), "UTF_8");
  if (stemmer == nullptr) {
    return fail(ErrorCode::kInvalidInput,
                file + ": stemmer: libstemmer knows no \"" + impl->words.stemmer() + "\"");
  }
  sb_stemmer_delete(stemmer);
  impl->lexicon = Lexicon::build(impl->words);
  for (const lang::v1::QuotePair& pair : impl->words.quotes()) {
    ANNALS_ASSIGN(const char32_t open, only_character(pair.open(), file));
    ANNALS_ASSIGN(const char32_t close, only_character(pair.close(), file));
    role_of(impl->quotes, open).opens = true;
    role_of(impl->quotes, close).closes = true;
  }
  if (use == LanguageUse::kQueries) return Language(std::move(impl));
  ANNALS_ASSIGN(impl->lemmatizer, Lemmatizer::load(data, code));
  ANNALS_ASSIGN(impl->clusters, WordClusters::load(data));
  const std::string model = "models/tagger-" + code + ".bin";
  if (data.has(model)) {
    ANNALS_ASSIGN(impl->tagger_model, data.read(model));
  }
  if (!data.is_embedded()) {
    if (Status mapped = impl->map_tagger(); !mapped)
      return Failure(std::move(mapped).error().with_context(model));
  }
  return Language(std::move(impl));
}

const std::string& Language::code() const {
  return impl_->code;
}

const WordClusters& Language::clusters() const {
  return impl_->clusters;
}

std::string Language::stem(std::string_view lower) const {
  return std::string(impl_->borrow()->stem(lower));
}

std::string Language::lemma(std::string_view lower, Pos pos) const {
  return impl_->lemmatizer.lemma(lower, pos);
}

bool Language::is_separable_prefix(std::string_view lower) const {
  return impl_->lemmatizer.is_separable_prefix(lower);
}

Analysis Language::analyse(const v1::Article& article) const {
  Analysis analysis = cut(article);
  add_tags(*impl_, *impl_->borrow(), analysis);
  return analysis;
}

Analysis Language::cut(const v1::Article& article) const {
  Analysis analysis;
  analysis.language = this;
  analysis.text = article.text();
  const std::size_t size = analysis.text.size();
  analysis.lower_text.reserve(size);
  analysis.tokens.reserve(size / 5);
  const auto scratch = impl_->borrow();
  std::uint32_t end_before = 0;
  for (int i = 0; i < article.blocks_size(); ++i) {
    const v1::TextSpan& span = article.blocks(i).span();
    // Blocks are whole lines in order; one that is not is cut to what is left of the text.
    const Span block{std::max(span.begin(), end_before),
                     std::min(span.end(), static_cast<std::uint32_t>(size))};
    if (block.begin >= block.end) continue;
    end_before = block.end;
    const auto first = static_cast<std::uint32_t>(analysis.tokens.size());
    tokenize_block(*impl_, block, *scratch, analysis);
    split_block(first, static_cast<std::uint32_t>(i), section_of(article, block.begin), *scratch,
                analysis);
  }
  return analysis;
}

Analysis Language::analyse_text(std::string_view text) const {
  Analysis analysis = analyse_query(text);
  add_tags(*impl_, *impl_->borrow(), analysis);
  return analysis;
}

Analysis Language::analyse_query(std::string_view text) const {
  Analysis analysis;
  analysis.language = this;
  analysis.text = text;
  analysis.lower_text.reserve(text.size());
  const auto scratch = impl_->borrow();
  tokenize_block(*impl_, {0, static_cast<std::uint32_t>(text.size())}, *scratch, analysis);
  split_block(0, 0, 0, *scratch, analysis);
  return analysis;
}

Analysis Language::analyse_words(std::string_view text) const {
  Analysis analysis;
  analysis.language = this;
  analysis.text = text;
  analysis.lower_text.reserve(text.size());
  const auto scratch = impl_->borrow();
  std::uint32_t at = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  while (at < size) {
    const auto line_end = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
    SentenceRange sentence;
    sentence.span = {at, line_end};
    sentence.first = static_cast<std::uint32_t>(analysis.tokens.size());
    sentence.block = static_cast<std::uint32_t>(analysis.sentences.size());
    while (at < line_end) {
      const auto end =
          std::min(static_cast<std::uint32_t>(std::min(text.find(' ', at), text.size())), line_end);
      const std::size_t first = analysis.tokens.size();
      tokenize_block(*impl_, {at, end}, *scratch, analysis);
      if (analysis.tokens.size() == first && end > at) {
        // Nothing but blanks of other kinds: a token all the same.
        const auto lower = static_cast<std::uint32_t>(analysis.lower_text.size());
        Token token;
        token.span = {at, end};
        token.lower = {lower, lower};
        analysis.tokens.push_back(token);
      } else if (analysis.tokens.size() > first) {
        // What the tokenizer would cut is one word here.
        Token& token = analysis.tokens[first];
        for (std::size_t i = first + 1; i < analysis.tokens.size(); ++i) {
          if (analysis.tokens[i].kind == TokenKind::kWord) token.kind = TokenKind::kWord;
        }
        token.span = {at, end};
        token.lower.end = analysis.tokens.back().lower.end;
        token.space_before = at > sentence.span.begin;
        analysis.tokens.resize(first + 1);
      }
      at = end + 1;
    }
    at = line_end + 1;
    sentence.last = static_cast<std::uint32_t>(analysis.tokens.size());
    if (sentence.last > sentence.first) analysis.sentences.push_back(sentence);
  }
  add_tags(*impl_, *scratch, analysis);
  return analysis;
}

}  // namespace annals
