#include "ingest/clean/context_features.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/dense_ids.h"
#include "engine/base/hash.h"
#include "ingest/clean/elements.h"
#include "ingest/clean/measures.h"

namespace annals {
namespace {

using namespace measures;

constexpr int kContextReach = 5;
constexpr std::size_t kContextExtra = 2 * kContextReach + 1 + 12 + 4 + 14;

}  // namespace

std::size_t context_feature_count() {
  return kMeasures + kContextExtra;
}

std::uint64_t context_feature_set() {
  return hash64("context/6", kMeasures + kContextExtra);
}

FeatureColumns context_features(const PageView& view, const FeatureColumns& first,
                                std::span<const float> chances, std::span<const float> titles) {
  const std::size_t count = view.size();
  FeatureColumns out;
  out.count = count;
  // The chances with room at both ends, then the other columns.
  constexpr std::size_t kOthers = kContextExtra - (2 * kContextReach + 1);
  const std::size_t padded = count + std::size_t{2} * kContextReach;
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
  const Page& page = *view.page;
  const bool html = page.format == RecordFormat::kHtml;
  struct Sums {
    double words = 0;
    double mass = 0;
    float mean() const { return words > 0 ? static_cast<float>(mass / words) : 0.0F; }
  };
  std::vector<Sums> inside(page.nodes.size());
  std::vector<Sums> containers;
  std::vector<Sums> signatures;
  std::vector<Sums> rows;
  std::vector<std::uint32_t> container_of(count);
  std::vector<std::uint32_t> signature_of(count);
  std::optional<ElementTree> tree;
  std::vector<ElementTree::Meeting> with_best;
  if (html) {
    tree.emplace(view);
    DenseIds<std::uint32_t> container_ids;
    DenseIds<std::uint64_t> signature_ids;
    std::size_t anchor = count;
    double most = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const PageBlock& block = page.blocks[i];
      const double n = words_to[i + 1] - words_to[i];
      const double mass = mass_to[i + 1] - mass_to[i];
      container_of[i] = container_ids.add(block.container);
      if (container_of[i] == containers.size()) containers.emplace_back();
      const PageNode& node = page.nodes[block.node];
      const std::uint64_t key = std::uint64_t{node.name} << 32U | page.nodes[node.parent].name;
      signature_of[i] = signature_ids.add(key);
      if (signature_of[i] == signatures.size()) signatures.emplace_back();
      for (Sums* sums :
           {&containers[container_of[i]], &signatures[signature_of[i]], &inside[block.node]}) {
        sums->words += n;
        sums->mass += mass;
      }
      const double weight = static_cast<double>(chances[i]) * std::min(n, 60.0);
      if (weight > most) {
        most = weight;
        anchor = i;
      }
    }
    for (std::size_t n = page.nodes.size(); n-- > 1;) {
      Sums& parent = inside[page.nodes[n].parent];
      parent.words += inside[n].words;
      parent.mass += inside[n].mass;
      const std::uint32_t group = tree->element(static_cast<std::uint32_t>(n)).group;
      if (group == 0) continue;
      if (rows.size() <= group) rows.resize(group + 1);
      rows[group].words += inside[n].words;
      rows[group].mass += inside[n].mass;
    }
    if (anchor < count) with_best = tree->meetings_with(page.blocks[anchor].node);
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
    if (!html) continue;
    const std::uint32_t node = page.blocks[i].node;
    const ElementSums& own = tree->element(node);
    put(containers[container_of[i]].mean());
    put(share(containers[container_of[i]].mass, mass_to[count]));
    put(signatures[signature_of[i]].mean());
    put(share(signatures[signature_of[i]].mass, mass_to[count]));
    put(inside[own.above].mean());
    put(share(inside[own.above].mass, mass_to[count]));
    const std::uint32_t next =
        own.above == 0 ? 0 : tree->element(page.nodes[own.above].parent).above;
    put(inside[next].mean());
    put(share(inside[next].mass, mass_to[count]));
    put(inside[own.in_row].mean());
    const std::uint32_t group = tree->element(own.in_row).group;
    put(group == 0 ? -1.0F : rows[group].mean());
    put(group == 0 ? -1.0F : share(inside[own.in_row].mass, rows[group].mass));
    if (with_best.empty()) continue;
    const ElementTree::Meeting meeting = with_best[node];
    put(inside[meeting.element].mean());
    put(share(inside[meeting.element].mass, mass_to[count]));
    put(log1(static_cast<double>(meeting.steps)));
  }
  return out;
}

}  // namespace annals
