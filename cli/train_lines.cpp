// annals-train lines | blocks: the models that tell an article from its page.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "cli/train.h"
#include "cli/train_pages.h"
#include "engine/base/hash.h"
#include "ingest/clean/body.h"
#include "ingest/clean/chooser.h"
#include "ingest/clean/context_features.h"
#include "ingest/clean/features.h"
#include "ingest/clean/structure.h"
#include "ingest/learn/tree_trainer.h"

namespace annals::cli {
namespace {

constexpr std::string_view kUsage =
    R"(usage: annals-train %NAME% [--trees N] [--leaves N] [--rate R] [--folds N] [--predict FILE]
                    [--data DIR] [-o STEM] SET...
  SET        a folder with gold.jsonl and pages (see cli/train_pages.h); SET@0.2 counts a
             fifth where the text is learned
  -o STEM    write STEM.bin, STEM-context.bin and STEM-title.bin, trained on everything
  --predict  write a line {"id","style","title","text"} a page, each judged by models that have
             seen no page of its site (--folds parts, default 4)
)";

struct Arguments {
  std::vector<std::string> sets;
  std::string out;
  std::string predict;
  std::string data;
  std::size_t folds = 4;
  TreeOptions trees;
};

struct Example {
  GoldPage gold;
  PageView view;
  FeatureColumns features;
  std::vector<float> chances;  // of first models that have not seen the page's site
  std::vector<float> titles;
  std::size_t fold = 0;
  float weight = 1;  // of its set
};

void add_rows(const Example& example, const std::vector<float>& labels,
              const std::vector<float>& weights, const FeatureColumns& features, TrainingSet& out) {
  out.feature_count = features.columns.size();
  for (std::size_t i = 0; i < example.view.size(); ++i) {
    if (weights[i] <= 0) continue;
    features.append_row(i, out.values);
    out.labels.push_back(labels[i]);
    out.weights.push_back(weights[i]);
  }
}

constexpr std::size_t kNoFold = static_cast<std::size_t>(-1);

// A headline is found by fewer trees: there is one a page.
TreeOptions title_trees(TreeOptions options) {
  options.trees = options.trees * 2 / 3;
  return options;
}

// Each trained on every page that is not in fold `without`.
std::string train_first(const std::vector<Example>& examples, const Arguments& arguments,
                        std::size_t without) {
  TrainingSet set;
  for (const Example& example : examples) {
    if (example.fold == without) continue;
    add_rows(example, example.gold.labels, example.gold.weights, example.features, set);
  }
  return train_trees(set, arguments.trees, block_feature_set());
}

std::string train_title(const std::vector<Example>& examples, const Arguments& arguments,
                        std::size_t without) {
  TrainingSet set;
  for (const Example& example : examples) {
    if (example.fold == without) continue;
    add_rows(example, example.gold.title_labels, example.gold.title_weights, example.features, set);
  }
  return train_trees(set, title_trees(arguments.trees), block_feature_set());
}

// Most blocks of HTML are evident noise, which the second look never judges: it learns from the
// others alone.
std::vector<float> context_weights(const Example& example) {
  if (example.gold.style != "html") return example.gold.weights;
  std::vector<float> out(example.view.size());
  for (const auto& [begin, end] : stretches_to_look_at(example.chances)) {
    for (std::size_t i = begin; i < end; ++i)
      out[i] = example.gold.weights[i];
  }
  return out;
}

std::string train_context(const std::vector<Example>& examples, const Arguments& arguments,
                          std::size_t without) {
  TrainingSet set;
  for (const Example& example : examples) {
    if (example.fold == without) continue;
    add_rows(example, example.gold.labels, context_weights(example),
             context_features(example.view, example.features, example.chances, example.titles),
             set);
  }
  return train_trees(set, arguments.trees, context_feature_set());
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) std::cerr << "cannot write " << path << "\n";
  return static_cast<bool>(out);
}

std::string predict(const Example& example, const TreeModel& context) {
  Choice choice;
  choice.chances =
      second_chances(context, example.view, example.features, example.chances, example.titles);
  choice.title_chances = example.titles;
  choice.kept = decide(example.view, choice.chances);
  const Draft draft = draft_page(example.view, choice);
  std::string text;
  if (const auto body = page_of_body(example.view, choice.kept)) {
    text = body->text;
  } else {
    for (const DraftBlock& block : draft.blocks) {
      if (block.kind == v1::BLOCK_KIND_TITLE) continue;
      text += slice(example.gold.page.text, block.span);
      text += '\n';
    }
  }
  google::protobuf::Struct row;
  (*row.mutable_fields())["id"].set_string_value(example.gold.id);
  (*row.mutable_fields())["style"].set_string_value(example.gold.style);
  (*row.mutable_fields())["title"].set_string_value(draft.title);
  (*row.mutable_fields())["text"].set_string_value(text);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(row, &json).ok()) json = "{}";
  return json + "\n";
}

int train(const Arguments& arguments, const std::vector<std::string>& styles) {
  auto data = arguments.data.empty() ? Result<DataFiles>(DataFiles::embedded())
                                     : DataFiles::from_directory(arguments.data);
  if (!data) {
    std::cerr << data.error().message << "\n";
    return 1;
  }
  const auto knowledge = CleanKnowledge::load(*data);
  if (!knowledge) {
    std::cerr << knowledge.error().message << "\n";
    return 1;
  }
  std::vector<Example> examples;
  for (const std::string& set : arguments.sets) {
    const std::size_t at = set.find('@');
    const float weight = at == std::string::npos ? 1.0F : std::stof(set.substr(at + 1));
    for (const std::string& style : styles) {
      auto pages = load_gold_pages(set.substr(0, at), style);
      if (!pages) {
        std::cerr << pages.error().message << "\n";
        return 1;
      }
      for (GoldPage& gold : *pages) {
        Example& example = examples.emplace_back();
        example.gold = std::move(gold);
        example.weight = weight;
        example.fold = hash64(example.gold.domain) % arguments.folds;
      }
    }
  }
  std::size_t blocks = 0;
  for (Example& example : examples) {  // the vector no longer moves: views point into it
    example.view = view_page(example.gold.page, *knowledge);
    example.features = block_features(example.view, *knowledge);
    label_blocks(example.gold, example.view);
    for (float& weight : example.gold.weights)
      weight *= example.weight;
    blocks += example.view.size();
  }
  std::cerr << examples.size() << " pages, " << blocks << " blocks\n";
  for (std::size_t fold = 0; fold < arguments.folds; ++fold) {
    const auto model =
        TreeModel::parse(train_first(examples, arguments, fold), block_feature_set());
    const auto title =
        TreeModel::parse(train_title(examples, arguments, fold), block_feature_set());
    if (!model || !title) return 1;
    for (Example& example : examples) {
      if (example.fold != fold) continue;
      example.chances = chances_of(*model, example.features);
      example.titles = chances_of(*title, example.features);
    }
    std::cerr << "fold " << fold + 1 << "/" << arguments.folds << " judged\n";
  }
  if (!arguments.predict.empty()) {
    std::vector<std::string> lines(examples.size());
    for (std::size_t fold = 0; fold < arguments.folds; ++fold) {
      const auto model =
          TreeModel::parse(train_context(examples, arguments, fold), context_feature_set());
      if (!model) return 1;
      for (std::size_t i = 0; i < examples.size(); ++i) {
        if (examples[i].fold == fold) lines[i] = predict(examples[i], *model);
      }
    }
    std::string all;
    for (const std::string& line : lines)
      all += line;
    if (!write_file(arguments.predict, all)) return 1;
  }
  if (!arguments.out.empty()) {
    if (!write_file(arguments.out + ".bin", train_first(examples, arguments, kNoFold)) ||
        !write_file(arguments.out + "-title.bin", train_title(examples, arguments, kNoFold)) ||
        !write_file(arguments.out + "-context.bin", train_context(examples, arguments, kNoFold))) {
      return 1;
    }
  }
  return 0;
}

int run(int argc, char** argv, const std::vector<std::string>& styles) {
  Arguments arguments;
  const auto usage = [&] {
    std::string text(kUsage);
    text.replace(text.find("%NAME%"), 6, argv[0]);
    std::cerr << text;
    return 2;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (!name.starts_with('-')) {
      arguments.sets.emplace_back(name);
      continue;
    }
    if (i + 1 >= argc) return usage();
    const std::string value = argv[++i];
    try {
      if (name == "--trees") {
        arguments.trees.trees = std::stoul(value);
      } else if (name == "--leaves") {
        arguments.trees.leaves = std::stoul(value);
      } else if (name == "--rate") {
        arguments.trees.learning_rate = std::stod(value);
      } else if (name == "--folds") {
        arguments.folds = std::stoul(value);
      } else if (name == "--predict") {
        arguments.predict = value;
      } else if (name == "--data") {
        arguments.data = value;
      } else if (name == "-o") {
        arguments.out = value;
      } else {
        return usage();
      }
    } catch (const std::exception&) {  // std::stoul and std::stod say what they say by throwing
      return usage();
    }
  }
  if (arguments.sets.empty() || arguments.folds < 2) return usage();
  return train(arguments, styles);
}

}  // namespace

int train_lines(int argc, char** argv) {
  return run(argc, argv, {"full", "crawl"});
}

int train_blocks(int argc, char** argv) {
  return run(argc, argv, {"html"});
}

}  // namespace annals::cli
