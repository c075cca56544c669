#include "ingest/clean/rows.h"

#include <algorithm>

#include "engine/base/dense_ids.h"
#include "ingest/clean/measures.h"

namespace annals {
namespace {

using measures::log1;
using measures::share;

constexpr std::size_t kShortestHead = 3;
constexpr std::size_t kLongestHead = 30;
constexpr std::size_t kLongestNote = 10;
// A distance from which on a head has nothing to do with a block, and one up to which it has.
constexpr std::size_t kFarHead = 30;
constexpr std::size_t kHeaded = 3;
constexpr std::size_t kHeadReach = 5;

bool leads_elsewhere(const PageView& view, std::size_t block) {
  const PageBlock& on_page = view.page->blocks[block];
  const std::size_t words = view.words.of_block(block).size();
  return words >= kShortestHead && words <= kLongestHead &&
         std::uint64_t{on_page.link_bytes} * 5 >= std::uint64_t{on_page.span.size()} * 4;
}

bool notes_number(const PageView& view, std::size_t block) {
  const auto words = view.words.of_block(block);
  return words.size() <= kLongestNote &&
         std::any_of(words.begin(), words.end(), [](const PageWord& word) { return word.digits; });
}

// Heads and notes in an element.
struct ElementMarks {
  std::uint32_t heads = 0;
  std::uint32_t notes = 0;
};

// All members of a row together.
struct RowSums {
  std::uint32_t with_heads = 0;  // members
  std::uint32_t with_notes = 0;
  std::uint32_t blocks = 0;
  float words = 0;
  float sentences = 0;
  float links = 0;
};

class RowMeasurer {
 public:
  RowMeasurer(const PageView& view, const ElementTree& tree)
      : view_(view),
        tree_(tree),
        count_(view.size()),
        out_(count_),
        heads_(count_),
        marks_(view.page->nodes.size()),
        rows_(1) {}

  std::vector<RowMeasuresOfBlock> run() {
    sum();
    measure_surroundings();
    for (std::size_t i = 0; i < count_; ++i)
      measure_row(i);
    return std::move(out_);
  }

 private:
  void sum() {
    const Page& page = *view_.page;
    for (std::size_t i = 0; i < count_; ++i) {
      ElementMarks& marks = marks_[page.blocks[i].node];
      heads_[i] = leads_elsewhere(view_, i) ? 1 : 0;
      marks.heads += heads_[i];
      marks.notes += notes_number(view_, i) ? 1U : 0U;
    }
    for (std::size_t n = marks_.size(); n-- > 1;) {
      const ElementMarks marks = marks_[n];
      marks_[page.nodes[n].parent].heads += marks.heads;
      marks_[page.nodes[n].parent].notes += marks.notes;
      const ElementSums& element = tree_.element(static_cast<std::uint32_t>(n));
      if (element.group == 0) continue;
      if (rows_.size() <= element.group) rows_.resize(element.group + 1);
      RowSums& row = rows_[element.group];
      row.with_heads += marks.heads > 0 ? 1U : 0U;
      row.with_notes += marks.notes > 0 ? 1U : 0U;
      row.blocks += element.blocks;
      row.words += element.words;
      row.sentences += element.sentences;
      row.links += element.links;
    }
  }

  double words(std::size_t i) const { return static_cast<double>(view_.words.of_block(i).size()); }

  void measure_surroundings() {
    std::vector<std::uint32_t> heads_to(count_ + 1);
    std::vector<std::size_t> to_head(count_ + 1, kFarHead);
    for (std::size_t i = 0; i < count_; ++i)
      heads_to[i + 1] = heads_to[i] + heads_[i];
    for (std::size_t i = count_; i-- > 0;)
      to_head[i] = heads_[i] != 0 ? 0 : std::min(to_head[i + 1] + 1, kFarHead);
    struct Signature {
      double words = 0;
      double headed = 0;
    };
    DenseIds<std::uint64_t> ids;
    std::vector<Signature> signatures;
    std::vector<std::uint32_t> signature_of(count_);
    std::size_t since = kFarHead;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::size_t from = i > kHeadReach ? i - kHeadReach : 0;
      const std::size_t until = std::min(count_, i + kHeadReach + 1);
      out_[i][kRowSinceHead] = log1(static_cast<double>(since));
      out_[i][kRowToHead] = log1(static_cast<double>(to_head[i + 1]));
      out_[i][kRowHeadsNear] = share(heads_to[until] - heads_to[from], 2 * kHeadReach + 1);
      signature_of[i] = ids.add(innermost_names(*view_.page, view_.page->blocks[i].node));
      if (signature_of[i] == signatures.size()) signatures.emplace_back();
      Signature& signature = signatures[signature_of[i]];
      signature.words += words(i);
      if (since < kHeaded) signature.headed += words(i);
      since = heads_[i] != 0 ? 0 : std::min(since + 1, kFarHead);
    }
    for (std::size_t i = 0; i < count_; ++i) {
      const Signature& signature = signatures[signature_of[i]];
      out_[i][kRowSignatureHeaded] = share(signature.headed, signature.words);
    }
  }

  void measure_row(std::size_t i) {
    RowMeasuresOfBlock& out = out_[i];
    const ElementSums& own = tree_.element(view_.page->blocks[i].node);
    out[kRowAboveHeads] = log1(marks_[own.above].heads);
    if (own.in_row == 0) return;
    const std::uint32_t group = tree_.element(own.in_row).group;
    const RowSums& row = rows_[group];
    const double members = tree_.group(group).count;
    const auto all = static_cast<double>(row.words);
    out[kRowMemberHeads] = log1(marks_[own.in_row].heads);
    out[kRowMemberNotes] = log1(marks_[own.in_row].notes);
    out[kRowHeads] = share(row.with_heads, members);
    out[kRowNotes] = share(row.with_notes, members);
    out[kRowBlocks] = share(row.blocks, members);
    out[kRowSentences] = share(static_cast<double>(row.sentences), all);
    out[kRowLinks] = share(static_cast<double>(row.links), all);
  }

  const PageView& view_;
  const ElementTree& tree_;
  std::size_t count_;
  std::vector<RowMeasuresOfBlock> out_;
  std::vector<std::uint8_t> heads_;
  std::vector<ElementMarks> marks_;
  std::vector<RowSums> rows_;
};

}  // namespace

std::vector<RowMeasuresOfBlock> measure_rows(const PageView& view, const ElementTree& tree) {
  return RowMeasurer(view, tree).run();
}

}  // namespace annals
