// Names made comparable. Thread safety: free functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace annals {

// What an actor's key starts from: case and width folded (NFKC_Casefold), hyphens as blanks, runs
// of blanks as one, full stops dropped: "  Byte-Dance  Ltd." -> "byte dance ltd".
std::string fold_name(std::string_view name);
// The parts between blanks.
std::vector<std::string_view> words_of(std::string_view text);
// The first letters of the words that begin with a capital, folded: "Securities and Exchange
// Commission" -> "sec". Empty when fewer than two words do.
std::string initials_of(std::string_view name);
// Whether the name is one word of two to six capitals: "SEC".
bool looks_like_acronym(std::string_view name);

}  // namespace annals
