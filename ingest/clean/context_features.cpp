#include "ingest/clean/context_features.h"

#include <algorithm>
#include <cmath>

#include "engine/base/hash.h"
#include "ingest/clean/measures.h"

namespace annals {
namespace {

using namespace measures;

constexpr int kContextReach = 5;
constexpr std::size_t kContextExtra = 2 * kContextReach + 1 + 12 + 4;

}  // namespace

std::size_t context_feature_count() {
  return kMeasures + kContextExtra;
}

std::uint64_t context_feature_set() {
  return hash64("context/4", kMeasures + kContextExtra);
}

FeatureColumns context_features(const PageView& view, const FeatureColumns& first,
                                std::span<const float> chances, std::span<const float> titles) {
  const std::size_t count = view.size();
  FeatureColumns out;
  out.count = count;
  // The chances with room at both ends, then the other columns.
  constexpr std::size_t kOthers = kContextExtra - (2 * kContextReach + 1);
  const std::size_t padded = count + 2 * kContextReach;
  out.memory.resize(padded + count * kOthers);
  std::fill_n(out.memory.data(), padded, -0.1F);
  std::copy(chances.begin(), chances.end(), out.memory.begin() + kContextReach);
  out.columns.assign(first.columns.begin(), first.columns.begin() + kMeasures);
  for (int offset = -kContextReach; offset <= kContextReach; ++offset)
    out.columns.push_back(out.memory.data() + kContextReach + offset);
  for (std::size_t c = 0; c < kOthers; ++c)
    out.columns.push_back(out.memory.data() + padded + c * count);
  std::vector<float> worth(count);
  std::vector<double> mass_to(count + 1);  // expected words of the article
  std::vector<double> words_to(count + 1);
  float best = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<double>(view.words.of_block(i).size());
    worth[i] = (chances[i] - 0.5F) * static_cast<float>(std::min(n, 60.0) + 2);
    mass_to[i + 1] = mass_to[i] + n * static_cast<double>(chances[i]);
    words_to[i + 1] = words_to[i] + n;
    best = std::max(best, chances[i]);
  }
  const Run run = best_run(worth);
  const std::size_t title =
      static_cast<std::size_t>(std::max_element(titles.begin(), titles.end()) - titles.begin());
  // Distance in blocks to the next one that is likely text, on either side.
  std::vector<float> before(count, 99.0F);
  std::vector<float> behind(count, 99.0F);
  for (std::size_t i = 1; i < count; ++i) {
    before[i] = chances[i - 1] > 0.5F ? 1.0F : std::min(before[i - 1] + 1, 99.0F);
  }
  for (std::size_t i = count; i-- > 1;) {
    behind[i - 1] = chances[i] > 0.5F ? 1.0F : std::min(behind[i] + 1, 99.0F);
  }
  for (std::size_t i = 0; i < count; ++i) {
    float* to = out.memory.data() + padded + i;
    const auto put = [&to, count](float value) {
      *to = value;
      to += count;
    };
    const auto window = [&](std::size_t reach) {
      const std::size_t from = i > reach ? i - reach : 0;
      const std::size_t until = std::min(count, i + reach + 1);
      return share(mass_to[until] - mass_to[from], words_to[until] - words_to[from]);
    };
    put(window(3));
    put(window(10));
    put(share(mass_to[i], mass_to[count]));
    put(share(mass_to[count] - mass_to[i + 1], mass_to[count]));
    put(log1(mass_to[count]));
    put(log1(mass_to[i]));
    put(place_in(run, i));
    put(distance_to(run, i));
    put(share(mass_to[run.end] - mass_to[run.begin], mass_to[count]));
    put(before[i]);
    put(behind[i]);
    put(best);
    put(titles[i]);
    put(count == 0 ? 0.0F : titles[title]);
    put(i < title ? -1.0F : i == title ? 0.0F : 1.0F);
    put(log1(std::abs(static_cast<double>(i) - static_cast<double>(title))));
  }
  return out;
}

}  // namespace annals
