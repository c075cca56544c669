// How does the document's tree look around each block? What the elements hold, which of them stand
// in a row of their like (comments, teasers, articles of an endless page), and how far blocks are
// from each other in the tree.
//
// Thread safety: immutable after construction. Time and memory: linear in blocks and elements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
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
  // Of the elements around it and itself that hold more than a block: the one in the longest row
  // of its like, and the innermost; 0: none.
  std::uint32_t in_row = 0;
  std::uint32_t above = 0;
};

// Elements of one parent and name that hold more than one block each.
struct ElementGroup {
  std::uint32_t count = 0;
  float words = 0;
};

class ElementTree {
 public:
  explicit ElementTree(const PageView& view);

  // By the number in Page.nodes; 0 is the page and says nothing.
  const ElementSums& element(std::uint32_t node) const { return elements_[node]; }
  const ElementGroup& group(std::uint32_t number) const { return groups_[number]; }

  // The innermost element that holds both nodes (0: none that is known), and how many elements
  // there are below it down to the first of them.
  struct Meeting {
    std::uint32_t element = 0;
    std::uint32_t steps = 0;
  };
  // Of each node with this one.
  std::vector<Meeting> meetings_with(std::uint32_t node) const;
  // Of each node: how many of the elements around it, from the outermost on, have the same names
  // as those around this one.
  std::vector<std::uint32_t> same_names_as(std::uint32_t node) const;

 private:
  const PageView& view_;
  std::vector<ElementSums> elements_;
  std::vector<ElementGroup> groups_;
};

// The names of a node's three innermost elements as one number.
std::uint64_t innermost_names(const Page& page, std::uint32_t node);

// What it means to stand in an element, by its tag.
enum ElementPlace : std::uint8_t {
  kPlaceArticle,
  kPlaceMain,
  kPlaceAside,
  kPlaceNavigation,
  kPlaceHeaderFooter,
  kPlaceForm,
  kPlaceFigure,
  kPlaceList,
  kPlaceTable,
  kPlaceQuotation,
  kPlaceEmphasis,
  kElementPlaces,
};
// Of each node: a bit for each place it or an element around it is.
std::vector<std::uint16_t> element_places(const Page& page);

}  // namespace annals
