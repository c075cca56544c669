// Small articles for the tests of the timeline: sentences with times and events in a few lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/v1/record.pb.h>

#include "engine/base/hash.h"
#include "engine/base/ids.h"
#include "engine/base/interval.h"

namespace annals {

struct SmallEvent {
  std::string event_class;
  std::vector<std::pair<v1::Role, std::string>> who;  // role and actor's name
  std::optional<v1::TimeInterval> when;
  v1::Polarity polarity = v1::POLARITY_POSITIVE;
  v1::Modality modality = v1::MODALITY_ASSERTED;
  v1::Status status = v1::STATUS_REPORTED;
  std::string source = {};  // whom it is attributed to
  double confidence = 0.7;
};

struct SmallSentence {
  std::string text;
  std::vector<v1::TimeInterval> times;
  std::vector<SmallEvent> events;
};

inline Day day_of(std::string_view text) {
  return *parse_day(text);
}
inline v1::TimeInterval on(std::string_view text) {
  v1::TimeInterval out = day_interval(day_of(text));
  out.set_basis(v1::TIME_BASIS_EXPLICIT);
  return out;
}
inline v1::TimeInterval at(std::string_view instant) {
  return *parse_iso(instant, **find_zone("UTC"));
}
inline v1::TimeInterval until(std::string_view text) {
  return no_later_than(day_interval(day_of(text)));
}

inline std::string key_of(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

class SmallArticle {
 public:
  SmallArticle(const std::string& id, std::string_view published, const std::string& outlet,
               const std::string& title, const std::string& language = "en") {
    v1::Article& article = *record_.mutable_article();
    article.set_id(id);
    article.set_outlet(outlet);
    article.set_file(id + ".txt");
    article.set_language(language);
    if (!published.empty()) *article.mutable_published() = on(published);
    section(article.has_published() ? std::optional(article.published()) : std::nullopt);
    article.set_title(title);
    if (!title.empty()) line({title, {}, {}}, v1::BLOCK_KIND_TITLE);
  }

  SmallArticle& section(const std::optional<v1::TimeInterval>& stamp) {
    auto& s = *record_.mutable_article()->add_sections();
    if (stamp) *s.mutable_stamp() = *stamp;
    return *this;
  }
  SmallArticle& update(const v1::TimeInterval& stamp) {
    *record_.mutable_article()->mutable_updated() = stamp;
    return section(stamp);
  }
  SmallArticle& say(const SmallSentence& sentence) {
    line(sentence, v1::BLOCK_KIND_PARAGRAPH);
    return *this;
  }
  SmallArticle& sketch(std::uint32_t seed) {
    for (std::uint32_t i = 0; i < 32; ++i)
      record_.add_sketch(seed * 1000 + i);
    return *this;
  }

  v1::ArticleRecord build() const {
    v1::ArticleRecord out = record_;
    out.mutable_article()->set_revision(hash128_hex(record_.SerializeAsString()));
    for (auto& event : *out.mutable_events()) {
      event.mutable_evidence()->set_revision(out.article().revision());
    }
    return out;
  }

 private:
  std::uint32_t actor(const std::string& name) {
    for (int i = 0; i < record_.actors_size(); ++i) {
      if (record_.actors(i).name() == name) {
        record_.mutable_actors(i)->set_mentions(record_.actors(i).mentions() + 1);
        return static_cast<std::uint32_t>(i);
      }
    }
    auto& a = *record_.add_actors();
    a.set_key(key_of(name));
    a.set_id(to_string(actor_id_of_key(a.key())));
    a.set_name(name);
    a.add_aliases(name);
    a.set_kind(v1::ACTOR_KIND_ORGANISATION);
    a.set_mentions(1);
    a.set_articles(1);
    return static_cast<std::uint32_t>(record_.actors_size() - 1);
  }

  void line(const SmallSentence& input, v1::BlockKind kind) {
    v1::Article& article = *record_.mutable_article();
    const auto begin = static_cast<std::uint32_t>(article.text().size());
    article.mutable_text()->append(input.text + "\n");
    const auto end = static_cast<std::uint32_t>(article.text().size() - 1);
    auto& block = *article.add_blocks();
    block.set_kind(kind);
    block.mutable_span()->set_begin(begin);
    block.mutable_span()->set_end(end);
    auto& sentence = *record_.add_sentences();
    *sentence.mutable_span() = block.span();
    sentence.set_section(static_cast<std::uint32_t>(article.sections_size() - 1));
    sentence.set_block(static_cast<std::uint32_t>(article.blocks_size() - 1));
    sentence.set_self_contained(true);
    std::string word;
    std::uint32_t tokens = 0;
    for (const char c : input.text + " ") {
      if (c != ' ' && c != '.' && c != ',') {
        word.push_back(c);
        continue;
      }
      if (word.empty()) continue;
      ++tokens;
      if (word.size() > 3) sentence.add_terms(term_of_stem(key_of(word)).value());
      word.clear();
    }
    sentence.set_tokens(tokens);
    const auto number = static_cast<std::uint32_t>(record_.sentences_size() - 1);
    for (const auto& time : input.times) {
      auto& t = *record_.add_times();
      *t.mutable_interval() = time;
      t.set_type(v1::TIMEX_TYPE_DATE);
      t.set_sentence(number);
      *t.mutable_span() = block.span();
    }
    for (const SmallEvent& e : input.events)
      event(e, number, block.span());
  }

  void event(const SmallEvent& input, std::uint32_t sentence, const v1::TextSpan& span) {
    const v1::Article& article = record_.article();
    auto& e = *record_.add_events();
    e.set_id(to_string(EventId(
        hash64(article.id() + "/" + std::to_string(record_.events_size()) + article.text()))));
    e.set_predicate(input.event_class);
    e.set_event_class(input.event_class);
    e.set_polarity(input.polarity);
    e.set_modality(input.modality);
    e.set_status(input.status);
    e.set_confidence(input.confidence);
    if (input.when) *e.mutable_interval() = *input.when;
    const auto& section = article.sections(article.sections_size() - 1);
    if (section.has_stamp()) *e.mutable_reported() = section.stamp();
    for (const auto& [role, name] : input.who) {
      auto& p = *e.add_participants();
      const std::uint32_t number = actor(name);
      p.set_role(role);
      p.set_text(name);
      p.set_actor_id(record_.actors(static_cast<int>(number)).id());
      auto& mention = *record_.add_mentions();
      mention.set_actor(number);
      mention.set_sentence(sentence);
      *mention.mutable_span() = span;
      mention.set_kind(v1::MENTION_KIND_NAME);
    }
    if (!input.source.empty()) {
      auto& link = *e.add_attribution();
      link.set_text(input.source);
      link.set_kind(v1::ATTRIBUTION_KIND_ACCORDING_TO);
    }
    auto& evidence = *e.mutable_evidence();
    evidence.set_article_id(article.id());
    evidence.set_sentence(sentence);
    *evidence.mutable_span() = span;
    *evidence.mutable_trigger() = span;
  }

  v1::ArticleRecord record_;
};

}  // namespace annals
