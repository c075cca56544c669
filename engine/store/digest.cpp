// make_digest: what queries read of a record.
#include "engine/store/digest.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <unicode/unistr.h>

#include "engine/base/confidence.h"
#include "engine/base/ids.h"
#include "engine/store/store.h"

namespace annals {
namespace {

// Evidence, source bytes and rule stay in the record: no query reads them of a thousand articles.
void copy_interval(const v1::TimeInterval& from, v1::TimeInterval& to) {
  if (from.has_earliest_day()) to.set_earliest_day(from.earliest_day());
  if (from.has_latest_day()) to.set_latest_day(from.latest_day());
  if (from.has_earliest_second()) to.set_earliest_second(from.earliest_second());
  if (from.has_latest_second()) to.set_latest_second(from.latest_second());
  if (from.has_utc_offset_minutes()) to.set_utc_offset_minutes(from.utc_offset_minutes());
  to.set_precision(from.precision());
  to.set_timex3_value(from.timex3_value());
  to.set_edtf(from.edtf());
  to.set_basis(from.basis());
}

bool is_body(const v1::Article& article, std::uint32_t block) {
  if (block >= static_cast<std::uint32_t>(article.blocks_size())) return true;
  switch (article.blocks(static_cast<int>(block)).kind()) {
    case v1::BLOCK_KIND_TITLE:
    case v1::BLOCK_KIND_KICKER:
    case v1::BLOCK_KIND_HEADING:
    case v1::BLOCK_KIND_CAPTION:
    case v1::BLOCK_KIND_UPDATE_HEADING:
      return false;
    default:
      return true;
  }
}

TermId predicate_term(const std::string& lemma) {
  const bool folded =
      std::all_of(lemma.begin(), lemma.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (folded) return term_of_stem(lemma);
  std::string out;
  icu::UnicodeString::fromUTF8(lemma).foldCase().toUTF8String(out);
  return term_of_stem(out);
}

// 0: no source, 1: a named one, 2: only unnamed ones.
std::uint32_t attributed(const v1::Event& event) {
  std::uint32_t out = 0;
  for (const v1::Attribution& link : event.attribution()) {
    if (link.unnamed()) {
      out = 2;
    } else if (!link.actor_id().empty() || !link.text().empty()) {
      return 1;
    }
  }
  return out;
}

void digest_sentences(const v1::ArticleRecord& record, v1::Digest& out) {
  for (const v1::Sentence& sentence : record.sentences()) {
    v1::DigestSentence& to = *out.add_sentences();
    to.set_first_term(static_cast<std::uint32_t>(out.terms_size()));
    to.set_term_count(static_cast<std::uint32_t>(sentence.terms_size()));
    out.mutable_terms()->MergeFrom(sentence.terms());
    to.set_section(sentence.section());
    to.set_tokens(sentence.tokens());
    to.set_self_contained(sentence.self_contained());
    to.set_body(is_body(record.article(), sentence.block()));
    to.set_begin(sentence.span().begin());
    to.set_end(sentence.span().end());
  }
  const auto sentences = static_cast<std::uint32_t>(out.sentences_size());
  for (const v1::TimeExpression& time : record.times()) {
    const v1::TimeInterval& interval = time.interval();
    if (time.sentence() >= sentences || !interval.has_earliest_day() ||
        !interval.has_latest_day()) {
      continue;
    }
    v1::DigestTime& to = *out.mutable_sentences(static_cast<int>(time.sentence()))->add_times();
    to.set_first_day(interval.earliest_day());
    to.set_last_day(interval.latest_day());
    to.set_precision(interval.precision());
  }
  const auto actors = static_cast<std::uint32_t>(record.actors_size());
  for (const v1::Mention& mention : record.mentions()) {
    if (mention.sentence() >= sentences || mention.actor() >= actors) continue;
    out.mutable_sentences(static_cast<int>(mention.sentence()))->add_actors(mention.actor());
  }
  for (v1::DigestSentence& sentence : *out.mutable_sentences()) {
    auto& list = *sentence.mutable_actors();
    std::sort(list.begin(), list.end());
    list.Truncate(static_cast<int>(std::unique(list.begin(), list.end()) - list.begin()));
  }
}

void digest_actors(const v1::ArticleRecord& record, v1::Digest& out) {
  std::vector<std::string_view> aliases;
  for (const v1::Actor& actor : record.actors()) {
    v1::DigestActor& to = *out.add_actors();
    to.set_key(actor.key());
    to.set_name(actor.name());
    to.set_kind(actor.kind());
    to.set_mentions(actor.mentions());
    aliases.assign(actor.aliases().begin(), actor.aliases().end());
    std::sort(aliases.begin(), aliases.end());
    aliases.erase(std::unique(aliases.begin(), aliases.end()), aliases.end());
    for (const std::string_view alias : aliases) {
      if (alias != actor.name()) to.add_aliases(alias.data(), alias.size());
    }
  }
}

// Classes and predicates, sorted, each once.
std::vector<std::string_view> words_of_events(const v1::ArticleRecord& record) {
  std::vector<std::string_view> out;
  for (const v1::Event& event : record.events()) {
    for (const std::string& word : {std::cref(event.event_class()), std::cref(event.predicate())}) {
      if (!word.empty()) out.emplace_back(word);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void digest_time(const v1::TimeInterval& from, v1::DigestEvent& to) {
  if (from.has_earliest_day()) to.set_earliest_day(from.earliest_day());
  if (from.has_latest_day()) to.set_latest_day(from.latest_day());
  if (from.has_earliest_second()) to.set_earliest_second(from.earliest_second());
  to.set_basis(from.basis());
}

void digest_events(const v1::ArticleRecord& record, v1::Digest& out) {
  const std::vector<std::string_view> words = words_of_events(record);
  for (const std::string_view word : words)
    out.add_words(word.data(), word.size());
  const auto number = [&](std::string_view word) {
    if (word.empty()) return 0U;
    const auto at = std::lower_bound(words.begin(), words.end(), word);
    return static_cast<std::uint32_t>(at - words.begin()) + 1;
  };
  std::unordered_map<std::string_view, std::uint32_t> actor_of_id;
  for (int i = 0; i < record.actors_size(); ++i) {
    actor_of_id.emplace(record.actors(i).id(), static_cast<std::uint32_t>(i));
  }
  for (const v1::Event& event : record.events()) {
    if (event.confidence() > 0 && event.confidence() < kLeastQueriedConfidence) continue;
    v1::DigestEvent& to = *out.add_events();
    to.set_id(parse_event_id(event.id()).value_or(EventId()).value());
    to.set_event_class(number(event.event_class()));
    to.set_predicate(number(event.predicate()));
    to.set_predicate_term(predicate_term(event.predicate()).value());
    for (const v1::Participant& participant : event.participants()) {
      const auto actor = participant.actor_id().empty() ? actor_of_id.end()
                                                        : actor_of_id.find(participant.actor_id());
      to.add_participants(static_cast<std::uint32_t>(participant.role()));
      to.add_participants(actor == actor_of_id.end() ? 0 : actor->second + 1);
    }
    to.set_polarity(event.polarity());
    to.set_modality(event.modality());
    to.set_factuality(event.factuality());
    to.set_status(event.status());
    if (event.has_interval()) digest_time(event.interval(), to);
    to.set_sentence(event.evidence().sentence());
    to.set_confidence(event.confidence());
    to.set_attributed(attributed(event));
  }
}

}  // namespace

const std::string& word_of(const v1::Digest& digest, std::uint32_t number) {
  static const std::string none;
  if (number == 0 || number > static_cast<std::uint32_t>(digest.words_size())) return none;
  return digest.words(static_cast<int>(number) - 1);
}

v1::Digest make_digest(const v1::ArticleRecord& record) {
  const v1::Article& article = record.article();
  v1::Digest out;
  out.set_article_id(article.id());
  out.set_revision(article.revision());
  out.set_title(article.title());
  out.set_outlet(article.outlet());
  out.set_url(article.url());
  out.set_file(article.file());
  out.set_language(article.language());
  if (article.has_published()) copy_interval(article.published(), *out.mutable_published());
  if (article.has_updated()) copy_interval(article.updated(), *out.mutable_updated());
  for (const v1::Section& section : article.sections()) {
    v1::DigestSection& to = *out.add_sections();
    if (section.has_stamp()) copy_interval(section.stamp(), *to.mutable_stamp());
  }
  digest_sentences(record, out);
  digest_actors(record, out);
  digest_events(record, out);
  *out.mutable_sketch() = record.sketch();
  *out.mutable_agencies() = article.agencies();
  return out;
}

}  // namespace annals
