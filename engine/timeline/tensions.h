// Where do entries disagree?
//
// The same frame affirmed and negated, or two classes that exclude each other, of the same actors
// at the same time: a contradiction. Classes that pull in different directions, or the same frame
// negated in another manner (planned, but not done): a tension. Nothing is resolved: both sides
// stay, with who says what. Thread safety: free functions on values.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/v1/timeline.pb.h>

#include "engine/base/ids.h"
#include "engine/timeline/entries.h"
#include "engine/timeline/relations.h"

namespace annals {

struct TensionDraft {
  std::size_t a = 0;  // in the span given, a < b
  std::size_t b = 0;
  v1::TensionKind kind = v1::TENSION_KIND_UNSPECIFIED;
  std::string reason;
  double strength = 0;
};

// Contradictions first, then the strongest; ties in the order of the entries; `most` at most.
std::vector<TensionDraft> find_tensions(std::span<const EntryDraft* const> entries,
                                        const EntryContext& context,
                                        const ClassRelations& relations, std::size_t most);

// The printed id of a disagreement: "te-" and the numbers of both entries, the smaller first, so
// that an id leads to its two sides.
std::string tension_id(EntryId a, EntryId b);
// The inverse; nullopt for anything else.
std::optional<std::pair<EntryId, EntryId>> parse_tension_id(std::string_view text);

}  // namespace annals
