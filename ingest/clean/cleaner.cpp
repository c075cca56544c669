#include "ingest/clean/cleaner.h"

#include <algorithm>
#include <utility>

#include <date/tz.h>

#include "engine/base/day.h"
#include "engine/base/hash.h"
#include "ingest/clean/body.h"
#include "ingest/clean/chooser.h"
#include "ingest/clean/identity.h"
#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"
#include "ingest/clean/stamps.h"
#include "ingest/clean/structure.h"

namespace annals {

struct Cleaner::Impl {
  CleanKnowledge knowledge;
  BlockChooser lines;   // tagless pages
  BlockChooser blocks;  // HTML
};

namespace {

// A page of more blocks is cut: what each block costs to judge is bounded, the number of blocks is
// not. No article comes near.
constexpr std::size_t kMostBlocks = 20000;

// Blocks, sections, text and the way back to the file.
void write_text(const Page& page, const Draft& draft, v1::Article& article) {
  std::string& text = *article.mutable_text();
  SourceMap map;
  for (const DraftBlock& block : draft.blocks) {
    if (!text.empty()) text += '\n';
    const auto begin = static_cast<std::uint32_t>(text.size());
    map.append(page.source_map, block.span, begin);
    text += slice(page.text, block.span);
    v1::Block* const out = article.add_blocks();
    out->mutable_span()->set_begin(begin);
    out->mutable_span()->set_end(static_cast<std::uint32_t>(text.size()));
    out->set_kind(block.kind);
  }
  for (const DraftSection& section : draft.sections) {
    v1::Section* const out = article.add_sections();
    out->set_kind(section.kind);
    out->mutable_span()->set_begin(article.blocks(static_cast<int>(section.first)).span().begin());
    out->mutable_span()->set_end(article.blocks(static_cast<int>(section.last) - 1).span().end());
  }
  map.to_proto(*article.mutable_source_map());
}

std::string provider_id(const Page& page) {
  for (const std::string_view signal : {"json.id", "sidecar.id"}) {
    const Field* const field = find_field(page.fields, signal);
    if (field != nullptr && !field->value.empty()) return field->value;
  }
  return {};
}

std::string article_id(const Page& page, const v1::Article& article) {
  if (std::string id = provider_id(page); !id.empty()) return id;
  if (std::string url = normalise_url(article.url()); !url.empty()) return url;
  return "sha:" + hash128_hex(article.title() + "\n" + article.text());
}

std::string zone_name(const Page& page, const CleanOptions& options, std::string_view language,
                      const CleanKnowledge& knowledge) {
  const Field* const said = find_field(page.fields, "option.time_zone");
  if (said != nullptr && find_zone(said->value)) return said->value;
  if (!options.time_zone.empty() && find_zone(options.time_zone)) return options.time_zone;
  const CleanLanguage* const known = knowledge.find_language(language);
  return known == nullptr ? "UTC" : known->time_zone;
}

// Whether the page's data say that it is one article, with headline and day.
bool names_article(const Page& page, const Draft& draft) {
  if (page.format != RecordFormat::kHtml || draft.title.empty()) return false;
  return std::any_of(page.fields.begin(), page.fields.end(), [](const Field& field) {
    return field.signal == "jsonld.datePublished" || field.signal == "microdata.datePublished" ||
           field.signal == "meta.article:published_time";
  });
}

void report_verdicts(const Page& page, const Choice* choice, const Draft& draft,
                     std::vector<BlockVerdict>& out) {
  out.clear();
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    BlockVerdict& verdict = out.emplace_back();
    verdict.span = page.blocks[i].span;
    verdict.score = choice == nullptr ? 1.0 : static_cast<double>(choice->chances[i]);
    if (choice != nullptr && choice->kept[i]) {
      verdict.reason = draft.title_block && i < *draft.title_block ? "above headline" : "furniture";
    } else {
      verdict.reason = verdict.score >= 0.5 ? "stands alone" : "model";
    }
  }
  for (const DraftBlock& block : draft.blocks) {
    BlockVerdict& verdict = out[block.block];
    verdict.kept = true;
    verdict.kind = block.kind;
    verdict.reason = block.reason;
    if (block.reason == "model" && verdict.score < 0.5) verdict.reason = "neighbours";
  }
}

}  // namespace

Cleaner::Cleaner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cleaner::Cleaner(Cleaner&&) noexcept = default;
Cleaner& Cleaner::operator=(Cleaner&&) noexcept = default;
Cleaner::~Cleaner() = default;

Result<Cleaner> Cleaner::load(const DataFiles& data) {
  ANNALS_ASSIGN(CleanKnowledge knowledge, CleanKnowledge::load(data));
  ANNALS_ASSIGN(BlockChooser lines, BlockChooser::load(data, "lines"));
  ANNALS_ASSIGN(BlockChooser blocks, BlockChooser::load(data, "blocks"));
  return Cleaner(
      std::make_unique<Impl>(Impl{std::move(knowledge), std::move(lines), std::move(blocks)}));
}

Result<v1::Article> Cleaner::clean(const Page& page, const CleanOptions& options,
                                   std::vector<BlockVerdict>* verdicts) const {
  if (page.format != RecordFormat::kJson && page.blocks.size() > kMostBlocks) {
    Page part = page;
    part.blocks.resize(kMostBlocks);
    part.notes.push_back("only the first " + std::to_string(kMostBlocks) + " of " +
                         std::to_string(page.blocks.size()) + " lines were looked at");
    return clean(part, options, verdicts);
  }
  const CleanKnowledge& knowledge = impl_->knowledge;
  const PageView view = view_page(page, knowledge);
  Draft draft;
  if (page.format == RecordFormat::kJson) {
    draft = draft_record(view);
    if (verdicts != nullptr) report_verdicts(page, nullptr, draft, *verdicts);
  } else {
    const BlockChooser& chooser = page.format == RecordFormat::kHtml ? impl_->blocks : impl_->lines;
    const Choice choice = chooser.choose(view, knowledge);
    if (const auto body = page_of_body(view, choice.kept)) {
      if (verdicts != nullptr) report_verdicts(page, &choice, Draft(), *verdicts);
      return clean(*body, options, nullptr);
    }
    draft = draft_page(view, choice);
    if (verdicts != nullptr) report_verdicts(page, &choice, draft, *verdicts);
  }
  // A record says itself what is the article: it may have no words. So does a page whose text
  // stands behind a barrier or a script, when its data name an article.
  if (draft.blocks.empty() && page.format != RecordFormat::kJson && !names_article(page, draft)) {
    return fail(ErrorCode::kInvalidInput,
                page.file + (page.record > 1 ? ":" + std::to_string(page.record) : std::string()) +
                    ": no article here");
  }
  v1::Article article;
  article.set_file(page.file);
  article.set_record(page.record);
  article.set_record_offset(page.record_offset);
  article.set_revision(page.revision);
  article.set_title(draft.title);
  article.set_url(find_url(page));
  article.set_outlet(find_outlet(page, article.url()));
  for (std::string& author : find_authors(view, draft))
    article.add_authors(std::move(author));
  for (std::string& agency : find_agencies(view, draft))
    article.add_agencies(std::move(agency));
  article.set_language(find_language(view, draft, knowledge));
  article.set_time_zone(zone_name(page, options, article.language(), knowledge));
  for (const std::string& note : page.notes)
    article.add_notes(note);
  if (draft.blocks.empty()) article.add_notes("no text of the article on the page");
  write_text(page, draft, article);
  article.set_id(article_id(page, article));
  ANNALS_ASSIGN(const date::time_zone* const zone, find_zone(article.time_zone()));
  StampContext context;
  context.view = &view;
  context.draft = &draft;
  context.knowledge = &knowledge;
  context.language = article.language();
  context.url = article.url();
  context.zone = zone;
  add_stamps(context, article);
  // The main section was published when the article was.
  if (article.has_published()) {
    for (v1::Section& section : *article.mutable_sections()) {
      if (section.kind() == v1::SECTION_KIND_MAIN) *section.mutable_stamp() = article.published();
    }
  }
  return article;
}

}  // namespace annals
