// Which candidates are one actor so far? The groups that the resolver's steps join, and the small
// questions on names that several of them ask.
//
// Thread safety: none; one article's groups belong to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/who/candidates.h"

namespace annals::who {

// Candidates that are one actor.
struct Cluster {
  std::string key;                    // final, or empty until the end
  std::string folded;                 // fullest folded form
  std::vector<std::int32_t> members;  // candidates
  std::array<int, 5> votes{};         // by ActorKind
  bool strong_kind = false;           // only votes of candidates with a strong kind count
  v1::ActorKind kind = v1::ACTOR_KIND_UNSPECIFIED;
  lang::v1::Gender gender = lang::v1::GENDER_UNSPECIFIED;
  std::set<std::string> description_heads;
  std::set<std::uint16_t> countries;
  std::int32_t merged_into = -1;
};

class Clusters {
 public:
  // Keeps a reference to `candidates` and sets their Candidate::actor.
  explicit Clusters(std::vector<Candidate>& candidates) : candidates_(candidates) {}

  std::size_t size() const { return clusters_.size(); }
  Cluster& operator[](std::size_t i) { return clusters_[i]; }
  const Cluster& operator[](std::size_t i) const { return clusters_[i]; }
  auto begin() { return clusters_.begin(); }
  auto end() { return clusters_.end(); }

  // The cluster made with this id, or -1.
  std::int32_t find(const std::string& id) const;
  // Puts a candidate into the cluster with this id, a new one where there is none; returns it.
  std::int32_t cluster_of(Candidate& c, std::int32_t index, const std::string& id);
  // Puts a candidate into a cluster and counts what it says of the actor.
  void add_member(std::int32_t cluster, Candidate& c, std::int32_t index);
  // Puts a candidate into a cluster that it says nothing of.
  void add_part(Candidate& c, std::int32_t index, std::int32_t cluster);
  // Everything of `from` becomes part of `to`.
  void merge(std::int32_t from, std::int32_t to, const char* rule);
  // The cluster that this one became part of.
  std::int32_t root(std::int32_t cluster) const;
  // The folded name with the most words.
  const std::string& fullest(const Cluster& cluster) const;

 private:
  std::vector<Candidate>& candidates_;
  std::vector<Cluster> clusters_;
  std::unordered_map<std::string, std::int32_t> by_id_;
};

// The kind most members speak for.
v1::ActorKind majority(const Cluster& cluster);

// Whether a candidate is a name and no part of a compound.
inline bool is_name(const Candidate& c) {
  return c.kind == v1::MENTION_KIND_NAME && !c.part;
}

// Of folded names: their words, blanks between them.
std::string without_blanks(std::string_view folded);
std::size_t word_count(std::string_view folded);
bool ends_with_words(std::string_view whole, std::string_view end);

}  // namespace annals::who
