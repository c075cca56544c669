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

// The event's interval, with its basis; nothing when it cannot be dated. `reported` is the report
// time of its section. Says why in `reasons`.
std::optional<v1::TimeInterval> event_interval(const Draft& draft, bool speech,
                                               std::uint32_t section,
                                               const std::optional<v1::TimeInterval>& reported,
                                               const v1::ArticleRecord& record,
                                               std::vector<std::string>& reasons);
// Whether what is told in this modality has not happened: planned, possible, demanded, …
bool not_yet(v1::Modality modality);
// Whether an interval lies wholly behind the report.
bool is_future(const v1::TimeInterval& interval, const std::optional<v1::TimeInterval>& reported);

}  // namespace annals::what
