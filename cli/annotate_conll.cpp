#include "cli/annotate_conll.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "ingest/language/tagger.h"

namespace annals::cli {
namespace {

// Whether the text writes nouns with a capital, as German does: most nouns inside its sentences.
bool capital_nouns(const Analysis& analysis) {
  int votes = 0;
  for (const SentenceRange& sentence : analysis.sentences) {
    for (std::uint32_t t = sentence.first + 1; t < sentence.last; ++t) {
      const Token& token = analysis.tokens[t];
      if (token.pos == Pos::kNoun) votes += token.title_case ? 1 : -1;
    }
  }
  return votes > 0;
}

// The base form, which is case-folded, with the capitals that the word keeps in it: "Verträge" ->
// "Vertrag".
std::string lemma_of(const Analysis& analysis, const Token& token, bool capital_nouns) {
  const std::string_view form = analysis.text_of(token);
  if (token.kind != TokenKind::kWord) return std::string(form);
  const std::string_view lower = analysis.lower_of(token);
  std::string lemma = analysis.language->lemma(lower, token.pos);
  const bool keeps_capitals =
      token.pos == Pos::kPropn || (token.pos == Pos::kNoun && capital_nouns);
  if (!keeps_capitals || form.size() != lower.size()) return lemma;
  auto same = static_cast<std::size_t>(
      std::mismatch(lemma.begin(), lemma.end(), lower.begin(), lower.end()).first - lemma.begin());
  while (same > 0 && same < form.size() &&
         (static_cast<unsigned char>(form[same]) & 0xC0U) == 0x80U)
    --same;
  return lemma.replace(0, same, form.substr(0, same));
}

bool space_follows(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\n' || text[at] == '\t' ||
         text.substr(at).starts_with("\u00A0");
}

// No column may hold a tab or a line end, and no text wants one.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return out;
}

std::string_view bio_label(const v1::ArticleRecord& record, const v1::Mention& mention) {
  const auto actor = static_cast<int>(mention.actor());
  if (actor >= record.actors_size()) return "MISC";
  switch (record.actors(actor).kind()) {
    case v1::ACTOR_KIND_PERSON:
      return "PER";
    case v1::ACTOR_KIND_ORGANISATION:
      return "ORG";
    case v1::ACTOR_KIND_PLACE:
      return "LOC";
    case v1::ACTOR_KIND_PRODUCT:
      return "PROD";
    default:
      return "MISC";
  }
}

}  // namespace

std::string conllu_text(const v1::Article& article, const Language& language) {
  const Analysis analysis = language.analyse(article);
  const bool capitals = capital_nouns(analysis);
  std::string out = "# newdoc id = " + one_line(article.id()) + "\n";
  std::size_t number = 0;
  std::uint32_t block = 0;
  for (const SentenceRange& sentence : analysis.sentences) {
    if (number++ == 0 || sentence.block != block) out += "# newpar\n";
    block = sentence.block;
    out += fmt::format("# sent_id = {}-{}\n# text = {}\n", one_line(article.id()), number,
                       one_line(slice(analysis.text, sentence.span)));
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      const Token& token = analysis.tokens[t];
      fmt::format_to(std::back_inserter(out), "{}\t{}\t{}\t{}\t_\t_\t_\t_\t_\t{}\n",
                     t - sentence.first + 1, one_line(analysis.text_of(token)),
                     one_line(lemma_of(analysis, token, capitals)), to_string(token.pos),
                     space_follows(analysis.text, token.span.end) ? "_" : "SpaceAfter=No");
    }
    out += "\n";
  }
  return out;
}

std::string bio_text(const v1::ArticleRecord& record, const Language& language) {
  const Analysis analysis = language.analyse(record.article());
  std::vector<const v1::Mention*> names;
  for (const v1::Mention& mention : record.mentions()) {
    if (mention.kind() == v1::MENTION_KIND_NAME) names.push_back(&mention);
  }
  std::ranges::stable_sort(names, [](const v1::Mention* a, const v1::Mention* b) {
    return a->head().begin() < b->head().begin();
  });
  std::string out;
  std::size_t next = 0;
  for (const SentenceRange& sentence : analysis.sentences) {
    const v1::Mention* inside = nullptr;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      const Token& token = analysis.tokens[t];
      std::string_view prefix = "I-";
      if (inside != nullptr && token.span.begin >= inside->head().end()) inside = nullptr;
      // Of overlapping names the first is told.
      while (next < names.size() && names[next]->head().begin() < token.span.begin)
        ++next;
      if (inside == nullptr && next < names.size() &&
          names[next]->head().begin() == token.span.begin &&
          names[next]->head().end() >= token.span.end) {
        inside = names[next];
        prefix = "B-";
      }
      const std::string tag =
          inside == nullptr ? "O" : fmt::format("{}{}", prefix, bio_label(record, *inside));
      out += one_line(analysis.text_of(token)) + "\t" + tag + "\n";
    }
    out += "\n";
  }
  return out;
}

}  // namespace annals::cli
