// Which blocks of a page are the article, and which is its headline? Tree models and a decision
// over the whole sequence.
//
// The first models judge each block by itself and its neighbours, one as text and one as headline;
// the second one also sees what they thought of the surroundings. The decision is the best path
// through keep and drop with a small price for each change between them (Viterbi), so that short
// blocks that the models are unsure of follow their neighbours. Thread safety: immutable after
// load. Errors: load names the model.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/data_files.h"
#include "engine/base/result.h"
#include "ingest/clean/features.h"
#include "ingest/clean/knowledge.h"
#include "ingest/clean/page_view.h"
#include "ingest/learn/tree_model.h"

namespace annals {

struct Choice {
  std::vector<float> chances;        // of each block to be text of the article
  std::vector<float> title_chances;  // to be the headline
  std::vector<bool> kept;
};

class BlockChooser {
 public:
  // `name` is "lines" for tagless pages and "blocks" for HTML: models/<name>.bin,
  // models/<name>-context.bin and models/<name>-title.bin.
  static Result<BlockChooser> load(const DataFiles& data, std::string_view name);
  static Result<BlockChooser> from_models(TreeModel first, TreeModel context, TreeModel title);

  Choice choose(const PageView& view, const CleanKnowledge& knowledge) const;

 private:
  TreeModel first_;
  TreeModel context_;
  TreeModel title_;
};

// Of each block what a model says of it.
std::vector<float> chances_of(const TreeModel& model, const FeatureColumns& features);

// The stretches of blocks [begin, end) that the second look judges: evident noise is passed over.
// They may overlap; each lies within the page.
std::vector<std::pair<std::size_t, std::size_t>> stretches_to_look_at(std::span<const float> first);

// The second look: `first` and `titles` are what the first models said.
std::vector<float> second_chances(const TreeModel& context, const PageView& view,
                                  const FeatureColumns& features, std::span<const float> first,
                                  std::span<const float> titles);

// The decision alone.
std::vector<bool> decide(const PageView& view, const std::vector<float>& of_models);

}  // namespace annals
