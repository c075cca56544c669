#include "ingest/clean/elements.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/dense_ids.h"

namespace annals {
namespace {

std::uint16_t place_of_tag(std::string_view tag) {
  static constexpr std::array<std::pair<std::string_view, ElementPlace>, 21> kTags = {{
      {"article", kPlaceArticle},
      {"main", kPlaceMain},
      {"aside", kPlaceAside},
      {"nav", kPlaceNavigation},
      {"header", kPlaceHeaderFooter},
      {"footer", kPlaceHeaderFooter},
      {"form", kPlaceForm},
      {"button", kPlaceForm},
      {"label", kPlaceForm},
      {"figure", kPlaceFigure},
      {"figcaption", kPlaceFigure},
      {"ul", kPlaceList},
      {"ol", kPlaceList},
      {"dl", kPlaceList},
      {"blockquote", kPlaceQuotation},
      {"q", kPlaceQuotation},
      {"strong", kPlaceEmphasis},
      {"b", kPlaceEmphasis},
      {"em", kPlaceEmphasis},
      {"i", kPlaceEmphasis},
      {"mark", kPlaceEmphasis},
  }};
  if (tag == "table") return 1U << kPlaceTable;
  for (const auto& [name, place] : kTags) {
    if (tag == name) return static_cast<std::uint16_t>(1U << place);
  }
  return 0;
}

}  // namespace

ElementTree::ElementTree(const PageView& view) : view_(view) {
  const std::vector<PageNode>& nodes = view.page->nodes;
  elements_.resize(nodes.size());
  groups_.resize(1);
  for (std::size_t i = 0; i < view.size(); ++i) {
    const PageBlock& block = view.page->blocks[i];
    const auto words = static_cast<float>(view.words.of_block(i).size());
    ElementSums& sums = elements_[block.node];
    ++sums.blocks;
    sums.words += words;
    if (view.ends_sentence[i]) sums.sentences += words;
    if (!block.span.empty())
      sums.links +=
          words * static_cast<float>(block.link_bytes) / static_cast<float>(block.span.size());
  }
  // What no element is around is in none.
  elements_[0] = ElementSums();
  for (std::size_t n = nodes.size(); n-- > 1;) {
    const ElementSums& sums = elements_[n];
    elements_[n].parent = nodes[n].parent;
    if (nodes[n].parent == 0) continue;
    ElementSums& parent = elements_[nodes[n].parent];
    parent.blocks += sums.blocks;
    parent.words += sums.words;
    parent.sentences += sums.sentences;
    parent.links += sums.links;
  }
  DenseIds<std::uint64_t> numbers;  // parent and name
  for (std::size_t n = 1; n < nodes.size(); ++n) {
    ElementSums& sums = elements_[n];
    if (sums.blocks < 2) continue;
    const std::uint64_t key = std::uint64_t{nodes[n].parent} << 32U | nodes[n].name;
    sums.group = numbers.add(key) + 1;
    if (sums.group == groups_.size()) groups_.emplace_back();
    ElementGroup& group = groups_[sums.group];
    sums.index = group.count++;
    group.words += sums.words;
  }
  for (std::size_t n = 1; n < nodes.size(); ++n) {
    ElementSums& sums = elements_[n];
    const ElementSums& parent = elements_[sums.parent];
    sums.in_row = parent.in_row;
    sums.above = parent.above;
    if (sums.blocks < 2) continue;
    sums.above = static_cast<std::uint32_t>(n);
    if (sums.in_row == 0 || groups_[sums.group].count > groups_[elements_[sums.in_row].group].count)
      sums.in_row = static_cast<std::uint32_t>(n);
  }
}

std::vector<ElementTree::Meeting> ElementTree::meetings_with(std::uint32_t node) const {
  const std::vector<PageNode>& nodes = view_.page->nodes;
  std::vector<bool> around(nodes.size());
  for (std::uint32_t n = node; n != 0; n = nodes[n].parent)
    around[n] = true;
  std::vector<Meeting> out(nodes.size());
  for (std::uint32_t n = 1; n < nodes.size(); ++n) {
    const Meeting& outer = out[nodes[n].parent];
    out[n] = around[n] ? Meeting{n, 0} : Meeting{outer.element, outer.steps + 1};
  }
  return out;
}

std::vector<std::uint32_t> ElementTree::same_names_as(std::uint32_t node) const {
  const std::vector<PageNode>& nodes = view_.page->nodes;
  std::vector<std::uint32_t> names(nodes[node].level + 1);  // by level
  for (std::uint32_t n = node; n != 0; n = nodes[n].parent)
    names[nodes[n].level] = nodes[n].name;
  std::vector<std::uint32_t> out(nodes.size());
  for (std::size_t n = 1; n < nodes.size(); ++n) {
    const std::uint32_t outer = out[nodes[n].parent];
    const std::uint32_t level = nodes[n].level;
    const bool same = outer + 1 == level && level < names.size() && names[level] == nodes[n].name;
    out[n] = same ? level : outer;
  }
  return out;
}

std::uint64_t innermost_names(const Page& page, std::uint32_t node) {
  constexpr std::uint64_t kMostNames = 1U << 21U;
  std::uint64_t out = 0;
  for (int i = 0; i < 3; ++i) {
    out = out * kMostNames + page.nodes[node].name % kMostNames;
    node = page.nodes[node].parent;
  }
  return out;
}

std::vector<std::uint16_t> element_places(const Page& page) {
  std::vector<std::uint16_t> of_name(page.names.size());
  for (std::size_t i = 0; i < page.names.size(); ++i) {
    const std::string_view name = page.names[i];
    of_name[i] = place_of_tag(name.substr(0, name.find_first_of("#.")));
  }
  std::vector<std::uint16_t> out(page.nodes.size());
  for (std::size_t n = 1; n < page.nodes.size(); ++n) {
    const PageNode& node = page.nodes[n];
    out[n] = static_cast<std::uint16_t>(out[node.parent] | of_name[node.name]);
  }
  return out;
}

}  // namespace annals
