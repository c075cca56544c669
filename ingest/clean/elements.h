// How does the document's tree look around each block? What the elements hold, which of them stand
// in a row of their like (comments, teasers, articles of an endless page), and how far blocks are
// from each other in the tree.
//
// Thread safety: immutable after construction. Time and memory: linear in the page's paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/clean/page_view.h"

namespace annals {

// What stands in an element.
struct ElementSums {
  std::uint32_t parent = 0;
  std::uint32_t group = 0;  // equal numbers: same parent and same name, a row of their like
  std::uint32_t index = 0;  // in its group, of the elements that hold more than a block
  std::uint32_t blocks = 0;
  float words = 0;
  float sentences = 0;  // words in blocks that end a sentence
  float links = 0;      // words in links
};

// Elements of one parent and name that hold more than one block each.
struct ElementGroup {
  std::uint32_t count = 0;
  float words = 0;
};

class ElementTree {
 public:
  explicit ElementTree(const PageView& view);

  const ElementSums& element(std::uint32_t id) const { return elements_[id]; }
  const ElementGroup& group(std::uint32_t number) const { return groups_[number]; }

  // The innermost element that holds both blocks (0: none that is known), and how many elements
  // below it hold block `a` alone.
  struct Meeting {
    std::uint32_t element = 0;
    std::size_t steps = 0;
  };
  Meeting meet(std::size_t a, std::size_t b) const;

 private:
  const PageView& view_;
  std::vector<ElementSums> elements_;  // by id; 0 is the page
  std::vector<ElementGroup> groups_;
};

}  // namespace annals
