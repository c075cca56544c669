// DataFiles: the language packs, models and background tables, embedded in the binary or from a
// directory. Thread safety: immutable after construction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace google::protobuf {
class Message;
}

namespace annals {

class DataFiles {
 public:
  // What the binary was built with.
  static DataFiles embedded();
  // The files of a directory laid out like `data/` (--data DIR), read at once; a file that is
  // missing there falls back to the embedded one. Error kIo / kNotFound names the path.
  static Result<DataFiles> from_directory(const std::string& directory);

  // The bytes of a file such as "models/tagger-de.bin", 64-byte aligned when embedded. The view
  // lives as long as the program. Error kNotFound.
  Result<std::string_view> read(std::string_view name) const;
  bool has(std::string_view name) const;
  // Whether every file is one the binary was built with.
  bool is_embedded() const { return origin_.empty(); }
  // Names below a prefix, sorted.
  std::vector<std::string> list(std::string_view prefix) const;
  // Codes of the languages that have a pack, sorted: "de", "en".
  std::vector<std::string> languages() const;

  // Parses a file such as "lang/de/times.txtpb" into `out`: Protobuf text in a directory, encoded
  // when embedded. Error kInvalidInput names file, line, column and what was expected.
  Status read_message(std::string_view name, google::protobuf::Message& out) const;

 private:
  struct File {
    std::string name;
    std::string_view bytes;
    bool encoded = false;  // a Protobuf message, not its text
  };
  const File* find(std::string_view name) const;         // nullptr: there is none
  Result<const File*> get(std::string_view name) const;  // Error kNotFound
  std::vector<File> files_;                              // sorted by name
  std::string origin_;                                   // directory, or empty when embedded
};

}  // namespace annals
