// A timeline for people on a terminal.
// Thread safety: free functions.
#pragma once

#include <string>

#include <annals/v1/timeline.pb.h>

namespace annals {

struct TextStyle {
  bool color = false;
  // Columns to wrap at; 0 does not wrap.
  int width = 100;
};

std::string timeline_text(const v1::Timeline& timeline, const TextStyle& style);

}  // namespace annals
