// annals explain: the chain from a claim to the bytes that prove it.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/output.h"
#include "engine/base/interval.h"
#include "engine/engine.h"
#include "engine/export/timeline_text.h"
#include "engine/export/words.h"

namespace annals::cli {
namespace {

struct Options {
  std::string store;
  std::string format;
  std::vector<std::string> ids;
};

std::string span_words(const v1::SourceSpan& span) {
  return fmt::format("bytes {}–{}", span.begin(), span.end());
}

std::string words_at(const v1::Article& article, const v1::TextSpan& span) {
  if (span.end() > article.text().size() || span.begin() > span.end()) return "";
  return article.text().substr(span.begin(), span.end() - span.begin());
}

void explain_time(const v1::Article& article, const char* name, const v1::TimeInterval& interval,
                  Terminal& terminal) {
  terminal.out << fmt::format("  {:12}{}  ({}{})\n", name, to_edtf(interval),
                              word(interval.basis()),
                              interval.rule().empty() ? "" : ", rule " + interval.rule());
  if (!interval.has_evidence()) return;
  terminal.out << fmt::format("  {:12}  “{}”", "", words_at(article, interval.evidence()));
  if (interval.has_source())
    terminal.out << fmt::format(" — {} of {}", span_words(interval.source()), article.file());
  terminal.out << "\n";
}

void write_text(const Explanation& explanation, Terminal& terminal) {
  const v1::Event& event = explanation.event;
  const v1::Article& article = explanation.article;
  const auto line = [&](const char* name, const std::string& value) {
    if (!value.empty()) terminal.out << fmt::format("  {:12}{}\n", name, value);
  };
  terminal.out << paint(terminal.color_out, "\x1b[1m", explanation.id) << "  "
               << word(event.status()) << "  " << event.predicate()
               << (event.event_class().empty() ? "" : " [" + event.event_class() + "]") << "\n";
  line("sentence", "“" + explanation.sentence + "”");
  line("file", fmt::format("{}  {}", article.file(), span_words(event.evidence().source())));
  line("article", article.id() + "  revision " + article.revision());
  line("outlet", article.outlet());
  line("title", article.title());
  line("trigger", "“" + words_at(article, event.evidence().trigger()) + "”");
  for (const v1::Participant& participant : event.participants()) {
    line(
        word(participant.role()).c_str(),
        participant.text() + (participant.actor_id().empty() ? "" : "  " + participant.actor_id()));
  }
  line("polarity", word(event.polarity()));
  line("modality", word(event.modality()));
  line("factuality", word(event.factuality()));
  line("says who", attribution_words(event.attribution()));
  if (event.has_interval()) {
    explain_time(article, "when", event.interval(), terminal);
  } else {
    line("when", "undated");
  }
  if (event.has_reported()) explain_time(article, "reported", event.reported(), terminal);
  line("rule", event.rule());
  line("confidence", fmt::format("{:.2f}", event.confidence()));
  for (const std::string& reason : event.reasons())
    line("because", reason);
  for (const std::string& reason : explanation.reasons)
    line("entry", reason);
  for (const v1::Event& merged : explanation.merged) {
    line("merged", fmt::format("{}  {}: “{}”", merged.id(), merged.evidence().article_id(),
                               merged.evidence().quote()));
  }
}

// A disagreement, then the chains behind its two sides.
int explain_conflict(const Engine& engine, const std::string& id, Format format,
                     Terminal& terminal) {
  const auto conflict = engine.explain_conflict(id);
  if (!conflict) return report(conflict.error(), terminal);
  if (format != Format::kText) return write_message(*conflict, format, terminal);
  terminal.out << conflict_text(*conflict, {.color = terminal.color_out, .width = terminal.width});
  for (const std::string& side : {conflict->a().id(), conflict->b().id()}) {
    const auto explanation = engine.explain(side);
    if (!explanation) return report(explanation.error(), terminal);
    write_text(*explanation, terminal);
  }
  return kDone;
}

}  // namespace

Run setup_explain(CLI::App& app, const CommonOptions& /*common*/) {
  auto options = std::make_shared<Options>();
  add_store_option(app, options->store);
  add_format_option(app, options->format, {"text", "json", "jsonl", "textproto"});
  app.add_option("id", options->ids, "Ids of events (ev-…), entries (en-…) or disagreements (te-…)")
      ->type_name("ID")
      ->required();
  return [options](Terminal& terminal) {
    const auto engine = Engine::open(options->store, {.read_only = true});
    if (!engine) return report(engine.error(), terminal);
    const Format format = format_of(options->format);
    int code = kDone;
    for (const std::string& id : options->ids) {
      if (id.starts_with("te-")) {
        if (const int failed = explain_conflict(*engine, id, format, terminal); failed != kDone)
          code = failed;
        continue;
      }
      const auto explanation = engine->explain(id);
      if (!explanation) {
        code = report(explanation.error(), terminal);
      } else if (format == Format::kText) {
        write_text(*explanation, terminal);
      } else {
        code = write_message(explanation->event, format, terminal);
      }
    }
    return code;
  };
}

}  // namespace annals::cli
