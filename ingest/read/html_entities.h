// Character references of HTML ("&auml;", "&#228;", "&#xE4;").
// Thread safety: free functions. Errors: none, what is no reference is text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace annals {

struct CharacterReference {
  // Bytes of the reference, with '&' and ';'; 0 when the text does not begin with one.
  std::size_t length = 0;
  std::uint32_t code = 0;
};

// The reference at the beginning of `text`, which begins with '&'. In attributes a name without its
// ';' before '=' or a letter stays text, so that addresses keep their parameters.
CharacterReference character_reference(std::string_view text, bool in_attribute);

// An attribute's or title's value with references undone, white space collapsed and trimmed.
std::string plain_value(std::string_view raw, bool in_attribute = true);

}  // namespace annals
