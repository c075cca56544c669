// Drafts as events of the record: status, factuality, interval, evidence, confidence.
//
// Inside the room. Thread safety: a writer belongs to one thread and one record.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <annals/v1/record.pb.h>

#include "ingest/what/draft.h"
#include "ingest/what/timing.h"

namespace annals::what {

class EventWriter {
 public:
  // All three must outlive the writer.
  EventWriter(const Lexicon& lexicon, const Analysis& analysis, v1::ArticleRecord& record);

  // Appends the event of a draft and returns it.
  v1::Event& write(const Draft& draft);

 private:
  const Report& report_of(std::uint32_t section);
  std::string id_of(const Draft& draft);
  // Who, by the words of the article or by the name of the actor.
  template <class Message>
  void name(const DraftArgument& argument, Message& out) const;

  const Lexicon& lexicon_;
  const Analysis& analysis_;
  v1::ArticleRecord& record_;
  std::optional<Report> report_;  // of the section written last
  std::string identity_;          // what an id is the hash of; its beginning is the article's
  std::size_t article_part_;
};

}  // namespace annals::what
