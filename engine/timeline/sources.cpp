#include "engine/timeline/sources.h"

#include <algorithm>
#include <map>
#include <string>

namespace annals {
namespace {

// Share of equal sketch values from which on two bodies are copies; the lower one with an agency
// that both credit.
constexpr double kCopy = 0.5;
constexpr double kSameAgencyCopy = 0.2;
// Bodies are compared pairwise up to so many articles.
constexpr std::size_t kMaxCompared = 300;

}  // namespace

bool near_copies(const v1::Digest& a, const v1::Digest& b) {
  const int size = std::min(a.sketch_size(), b.sketch_size());
  if (size == 0) return false;
  int same = 0;
  for (int i = 0; i < size; ++i)
    same += a.sketch(i) == b.sketch(i) ? 1 : 0;
  const double share = static_cast<double>(same) / size;
  if (share >= kCopy) return true;
  const bool agency = std::ranges::any_of(a.agencies(), [&](const std::string& name) {
    return std::ranges::find(b.agencies(), name) != b.agencies().end();
  });
  return agency && share >= kSameAgencyCopy;
}

std::vector<std::uint32_t> source_groups(std::span<const v1::Digest* const> articles) {
  if (articles.size() == 1) return {1};
  std::vector<std::uint32_t> root(articles.size());
  for (std::uint32_t i = 0; i < root.size(); ++i)
    root[i] = i;
  const auto find = [&](std::uint32_t i) {
    while (root[i] != i)
      i = root[i] = root[root[i]];
    return i;
  };
  // The smaller number stays the root, so that the numbering follows the order given.
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    root[std::max(a, b)] = std::min(a, b);
  };
  std::map<std::string_view, std::uint32_t> by_outlet;
  std::map<std::string_view, std::uint32_t> by_article;
  for (std::uint32_t i = 0; i < articles.size(); ++i) {
    const auto [article, new_article] = by_article.try_emplace(articles[i]->article_id(), i);
    if (!new_article) join(article->second, i);
    if (articles[i]->outlet().empty()) continue;
    const auto [outlet, new_outlet] = by_outlet.try_emplace(articles[i]->outlet(), i);
    if (!new_outlet) join(outlet->second, i);
  }
  const auto compared = static_cast<std::uint32_t>(std::min(articles.size(), kMaxCompared));
  for (std::uint32_t i = 0; i < compared; ++i) {
    for (std::uint32_t j = i + 1; j < compared; ++j) {
      if (find(i) != find(j) && near_copies(*articles[i], *articles[j])) join(i, j);
    }
  }
  std::vector<std::uint32_t> number(articles.size(), 0);
  std::vector<std::uint32_t> out;
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < articles.size(); ++i) {
    std::uint32_t& mine = number[find(i)];
    if (mine == 0) mine = ++next;
    out.push_back(mine);
  }
  return out;
}

}  // namespace annals
