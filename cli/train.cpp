// annals-train: makes the models in data/models from corpora. For developers.
#include "cli/train.h"

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

struct SubCommand {
  const char* name;
  const char* summary;
  int (*run)(int argc, char** argv);
};

constexpr SubCommand kSubCommands[] = {
    {"blocks", "which blocks of an HTML page are the article", annals::cli::train_blocks},
    {"lines", "which lines of a tagless page are the article", annals::cli::train_lines},
    {"clusters", "words that are used alike, from vectors", annals::cli::train_clusters},
    {"tagger", "part-of-speech tagger from CoNLL-U files", annals::cli::train_tagger},
    {"lemmas", "base forms from CoNLL-U files", annals::cli::train_lemmas},
    {"names", "names model from token<TAB>BIO files", annals::cli::train_names},
    {"events", "models of event triggers and participants", annals::cli::train_events},
    {"classes", "models of event classes and their roles", annals::cli::train_classes},
    {"words", "odds that a word tells a day from timelines", annals::cli::train_words},
    {"gazetteer", "gazetteer from lists of names", annals::cli::train_gazetteer},
};

int usage(std::FILE* out, int code) {
  std::fputs("usage: annals-train COMMAND [options]\n\n", out);
  for (const SubCommand& command : kSubCommands) {
    std::fprintf(out, "  %-10s %s\n", command.name, command.summary);
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return usage(stderr, 2);
  const std::string_view name = argv[1];
  if (name == "--help" || name == "help") return usage(stdout, 0);
  for (const SubCommand& command : kSubCommands) {
    if (name != command.name) continue;
    try {
      return command.run(argc - 1, argv + 1);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "annals-train %s: %s\n", command.name, error.what());
      return 1;
    }
  }
  std::fprintf(stderr, "annals-train: no command \"%s\"\n", argv[1]);
  return usage(stderr, 2);
}
