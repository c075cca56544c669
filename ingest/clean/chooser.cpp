#include "ingest/clean/chooser.h"

#include <algorithm>
#include <cmath>

#include "ingest/clean/body.h"
#include "ingest/clean/context_features.h"
#include "ingest/clean/features.h"

namespace annals {
namespace {

// What a change between keep and drop costs, in log-odds. Little: the second model knows what the
// first one thought of the neighbours, and a high price pays for their agreement once more.
constexpr float kChangePrice = 0.2F;
// Where nothing would be kept: the least a block must have to be an article after all.
constexpr float kLeastChance = 0.05F;
constexpr std::size_t kLeastWords = 12;

// The second look passes over what is evidently noise: no block this near is likelier than that.
constexpr float kEvidentNoise = 0.02F;
constexpr std::size_t kNear = 5;

Result<TreeModel> load_model(const DataFiles& data, const std::string& name,
                             std::uint64_t feature_set) {
  ANNALS_ASSIGN(const std::string_view bytes, data.read(name));
  auto model = TreeModel::parse(bytes, feature_set);
  if (!model) return tl::unexpected(std::move(model).error().with_context(name));
  return model;
}

}  // namespace

std::vector<float> chances_of(const TreeModel& model, const FeatureColumns& features) {
  std::vector<float> out(features.count);
  model.score_columns(features.columns, 0, out);
  for (float& value : out)
    value = probability_of(value);
  return out;
}

std::vector<std::pair<std::size_t, std::size_t>> stretches_to_look_at(
    std::span<const float> first) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  const std::size_t count = first.size();
  // From the first to behind the last block near likely ones, one such run after the other.
  for (std::size_t i = 0; i < count;) {
    if (first[i] < kEvidentNoise) {
      ++i;
      continue;
    }
    const std::size_t begin = i > kNear ? i - kNear : 0;
    std::size_t end = std::min(count, i + kNear + 1);
    for (; i < std::min(count, end + kNear); ++i)
      if (first[i] >= kEvidentNoise) end = std::min(count, i + kNear + 1);
    out.emplace_back(begin, end);
  }
  return out;
}

std::vector<float> second_chances(const TreeModel& context, const PageView& view,
                                  const FeatureColumns& features, std::span<const float> first,
                                  std::span<const float> titles) {
  std::vector<float> out(first.begin(), first.end());
  const FeatureColumns looks = context_features(view, features, first, titles);
  for (const auto& [begin, end] : stretches_to_look_at(first)) {
    const std::span<float> run = std::span(out).subspan(begin, end - begin);
    context.score_columns(looks.columns, begin, run);
    for (float& value : run)
      value = probability_of(value);
  }
  return out;
}

Result<BlockChooser> BlockChooser::load(const DataFiles& data, std::string_view name) {
  const std::string stem = "models/" + std::string(name);
  ANNALS_ASSIGN(TreeModel first, load_model(data, stem + ".bin", block_feature_set()));
  ANNALS_ASSIGN(TreeModel context, load_model(data, stem + "-context.bin", context_feature_set()));
  ANNALS_ASSIGN(TreeModel title, load_model(data, stem + "-title.bin", block_feature_set()));
  return from_models(std::move(first), std::move(context), std::move(title));
}

Result<BlockChooser> BlockChooser::from_models(TreeModel first, TreeModel context,
                                               TreeModel title) {
  if (first.feature_count() != block_feature_count() ||
      context.feature_count() != context_feature_count() ||
      title.feature_count() != block_feature_count()) {
    return fail(ErrorCode::kUnsupported, "tree model: wrong number of features");
  }
  BlockChooser out;
  out.first_ = std::move(first);
  out.context_ = std::move(context);
  out.title_ = std::move(title);
  return out;
}

Choice BlockChooser::choose(const PageView& view, const CleanKnowledge& knowledge) const {
  Choice out;
  const FeatureColumns features = block_features(view, knowledge);
  const std::vector<float> first = chances_of(first_, features);
  out.title_chances = chances_of(title_, features);
  out.chances = second_chances(context_, view, features, first, out.title_chances);
  out.kept = decide(view, out.chances);
  return out;
}

namespace {

std::vector<bool> best_path(const PageView& view, const std::vector<float>& chances,
                            float lenience) {
  const std::size_t count = chances.size();
  // best[s]: the best score of a path that ends in state s (0 drop, 1 keep).
  float best[2] = {0, -kChangePrice};
  std::vector<std::uint8_t> from(count);  // bit s: the state before state s
  for (std::size_t i = 0; i < count; ++i) {
    const float p = std::clamp(chances[i], 0.001F, 0.999F);
    // Long blocks speak for themselves; short ones listen to their neighbours.
    const auto words = static_cast<float>(view.words.of_block(i).size());
    const float weight = std::min(1.0F, 0.4F + words / 20.0F);
    const float gain = weight * (std::log(p / (1 - p)) + lenience);
    const bool stay_out = best[0] >= best[1] - kChangePrice;
    const bool stay_in = best[1] >= best[0] - kChangePrice;
    const float drop = stay_out ? best[0] : best[1] - kChangePrice;
    const float keep = (stay_in ? best[1] : best[0] - kChangePrice) + gain;
    from[i] = static_cast<std::uint8_t>((stay_out ? 0U : 1U) | (stay_in ? 2U : 0U));
    best[0] = drop;
    best[1] = keep;
  }
  std::vector<bool> kept(count);
  unsigned state = best[1] - kChangePrice > best[0] ? 1 : 0;
  for (std::size_t i = count; i-- > 0;) {
    kept[i] = state == 1;
    state = (unsigned{from[i]} >> state) & 1U;
  }
  return kept;
}

}  // namespace

std::vector<bool> decide(const PageView& view, const std::vector<float>& of_models) {
  const std::vector<float> chances = agree_with_body(view, of_models);
  std::vector<bool> kept = best_path(view, chances, 0);
  if (std::find(kept.begin(), kept.end(), true) != kept.end()) return kept;
  // An unusual page: what is likeliest on it, if that is a text at all.
  float best = 0;
  for (std::size_t i = 0; i < chances.size(); ++i) {
    if (view.words.of_block(i).size() >= kLeastWords) best = std::max(best, chances[i]);
  }
  if (best < kLeastChance) return kept;
  return best_path(view, chances, std::log((1 - best) / best) + 2 * kChangePrice + 0.5F);
}

}  // namespace annals
