// Runs a fuzz target without libFuzzer: over the files of a seed directory and over mutations of
// them, from a fixed seed, so that every build runs the same inputs.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

// NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// Pieces that parsers treat specially.
const std::vector<std::string> kTokens{"<",
                                       ">",
                                       "</p>",
                                       "<p>",
                                       "<script>",
                                       "&amp;",
                                       "&#x",
                                       "\"",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       "\\u12",
                                       "\xff",
                                       std::string(1, '\0'),
                                       "\xc3",
                                       "\n",
                                       "\r\n",
                                       "2020-09-20",
                                       "20. September",
                                       "14:46 Uhr",
                                       "yesterday",
                                       "am Montag",
                                       "„",
                                       "“",
                                       "weder",
                                       "noch",
                                       "laut",
                                       "9999999999999",
                                       "-",
                                       "<TIMEX3 ",
                                       "<TEXT>",
                                       "</TEXT>",
                                       "\x1f\x8b",
                                       "\x28\xb5\x2f\xfd"};

std::vector<std::string> read_seeds(const std::string& directory) {
  namespace fs = std::filesystem;
  std::vector<std::string> seeds{""};
  std::error_code error;
  std::vector<fs::path> paths;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    paths.push_back(it->path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

std::string mutate(std::string text, std::mt19937& random) {
  const unsigned changes = 1 + random() % 8;
  for (unsigned i = 0; i < changes; ++i) {
    const std::size_t at = text.empty() ? 0 : random() % (text.size() + 1);
    switch (random() % 4) {
      case 0:
        text.insert(at, kTokens[random() % kTokens.size()]);
        break;
      case 1:
        text.erase(at, random() % 16);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random() % 256);
        break;
      default:
        text.insert(at, text.substr(text.size() / 2, random() % 64));
        break;
    }
  }
  return text;
}

void run_one(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  constexpr unsigned kSeed = 20200920;
  constexpr int kRounds = 3000;
  std::mt19937 random(kSeed);
  const std::vector<std::string> seeds = read_seeds(argc > 1 ? argv[1] : "");
  for (const std::string& seed : seeds)
    run_one(seed);
  for (int i = 0; i < kRounds; ++i)
    run_one(mutate(seeds[random() % seeds.size()], random));
  std::cout << seeds.size() + kRounds << " inputs\n";
  return 0;
}
