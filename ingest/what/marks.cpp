#include "ingest/what/marks.h"

#include <string>
#include <vector>

#include "engine/base/dateline.h"

namespace annals::what {
// Quotation marks around a word or two are no speech.
void mark_quotes(SentenceView& view, QuoteState& quotes, std::uint32_t block) {
  if (quotes.block != block) quotes = {false, block};
  constexpr std::int32_t kShortQuote = 4;
  std::int32_t open = quotes.open ? 0 : -1;
  const bool ran_on = quotes.open;
  for (std::int32_t i = 0; i < view.size(); ++i) {
    const TokenKind kind = view.token(i).kind;
    if (kind == TokenKind::kQuoteOpen && open < 0) {
      open = i + 1;
    } else if (kind == TokenKind::kQuoteClose && open >= 0) {
      if (i - open >= kShortQuote || (ran_on && open == 0)) {
        for (std::int32_t j = open; j < i; ++j)
          view.words[static_cast<std::size_t>(j)].in_quote = true;
      }
      open = -1;
    }
  }
  if (open >= 0) {
    for (std::int32_t j = open; j < view.size(); ++j)
      view.words[static_cast<std::size_t>(j)].in_quote = true;
  }
  quotes.open = open >= 0;
}

void attach_record(SentenceView& view, RecordCursor& cursor) {
  const v1::ArticleRecord& record = *view.record;
  if (view.words.empty()) return;
  const Span all = view.span_of(0, view.size());
  while (cursor.mention < record.mentions_size() &&
         record.mentions(cursor.mention).span().end() <= all.begin)
    ++cursor.mention;
  while (cursor.time < record.times_size() && record.times(cursor.time).span().end() <= all.begin)
    ++cursor.time;
  std::size_t from = 0;
  for (int m = cursor.mention;
       m < record.mentions_size() && record.mentions(m).span().begin() < all.end; ++m) {
    const v1::Mention& mention = record.mentions(m);
    while (from < view.words.size() &&
           view.token(static_cast<std::int32_t>(from)).span.end <= mention.span().begin())
      ++from;
    for (std::size_t i = from;
         i < view.words.size() &&
         view.token(static_cast<std::int32_t>(i)).span.begin < mention.span().end();
         ++i) {
      Word& word = view.words[i];
      const Span token = view.token(static_cast<std::int32_t>(i)).span;
      // Of nested mentions the inner, shorter one names the word best when it is a name, and not
      // part of a longer one ("Staatsanwaltschaft München").
      if (word.mention >= 0) {
        const v1::Mention& outer = record.mentions(word.mention);
        if (mention.kind() != v1::MENTION_KIND_NAME ||
            (outer.kind() == v1::MENTION_KIND_NAME && overlaps(token, outer.head())))
          continue;
      }
      word.mention = m;
      const std::string_view rest =
          mention.span().end() < token.end
              ? slice(view.analysis->text, {mention.span().end(), token.end})
              : std::string_view();
      word.front_only = rest.size() > 2 && rest.front() == '-';
    }
  }
  from = 0;
  for (int t = cursor.time; t < record.times_size() && record.times(t).span().begin() < all.end;
       ++t) {
    while (from < view.words.size() &&
           view.token(static_cast<std::int32_t>(from)).span.end <= record.times(t).span().begin())
      ++from;
    for (std::size_t i = from;
         i < view.words.size() &&
         view.token(static_cast<std::int32_t>(i)).span.begin < record.times(t).span().end();
         ++i)
      view.words[i].in_time = true;
  }
}

void mark_approximators(SentenceView& view) {
  for (std::int32_t i = 1; i < view.size(); ++i) {
    if (view.word(i).cls != WordClass::kNumber && view.token(i).pos != Pos::kNum) continue;
    for (const std::string_view text : view.lexicon->pack->approximator()) {
      const std::size_t blank = text.find(' ');
      const bool two = blank != std::string_view::npos;
      if (view.lower(i - 1) != text.substr(two ? blank + 1 : 0)) continue;
      if (two && (i < 2 || view.lower(i - 2) != text.substr(0, blank))) continue;
      for (std::int32_t j = i - (two ? 2 : 1); j < i; ++j)
        view.words[static_cast<std::size_t>(j)].cls = WordClass::kAdverb;
    }
  }
}

namespace {

// "Brüssel – Die Kommission …": bytes of a place by name, of the dash behind it, where a sentence
// begins behind that; else 0.
std::size_t place_before_dash(const SentenceView& view) {
  const std::int32_t mention = view.word(0).mention;
  if (mention < 0) return 0;
  const auto actor = static_cast<int>(view.record->mentions(mention).actor());
  if (actor >= view.record->actors_size() ||
      view.record->actors(actor).kind() != v1::ACTOR_KIND_PLACE)
    return 0;
  std::int32_t dash = 1;
  while (dash < view.size() && view.word(dash).mention == mention)
    ++dash;
  if (dash + 1 >= view.size() || !view.token(dash + 1).title_case) return 0;
  const std::string_view sign = view.surface(dash);
  if (sign != "-" && sign != "\u2013" && sign != "\u2014") return 0;
  return view.token(dash).span.end - view.token(0).span.begin;
}

}  // namespace

void mark_dateline(SentenceView& view) {
  const auto& credited = view.record->article().agencies();
  if (view.size() == 0) return;
  const Span all = view.span_of(0, view.size());
  const std::vector<std::string> agencies(credited.begin(), credited.end());
  std::size_t length = dateline_length(slice(view.analysis->text, all), agencies);
  if (length == 0) length = place_before_dash(view);
  for (std::int32_t i = 0; i < view.size(); ++i) {
    if (view.token(i).span.end > all.begin + length) break;
    view.words[static_cast<std::size_t>(i)].cls = WordClass::kPunct;
  }
}

}  // namespace annals::what
