#include "ingest/what/event_finder.h"

#include <algorithm>
#include <optional>
#include <set>

#include "engine/base/pool.h"
#include "engine/base/source_map.h"
#include "ingest/what/classes.h"
#include "ingest/what/draft.h"
#include "ingest/what/event_writer.h"
#include "ingest/what/triggers.h"

namespace annals {
namespace {

using what::ClauseReading;
using what::Discourse;
using what::Draft;
using what::Lexicon;
using what::QuoteState;
using what::RecordCursor;
using what::SentenceView;
using what::Source;

constexpr std::size_t kMostDrafts = 4000;

bool carries_events(v1::BlockKind kind) {
  return kind != v1::BLOCK_KIND_CAPTION && kind != v1::BLOCK_KIND_UPDATE_HEADING &&
         kind != v1::BLOCK_KIND_HEADING && kind != v1::BLOCK_KIND_KICKER;
}

v1::BlockKind block_of(const v1::Article& article, const SentenceRange& sentence) {
  return sentence.block < static_cast<std::uint32_t>(article.blocks_size())
             ? article.blocks(static_cast<int>(sentence.block)).kind()
             : v1::BLOCK_KIND_UNSPECIFIED;
}

bool same_source(const Source& a, const Source& b) {
  return a.actor >= 0 || b.actor >= 0 ? a.actor == b.actor : a.text == b.text;
}

// A sentence without source between two that report from the same source, in one paragraph, goes on
// with that report.
void bridge_reports(const Analysis& analysis, std::vector<Draft>& drafts) {
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    Draft& draft = drafts[i];
    if (!draft.sources.empty() || draft.quoted || draft.title) continue;
    const auto usable = [&](const Draft& other) {
      return !other.sources.empty() && other.sources.back().actor >= 0 &&
             analysis.sentences[other.sentence].block == analysis.sentences[draft.sentence].block;
    };
    const Draft* before = nullptr;
    for (std::size_t j = i; j-- > 0 && drafts[j].sentence + 1 >= draft.sentence;) {
      if (drafts[j].sentence + 1 == draft.sentence && usable(drafts[j])) before = &drafts[j];
    }
    const Draft* after = nullptr;
    for (std::size_t j = i + 1; j < drafts.size() && drafts[j].sentence <= draft.sentence + 1;
         ++j) {
      if (drafts[j].sentence == draft.sentence + 1 && usable(drafts[j])) after = &drafts[j];
    }
    if (before == nullptr || after == nullptr ||
        !same_source(before->sources.back(), after->sources.back()))
      continue;
    draft.sources = before->sources;
    for (Source& source : draft.sources)
      source.kind = v1::ATTRIBUTION_KIND_INDIRECT;
    draft.reasons.emplace_back("stands between two sentences of the same report");
  }
}

// What a worker needs while it reads an article.
struct EventScratch {
  explicit EventScratch(const Lexicon& lexicon) : memory(lexicon) {}
  what::WordMemory memory;
  what::TriggerScratch triggers;
  what::ClassScratch classes;
};

}  // namespace

struct EventFinder::Impl {
  explicit Impl(Lexicon own) : lexicon(std::move(own)) {}

  Lexicon lexicon;
  std::optional<what::EventModels> models;
  std::optional<what::ClassModels> classes;
  mutable Pool<EventScratch> scratches;

  Pool<EventScratch>::Borrowed borrow() const {
    return scratches.borrow([this] { return std::make_unique<EventScratch>(lexicon); });
  }

  // Reads the sentences one after the other; calls with each that may tell events.
  template <class Visit>
  void read(const Analysis& analysis, const v1::ArticleRecord& record, what::WordMemory& memory,
            const Visit& visit) const {
    SentenceView view;
    view.lexicon = &lexicon;
    view.analysis = &analysis;
    view.record = &record;
    view.memory = &memory;
    QuoteState quotes;
    RecordCursor cursor;
    for (std::size_t s = 0; s < analysis.sentences.size(); ++s) {
      const SentenceRange& sentence = analysis.sentences[s];
      const v1::BlockKind kind = block_of(record.article(), sentence);
      if (!carries_events(kind) || sentence.first >= sentence.last) continue;
      view.index = static_cast<std::uint32_t>(s);
      view.title = kind == v1::BLOCK_KIND_TITLE;
      read_words(view, quotes, cursor);
      if (view.words.empty()) continue;
      read_clauses(view);
      read_nominals(view);
      if (!visit(view, cursor)) return;
    }
  }
};

EventFinder::EventFinder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EventFinder::EventFinder(EventFinder&&) noexcept = default;
EventFinder& EventFinder::operator=(EventFinder&&) noexcept = default;
EventFinder::~EventFinder() = default;

Result<EventFinder> EventFinder::load(const DataFiles& data, const std::string& code) {
  lang::v1::EventPack pack;
  ANNALS_TRY(data.read_message("lang/" + code + "/events.txtpb", pack));
  lang::v1::Ontology ontology;
  ANNALS_TRY(data.read_message("lang/ontology.txtpb", ontology));
  ANNALS_ASSIGN(Lexicon lexicon, Lexicon::build(std::move(pack), std::move(ontology), code));
  auto impl = std::make_unique<Impl>(std::move(lexicon));
  constexpr const char* kTriggers = "models/triggers.bin";
  constexpr const char* kParticipants = "models/participants.bin";
  if (data.has(kTriggers) && data.has(kParticipants)) {
    ANNALS_ASSIGN(const std::string_view triggers, data.read(kTriggers));
    ANNALS_ASSIGN(const std::string_view participants, data.read(kParticipants));
    auto models = what::EventModels::map(triggers, participants);
    if (!models)
      return tl::unexpected(
          std::move(models).error().with_context(std::string(kTriggers) + ", " + kParticipants));
    impl->models = *std::move(models);
  }
  const std::string class_file = "models/classes-" + code + ".bin";
  const std::string role_file = "models/roles-" + code + ".bin";
  if (data.has(class_file) && data.has(role_file)) {
    ANNALS_ASSIGN(const std::string_view classes, data.read(class_file));
    ANNALS_ASSIGN(const std::string_view roles, data.read(role_file));
    auto models = what::ClassModels::map(classes, roles, impl->lexicon);
    if (!models)
      return tl::unexpected(std::move(models).error().with_context(class_file + ", " + role_file));
    impl->classes = *std::move(models);
  }
  return EventFinder(std::move(impl));
}

void EventFinder::find(const Analysis& analysis, v1::ArticleRecord& record) const {
  record.clear_events();
  record.clear_quotations();
  Discourse discourse;
  std::vector<ClauseReading> readings;
  const auto scratch = impl_->borrow();
  impl_->read(
      analysis, record, scratch->memory, [&](const SentenceView& view, const RecordCursor& cursor) {
        const std::size_t first = discourse.drafts.size();
        find_drafts(view, discourse, readings);
        if (impl_->classes)
          classify_drafts(view, *impl_->classes, first, discourse, readings, scratch->classes);
        if (impl_->models)
          add_learned_drafts(view, *impl_->models, first, discourse, readings, scratch->triggers);
        choose_times(view, readings, cursor, std::span(discourse.drafts).subspan(first));
        attribute(view, readings, first, discourse);
        read_quotations(view, readings, discourse);
        return discourse.drafts.size() < kMostDrafts;
      });
  bridge_reports(analysis, discourse.drafts);

  for (const what::Said& said : discourse.said) {
    v1::Quotation& quotation = *record.add_quotations();
    write_source(said.source, record, *quotation.mutable_attribution());
    for (const Span& span : said.content) {
      v1::TextSpan& to = *quotation.add_content();
      to.set_begin(span.begin);
      to.set_end(span.end);
    }
  }

  const SourceMap map = SourceMap::from_proto(record.article().source_map());
  // What the pack or the attribution makes of a word beats what the models do.
  std::set<Span> told;
  for (const Draft& draft : discourse.drafts) {
    if (!draft.learned) told.insert(draft.trigger);
  }
  std::set<Span> triggers;
  what::EventWriter writer(impl_->lexicon, analysis, record);
  for (const Draft& draft : discourse.drafts) {
    if (draft.dropped || (draft.learned && told.contains(draft.trigger)) ||
        !triggers.insert(draft.trigger).second)
      continue;
    v1::Evidence& evidence = *writer.write(draft).mutable_evidence();
    if (record.article().has_source_map())
      *evidence.mutable_source() = map.map({evidence.span().begin(), evidence.span().end()});
  }
}

void EventFinder::each_sentence(const Analysis& analysis, const v1::ArticleRecord& record,
                                const std::function<void(const what::SentenceView&)>& visit) const {
  const auto scratch = impl_->borrow();
  impl_->read(analysis, record, scratch->memory,
              [&](const SentenceView& view, const RecordCursor&) {
                visit(view);
                return true;
              });
}

}  // namespace annals
