#include "ingest/who/clusters.h"

#include <algorithm>

namespace annals::who {

std::int32_t Clusters::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? -1 : found->second;
}

std::int32_t Clusters::cluster_of(Candidate& c, std::int32_t index, const std::string& id) {
  const auto [at, added] = by_id_.emplace(id, static_cast<std::int32_t>(clusters_.size()));
  if (added) {
    clusters_.emplace_back();
    clusters_.back().key = c.key;
    clusters_.back().folded = c.folded;
  }
  add_member(at->second, c, index);
  return at->second;
}

void Clusters::add_member(std::int32_t cluster, Candidate& c, std::int32_t index) {
  Cluster& to = clusters_[static_cast<std::size_t>(cluster)];
  c.actor = cluster;
  to.members.push_back(index);
  const auto kind = static_cast<std::size_t>(c.actor_kind);
  if (c.strong_kind && !to.strong_kind) {
    to.votes = {};
    to.strong_kind = true;
  }
  if (c.strong_kind || !to.strong_kind) to.votes.at(kind) += 1;
  if (to.gender == lang::v1::GENDER_UNSPECIFIED && c.actor_kind == v1::ACTOR_KIND_PERSON)
    to.gender = c.gender;
  if (!c.description_head.empty()) to.description_heads.insert(c.description_head);
  if (c.country != kNoCountry) to.countries.insert(c.country);
}

void Clusters::add_part(Candidate& c, std::int32_t index, std::int32_t cluster) {
  c.actor = cluster;
  clusters_[static_cast<std::size_t>(cluster)].members.push_back(index);
}

void Clusters::merge(std::int32_t from, std::int32_t to, const char* rule) {
  from = root(from);
  to = root(to);
  if (from == to) return;
  Cluster& a = clusters_[static_cast<std::size_t>(from)];
  Cluster& b = clusters_[static_cast<std::size_t>(to)];
  for (const std::int32_t member : a.members) {
    Candidate& c = candidates_[static_cast<std::size_t>(member)];
    c.rule = rule;
    add_member(to, c, member);
  }
  if (b.key.empty()) b.key = a.key;
  a.members.clear();
  a.merged_into = to;
}

std::int32_t Clusters::root(std::int32_t cluster) const {
  while (clusters_[static_cast<std::size_t>(cluster)].merged_into >= 0) {
    cluster = clusters_[static_cast<std::size_t>(cluster)].merged_into;
  }
  return cluster;
}

const std::string& Clusters::fullest(const Cluster& cluster) const {
  const std::string* best = &cluster.folded;
  for (const std::int32_t member : cluster.members) {
    const Candidate& c = candidates_[static_cast<std::size_t>(member)];
    if (is_name(c) && c.key.empty() && word_count(c.folded) > word_count(*best)) best = &c.folded;
  }
  return *best;
}

v1::ActorKind majority(const Cluster& cluster) {
  int best = 0;
  auto kind = v1::ACTOR_KIND_UNSPECIFIED;
  for (std::size_t k = 1; k < cluster.votes.size(); ++k) {
    if (cluster.votes.at(k) > best) {
      best = cluster.votes.at(k);
      kind = static_cast<v1::ActorKind>(k);
    }
  }
  return kind;
}

std::string without_blanks(std::string_view folded) {
  std::string out;
  out.reserve(folded.size());
  for (const char c : folded) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

std::size_t word_count(std::string_view folded) {
  return 1 + static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' '));
}

bool ends_with_words(std::string_view whole, std::string_view end) {
  return whole.size() > end.size() && whole.ends_with(end) &&
         whole[whole.size() - end.size() - 1] == ' ';
}

}  // namespace annals::who
