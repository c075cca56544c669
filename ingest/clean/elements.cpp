#include "ingest/clean/elements.h"

#include <algorithm>
#include <unordered_map>

#include "engine/base/hash.h"

namespace annals {

ElementTree::ElementTree(const PageView& view) : view_(view) {
  std::uint32_t most = 0;
  for (const PageBlock& block : view.page->blocks) {
    for (const std::uint32_t id : block.path_ids)
      most = std::max(most, id);
  }
  elements_.resize(std::size_t{most} + 1);
  groups_.resize(1);
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;  // parent and name -> group
  std::vector<std::uint32_t> order;
  for (std::size_t i = 0; i < view.size(); ++i) {
    const PageBlock& block = view.page->blocks[i];
    const auto words = static_cast<float>(view.words.of_block(i).size());
    const float links = block.span.empty() ? 0.0F
                                           : words * static_cast<float>(block.link_bytes) /
                                                 static_cast<float>(block.span.size());
    const float sentences = ends_sentence(view.text_of(i)) ? words : 0.0F;
    std::uint32_t parent = 0;
    for (std::size_t p = 0; p < block.path_ids.size(); ++p) {
      const std::uint32_t id = block.path_ids[p];
      ElementSums& sums = elements_[id];
      if (sums.blocks == 0) {
        sums.parent = parent;
        const auto next = static_cast<std::uint32_t>(groups_.size());
        const auto [it, fresh] = numbers.try_emplace(hash64(block.path[p], parent), next);
        if (fresh) groups_.emplace_back();
        sums.group = it->second;
        order.push_back(id);
      }
      ++sums.blocks;
      sums.words += words;
      sums.sentences += sentences;
      sums.links += links;
      parent = id;
    }
  }
  for (const std::uint32_t id : order) {
    ElementSums& sums = elements_[id];
    if (sums.blocks < 2) continue;
    ElementGroup& group = groups_[sums.group];
    sums.index = group.count++;
    group.words += sums.words;
  }
}

ElementTree::Meeting ElementTree::meet(std::size_t a, std::size_t b) const {
  const auto& of_a = view_.page->blocks[a].path_ids;
  const auto& of_b = view_.page->blocks[b].path_ids;
  const std::size_t most = std::min(of_a.size(), of_b.size());
  std::size_t common = 0;
  while (common < most && of_a[common] == of_b[common])
    ++common;
  return {common == 0 ? 0 : of_a[common - 1], of_a.size() - common};
}

}  // namespace annals
