#include "engine/timeline/relations.h"

#include <algorithm>

#include <annals/lang/v1/events.pb.h>

namespace annals {
namespace {

using Pair = std::pair<std::string, std::string>;
using Beneficiary = std::pair<std::string, v1::Role>;

void insert(std::vector<Pair>& pairs, std::string a, std::string b) {
  if (b < a) std::swap(a, b);
  Pair pair(std::move(a), std::move(b));
  const auto at = std::ranges::lower_bound(pairs, pair);
  if (at == pairs.end() || *at != pair) pairs.insert(at, std::move(pair));
}

bool holds(const std::vector<Pair>& pairs, std::string_view a, std::string_view b) {
  if (b < a) std::swap(a, b);
  const auto less = [](const Pair& x, const std::pair<std::string_view, std::string_view>& y) {
    return std::pair<std::string_view, std::string_view>(x) < y;
  };
  const auto at = std::lower_bound(pairs.begin(), pairs.end(), std::pair(a, b), less);
  return at != pairs.end() && at->first == a && at->second == b;
}

void insert(std::vector<std::string>& names, std::string name) {
  const auto at = std::ranges::lower_bound(names, name);
  if (at == names.end() || *at != name) names.insert(at, std::move(name));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  const auto at = std::lower_bound(names.begin(), names.end(), name);
  return at != names.end() && *at == name;
}

}  // namespace

ClassRelations ClassRelations::read(const DataFiles& files) {
  ClassRelations out;
  lang::v1::Ontology ontology;
  if (!files.has("lang/ontology.txtpb") || !files.read_message("lang/ontology.txtpb", ontology)) {
    return out;
  }
  for (const auto& kind : ontology.event_class()) {
    for (const std::string& other : kind.opposite())
      out.add_opposite(kind.name(), other);
    for (const std::string& other : kind.undoes())
      out.add_undoing(kind.name(), other);
    for (const std::string& other : kind.tension())
      out.add_tension(kind.name(), other);
    if (kind.speech()) out.add_speech(kind.name());
    const bool refuses = kind.status() == v1::STATUS_REJECTED || kind.plover() == "REJECT" ||
                         kind.plover() == "RETREAT";
    if (refuses) out.add_refusal(kind.name());
    for (const int role : kind.beneficiary())
      out.add_beneficiary(kind.name(), static_cast<v1::Role>(role));
    if (kind.puts_off()) out.add_puts_off(kind.name());
  }
  return out;
}

const ClassRelations& ClassRelations::embedded() {
  static const ClassRelations relations = read(DataFiles::embedded());
  return relations;
}

bool ClassRelations::opposite(std::string_view a, std::string_view b) const {
  return holds(opposites_, a, b);
}

bool ClassRelations::undoes(std::string_view a, std::string_view b) const {
  return holds(undone_, a, b);
}

bool ClassRelations::tense(std::string_view a, std::string_view b) const {
  return holds(tensions_, a, b);
}

bool ClassRelations::speech(std::string_view event_class) const {
  return contains(speech_, event_class);
}

bool ClassRelations::refusal(std::string_view event_class) const {
  return contains(refusals_, event_class);
}

bool ClassRelations::benefits(std::string_view event_class, v1::Role role) const {
  return std::ranges::any_of(beneficiaries_, [&](const Beneficiary& one) {
    return one.second == role && one.first == event_class;
  });
}

bool ClassRelations::has_beneficiary(std::string_view event_class) const {
  return std::ranges::find(beneficiaries_, event_class, &Beneficiary::first) !=
         beneficiaries_.end();
}

bool ClassRelations::puts_off(std::string_view event_class) const {
  return contains(puts_off_, event_class);
}

void ClassRelations::add_puts_off(std::string event_class) {
  insert(puts_off_, std::move(event_class));
}

void ClassRelations::add_opposite(std::string a, std::string b) {
  insert(opposites_, std::move(a), std::move(b));
}

void ClassRelations::add_undoing(std::string a, std::string b) {
  insert(undone_, std::move(a), std::move(b));
}

void ClassRelations::add_tension(std::string a, std::string b) {
  insert(tensions_, std::move(a), std::move(b));
}

void ClassRelations::add_speech(std::string event_class) {
  insert(speech_, std::move(event_class));
}

void ClassRelations::add_beneficiary(std::string event_class, v1::Role role) {
  beneficiaries_.emplace_back(std::move(event_class), role);
}

void ClassRelations::add_refusal(std::string event_class) {
  insert(refusals_, std::move(event_class));
}

}  // namespace annals
