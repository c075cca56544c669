#include "ingest/who/actor_finder.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/pool.h"
#include "ingest/language/chars.h"
#include "ingest/who/candidates.h"
#include "ingest/who/consistency.h"
#include "ingest/who/dictionary_names.h"
#include "ingest/who/mend.h"
#include "ingest/who/name_lexicon.h"
#include "ingest/who/name_tagger.h"
#include "ingest/who/resolver.h"
#include "ingest/who/words.h"

namespace annals {
namespace {

using who::Candidate;
using who::NameSpan;
using who::Vouched;
using who::WordList;

bool is_heading(const v1::Article& article, const SentenceRange& sentence) {
  if (static_cast<int>(sentence.block) >= article.blocks_size()) return false;
  switch (article.blocks(static_cast<int>(sentence.block)).kind()) {
    case v1::BLOCK_KIND_TITLE:
    case v1::BLOCK_KIND_KICKER:
    case v1::BLOCK_KIND_HEADING:
      return true;
    default:
      return false;
  }
}

}  // namespace

struct ActorFinder::Impl {
  who::NameLexicon lexicon;
  who::NameTagger tagger;
  mutable Pool<who::TagScratch> scratches;

  // The names of each sentence: the model's, with the dictionary's where the model has none there
  // or only part of them.
  std::vector<std::vector<NameSpan>> find_names(const WordList& words) const;
};

std::vector<std::vector<NameSpan>> ActorFinder::Impl::find_names(const WordList& words) const {
  const Analysis& analysis = *words.analysis;
  const auto scratch = scratches.borrow([] { return std::make_unique<who::TagScratch>(); });
  std::vector<std::vector<NameSpan>> names;
  tagger.tag(words, lexicon, *scratch, names);
  std::vector<NameSpan> dictionary;
  for (std::size_t s = 0; s < names.size(); ++s) {
    who::find_dictionary_names(words, lexicon, analysis.sentences[s], dictionary);
    who::join_dictionary(dictionary, names[s]);
    who::mend_names(words, lexicon, tagger.gazetteer(), analysis.sentences[s], names[s]);
  }
  return names;
}

ActorFinder::ActorFinder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ActorFinder::ActorFinder(ActorFinder&&) noexcept = default;
ActorFinder& ActorFinder::operator=(ActorFinder&&) noexcept = default;
ActorFinder::~ActorFinder() = default;

Result<ActorFinder> ActorFinder::load(const DataFiles& data, const std::string& code) {
  auto impl = std::make_unique<Impl>();
  ANNALS_ASSIGN(impl->lexicon, who::NameLexicon::load(data, code));
  ANNALS_ASSIGN(impl->tagger, who::NameTagger::load(data, code));
  return ActorFinder(std::move(impl));
}

void ActorFinder::find(const Analysis& analysis, v1::ArticleRecord& record) const {
  WordList words;
  who::make_words(analysis, impl_->lexicon, words);
  auto names = impl_->find_names(words);
  std::vector<Candidate> candidates;
  const auto read_all = [&] {
    candidates.clear();
    for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s) {
      who::find_candidates(words, impl_->lexicon, impl_->tagger.gazetteer(), s, names[s],
                           is_heading(record.article(), analysis.sentences[s]), candidates);
    }
  };
  read_all();
  std::vector<Vouched> vouched;
  for (const Candidate& c : candidates) {
    if (c.kind == v1::MENTION_KIND_NAME && !c.part && c.strong_kind && c.key.empty()) {
      vouched.push_back({c.first, c.last, c.actor_kind});
    }
  }
  if (who::make_consistent(words, impl_->lexicon, vouched, names)) read_all();
  who::resolve(words, impl_->lexicon, candidates, record);
}

}  // namespace annals
