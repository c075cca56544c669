// A timeline, and parts of one, for people on a terminal.
// Thread safety: free functions.
#pragma once

#include <string>

#include <annals/v1/network.pb.h>
#include <annals/v1/timeline.pb.h>

namespace annals {

struct TextStyle {
  bool color = false;
  // Columns to wrap at; 0 does not wrap.
  int width = 100;
  // Whether to say why each day, sentence and entry was chosen.
  bool reasons = false;
  // Whether to list all that has no day of its own, or only what weighs most.
  bool all = false;
};

std::string timeline_text(const v1::Timeline& timeline, const TextStyle& style);
// One entry with its time and reports.
std::string entry_text(const v1::Entry& entry, const TextStyle& style);
// What was due, what became of it and who says so.
std::string development_text(const v1::Development& development, const TextStyle& style);
// Two entries that disagree, side by side.
std::string conflict_text(const v1::Conflict& conflict, const TextStyle& style);
std::string diff_text(const v1::TimelineDiff& diff, const TextStyle& style);
std::string path_text(const v1::ActorPath& path, const TextStyle& style);

}  // namespace annals
