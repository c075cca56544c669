#include "ingest/who/actor_writer.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/base/ids.h"

namespace annals::who {
namespace {

class Writer {
 public:
  Writer(const WordList& words, const Clusters& clusters, std::vector<Candidate>& candidates,
         v1::ArticleRecord& record)
      : words_(words), clusters_(clusters), candidates_(candidates), record_(record) {}

  void write() {
    record_.clear_mentions();
    record_.clear_actors();
    for (Candidate& c : candidates_) {
      if (c.actor >= 0) c.actor = clusters_.root(c.actor);
    }
    std::vector<v1::Actor> actors;
    std::vector<std::int32_t> cluster_of_actor;
    for (std::size_t k = 0; k < clusters_.size(); ++k) {
      const Cluster& cluster = clusters_[k];
      if (cluster.merged_into >= 0 || cluster.members.empty()) continue;
      v1::Actor actor;
      actor.set_key(key_of(cluster));
      if (actor.key().empty()) continue;
      actor.set_id(to_string(actor_id_of_key(actor.key())));
      actor.set_name(name_of(cluster));
      actor.set_kind(cluster.kind);
      std::set<std::string> aliases;
      std::set<std::string> descriptions;
      for (const std::int32_t member : cluster.members) {
        const Candidate& c = candidates_[static_cast<std::size_t>(member)];
        if (c.kind == v1::MENTION_KIND_NAME) aliases.emplace(slice(words_.analysis->text, c.core));
        if (!c.description.empty()) descriptions.insert(c.description);
      }
      for (const std::string& alias : aliases)
        actor.add_aliases(alias);
      for (const std::string& description : descriptions)
        actor.add_descriptions(description);
      actor.set_mentions(static_cast<std::uint32_t>(cluster.members.size()));
      actor.set_articles(1);
      actors.push_back(std::move(actor));
      cluster_of_actor.push_back(static_cast<std::int32_t>(k));
    }
    std::vector<std::size_t> order(actors.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      if (actors[a].mentions() != actors[b].mentions())
        return actors[a].mentions() > actors[b].mentions();
      return actors[a].key() < actors[b].key();
    });
    std::vector<std::int32_t> actor_of_cluster(clusters_.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i) {
      actor_of_cluster[static_cast<std::size_t>(cluster_of_actor[order[i]])] =
          static_cast<std::int32_t>(i);
      *record_.add_actors() = std::move(actors[order[i]]);
    }
    write_mentions(actor_of_cluster);
  }

 private:
  // Middle initials come and go, so they are no part of a person's key.
  std::string key_of(const Cluster& cluster) const {
    if (!cluster.key.empty()) return cluster.key;
    const std::string& whole = clusters_.fullest(cluster);
    if (cluster.kind != v1::ACTOR_KIND_PERSON || word_count(whole) < 3) return whole;
    std::string key;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t end = std::min(whole.find(' ', at), whole.size());
      const bool initial = end - at == 1 && at > 0 && end < whole.size();
      if (!initial) key.append(key.empty() ? "" : " ").append(whole, at, end - at);
      at = end + 1;
    }
    return key;
  }

  // The fullest form, of equally full ones the most frequent, of these the first.
  std::string name_of(const Cluster& cluster) const {
    std::map<std::string, int> counts;
    for (const std::int32_t member : cluster.members) {
      const Candidate& c = candidates_[static_cast<std::size_t>(member)];
      if (is_name(c)) ++counts[std::string(slice(words_.analysis->text, c.core))];
    }
    const std::string* best = nullptr;
    int best_count = 0;
    std::size_t best_words = 0;
    for (const std::int32_t member : cluster.members) {
      const Candidate& c = candidates_[static_cast<std::size_t>(member)];
      if (!is_name(c)) continue;
      const auto at = counts.find(std::string(slice(words_.analysis->text, c.core)));
      const std::size_t words = cluster.kind == v1::ACTOR_KIND_PERSON ||
                                        (cluster.key.empty() && !words_.words[c.first].all_caps)
                                    ? word_count(c.folded)
                                    : 1;
      if (best == nullptr || words > best_words ||
          (words == best_words && at->second > best_count)) {
        best = &at->first;
        best_count = at->second;
        best_words = words;
      }
    }
    if (best != nullptr) return *best;
    const Candidate& c = candidates_[static_cast<std::size_t>(cluster.members.front())];
    return std::string(slice(words_.analysis->text, Span{c.bare_begin, c.phrase.end}));
  }

  void write_mentions(const std::vector<std::int32_t>& actor_of_cluster) {
    std::vector<const Candidate*> order;
    for (const Candidate& c : candidates_) {
      if (c.actor >= 0 && actor_of_cluster[static_cast<std::size_t>(c.actor)] >= 0)
        order.push_back(&c);
    }
    std::stable_sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) {
      if (a->phrase.begin != b->phrase.begin) return a->phrase.begin < b->phrase.begin;
      return a->phrase.end > b->phrase.end;
    });
    for (const Candidate* c : order) {
      v1::Mention& mention = *record_.add_mentions();
      mention.mutable_span()->set_begin(c->phrase.begin);
      mention.mutable_span()->set_end(c->phrase.end);
      mention.mutable_head()->set_begin(c->core.begin);
      mention.mutable_head()->set_end(c->core.end);
      mention.set_kind(c->kind);
      mention.set_actor(
          static_cast<std::uint32_t>(actor_of_cluster[static_cast<std::size_t>(c->actor)]));
      mention.set_sentence(c->sentence);
      mention.set_rule(c->rule);
    }
  }

  const WordList& words_;
  const Clusters& clusters_;
  std::vector<Candidate>& candidates_;
  v1::ArticleRecord& record_;
};

}  // namespace

void write_actors(const WordList& words, const Clusters& clusters,
                  std::vector<Candidate>& candidates, v1::ArticleRecord& record) {
  Writer(words, clusters, candidates, record).write();
}

}  // namespace annals::who
