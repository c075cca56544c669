// An event before it is written down: what frames, attribution and assessment pass along.
//
// Inside the room. Thread safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <annals/v1/record.pb.h>

#include "ingest/what/classes.h"
#include "ingest/what/sentence.h"
#include "ingest/what/triggers.h"

namespace annals::what {

// An argument with everything taken out of the sentence that the event needs.
struct DraftArgument {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::int32_t actor = -1;  // index into ArticleRecord.actors
  Span span;
  std::uint8_t group = 0;
  bool named = false;  // a proper name, though no actor of the article
  bool own = false;    // the words themselves name the actor, not only a part of them
};

struct Source {
  std::int32_t actor = -1;
  std::string text;
  bool unnamed = false;
  v1::AttributionKind kind = v1::ATTRIBUTION_KIND_UNSPECIFIED;
  Span cue;
  Span span;  // the words that name it; empty when none do
  std::string cue_lemma;
};

// What the text attributes to a source, event or not.
struct Said {
  Source source;
  std::vector<Span> content;  // in order
};

// Who was quoted last, and which quotations run on.
struct QuotationTrail {
  Source speaker;
  bool has_speaker = false;
  std::uint32_t sentence = 0;  // the last one attributed to the speaker
  std::uint32_t section = 0;
  std::int32_t running = -1;  // quotation that reported speech in the next sentence continues
  // A quotation mark that is still open, and the quotation it began.
  bool open = false;
  std::uint32_t block = 0;
  std::int32_t quoted = -1;
  // The sentence before ended in a colon: who is to speak.
  Source announced;
  bool has_announced = false;
  std::uint32_t announced_sentence = 0;
};

// kAttribute: an adjective before its noun ("die insolvente Kette"), which tells no news.
enum class DraftKind : std::uint8_t { kVerb, kNoun, kAdjective, kAttribute, kOpen };

struct Draft {
  DraftKind kind = DraftKind::kVerb;
  std::uint32_t frame = kNoIndex;
  std::uint32_t event_class = kNoIndex;  // by the class model; beats the frame's
  std::string predicate;
  std::uint32_t sentence = 0;
  std::int32_t clause = -1;  // in its sentence
  Span trigger;
  Span clause_span;
  std::vector<DraftArgument> arguments;
  bool negative = false;
  v1::Modality modality = v1::MODALITY_UNSPECIFIED;
  v1::Factuality hedge = v1::FACTUALITY_UNSPECIFIED;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  Tense tense = Tense::kNone;
  bool perfect = false;
  bool passive = false;
  bool future = false;
  bool title = false;
  bool quoted = false;
  bool relative = false;
  bool reportative = false;      // "soll", "angeblich"
  bool perhaps_done = false;     // "may have been sold"
  bool hearsay_certain = false;  // only hearsay fits ("soll verkauft haben")
  bool news = false;             // happened on the report's day
  bool confirmed = false;
  bool denied = false;
  bool alleged = false;
  bool supposed = false;
  bool dropped = false;
  bool learned = false;          // found by the models alone, no frame or open verb asked for it
  bool source_guessed = false;   // quoted; its speaker is taken from the sentence before
  bool carried = false;          // has the tense and mood of a verb, though a noun names it
  std::int32_t time = -1;        // index into ArticleRecord.times
  std::int32_t time_bound = -1;  // a time that only bounds it: when it was said
  std::vector<Source> sources;   // nearest to the event first
  std::vector<std::string> reasons;
};

// What runs on from sentence to sentence.
struct Discourse {
  std::vector<Draft> drafts;
  std::vector<Said> said;
  QuotationTrail trail;
  // The source named last, and where.
  Source source;
  bool has_source = false;
  std::uint32_t source_sentence = 0;
  std::uint32_t source_section = 0;
  // The last sentence that was attributed to it.
  std::uint32_t attributed_sentence = 0;
};

// What a clause's verb turned out to be.
struct ClauseReading {
  std::uint32_t frame = kNoIndex;
  std::uint32_t verb = kNoIndex;
  std::uint32_t matrix_frame = kNoIndex;
};

// Appends the sentence's events. Readings get one entry a clause.
void find_drafts(const SentenceView& view, Discourse& discourse,
                 std::vector<ClauseReading>& readings);
// Appends what the models find beside the drafts from `first_draft` on.
void add_learned_drafts(const SentenceView& view, const EventModels& models,
                        std::size_t first_draft, Discourse& discourse,
                        const std::vector<ClauseReading>& readings, TriggerScratch& scratch);
// Gives the drafts from `first_draft` on the class and the participants that the models see and no
// frame does, and appends events of classes that only the models see.
void classify_drafts(const SentenceView& view, const ClassModels& models, std::size_t first_draft,
                     Discourse& discourse, const std::vector<ClauseReading>& readings,
                     ClassScratch& scratch);
// Attributes the sentence's events (drafts from `first_draft` on), and those of sentences before
// to which the sentence points back.
void attribute(const SentenceView& view, const std::vector<ClauseReading>& readings,
               std::size_t first_draft, Discourse& discourse);
// Appends what the sentence quotes, or continues what sentences before it quote.
void read_quotations(const SentenceView& view, const std::vector<ClauseReading>& readings,
                     Discourse& discourse);
// A source as a link of a chain.
void write_source(const Source& source, const v1::ArticleRecord& record, v1::Attribution& out);

}  // namespace annals::what
