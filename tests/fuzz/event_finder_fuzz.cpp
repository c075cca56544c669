// Any text gives events that point into it, with arguments that have a role, in bounded number; the
// same text gives the same events.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/ids.h"
#include "ingest/language/language.h"
#include "ingest/what/event_finder.h"

namespace {

struct Tools {
  annals::Language language;
  annals::EventFinder finder;
};

const std::vector<Tools>& tools() {
  static const std::vector<Tools> all = [] {
    const annals::DataFiles data = annals::DataFiles::embedded();
    std::vector<Tools> out;
    for (const char* code : {"de", "en"}) {
      auto language = annals::Language::load(data, code);
      auto finder = annals::EventFinder::load(data, code);
      if (!language || !finder) std::abort();
      out.push_back({std::move(*language), std::move(*finder)});
    }
    return out;
  }();
  return all;
}

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 8192;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size < kMost ? size : kMost);
  for (const Tools& t : tools()) {
    annals::v1::ArticleRecord record;
    annals::v1::Article& article = *record.mutable_article();
    // Texts of articles are UTF-8; other bytes never get here.
    for (const char c : bytes)
      article.mutable_text()->push_back((static_cast<unsigned char>(c) & 0x80U) != 0 ? 'e' : c);
    const std::string& text = article.text();
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      annals::v1::Block& block = *article.add_blocks();
      block.set_kind(annals::v1::BLOCK_KIND_PARAGRAPH);
      block.mutable_span()->set_begin(static_cast<std::uint32_t>(begin));
      block.mutable_span()->set_end(static_cast<std::uint32_t>(end));
      begin = end + 1;
    }
    article.add_sections()->mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
    const annals::Analysis analysis = t.language.analyse(article);
    annals::add_sentences(analysis, record);
    // Every word with a capital is an actor, so that frames have something to hold.
    for (const annals::Token& token : analysis.tokens) {
      if (!token.title_case || record.actors_size() > 50) continue;
      annals::v1::Actor& actor = *record.add_actors();
      actor.set_name(std::string(analysis.text_of(token)));
      actor.set_id(annals::to_string(annals::actor_id_of_key(actor.name())));
      annals::v1::Mention& mention = *record.add_mentions();
      mention.mutable_span()->set_begin(token.span.begin);
      mention.mutable_span()->set_end(token.span.end);
      *mention.mutable_head() = mention.span();
      mention.set_kind(annals::v1::MENTION_KIND_NAME);
      mention.set_actor(static_cast<std::uint32_t>(record.actors_size() - 1));
    }
    annals::v1::ArticleRecord again = record;
    t.finder.find(analysis, record);
    t.finder.find(analysis, again);
    check(record.SerializeAsString() == again.SerializeAsString());
    check(record.events_size() <= 12 * record.sentences_size());
    for (const annals::v1::Event& event : record.events()) {
      const auto& evidence = event.evidence();
      check(evidence.span().begin() < evidence.span().end());
      check(evidence.span().end() <= text.size());
      check(evidence.trigger().begin() < evidence.trigger().end());
      check(evidence.trigger().end() <= text.size());
      for (const annals::v1::Participant& p : event.participants()) {
        check(p.role() != annals::v1::ROLE_UNSPECIFIED);
        check(p.span().begin() < p.span().end() && p.span().end() <= text.size());
      }
    }
  }
  return 0;
}
