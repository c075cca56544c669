// Makes the clusters and the kinds of words from vectors.
#include <cstdio>
#include <fstream>
#include <limits>
#include <locale>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/train.h"
#include "engine/base/hash.h"
#include "ingest/language/chars.h"
#include "ingest/learn/cluster_trainer.h"
#include "ingest/learn/word_clusters.h"
#include "ingest/learn/word_kinds.h"

namespace annals::cli {
namespace {

struct Vectors {
  std::vector<std::string> words;  // folded, as the file has them: the most frequent first
  std::size_t dimensions = 0;
  std::vector<float> numbers;
};

// Lines of "word n1 … nd", blanks between.
Vectors read_vectors(const std::string& file, std::size_t most_words) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  Vectors out;
  std::string line;
  while (out.words.size() < most_words && std::getline(in, line)) {
    const std::size_t blank = line.find(' ');
    if (blank == 0 || blank == std::string::npos) continue;
    const std::size_t before = out.numbers.size();
    const char* at = line.data() + blank;
    for (char* end = nullptr;; at = end) {
      const float number = std::strtof(at, &end);
      if (end == at) break;
      out.numbers.push_back(number);
    }
    const std::size_t count = out.numbers.size() - before;
    if (out.dimensions == 0) out.dimensions = count;
    if (count == 0 || count != out.dimensions) {
      throw std::runtime_error(file + ": word " + std::to_string(out.words.size() + 1) +
                               ": a vector of " + std::to_string(count) + " numbers");
    }
    out.words.push_back(folded(line.substr(0, blank)));
  }
  return out;
}

// Without what all words share, the vectors tell more of each (Mu, Bhat and Viswanath, 2018).
UnitVectors directions(const Vectors& vectors) {
  std::vector<double> mean(vectors.dimensions);
  for (std::size_t i = 0; i < vectors.numbers.size(); ++i)
    mean[i % vectors.dimensions] += static_cast<double>(vectors.numbers[i]);
  for (double& x : mean)
    x /= static_cast<double>(vectors.words.size());
  UnitVectors out(vectors.dimensions);
  std::vector<double> row(vectors.dimensions);
  for (std::size_t i = 0; i < vectors.words.size(); ++i) {
    for (std::size_t d = 0; d < row.size(); ++d)
      row[d] = static_cast<double>(vectors.numbers[i * row.size() + d]) - mean[d];
    out.add(row);
  }
  return out;
}

// What a word is in a name: nothing, the first or the last word of a person, the first or a later
// one of an organisation or a place.
enum NamePart : std::uint8_t {
  kNoName,
  kPersonBegins,
  kPersonEnds,
  kOrganisationBegins,
  kOrganisationGoesOn,
  kPlaceBegins,
  kPlaceGoesOn,
  kNameParts
};

NamePart part_of(const std::string& label, const std::string& next) {
  const bool begins = label.starts_with("B-");
  if (label.ends_with("-PER")) return next == "I-PER" ? kPersonBegins : kPersonEnds;
  if (label.ends_with("-ORG")) return begins ? kOrganisationBegins : kOrganisationGoesOn;
  if (label.ends_with("-LOC")) return begins ? kPlaceBegins : kPlaceGoesOn;
  return kNoName;
}

// Counts the parts of names among the words with capitals of English corpora (token<TAB>BIO), but
// words without a name at the head of a sentence.
class PartCounter {
 public:
  explicit PartCounter(const Vectors& vectors) {
    for (std::size_t i = 0; i < vectors.words.size(); ++i)
      points_.emplace(vectors.words[i], i);
  }
  void read(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::vector<std::pair<std::string, std::string>> sentence;
    std::string line;
    while (std::getline(in, line)) {
      const std::size_t tab = line.find('\t');
      if (tab != std::string::npos) {
        sentence.emplace_back(line.substr(0, tab), line.substr(tab + 1));
        continue;
      }
      count(sentence);
      sentence.clear();
    }
    count(sentence);
  }
  std::vector<KindExample> examples() const {
    std::vector<KindExample> out;
    out.reserve(counts_.size());
    for (const auto& [point, counts] : counts_)
      out.push_back({point, counts});
    return out;
  }

 private:
  void count(const std::vector<std::pair<std::string, std::string>>& sentence) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const auto& [word, label] = sentence[i];
      if (word.empty() || word[0] < 'A' || word[0] > 'Z') continue;
      const NamePart part = part_of(label, i + 1 < sentence.size() ? sentence[i + 1].second : "O");
      if (part == kNoName && i == 0) continue;
      const auto found = points_.find(folded(word));
      if (found == points_.end()) continue;
      auto& counts = counts_[found->second];
      counts.resize(kNameParts);
      ++counts[part];
    }
  }

  std::map<std::string, std::size_t> points_;  // the first of a word
  std::map<std::size_t, std::vector<double>> counts_;
};

}  // namespace

int train_clusters(int argc, char** argv) {
  CLI::App app("Makes the clusters of words from vectors of words.", "annals-train clusters");
  std::string file;
  std::string output;
  std::string list;
  std::size_t most_words = std::numeric_limits<std::size_t>::max();
  std::size_t learned = 30000;
  std::vector<std::size_t> sizes = {32, 200, 1024};
  std::vector<std::string> names;
  std::size_t kinds = WordClusters::kMostKinds;
  ClusterOptions options;
  app.add_option("--vectors", file, "lines of a word and its numbers, frequent words first")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--words", most_words, "so many words of the file");
  app.add_option("--learn", learned, "so many of them make the clusters; the others join them")
      ->capture_default_str();
  app.add_option("--clusters", sizes, "broad, middle and narrow clusters")
      ->expected(3)
      ->capture_default_str();
  app.add_option("--passes", options.passes, "passes over the words")->capture_default_str();
  app.add_option("--names", names, "corpora with names, token<TAB>BIO, that tell kinds of words");
  app.add_option("--kinds", kinds, "kinds of words")->capture_default_str();
  app.add_option("--seed", options.seed, "of the start")->capture_default_str();
  app.add_option("--list", list, "write each word with its clusters here, to look at");
  app.add_option("-o,--output", output, "file to write")->required();
  CLI11_PARSE(app, argc, argv);
  if (sizes[2] > WordClusters::kMostNarrow || kinds > WordClusters::kMostKinds)
    throw std::runtime_error("too many clusters");

  const Vectors vectors = read_vectors(file, most_words);
  const UnitVectors points = directions(vectors);
  UnitVectors frequent(points.dimensions);
  frequent.values.assign(
      points.values.begin(),
      points.values.begin() +
          static_cast<std::ptrdiff_t>(std::min(learned, points.size()) * points.dimensions));
  // The narrow ones from the words, the others from the narrow ones.
  options.clusters = sizes[2];
  const UnitVectors narrow = find_clusters(frequent, {}, options);
  const std::vector<std::uint16_t> own = nearest(points, narrow);
  std::vector<std::uint32_t> members(narrow.size());
  for (const std::uint16_t cluster : own)
    ++members[cluster];
  const auto above = [&](std::size_t clusters) {
    options.clusters = clusters;
    return nearest(narrow, find_clusters(narrow, members, options));
  };
  const std::vector<std::uint16_t> broad = above(sizes[0]);
  const std::vector<std::uint16_t> middle = above(sizes[1]);

  // Words of like shares of kinds are of one kind; the rarest words have the poorest vectors.
  constexpr std::size_t kSurest = 150000;
  PartCounter counter(vectors);
  for (const std::string& corpus : names)
    counter.read(corpus);
  const UnitVectors shares = tell_kinds(points, counter.examples(), {.seed = options.seed});
  UnitVectors surest(shares.dimensions);
  surest.values.assign(
      shares.values.begin(),
      shares.values.begin() +
          static_cast<std::ptrdiff_t>(std::min(kSurest, shares.size()) * shares.dimensions));
  options.clusters = kinds;
  const std::vector<std::uint16_t> kind = nearest(shares, find_clusters(surest, {}, options));

  std::vector<WordClusters::Word> words;
  for (std::size_t i = 0; i < own.size(); ++i)
    words.push_back({hash64(vectors.words[i]), own[i], kind[i]});
  std::vector<WordClusters::Above> tree;
  for (std::size_t i = 0; i < narrow.size(); ++i)
    tree.push_back({broad[i], middle[i]});
  const std::string bytes = WordClusters::build(words, tree, kinds);
  std::ofstream out(output, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + output);
  std::printf("%zu words, %zu bytes\n", words.size(), bytes.size());
  if (list.empty()) return 0;
  std::ofstream listing(list);
  for (std::size_t i = 0; i < own.size(); ++i)
    listing << broad[own[i]] << '\t' << middle[own[i]] << '\t' << own[i] << '\t' << kind[i] << '\t'
            << vectors.words[i] << '\n';
  return 0;
}

}  // namespace annals::cli
