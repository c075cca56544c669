// Pages with known article text, for training and cross-validation.
//
// A set is a folder with gold.jsonl (a JSON object a line: "id", "url", "title", "text"; or "with"
// and "without", lists of strings that are and are not part of the article) and one folder a style
// of page: html/<id>.html, full/<id>.txt, crawl/<id>.txt.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "ingest/clean/page_view.h"
#include "ingest/read/page.h"

namespace annals::cli {

struct GoldPage {
  std::string id;
  std::string domain;  // registered domain; a site is never in two folds
  std::string style;
  std::string title;
  std::string text;
  std::vector<std::string> with, without;
  Page page;
  std::vector<float> labels;        // of each block: 1 article, 0 not
  std::vector<float> weights;       // 0: not known
  std::vector<float> title_labels;  // 1 headline
  std::vector<float> title_weights;
};

// The pages of a set in one style ("html", "full", "crawl"), in order of their ids.
Result<std::vector<GoldPage>> load_gold_pages(const std::string& set, const std::string& style);

// Fills labels and weights from an unlabelled view of the page.
void label_blocks(GoldPage& gold, const PageView& view);

// "www.example.co.uk" in "https://www.example.co.uk/a" -> "example.co.uk".
std::string registered_domain(std::string_view url);

}  // namespace annals::cli
