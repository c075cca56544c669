#include "ingest/read/json_ld.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "ingest/read/html_entities.h"
#include "ingest/read/json.h"
#include "ingest/read/json_body.h"

namespace annals {
namespace {

using namespace std::string_view_literals;

// Types whose name ends otherwise than "Article" or "Posting".
constexpr std::array kMoreTypes = {"Report"sv, "Review"sv, "CriticReview"sv};
constexpr std::array kPageTypes = {"WebPage"sv, "ItemPage"sv};

// Below these members stand other articles than the page's.
constexpr std::array kElsewhere = {
    "itemListElement"sv, "hasPart"sv,         "liveBlogUpdate"sv, "comment"sv,     "mentions"sv,
    "citation"sv,        "about"sv,           "isBasedOn"sv,      "relatedLink"sv, "isPartOf"sv,
    "review"sv,          "associatedMedia"sv, "image"sv,          "video"sv,       "author"sv,
    "publisher"sv,       "breadcrumb"sv};

// Members that are taken over as they are.
constexpr std::array kPlain = {"datePublished"sv, "dateModified"sv,  "dateCreated"sv,
                               "headline"sv,      "articleBody"sv,   "description"sv,
                               "url"sv,           "articleSection"sv};

// A live blog that tells more is not believed.
constexpr std::size_t kMostLiveEntries = 1000;

// References between the objects of a graph are followed for that many values.
constexpr int kMostReferences = 16;

// Where "schema:NewsArticle" or "https://schema.org/NewsArticle" has its name.
std::string_view short_type(std::string_view type) {
  const std::size_t at = type.find_last_of("/#:");
  return at == std::string_view::npos ? type : type.substr(at + 1);
}

bool is_article_type(std::string_view type) {
  const std::string_view name = short_type(type);
  return name.ends_with("Article") || name.ends_with("Posting") ||
         std::find(kMoreTypes.begin(), kMoreTypes.end(), name) != kMoreTypes.end();
}

bool is_page_type(std::string_view type) {
  return std::find(kPageTypes.begin(), kPageTypes.end(), short_type(type)) != kPageTypes.end();
}

// What a page holds but is not.
bool is_part_type(std::string_view type) {
  const std::string_view name = short_type(type);
  return name.ends_with("Object") || name == "Comment" || name == "Person" ||
         name.ends_with("Organization") || name == "Answer" || name == "ListItem";
}

class Finder {
 public:
  Finder(const JsonTree& tree, const MapWriter& map) : tree_(tree), map_(map) {}

  // The best object and how sure it is; nullptr and 0 when there is none.
  std::pair<const JsonNode*, int> best() const;
  std::vector<Field> fields(const JsonNode& object);
  ArticleBody body(const JsonNode& object) const;
  // Of all live blogs in the script.
  std::vector<LiveEntry> live_entries() const;

 private:
  template <class Test>
  bool has_type(const JsonNode& object, Test test) const {
    const JsonNode* type = tree_.member(object, "@type");
    if (type == nullptr) return false;
    if (type->type == JsonType::kString) return test(slice(tree_.text, type->raw));
    for (const JsonNode* item = tree_.child(*type); item != nullptr; item = tree_.next(*item))
      if (item->type == JsonType::kString && test(slice(tree_.text, item->raw))) return true;
    return false;
  }
  int score(const JsonNode& object) const;
  void add(std::string_view property, const JsonNode& value);
  // The member itself, or the object of the graph it refers to.
  const JsonNode& resolve(const JsonNode& value);
  void add_names(std::string_view property, const JsonNode& value, int depth);
  // A string, or the first of these members of an object.
  void add_text_or(std::string_view property, const JsonNode* value,
                   std::initializer_list<std::string_view> members);

  const JsonTree& tree_;
  const MapWriter& map_;
  std::vector<Field> fields_;
  int references_ = 0;
};

int Finder::score(const JsonNode& object) const {
  int score = 0;
  if (has_type(object, is_article_type)) {
    score = 8;
  } else if (has_type(object, is_page_type)) {
    score = 1;
  } else if (tree_.member(object, "datePublished") != nullptr && !has_type(object, is_part_type)) {
    return 1;  // a recipe, a guide, a data set
  } else {
    return 0;
  }
  if (tree_.member(object, "datePublished") != nullptr) score += 2;
  if (tree_.member(object, "headline") != nullptr) score += 2;
  if (tree_.member(object, "articleBody") != nullptr) score += 1;
  return score;
}

std::pair<const JsonNode*, int> Finder::best() const {
  const JsonNode* found = nullptr;
  int most = 0;
  struct Step {
    const JsonNode* node;
    bool elsewhere;
  };
  std::vector<Step> open = {{&tree_.root(), false}};
  while (!open.empty()) {
    const Step step = open.back();
    open.pop_back();
    if (step.node->type == JsonType::kObject) {
      constexpr int kElsewhereLoss = 7;
      const int value = score(*step.node) - (step.elsewhere ? kElsewhereLoss : 0);
      // Of equals the first in the text, which is not the first that is visited.
      if (value > most ||
          (value == most && found != nullptr && step.node->raw.begin < found->raw.begin)) {
        most = value;
        found = step.node;
      }
    }
    for (const JsonNode* child = tree_.child(*step.node); child != nullptr;
         child = tree_.next(*child)) {
      if (child->type != JsonType::kObject && child->type != JsonType::kArray) continue;
      const std::string_view key = slice(tree_.text, child->key);
      const bool elsewhere = step.elsewhere || std::find(kElsewhere.begin(), kElsewhere.end(),
                                                         key) != kElsewhere.end();
      open.push_back({child, elsewhere});
    }
  }
  return {found, most};
}

void Finder::add(std::string_view property, const JsonNode& value) {
  if (value.type != JsonType::kString && value.type != JsonType::kNumber) return;
  Field field;
  field.signal = fmt::format("jsonld.{}", property);
  const std::string text = tree_.string(value);
  // Many templates write references of HTML into the strings. A body keeps its lines.
  field.value = property == "articleBody" ? text : plain_value(text, false);
  field.source = map_.map(value.raw);
  if (!field.value.empty()) fields_.push_back(std::move(field));
}

const JsonNode& Finder::resolve(const JsonNode& value) {
  if (value.type != JsonType::kObject || tree_.member(value, "name") != nullptr) return value;
  const JsonNode* id = tree_.member(value, "@id");
  if (id == nullptr || id->type != JsonType::kString || ++references_ > kMostReferences)
    return value;
  const std::string_view wanted = slice(tree_.text, id->raw);
  for (const JsonNode& node : tree_.nodes) {
    if (node.type != JsonType::kObject || &node == &value) continue;
    const JsonNode* other = tree_.member(node, "@id");
    if (other != nullptr && other->type == JsonType::kString &&
        slice(tree_.text, other->raw) == wanted && tree_.member(node, "name") != nullptr)
      return node;
  }
  return value;
}

void Finder::add_names(std::string_view property, const JsonNode& value, int depth) {
  constexpr int kDeepestName = 3;
  if (depth > kDeepestName) return;
  if (value.type == JsonType::kString) {
    add(property, value);
  } else if (value.type == JsonType::kObject) {
    const JsonNode* name = tree_.member(resolve(value), "name");
    if (name != nullptr) add_names(property, *name, depth + 1);
  } else if (value.type == JsonType::kArray) {
    for (const JsonNode* item = tree_.child(value); item != nullptr; item = tree_.next(*item))
      add_names(property, *item, depth + 1);
  }
}

void Finder::add_text_or(std::string_view property, const JsonNode* value,
                         std::initializer_list<std::string_view> members) {
  if (value == nullptr) return;
  if (value->type == JsonType::kArray) value = tree_.child(*value);
  if (value == nullptr) return;
  if (value->type == JsonType::kString) {
    add(property, *value);
    return;
  }
  for (const std::string_view member : members) {
    if (const JsonNode* found = tree_.member(*value, member); found != nullptr) {
      add(property, *found);
      return;
    }
  }
}

std::vector<Field> Finder::fields(const JsonNode& object) {
  for (const std::string_view property : kPlain)
    add_text_or(property, tree_.member(object, property), {"@id", "url"});
  add_text_or("mainEntityOfPage", tree_.member(object, "mainEntityOfPage"), {"@id", "url"});
  add_text_or("inLanguage", tree_.member(object, "inLanguage"), {"alternateName", "name"});
  if (const JsonNode* author = tree_.member(object, "author"); author != nullptr)
    add_names("author", *author, 0);
  if (const JsonNode* publisher = tree_.member(object, "publisher"); publisher != nullptr)
    add_names("publisher.name", *publisher, 0);
  return std::move(fields_);
}

ArticleBody Finder::body(const JsonNode& object) const {
  const JsonNode* value = tree_.member(object, "articleBody");
  if (value != nullptr && value->type == JsonType::kArray) value = tree_.child(*value);
  if (value == nullptr || value->type != JsonType::kString) return {};
  return read_json_body(tree_, *value, map_);
}

std::vector<LiveEntry> Finder::live_entries() const {
  std::vector<LiveEntry> out;
  for (const JsonNode& list : tree_.nodes) {
    if (slice(tree_.text, list.key) != "liveBlogUpdate" || list.type != JsonType::kArray) continue;
    for (const JsonNode* item = tree_.child(list); item != nullptr && out.size() < kMostLiveEntries;
         item = tree_.next(*item)) {
      if (item->type != JsonType::kObject) continue;
      const auto text_of = [&](std::string_view member) {
        const JsonNode* const value = tree_.member(*item, member);
        return value != nullptr && value->type == JsonType::kString
                   ? plain_value(tree_.string(*value), false)
                   : std::string();
      };
      LiveEntry entry;
      entry.headline = text_of("headline");
      entry.text = text_of("articleBody");
      if (const JsonNode* const day = tree_.member(*item, "datePublished");
          day != nullptr && day->type == JsonType::kString)
        entry.published = {"jsonld.datePublished", tree_.string(*day), map_.map(day->raw)};
      out.push_back(std::move(entry));
    }
  }
  return out;
}

}  // namespace

void JsonLd::add(std::string_view text, Span script, const MapWriter& map) {
  // Comments and CDATA marks stand around some scripts.
  const std::string_view content = slice(text, script);
  const std::size_t begin = content.find_first_of("{[");
  if (begin == std::string_view::npos) return;
  const std::string_view mark = "<![CDATA["sv;
  const std::size_t cdata = content.find(mark);
  const std::size_t start = cdata != std::string_view::npos && cdata + 2 < begin + mark.size()
                                ? content.find_first_of("{[", cdata + mark.size())
                                : begin;
  if (start == std::string_view::npos) return;
  // Positions in the tree are those of the page, so that they map without an offset.
  JsonTree tree;
  JsonError error;
  JsonOptions options;
  options.alone = false;
  options.begin = script.begin + static_cast<std::uint32_t>(start);
  if (!parse_json(text.substr(0, script.end), options, tree, error)) {
    const auto at = static_cast<std::uint32_t>(error.byte);
    notes_.push_back(
        fmt::format("broken JSON-LD at byte {}, expected {}; what stands before it is "
                    "used",
                    map.map({at, at}).begin(), error.expected));
  }
  if (tree.nodes.empty()) return;
  Finder finder(tree, map);
  if (live_entries_.empty()) live_entries_ = finder.live_entries();
  const auto [object, score] = finder.best();
  if (object == nullptr || score <= best_) return;
  best_ = score;
  fields_ = finder.fields(*object);
  body_ = finder.body(*object);
}

}  // namespace annals
