#include "engine/timeline/render.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/interval.h"
#include "engine/base/span.h"
#include "engine/store/digest.h"
#include "engine/base/dateline.h"

namespace annals {
namespace {

// Reports of one entry whose words are read from the store; the rest is listed without quotation.
constexpr std::size_t kQuotedReports = 3;
constexpr std::size_t kShortestClause = 25;
// Bytes of the list of confidences.
constexpr std::size_t kConfidences = 60;

Span span_of(const v1::DigestSentence& sentence) {
  return {sentence.begin(), sentence.end()};
}

std::string_view text_at(std::string_view text, Span span) {
  const auto end = std::min<std::size_t>(span.end, text.size());
  const auto begin = std::min<std::size_t>(span.begin, end);
  return text.substr(begin, end - begin);
}

// The sentence without its dateline.
Span told_span(const v1::Digest& digest, const v1::DigestSentence& sentence,
               std::string_view text) {
  Span out = span_of(sentence);
  const std::vector<std::string> agencies(digest.agencies().begin(), digest.agencies().end());
  out.begin += static_cast<std::uint32_t>(dateline_length(text_at(text, out), agencies));
  return out;
}

// Line ends and runs of blanks become one blank.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

std::string shortened(std::string text) {
  if (text.size() <= kHeadlineBytes) return text;
  const auto blank = text.rfind(' ', kHeadlineBytes);
  std::size_t cut =
      blank != std::string::npos && blank > kHeadlineBytes / 2 ? blank : kHeadlineBytes;
  // Not inside a letter of several bytes.
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
    --cut;
  text.resize(cut);
  return text + " …";
}

std::string times(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

// How finely and how well founded a time is: smaller is better.
auto time_rank(const v1::DigestEvent& event) {
  const auto basis = [&] {
    switch (event.basis()) {
      case v1::TIME_BASIS_EXPLICIT:
        return 0;
      case v1::TIME_BASIS_RELATIVE_TO_PUBLICATION:
      case v1::TIME_BASIS_RELATIVE_TO_UPDATE:
        return 1;
      case v1::TIME_BASIS_BOUND_ONLY:
        return 5;
      default:
        return 2;
    }
  }();
  const bool whole = event.has_earliest_day() && event.has_latest_day();
  const int days = whole ? event.latest_day() - event.earliest_day() + 1 : 0;
  return std::tuple(days == 0, days, basis, event.has_earliest_second() ? 0 : 1);
}

}  // namespace

std::string headline_of(const std::string& sentence, const std::string& clause) {
  const std::string whole = one_line(sentence);
  const std::string part = one_line(clause);
  if (whole.size() <= kHeadlineBytes || part.size() < kShortestClause) return shortened(whole);
  // A clause from within may need what stands before it.
  return whole.starts_with(part) ? shortened(part) : "… " + shortened(part);
}

Result<const RecordView*> Renderer::load(const v1::Digest& digest) {
  const auto at = loaded_.find(&digest);
  if (at != loaded_.end()) return &at->second;
  ANNALS_ASSIGN(RecordView words, store_.words(digest.article_id(), digest.revision()));
  return &loaded_.emplace(&digest, std::move(words)).first->second;
}

Result<v1::QuotedSentence> Renderer::sentence(const PickedSentence& picked) {
  const FlatSentence& flat = context_.corpus.sentences[picked.sentence];
  const v1::Digest& digest = *context_.corpus.articles[flat.article];
  ANNALS_ASSIGN(const RecordView* loaded, load(digest));
  const Span span =
      told_span(digest, digest.sentences(static_cast<int>(flat.index)), loaded->text());
  v1::QuotedSentence out;
  out.set_text(one_line(text_at(loaded->text(), span)));
  out.set_article_id(digest.article_id());
  out.set_revision(digest.revision());
  *out.mutable_source() = loaded->map().map(span);
  out.set_outlet(digest.outlet());
  out.set_file(digest.file());
  out.set_language(digest.language());
  out.set_score(picked.score);
  for (const std::string& reason : reasons_for(picked, context_.corpus))
    out.add_reasons(reason);
  return out;
}

std::string Renderer::store_wide_id(const RecordView& record, const std::string& actor_id) const {
  if (actor_id.empty()) return actor_id;
  const std::uint32_t number = actors_.find(record.actor_key(actor_id));
  return number == ActorIndex::kNone ? actor_id : actors_.actors()[number].id();
}

std::string Renderer::missing_names(std::span<const RoleActor> actors,
                                    std::string_view sentence) const {
  std::string out;
  std::vector<std::uint32_t> seen;
  for (const RoleActor& a : actors) {
    if (std::ranges::find(seen, a.actor) != seen.end()) continue;
    seen.push_back(a.actor);
    const v1::Actor& actor = actors_.actors()[a.actor];
    const bool named = std::ranges::any_of(actor.aliases(), [&](const std::string& alias) {
      return !alias.empty() && sentence.find(alias) != std::string_view::npos;
    });
    if (named || sentence.find(actor.name()) != std::string_view::npos) continue;
    out += (out.empty() ? "" : ", ") + actor.name();
  }
  return out;
}

std::string_view Renderer::title_that_tells(const EntryDraft& draft) const {
  const auto language = [&](const EventRef& ref) -> std::string_view {
    return context_.corpus.articles[ref.article]->language();
  };
  for (const std::uint32_t m : draft.cluster.members) {
    const EventRef& ref = context_.events[m];
    const FlatSentence& s = context_.corpus.sentences[ref.sentence];
    const std::string_view title = context_.corpus.articles[ref.article]->title();
    if (s.index == 0 && !s.body && !title.empty() && title.size() <= kHeadlineBytes &&
        language(ref) == language(context_.events[draft.best]))
      return title;
  }
  return {};
}

Result<v1::Report> Renderer::report(const EventRef& ref, std::uint32_t source_group,
                                    bool with_words) {
  const v1::Digest& digest = *context_.corpus.articles[ref.article];
  const v1::DigestEvent& event = digest_event(context_.corpus, ref);
  const v1::DigestSentence& sentence =
      digest.sentences(static_cast<int>(context_.corpus.sentences[ref.sentence].index));
  v1::Report out;
  out.set_event_id(to_string(EventId(event.id())));
  out.set_article_id(digest.article_id());
  out.set_revision(digest.revision());
  out.set_outlet(digest.outlet());
  out.set_title(digest.title());
  out.set_url(digest.url());
  out.set_file(digest.file());
  out.set_language(digest.language());
  out.set_polarity(event.polarity());
  out.set_modality(event.modality());
  out.set_status(event.status());
  out.set_source_group(source_group);
  if (sentence.section() < static_cast<std::uint32_t>(digest.sections_size()) &&
      digest.sections(static_cast<int>(sentence.section())).has_stamp()) {
    *out.mutable_reported() = digest.sections(static_cast<int>(sentence.section())).stamp();
  } else if (digest.has_published()) {
    *out.mutable_reported() = digest.published();
  }
  v1::QuotedSentence& evidence = *out.mutable_evidence();
  evidence.set_article_id(digest.article_id());
  evidence.set_revision(digest.revision());
  evidence.set_outlet(digest.outlet());
  evidence.set_file(digest.file());
  evidence.set_language(digest.language());
  evidence.set_score(event.confidence());
  if (!with_words) return out;

  ANNALS_ASSIGN(const RecordView* loaded, load(digest));
  const Span told = told_span(digest, sentence, loaded->text());
  evidence.set_text(one_line(text_at(loaded->text(), told)));
  *evidence.mutable_source() = loaded->map().map(told);
  ANNALS_ASSIGN(const std::optional<v1::Event> full, loaded->event(out.event_id()));
  if (full) {
    if (full->has_reported()) *out.mutable_reported() = full->reported();
    for (const auto& link : full->attribution()) {
      v1::Attribution& copy = *out.add_attribution();
      copy = link;
      copy.set_actor_id(store_wide_id(*loaded, link.actor_id()));
    }
  }
  return out;
}

Result<v1::Entry> Renderer::entry(const EntryDraft& draft) {
  const EventRef& best = context_.events[draft.best];
  const v1::Digest& digest = *context_.corpus.articles[best.article];
  const v1::DigestEvent& event = digest_event(context_.corpus, best);
  v1::Entry out;
  out.set_id(to_string(draft.id));
  out.set_status(draft.status);
  out.set_event_class(std::string(best.event_class));
  out.set_predicate(std::string(best.predicate));
  out.set_polarity(event.polarity());
  out.set_independent_sources(draft.independent_sources);
  out.set_confidence(draft.confidence);
  out.set_score(draft.score);

  ANNALS_ASSIGN(const RecordView* loaded, load(digest));
  const Span sentence = told_span(
      digest, digest.sentences(static_cast<int>(context_.corpus.sentences[best.sentence].index)),
      loaded->text());
  const std::string words(text_at(loaded->text(), sentence));
  ANNALS_ASSIGN(const std::optional<v1::Event> full, loaded->event(to_string(EventId(event.id()))));
  std::span<const RoleActor> named;
  // A sentence too long for a headline gives way to a title that tells the event.
  const std::string_view title =
      words.size() > kHeadlineBytes ? title_that_tells(draft) : std::string_view();
  if (full) {
    const v1::TextSpan& clause = full->evidence().span();
    out.set_headline(
        headline_of(words, std::string(text_at(loaded->text(), {clause.begin(), clause.end()}))));
    // "This is to take effect on …" says nothing by itself: name who it is about.
    if (!context_.corpus.sentences[best.sentence].self_contained) {
      const std::string who = missing_names(best.actors, words);
      if (!who.empty()) out.set_headline(who + ": " + out.headline());
    }
    for (const auto& p : full->participants()) {
      v1::Participant& copy = *out.add_participants();
      copy = p;
      copy.set_actor_id(store_wide_id(*loaded, p.actor_id()));
    }
    named = best.actors;
  } else {
    out.set_headline(headline_of(words, {}));
  }
  if (!title.empty()) out.set_headline(one_line(title));
  // Actors that only other reports name, in the part they play there.
  std::vector<std::uint32_t> known;
  known.reserve(named.size() + draft.cluster.actors.size());
  for (const RoleActor& a : named)
    known.push_back(a.actor);
  for (const RoleActor& a : draft.cluster.actors) {
    if (std::ranges::find(known, a.actor) != known.end()) continue;
    known.push_back(a.actor);
    v1::Participant& more = *out.add_participants();
    more.set_role(a.role);
    more.set_actor_id(actors_.actors()[a.actor].id());
    more.set_text(actors_.actors()[a.actor].name());
  }

  // The tightest time that any report gives.
  const v1::DigestEvent* when = nullptr;
  const EventRef* when_ref = nullptr;
  for (const std::uint32_t m : draft.cluster.members) {
    const v1::DigestEvent& e = digest_event(context_.corpus, context_.events[m]);
    if (!e.has_basis()) continue;
    if (when == nullptr || time_rank(e) < time_rank(*when)) {
      when = &e;
      when_ref = &context_.events[m];
    }
  }
  if (when != nullptr) {
    // The digest leaves out how it is written and which words support it.
    const v1::Digest& source = *context_.corpus.articles[when_ref->article];
    ANNALS_ASSIGN(const RecordView* origin, load(source));
    const auto id = to_string(EventId(when->id()));
    ANNALS_ASSIGN(const std::optional<v1::Event> telling, origin->event(id));
    if (telling && telling->has_interval()) *out.mutable_interval() = telling->interval();
  }

  std::size_t quoted = 0;
  for (std::size_t i = 0; i < draft.told_by.size(); ++i) {
    const bool with_words = draft.told_by[i] == draft.best || quoted < kQuotedReports;
    quoted += with_words ? 1 : 0;
    ANNALS_ASSIGN(*out.add_reports(),
                  report(context_.events[draft.told_by[i]], draft.source_of[i], with_words));
  }

  out.add_reasons(
      fmt::format("{} from {}", times(draft.told_by.size(), "report", "reports"),
                  times(draft.independent_sources, "independent source", "independent sources")));
  std::string sure;
  for (const double confidence : draft.confidence_of) {
    if (sure.size() > kConfidences) {
      sure += " …";
      break;
    }
    sure += fmt::format("{}{:.2f}", sure.empty() ? "" : ", ", confidence);
  }
  out.add_reasons(fmt::format("confidence {:.2f}: the sources' best reports are worth {}",
                              draft.confidence, sure));
  if (draft.cluster.members.size() > 1) {
    std::string shared;
    for (const RoleActor& a : draft.cluster.actors) {
      const std::string& name = actors_.actors()[a.actor].name();
      if (shared.find(name) != std::string::npos) continue;
      shared += (shared.empty() ? "" : ", ") + name;
    }
    out.add_reasons(fmt::format("merged {} tellings of the same {} \"{}\"{}",
                                draft.cluster.members.size(), best.classed ? "class" : "predicate",
                                best.classed ? best.event_class : best.predicate,
                                shared.empty() ? "" : " with " + shared));
  }
  return out;
}

}  // namespace annals
