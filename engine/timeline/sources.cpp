#include "engine/timeline/sources.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// Sets of the articles 0 … size - 1. A set is named by its smallest one, so that the numbering
// follows the order given.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : root_(size), count_(size) {
    std::iota(root_.begin(), root_.end(), 0U);
  }
  std::uint32_t find(std::uint32_t i) {
    while (root_[i] != i)
      i = root_[i] = root_[root_[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a);
    b = find(b);
    if (a == b) return;
    root_[std::max(a, b)] = std::min(a, b);
    --count_;
  }
  // How many sets there are.
  std::size_t count() const { return count_; }

 private:
  std::vector<std::uint32_t> root_;
  std::size_t count_;
};

// Calls visit(earlier, later) for pairs of articles of different sets whose sketches share a value
// in the same place: others cannot be copies (locality-sensitive hashing with bands of one row:
// Indyk and Motwani, 1998). The visitor may join them; of one set nothing is left to find.
template <class Visit>
void for_each_candidate(std::span<const v1::Digest* const> articles, DisjointSets& sets,
                        Visit visit) {
  int places = 0;
  for (const v1::Digest* article : articles)
    places = std::max(places, article->sketch_size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> held;  // a value, and who holds it
  for (int place = 0; place < places && sets.count() > 1; ++place) {
    held.clear();
    for (std::uint32_t i = 0; i < articles.size(); ++i) {
      if (place < articles[i]->sketch_size()) held.emplace_back(articles[i]->sketch(place), i);
    }
    std::ranges::sort(held);
    for (auto begin = held.begin(); begin != held.end();) {
      auto end = begin;
      bool apart = false;
      for (; end != held.end() && end->first == begin->first; ++end)
        apart = apart || sets.find(end->second) != sets.find(begin->second);
      const std::span holders(begin, end);
      for (std::size_t later = 1; apart && later < holders.size(); ++later) {
        for (const auto& [value, earlier] : holders.first(std::min(later, kMaxEqual))) {
          if (sets.find(earlier) != sets.find(holders[later].second)) {
            visit(earlier, holders[later].second);
          }
        }
      }
      begin = end;
    }
  }
}

// Below so many articles all pairs are fewer than the values of their sketches.
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
  DisjointSets sets(articles.size());
  std::map<std::string_view, std::uint32_t> by_outlet;
  std::map<std::string_view, std::uint32_t> by_article;
  for (std::uint32_t i = 0; i < articles.size(); ++i) {
    const auto [article, new_article] = by_article.try_emplace(articles[i]->article_id(), i);
    if (!new_article) sets.join(article->second, i);
    if (articles[i]->outlet().empty()) continue;
    const auto [outlet, new_outlet] = by_outlet.try_emplace(articles[i]->outlet(), i);
    if (!new_outlet) sets.join(outlet->second, i);
  }
  const auto compare = [&](std::uint32_t i, std::uint32_t j) {
    if (sets.find(i) != sets.find(j) && near_copies(*articles[i], *articles[j])) sets.join(i, j);
  };
  if (articles.size() <= kFew) {
    for (std::uint32_t i = 0; i < articles.size(); ++i) {
      for (std::uint32_t j = i + 1; j < articles.size(); ++j)
        compare(i, j);
    }
  } else {
    for_each_candidate(articles, sets, compare);
  }
  std::vector<std::uint32_t> number(articles.size(), 0);
  std::vector<std::uint32_t> out;
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < articles.size(); ++i) {
    std::uint32_t& mine = number[sets.find(i)];
    if (mine == 0) mine = ++next;
    out.push_back(mine);
  }
  return out;
}

}  // namespace annals
