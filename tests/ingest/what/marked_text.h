// Test help: a text with actors marked by name, analysed by the language room, and events as lines.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <annals/v1/record.pb.h>

#include "engine/base/data_files.h"
#include "engine/base/ids.h"
#include "engine/base/interval.h"
#include "ingest/language/language.h"
#include "ingest/what/event_finder.h"

namespace annals::test {

inline DataFiles source_data() {
  auto data = DataFiles::from_directory(ANNALS_SOURCE_DIR "/data");
  EXPECT_TRUE(data.has_value());
  return data ? *std::move(data) : DataFiles::embedded();
}

struct Marked {
  std::string name;
  v1::ActorKind kind = v1::ACTOR_KIND_ORGANISATION;
};

// An article of one section whose lines are paragraphs, with a mention wherever a name stands at a
// word's beginning, also with a possessive ending.
inline v1::ArticleRecord marked_record(const std::string& text, const std::vector<Marked>& actors) {
  v1::ArticleRecord record;
  v1::Article& article = *record.mutable_article();
  article.set_id("test");
  article.set_revision("0");
  article.set_text(text);
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    v1::Block& block = *article.add_blocks();
    block.set_kind(v1::BLOCK_KIND_PARAGRAPH);
    block.mutable_span()->set_begin(static_cast<std::uint32_t>(begin));
    block.mutable_span()->set_end(static_cast<std::uint32_t>(end));
    begin = end + 1;
  }
  v1::Section& section = *article.add_sections();
  section.set_kind(v1::SECTION_KIND_MAIN);
  section.mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
  struct Found {
    std::size_t begin;
    std::size_t end;
    int actor;
  };
  std::vector<Found> found;
  for (const Marked& marked : actors) {
    v1::Actor& actor = *record.add_actors();
    actor.set_key(marked.name);
    actor.set_id(to_string(actor_id_of_key(marked.name)));
    actor.set_name(marked.name);
    actor.set_kind(marked.kind);
    for (std::size_t at = text.find(marked.name); at != std::string::npos;
         at = text.find(marked.name, at + 1)) {
      const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (static_cast<unsigned char>(c) & 0x80U) != 0;
      };
      if (at > 0 && letter(text[at - 1])) continue;
      std::size_t end = at + marked.name.size();
      if (end < text.size() && text[end] == 's') ++end;
      if (end < text.size() && letter(text[end])) continue;
      found.push_back({at, end, record.actors_size() - 1});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.begin < b.begin; });
  for (const Found& f : found) {
    v1::Mention& mention = *record.add_mentions();
    mention.mutable_span()->set_begin(static_cast<std::uint32_t>(f.begin));
    mention.mutable_span()->set_end(static_cast<std::uint32_t>(f.end));
    *mention.mutable_head() = mention.span();
    mention.set_kind(v1::MENTION_KIND_NAME);
    mention.set_actor(static_cast<std::uint32_t>(f.actor));
  }
  return record;
}

// "acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE ASSERTED REPORTED [Kurier]"
inline std::string dump(const v1::Event& event) {
  const auto lower = [](std::string text) {
    for (char& c : text)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
  };
  std::string out =
      (event.event_class().empty() ? "-" : event.event_class()) + " " + event.predicate();
  for (const v1::Participant& p : event.participants()) {
    out += " " + lower(v1::Role_Name(p.role()).substr(5)) + "=" + p.text();
    if (p.actor_id().empty()) out += "?";
    if (p.group() != 0) out += "/" + std::to_string(p.group());
  }
  out += " " + v1::Polarity_Name(event.polarity()).substr(9);
  out += " " + v1::Modality_Name(event.modality()).substr(9);
  out += " " + v1::Status_Name(event.status()).substr(7);
  if (event.attribution_size() > 0) {
    out += " [";
    for (int i = 0; i < event.attribution_size(); ++i) {
      const v1::Attribution& a = event.attribution(i);
      out += std::string(i == 0 ? "" : " < ") + (a.unnamed() ? "?" : "") + a.text();
    }
    out += "]";
  }
  if (event.has_interval()) out += " " + annals::dump(event.interval());
  return out;
}

inline std::string dump(const v1::ArticleRecord& record) {
  std::string out;
  for (const v1::Event& event : record.events())
    out += dump(event) + "\n";
  return out;
}

}  // namespace annals::test
