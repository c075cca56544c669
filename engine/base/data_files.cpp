#include "engine/base/data_files.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

#include <embedded.h>
#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

namespace annals {
namespace {

// Files of --data live as long as the program, so that views into them never dangle.
std::string_view keep_forever(std::string bytes) {
  static std::mutex mutex;
  static std::deque<std::string> kept;
  const std::lock_guard lock(mutex);
  return kept.emplace_back(std::move(bytes));
}

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) text = fmt::format("{}:{}: {}", line + 1, column + 1, message);
  }
  std::string text;
};

}  // namespace

DataFiles DataFiles::embedded() {
  DataFiles out;
  for (unsigned long i = 0; i < embedded::kFileCount; ++i) {
    const embedded::File& file = embedded::kFiles[i];
    out.files_.push_back(
        {.name = file.name,
         .bytes = std::string_view(file.begin, static_cast<std::size_t>(file.end - file.begin)),
         .encoded = file.encoded});
  }
  std::sort(out.files_.begin(), out.files_.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  return out;
}

Result<DataFiles> DataFiles::from_directory(const std::string& directory) {
  namespace fs = std::filesystem;
  DataFiles out = embedded();
  out.origin_ = directory;
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return fail(ErrorCode::kNotFound,
                fmt::format("{}: not a directory of language packs and models", directory));
  }
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    const std::string extension = it->path().extension().string();
    if (extension != ".txtpb" && extension != ".bin") continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.good() && !in.eof())
      return fail(ErrorCode::kIo, fmt::format("{}: cannot be read", it->path().string()));
    const std::string name = fs::relative(it->path(), directory, error).generic_string();
    const std::string_view view = keep_forever(std::move(bytes));
    const auto at =
        std::lower_bound(out.files_.begin(), out.files_.end(), name,
                         [](const File& f, const std::string& n) { return f.name < n; });
    if (at != out.files_.end() && at->name == name) {
      at->bytes = view;
      at->encoded = false;
    } else {
      out.files_.insert(at, File{.name = name, .bytes = view});
    }
  }
  if (error) return fail(ErrorCode::kIo, fmt::format("{}: {}", directory, error.message()));
  return out;
}

const DataFiles::File* DataFiles::find(std::string_view name) const {
  const auto at = std::lower_bound(files_.begin(), files_.end(), name,
                                   [](const File& f, std::string_view n) { return f.name < n; });
  return at != files_.end() && at->name == name ? &*at : nullptr;
}

Result<const DataFiles::File*> DataFiles::get(std::string_view name) const {
  if (const File* file = find(name)) return file;
  return fail(ErrorCode::kNotFound, fmt::format("data file {} is neither built in nor in {}", name,
                                                origin_.empty() ? "--data" : origin_));
}

Result<std::string_view> DataFiles::read(std::string_view name) const {
  ANNALS_ASSIGN(const File* file, get(name));
  return file->bytes;
}

bool DataFiles::has(std::string_view name) const {
  return find(name) != nullptr;
}

std::vector<std::string> DataFiles::list(std::string_view prefix) const {
  std::vector<std::string> names;
  for (const File& file : files_) {
    if (file.name.starts_with(prefix)) names.push_back(file.name);
  }
  return names;
}

std::vector<std::string> DataFiles::languages() const {
  std::vector<std::string> codes;
  constexpr std::string_view kPrefix = "lang/";
  for (const std::string& name : list(kPrefix)) {
    const std::size_t slash = name.find('/', kPrefix.size());
    if (slash == std::string::npos) continue;
    std::string code = name.substr(kPrefix.size(), slash - kPrefix.size());
    if (codes.empty() || codes.back() != code) codes.push_back(std::move(code));
  }
  return codes;
}

Status DataFiles::read_message(std::string_view name, google::protobuf::Message& out) const {
  ANNALS_ASSIGN(const File* file, get(name));
  const auto size = static_cast<int>(file->bytes.size());
  if (file->encoded) {
    if (out.ParseFromArray(file->bytes.data(), size)) return {};
    return fail(ErrorCode::kInvalidInput, fmt::format("{}: built in of another schema", name));
  }
  google::protobuf::io::ArrayInputStream stream(file->bytes.data(), size);
  FirstError errors;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  if (!parser.Parse(&stream, &out)) {
    const std::string place =
        origin_.empty() ? std::string(name) : origin_ + "/" + std::string(name);
    return fail(ErrorCode::kInvalidInput, fmt::format("{}:{}", place, errors.text));
  }
  return {};
}

}  // namespace annals
