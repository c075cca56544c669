// annals clean: the article of a page without its noise.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <annals/v1/clean.pb.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "engine/base/interval.h"
#include "engine/export/words.h"

namespace annals::cli {
namespace {

struct Options {
  ReadingOptions reading;
  std::string format;
  bool explain = false;
};

// The day or time, when it is known to the day; a bound or a month is no publication date.
std::string known_day(const v1::TimeInterval& interval) {
  return is_single_day(interval) ? to_edtf(interval) : std::string();
}

// The text without the headline, which is a field of its own.
std::string body_of(const v1::Article& article) {
  std::string out;
  for (const v1::Block& block : article.blocks()) {
    if (block.kind() == v1::BLOCK_KIND_TITLE) continue;
    if (!out.empty()) out += '\n';
    out.append(article.text(), block.span().begin(), block.span().end() - block.span().begin());
  }
  return out;
}

v1::CleanArticle to_clean(const v1::Article& article) {
  v1::CleanArticle out;
  out.set_file(article.file());
  out.set_record(article.record());
  out.set_id(article.id());
  out.set_title(article.title());
  if (article.has_published()) {
    out.set_published(known_day(article.published()));
    *out.mutable_published_interval() = article.published();
  }
  if (article.has_updated()) out.set_updated(known_day(article.updated()));
  out.set_language(article.language());
  out.set_url(article.url());
  out.set_outlet(article.outlet());
  *out.mutable_authors() = article.authors();
  out.set_text(body_of(article));
  for (const v1::Section& section : article.sections()) {
    v1::CleanSection* const to = out.add_sections();
    to->set_kind(section.kind() == v1::SECTION_KIND_UPDATE       ? "update"
                 : section.kind() == v1::SECTION_KIND_CORRECTION ? "correction"
                                                                 : "main");
    if (section.has_stamp()) to->set_stamp(to_edtf(section.stamp()));
    to->set_text(article.text().substr(section.span().begin(),
                                       section.span().end() - section.span().begin()));
  }
  *out.mutable_notes() = article.notes();
  return out;
}

void write_text(const v1::Article& article, Terminal& terminal) {
  const auto head = [&](std::string_view name, const std::string& value) {
    if (!value.empty())
      terminal.out << paint(terminal.color_out, "\x1b[2m", fmt::format("{:10}", name)) << value
                   << "\n";
  };
  head("file", article.file());
  head("title", article.title());
  if (article.has_published()) {
    head("published", fmt::format("{} ({})", interval_words(&article.published()),
                                  word(article.published().basis())));
  }
  if (article.has_updated()) head("updated", interval_words(&article.updated()));
  head("outlet", article.outlet());
  head("language", article.language());
  for (const v1::Section& section : article.sections()) {
    terminal.out << "\n";
    if (section.kind() != v1::SECTION_KIND_MAIN && section.has_stamp()) {
      head("section", interval_words(&section.stamp()));
    }
    terminal.out << article.text().substr(section.span().begin(),
                                          section.span().end() - section.span().begin());
    terminal.out << "\n";
  }
  terminal.out << "\n";
}

// Each line of the page with its score, what became of it and why.
void write_verdicts(const Page& page, const std::vector<BlockVerdict>& verdicts,
                    Terminal& terminal) {
  terminal.out << page.file << (page.record > 1 ? ":" + std::to_string(page.record) : std::string())
               << "\n";
  for (const BlockVerdict& verdict : verdicts) {
    const std::string mark = verdict.kept ? paint(terminal.color_out, "\x1b[32m", "+")
                                          : paint(terminal.color_out, "\x1b[31m", "-");
    const std::string_view text = slice(page.text, verdict.span);
    terminal.out << fmt::format(
        "{} {:6.3f}  {:14}  {}\n", mark, verdict.score, verdict.reason,
        verdict.kept ? std::string(text) : paint(terminal.color_out, "\x1b[2m", text));
  }
}

// Each date of the page: what it says, or why it is no evidence.
void write_stamps(const v1::Article& article, Terminal& terminal) {
  for (const v1::Stamp& stamp : article.stamps()) {
    const bool refused = !stamp.refused().empty();
    terminal.out << fmt::format(
        "{} {:>6}  {:24}  {}\n",
        paint(terminal.color_out, refused ? "\x1b[31m" : "\x1b[32m", refused ? "-" : "+"), "date",
        stamp.signal(),
        refused ? paint(terminal.color_out, "\x1b[2m", stamp.raw() + ": " + stamp.refused())
                : stamp.raw() + ": " + to_edtf(stamp.interval()));
  }
  const auto told = [&](std::string_view name, const v1::TimeInterval& interval) {
    terminal.out << fmt::format("= {:>6}  {:24}  {}\n", "date", name,
                                fmt::format("{} ({}, {})", interval_words(&interval),
                                            word(interval.basis()), interval.rule()));
  };
  if (article.has_published()) told("published", article.published());
  if (article.has_updated()) told("updated", article.updated());
}

}  // namespace

Run setup_clean(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  add_reading_options(app, options->reading);
  add_format_option(app, options->format, {"text", "json", "jsonl", "proto-stream", "textproto"});
  app.add_flag(
      "--explain", options->explain,
      "Show each line's score and why it was kept or dropped, and what each date is worth");
  return [options, &common](Terminal& terminal) {
    const auto read = make_read_options(options->reading);
    if (!read) return report_usage(read.error(), terminal);
    const auto data = open_data(common);
    if (!data) return report(data.error(), terminal);
    const auto cleaner = Cleaner::load(*data);
    if (!cleaner) return report(cleaner.error(), terminal);
    CleanOptions clean;
    clean.time_zone = options->reading.time_zone;
    const Format format = format_of(options->format);
    std::size_t done = 0;
    std::size_t rejected = 0;
    const auto one = [&](const RawRecord& raw) -> Status {
      ANNALS_ASSIGN(const Page page, parse_record(raw));
      std::vector<BlockVerdict> verdicts;
      ANNALS_ASSIGN(const v1::Article article,
                    cleaner->clean(page, clean, options->explain ? &verdicts : nullptr));
      if (options->explain) {
        write_verdicts(page, verdicts, terminal);
        write_stamps(article, terminal);
      } else if (format == Format::kText) {
        write_text(article, terminal);
      } else {
        write_message(to_clean(article), format == Format::kJson ? Format::kJson : format,
                      terminal);
      }
      return {};
    };
    for (const std::string& input : options->reading.inputs) {
      read_input(input, *read, [&](Result<RawRecord> raw) {
        const Status status = raw ? one(*raw) : Status(tl::unexpected(raw.error()));
        if (status) {
          ++done;
        } else {
          ++rejected;
          report(status.error(), terminal);
        }
        return terminal.interrupted == nullptr || !terminal.interrupted->load();
      });
    }
    if (terminal.interrupted != nullptr && terminal.interrupted->load()) return kInterrupted;
    if (rejected == 0) return kDone;
    return done > 0 ? kPartlyDone : kFailed;
  };
}

}  // namespace annals::cli
