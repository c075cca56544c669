// Articles made of numbers, for tests and benchmarks of the engine: valid, filled in every field
// that the store reads, and the same on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <annals/v1/record.pb.h>

#include "engine/base/day.h"
#include "engine/base/hash.h"
#include "engine/base/ids.h"
#include "engine/base/interval.h"

namespace annals {

// SplitMix64 (Steele, Lea and Flood, 2014): unlike the standard's distributions the same
// everywhere.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }
  // Small numbers often, like words in a text: about 1/(n+1).
  std::uint32_t zipf(std::uint32_t bound) {
    const double unit = static_cast<double>(next() >> 11U) * 0x1p-53;
    const auto value = static_cast<std::uint32_t>(std::exp(unit * std::log(bound + 1.0))) - 1;
    return std::min(value, bound - 1);
  }

 private:
  std::uint64_t state_;
};

struct GeneratedShape {
  std::uint32_t sentences = 25;
  std::uint32_t terms_per_sentence = 11;
  std::uint32_t vocabulary = 60000;
  std::uint32_t actors = 12;
  std::uint32_t known_actors = 20000;
  std::uint32_t events = 25;
  // The term that every tenth article holds.
  std::string tenth = "zehntel";
};

inline std::string generated_id(std::uint64_t number) {
  return fmt::format("https://news.example/{}/{}", number % 97, number);
}

// The article of a number and a revision number; path as if read from one file an article.
inline v1::ArticleRecord generated_record(std::uint64_t number, std::uint32_t revision = 0,
                                          const GeneratedShape& shape = {}) {
  Numbers random(number * 1000003 + revision);
  v1::ArticleRecord record;
  v1::Article& article = *record.mutable_article();
  article.set_id(generated_id(number));
  article.set_revision(hash128_hex(fmt::format("{} {}", number, revision)));
  article.set_file(fmt::format("/archive/{:03}/{:08}.html", number % 1000, number));
  article.set_record(1);
  article.set_url(article.id());
  article.set_outlet(fmt::format("Outlet {}", number % 40));
  if (number % 3 == 0) article.add_agencies("dpa");
  article.set_language(number % 2 == 0 ? "de" : "en");
  article.set_time_zone("Europe/Berlin");
  article.set_title(fmt::format("Headline of number {} in its revision {}", number, revision));
  const Day day = day_from_number(18000 + static_cast<std::int32_t>(number % 600));
  *article.mutable_published() =
      instant_interval(Instant(day) + std::chrono::hours(9), Instant(day) + std::chrono::hours(9),
                       std::chrono::minutes(120), v1::PRECISION_MINUTE);
  article.mutable_published()->set_basis(v1::TIME_BASIS_METADATA);
  if (revision > 0) {
    *article.mutable_updated() = day_interval(day + date::days(revision));
  }
  for (std::uint32_t i = 0; i < shape.actors; ++i) {
    const std::uint32_t who = random.zipf(shape.known_actors);
    v1::Actor& actor = *record.add_actors();
    actor.set_key(fmt::format("vorname{} nachname{}", who % 300, who));
    actor.set_id(to_string(actor_id_of_key(actor.key())));
    actor.set_name(fmt::format("Vorname{} Nachname{}", who % 300, who));
    actor.add_aliases(fmt::format("Nachname{}", who));
    actor.add_aliases(actor.name());
    actor.set_kind(who % 2 == 0 ? v1::ACTOR_KIND_PERSON : v1::ACTOR_KIND_ORGANISATION);
    actor.set_mentions(1 + shape.actors - i);
    actor.set_articles(1);
  }
  std::string text;
  for (std::uint32_t i = 0; i < shape.sentences; ++i) {
    v1::Sentence& sentence = *record.add_sentences();
    const auto begin = static_cast<std::uint32_t>(text.size());
    for (std::uint32_t j = 0; j < shape.terms_per_sentence; ++j) {
      const std::uint32_t word = random.zipf(shape.vocabulary);
      sentence.add_terms(term_of_stem(fmt::format("w{}", word)).value());
      text += fmt::format("wort{} und ", word);
    }
    if (i == 3 && number % 10 == 0) sentence.add_terms(term_of_stem(shape.tenth).value());
    text += "Ende.\n";
    sentence.mutable_span()->set_begin(begin);
    sentence.mutable_span()->set_end(static_cast<std::uint32_t>(text.size() - 1));
    sentence.set_block(i);
    sentence.set_tokens(2 * shape.terms_per_sentence + 1);
    sentence.set_self_contained(i % 4 != 0);
    v1::Block& block = *article.add_blocks();
    *block.mutable_span() = sentence.span();
    block.set_kind(i == 0 ? v1::BLOCK_KIND_TITLE : v1::BLOCK_KIND_PARAGRAPH);
    for (std::uint32_t j = 0; shape.actors > 0 && j < 2; ++j) {
      v1::Mention& mention = *record.add_mentions();
      mention.mutable_span()->set_begin(begin + j);
      mention.mutable_span()->set_end(begin + j + 8);
      *mention.mutable_head() = mention.span();
      mention.set_kind(v1::MENTION_KIND_NAME);
      mention.set_actor(random.below(shape.actors));
      mention.set_sentence(i);
      mention.set_rule("model/names-de");
    }
    if (i % 3 == 0) {
      v1::TimeExpression& time = *record.add_times();
      *time.mutable_span() = sentence.span();
      time.set_type(v1::TIMEX_TYPE_DATE);
      *time.mutable_interval() = day_interval(day - date::days(random.below(9)));
      time.set_value(time.interval().edtf());
      time.set_rule("de/day-month-year");
      time.set_sentence(i);
    }
  }
  article.set_text(text);
  v1::Section& section = *article.add_sections();
  section.set_kind(v1::SECTION_KIND_MAIN);
  section.mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
  *section.mutable_stamp() = article.published();
  article.mutable_source_map()->add_text_gap(0);
  article.mutable_source_map()->add_source_delta(120);
  article.mutable_source_map()->add_length(static_cast<std::uint32_t>(text.size()));
  for (std::uint32_t i = 0; i < shape.events; ++i) {
    v1::Event& event = *record.add_events();
    event.set_id(to_string(EventId(hash64(fmt::format("{} {} {}", number, revision, i)))));
    event.set_predicate(fmt::format("w{}", random.zipf(2000)));
    if (i % 2 == 0) event.set_event_class("acquisition");
    for (std::uint32_t j = 0; shape.actors > 0 && j < 2; ++j) {
      v1::Participant& participant = *event.add_participants();
      participant.set_role(j == 0 ? v1::ROLE_AGENT : v1::ROLE_PATIENT);
      const v1::Actor& actor = record.actors(static_cast<int>(random.below(shape.actors)));
      participant.set_actor_id(actor.id());
      participant.set_text(actor.name());
    }
    event.set_polarity(v1::POLARITY_POSITIVE);
    event.set_modality(v1::MODALITY_ASSERTED);
    event.set_factuality(v1::FACTUALITY_CERTAIN);
    event.set_status(v1::STATUS_REPORTED);
    if (i % 3 != 0) *event.mutable_interval() = day_interval(day - date::days(random.below(30)));
    *event.mutable_reported() = article.published();
    v1::Evidence& evidence = *event.mutable_evidence();
    evidence.set_article_id(article.id());
    evidence.set_revision(article.revision());
    const std::uint32_t sentence = random.below(std::max(1U, shape.sentences));
    evidence.set_sentence(sentence);
    if (shape.sentences > 0) {
      const v1::TextSpan& span = record.sentences(static_cast<int>(sentence)).span();
      *evidence.mutable_span() = span;
      evidence.set_quote(text.substr(span.begin(), span.end() - span.begin()));
    }
    if (i % 2 == 1) {
      v1::Attribution& attribution = *event.add_attribution();
      attribution.set_text("Washington Post");
      attribution.set_kind(v1::ATTRIBUTION_KIND_ACCORDING_TO);
      attribution.set_cue_lemma("laut");
    }
    event.set_confidence(0.7);
    event.set_rule("de/ablehnen");
  }
  for (std::uint32_t i = 0; i < 64; ++i)
    record.add_sketch(static_cast<std::uint32_t>(random.next()));
  record.set_engine_version("0.1.0");
  return record;
}

// Enough of everything, and quick.
inline constexpr std::uint32_t kFewSentences = 6;
inline GeneratedShape small_shape() {
  GeneratedShape out;
  out.sentences = kFewSentences;
  out.actors = 4;
  out.events = 5;
  return out;
}

inline std::vector<v1::ArticleRecord> generated_records(std::uint64_t first, std::uint64_t count,
                                                        const GeneratedShape& shape = {}) {
  std::vector<v1::ArticleRecord> out;
  out.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i)
    out.push_back(generated_record(first + i, 0, shape));
  return out;
}

}  // namespace annals
