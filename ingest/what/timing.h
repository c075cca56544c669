// When an event happened or is due: the time its sentence names, else what tense and report say.
//
// Inside the room. Thread safety: free functions.
#pragma once

#include <optional>

#include <annals/v1/record.pb.h>

#include "ingest/what/draft.h"

namespace annals::what {

// Chooses for each of the sentence's drafts the time expression that dates it.
void choose_times(const SentenceView& view, const std::vector<ClauseReading>& readings,
                  const RecordCursor& cursor, std::span<Draft> drafts);

// When the section that holds a sentence was published.
std::optional<v1::TimeInterval> report_time(const v1::ArticleRecord& record, std::uint32_t section);
// Whether that section is an update with a stamp of its own.
bool is_stamped_update(const v1::ArticleRecord& record, std::uint32_t section);

// What the events of one section share: when it was published, and the bound that this gives.
struct Report {
  std::uint32_t section = 0;
  std::optional<v1::TimeInterval> time;
  std::optional<v1::TimeInterval> bound;  // no later than it
};
Report report_of(const v1::ArticleRecord& record, std::uint32_t section);

// Sets the event's interval, with its basis, unless it cannot be dated. Says why in its reasons.
void date_event(const Draft& draft, bool speech, const Report& report,
                const v1::ArticleRecord& record, v1::Event& event);
// Whether what is told in this modality has not happened: planned, possible, demanded, …
bool not_yet(v1::Modality modality);
// Whether an interval lies wholly behind the report.
bool is_future(const v1::TimeInterval& interval, const std::optional<v1::TimeInterval>& reported);

}  // namespace annals::what
