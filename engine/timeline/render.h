// From drafts to messages: reads the words of what was chosen from the store.
//
// Thread safety: one renderer is used by one thread. Errors: the store's.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <annals/v1/digest.pb.h>
#include <annals/v1/timeline.pb.h>

#include "engine/base/result.h"
#include "engine/graph/graph.h"
#include "engine/store/record_view.h"
#include "engine/store/store.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/sentences.h"

namespace annals {

class Renderer {
 public:
  // All must outlive the renderer.
  Renderer(const Store& store, const EntryContext& context, const ActorIndex& actors)
      : store_(store), context_(context), actors_(actors) {}

  Result<v1::QuotedSentence> sentence(const PickedSentence& picked);
  Result<v1::Entry> entry(const EntryDraft& draft);

 private:
  Result<const RecordView*> load(const v1::Digest& digest);
  Result<v1::Report> report(const EventRef& ref, std::uint32_t source_group, bool with_words);
  // Names of those of the actors that the sentence does not name.
  std::string missing_names(std::span<const RoleActor> actors, std::string_view sentence) const;
  // The title of an article that tells the entry, in the language of its best report; or nothing.
  std::string_view title_that_tells(const EntryDraft& draft) const;
  std::string store_wide_id(const RecordView& record, const std::string& actor_id) const;

  const Store& store_;
  const EntryContext& context_;
  const ActorIndex& actors_;
  std::unordered_map<const v1::Digest*, RecordView> loaded_;
};

// A headline from a sentence and the clause in it that names the event: short enough for a line.
std::string headline_of(const std::string& sentence, const std::string& clause);

}  // namespace annals
