#include "ingest/when/time_tagger.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <annals/lang/v1/times.pb.h>

#include "engine/base/interval.h"
#include "engine/base/source_map.h"
#include "ingest/when/lexicon.h"
#include "ingest/when/meaning.h"
#include "ingest/when/pattern.h"
#include "ingest/when/pieces.h"
#include "ingest/when/resolver.h"
#include "ingest/when/tense.h"

namespace annals {

using namespace when;  // NOLINT(google-build-using-namespace): the room's own parts

namespace {

// A line that heads what follows: short, and not ended like a sentence.
bool is_heading(const Analysis& analysis, const SentenceRange& sentence) {
  constexpr std::uint32_t kMaxTokens = 16;
  if (sentence.first == sentence.last || sentence.last - sentence.first > kMaxTokens) return false;
  const std::string_view end = analysis.text_of(analysis.tokens[sentence.last - 1]);
  return end.find_first_of(".!?\"'") == std::string_view::npos && end != "\u201C" &&
         end != "\u201D";
}

Reference reference_from(const v1::TimeInterval& interval, v1::TimeBasis basis) {
  Reference out;
  out.first = earliest_day(interval);
  out.last = latest_day(interval);
  out.basis = basis;
  return out;
}

}  // namespace

struct TimeTagger::Impl {
  Lexicon lexicon;
  PieceRules piece_rules;
  Automaton automaton;
  ResolverPack resolver;

  // Mentions of one sentence, appended in text order.
  void find(const Analysis& analysis, std::uint32_t index, PieceBuffer& buffer, Matches& matches,
            std::uint32_t& match_count, Mentions& out) const {
    const SentenceRange& sentence = analysis.sentences[index];
    cut_pieces(analysis, sentence, lexicon, piece_rules, buffer);
    const std::vector<Piece>& pieces = buffer.pieces;
    matches.clear();
    for (std::size_t i = 0; i < pieces.size(); ++i)
      automaton.match_at(lexicon, pieces, i, matches);
    std::sort(matches.all.begin(), matches.all.end(), [&](const Match& a, const Match& b) {
      if (a.begin != b.begin) return a.begin < b.begin;
      if (a.end != b.end) return a.end > b.end;
      const std::int32_t first = resolver.rules[a.rule].priority;
      const std::int32_t second = resolver.rules[b.rule].priority;
      if (first != second) return first > second;
      if (a.step_count != b.step_count) return a.step_count > b.step_count;
      if (a.rule != b.rule) return a.rule < b.rule;
      return a.first_step < b.first_step;
    });
    std::uint32_t free_from = 0;
    for (const Match& match : matches.all) {
      if (match.begin < free_from) continue;
      free_from = match.end;
      const RuleMeaning& rule = resolver.rules[match.rule];
      if (rule.tags.empty()) continue;
      Mention common;
      common.sentence = index;
      common.rule = match.rule;
      common.match = match_count++;
      read_tense(buffer, match.begin, match.end, common);
      add_mentions(rule, automaton, lexicon, pieces, matches, match, common, out);
    }
  }

  std::vector<v1::TimeExpression> run(const Analysis& analysis,
                                      const std::vector<SentenceContext>& contexts,
                                      const date::time_zone& zone) const {
    PieceBuffer buffer;
    Matches matches;
    Mentions mentions;
    std::uint32_t match_count = 0;
    for (std::uint32_t i = 0; i < analysis.sentences.size(); ++i)
      find(analysis, i, buffer, matches, match_count, mentions);
    mentions.link();
    return resolve_mentions(resolver, mentions.all, contexts, zone);
  }
};

TimeTagger::TimeTagger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TimeTagger::TimeTagger(TimeTagger&&) noexcept = default;
TimeTagger& TimeTagger::operator=(TimeTagger&&) noexcept = default;
TimeTagger::~TimeTagger() = default;

Result<TimeTagger> TimeTagger::load(const DataFiles& data, const std::string& code) {
  const std::string name = "lang/" + code + "/times.txtpb";
  lang::v1::TimesPack pack;
  ANNALS_TRY(data.read_message(name, pack));
  const auto in_file = [&](Error error) { return std::move(error).with_context(name); };
  auto impl = std::make_unique<Impl>();
  auto literals = Automaton::literals(pack);
  if (!literals) return Failure(in_file(std::move(literals).error()));
  auto lexicon = Lexicon::build(pack, code, *literals);
  if (!lexicon) return Failure(in_file(std::move(lexicon).error()));
  impl->lexicon = *std::move(lexicon);
  impl->piece_rules = PieceRules::from(pack, impl->lexicon);
  auto automaton = Automaton::compile(pack, impl->lexicon);
  if (!automaton) return Failure(in_file(std::move(automaton).error()));
  impl->automaton = *std::move(automaton);
  for (int i = 0; i < pack.rules_size(); ++i) {
    auto rule =
        compile_meaning(pack.rules(i), impl->automaton.info(static_cast<std::size_t>(i)), code);
    if (!rule) return Failure(in_file(std::move(rule).error()));
    impl->resolver.rules.push_back(*std::move(rule));
  }
  impl->resolver.holidays.assign(pack.holidays().begin(), pack.holidays().end());
  impl->resolver.splits_fractions = pack.splits_fractions();
  return TimeTagger(std::move(impl));
}

void TimeTagger::tag(const Analysis& analysis, v1::ArticleRecord& record) const {
  const v1::Article& article = record.article();
  auto zone = find_zone(article.time_zone().empty() ? "UTC" : article.time_zone());
  if (!zone) zone = find_zone("UTC");
  if (!zone) return;
  Reference published;
  if (article.has_published()) {
    published = reference_from(article.published(), v1::TIME_BASIS_RELATIVE_TO_PUBLICATION);
  } else if (article.has_updated()) {
    // First published at some time up to the update.
    published = reference_from(article.updated(), v1::TIME_BASIS_RELATIVE_TO_PUBLICATION);
    published.first.reset();
  }
  std::vector<Reference> sections;
  sections.reserve(static_cast<std::size_t>(article.sections_size()));
  for (const v1::Section& section : article.sections()) {
    const bool later =
        section.kind() == v1::SECTION_KIND_UPDATE || section.kind() == v1::SECTION_KIND_CORRECTION;
    sections.push_back(
        section.has_stamp()
            ? reference_from(section.stamp(), later ? v1::TIME_BASIS_RELATIVE_TO_UPDATE
                                                    : v1::TIME_BASIS_RELATIVE_TO_PUBLICATION)
            : published);
  }
  std::vector<SentenceContext> contexts(analysis.sentences.size());
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    const SentenceRange& sentence = analysis.sentences[i];
    contexts[i].reference =
        sentence.section < sections.size() ? &sections[sentence.section] : &published;
    contexts[i].heading = is_heading(analysis, sentence);
  }
  const SourceMap map = SourceMap::from_proto(article.source_map());
  record.clear_times();
  for (v1::TimeExpression& time : impl_->run(analysis, contexts, **zone)) {
    if (time.has_interval() && article.has_source_map()) {
      const v1::TextSpan& evidence = time.interval().evidence();
      *time.mutable_interval()->mutable_source() = map.map({evidence.begin(), evidence.end()});
    }
    *record.add_times() = std::move(time);
  }
}

std::vector<v1::TimeExpression> TimeTagger::tag_text(const Analysis& analysis,
                                                     const ReferenceTime& reference) const {
  auto zone = find_zone(reference.time_zone);
  if (!zone) zone = find_zone("UTC");
  if (!zone) return {};
  Reference created;
  if (reference.created)
    created = reference_from(*reference.created, v1::TIME_BASIS_RELATIVE_TO_PUBLICATION);
  std::vector<SentenceContext> contexts(analysis.sentences.size());
  for (std::size_t i = 0; i < contexts.size(); ++i) {
    contexts[i].reference = &created;
    contexts[i].heading = is_heading(analysis, analysis.sentences[i]);
  }
  return impl_->run(analysis, contexts, **zone);
}

}  // namespace annals
