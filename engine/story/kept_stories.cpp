#include "engine/story/kept_stories.h"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace annals {
namespace {

// Everything a caller may ask for, but for more actors: a story of one article has no parts.
const StoryOptions kWhole{.members = true, .parts_from = 2};

// The list as a message: a timeline has such a list.
std::string to_bytes(const std::vector<v1::Story>& stories) {
  v1::Timeline list;
  for (const v1::Story& story : stories)
    *list.add_stories() = story;
  return list.SerializeAsString();
}

std::optional<std::vector<v1::Story>> from_bytes(const std::string& bytes) {
  v1::Timeline list;
  if (!list.ParseFromString(bytes)) return std::nullopt;
  auto& stories = *list.mutable_stories();
  return std::vector<v1::Story>(std::make_move_iterator(stories.begin()),
                                std::make_move_iterator(stories.end()));
}

Result<std::vector<v1::Story>> group_anew(const Store& store, const StoryOptions& options) {
  ANNALS_ASSIGN(const std::vector<DigestPtr> digests, story_digests(store));
  ANNALS_ASSIGN(const StoryDecisions decisions, store.story_decisions());
  std::vector<const v1::Digest*> views;
  views.reserve(digests.size());
  for (const DigestPtr& digest : digests)
    views.push_back(digest.get());
  return describe_stories(views, group_stories(views, decisions), options, decisions);
}

void leave_out(const StoryOptions& options, v1::Story& story) {
  if (!options.members) story.clear_articles();
  if (options.parts_from == 0 || story.article_count() < options.parts_from) story.clear_parts();
  auto& actors = *story.mutable_actors();
  const auto most = static_cast<int>(options.max_actors);
  if (actors.size() > most) actors.DeleteSubrange(most, actors.size() - most);
  for (v1::Story& part : *story.mutable_parts())
    leave_out(options, part);
}

}  // namespace

Result<std::vector<DigestPtr>> story_digests(const Store& store) {
  return newest_digests(store, [](const v1::Digest& digest) { return story_digest(digest); });
}

Result<std::vector<v1::Story>> stories_of(const Store& store, const StoryOptions& options) {
  if (options.max_actors > kWhole.max_actors) return group_anew(store, options);
  ANNALS_ASSIGN(const std::string fingerprint, store.fingerprint());
  std::optional<std::vector<v1::Story>> stories;
  if (const auto kept = store.kept_stories(fingerprint)) stories = from_bytes(*kept);
  if (!stories) {
    ANNALS_ASSIGN(stories, group_anew(store, kWhole));
    const std::string bytes = to_bytes(*stories);
    // A writer in this process may have added articles meanwhile.
    ANNALS_ASSIGN(const std::string now, store.fingerprint());
    if (now == fingerprint && bytes.size() <= std::numeric_limits<int>::max())
      store.keep_stories(fingerprint, bytes);
  }
  for (v1::Story& story : *stories)
    leave_out(options, story);
  return *std::move(stories);
}

}  // namespace annals
