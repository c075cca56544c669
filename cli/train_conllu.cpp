#include "cli/train_conllu.h"

#include <fstream>
#include <stdexcept>
#include <utility>

#include "ingest/language/chars.h"

namespace annals::cli {
namespace {

// Quotation marks all look alike to the tagger.
std::string plain_form(const std::string& form) {
  if (form == "``" || form == "''") return "\"";
  if (!form.empty()) {
    const Char c = decode_char(form, 0);
    if (c.type == CharClass::kQuote && c.length == form.size()) return "\"";
  }
  return form;
}

TreebankWord row(const std::string& form, const std::string& lemma, const std::string& tag,
                 const std::string& misc) {
  TreebankWord out;
  out.form = plain_form(form);
  out.lower = folded(out.form);
  out.lemma = folded(lemma);
  out.tag = parse_pos(tag);
  out.space_after = misc.find("SpaceAfter=No") == std::string::npos;
  return out;
}

}  // namespace

std::vector<TreebankSentence> read_conllu(const std::vector<std::string>& files) {
  std::vector<TreebankSentence> sentences;
  for (const std::string& file : files) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    TreebankSentence sentence;
    std::string line;
    std::string whole;  // the surface form of the open range
    std::string whole_misc;
    int range_end = 0;
    TreebankSentence parts;
    while (std::getline(in, line)) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.empty()) {
        if (!sentence.empty()) sentences.push_back(std::move(sentence));
        sentence.clear();
        continue;
      }
      if (line.front() == '#') continue;
      std::vector<std::string> columns(1);
      for (const char c : line) {
        if (c == '\t') {
          columns.emplace_back();
        } else {
          columns.back() += c;
        }
      }
      if (columns.size() != 10)
        throw std::runtime_error(std::string(file).append(": no CoNLL-U line: ").append(line));
      const std::string& id = columns[0];
      if (id.find('.') != std::string::npos) continue;
      if (const std::size_t dash = id.find('-'); dash != std::string::npos) {
        whole = columns[1];
        whole_misc = columns[9];
        range_end = std::stoi(id.substr(dash + 1));
        parts.clear();
        continue;
      }
      const TreebankWord word = row(columns[1], columns[2], columns[3], columns[9]);
      if (range_end == 0) {
        sentence.push_back(word);
        continue;
      }
      parts.push_back(word);
      if (std::stoi(id) < range_end) continue;
      std::string joined;
      for (const TreebankWord& part : parts)
        joined += part.form;
      if (joined == whole) {
        sentence.insert(sentence.end(), parts.begin(), parts.end());
      } else {
        TreebankWord surface = row(whole, whole, "X", whole_misc);
        surface.tag = parts.front().tag;
        sentence.push_back(surface);
      }
      range_end = 0;
    }
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
  }
  return sentences;
}

}  // namespace annals::cli
