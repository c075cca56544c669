#include "engine/timeline/sources.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace annals {
namespace {

// Share of equal sketch values from which on two bodies are copies; the lower one with an agency
// that both credit.
constexpr double kCopy = 0.5;
constexpr double kSameAgencyCopy = 0.2;
// Articles of an equal sketch value that are looked at: more are copies of one text, and such meet
// at many other values.
constexpr std::size_t kMaxEqual = 64;

bool share_agency(const v1::Digest& a, const v1::Digest& b) {
  return std::ranges::any_of(a.agencies(), [&](const std::string& name) {
    return std::ranges::find(b.agencies(), name) != b.agencies().end();
  });
}

// Calls visit(earlier, later) for the pairs of articles whose sketches share a value in the same
// place: others cannot be copies (locality-sensitive hashing with bands of one row: Indyk and
// Motwani, 1998).
template <class Visit>
void for_each_candidate(std::span<const v1::Digest* const> articles, Visit visit) {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> holders;
  std::vector<std::uint32_t> met(articles.size(), 0);  // the last article, plus one, that met it
  for (std::uint32_t i = 0; i < articles.size(); ++i) {
    for (int place = 0; place < articles[i]->sketch_size(); ++place) {
      const std::uint64_t key =
          (static_cast<std::uint64_t>(place) << 32U) | articles[i]->sketch(place);
      std::vector<std::uint32_t>& list = holders[key];
      for (const std::uint32_t other : list) {
        if (std::exchange(met[other], i + 1) != i + 1) visit(other, i);
      }
      if (list.size() < kMaxEqual) list.push_back(i);
    }
  }
}

// Below so many articles all pairs are fewer than what the index would hold.
constexpr std::size_t kFew = 48;

}  // namespace

bool near_copies(const v1::Digest& a, const v1::Digest& b) {
  const int size = std::min(a.sketch_size(), b.sketch_size());
  if (size == 0) return false;
  int same = 0;
  for (int i = 0; i < size; ++i)
    same += a.sketch(i) == b.sketch(i) ? 1 : 0;
  const double share = static_cast<double>(same) / size;
  if (share >= kCopy) return true;
  return share >= kSameAgencyCopy && share_agency(a, b);
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
  const auto compare = [&](std::uint32_t i, std::uint32_t j) {
    if (find(i) != find(j) && near_copies(*articles[i], *articles[j])) join(i, j);
  };
  if (articles.size() <= kFew) {
    for (std::uint32_t i = 0; i < articles.size(); ++i) {
      for (std::uint32_t j = i + 1; j < articles.size(); ++j)
        compare(i, j);
    }
  } else {
    for_each_candidate(articles, compare);
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
