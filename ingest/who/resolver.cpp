#include "ingest/who/resolver.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "ingest/who/actor_writer.h"
#include "ingest/who/clusters.h"
#include "ingest/who/descriptions.h"
#include "ingest/who/normalise.h"

namespace annals::who {
namespace {

std::string_view last_word(std::string_view folded) {
  const std::size_t blank = folded.rfind(' ');
  return blank == std::string_view::npos ? folded : folded.substr(blank + 1);
}

// "cfius" of "committee on foreign investment in the united states": the first letters of the
// capital words, in order, all of the acronym's letters used.
bool is_acronym(std::string_view acronym, std::string_view folded) {
  std::size_t at = 0;
  bool start = true;
  std::size_t words = 0;
  for (const char c : folded) {
    if (start) {
      ++words;
      if (at < acronym.size() && c == acronym[at]) ++at;
    }
    start = c == ' ';
  }
  return at == acronym.size() && words >= acronym.size();
}

// The steps that join names with each other.
class NameJoiner {
 public:
  NameJoiner(const WordList& words, const NameLexicon& lexicon, std::vector<Candidate>& candidates,
             Clusters& clusters)
      : words_(words), lexicon_(lexicon), candidates_(candidates), clusters_(clusters) {}

  void join() {
    cluster_names();
    join_parentheses();
    join_persons();
    join_acronyms();
    decide_kinds();
    attach_parts();
  }

 private:
  void cluster_names() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      if (!is_name(c)) continue;
      const std::string id = c.key.empty() ? without_blanks(c.folded) : "\x01" + c.key;
      clusters_.cluster_of(c, static_cast<std::int32_t>(i), id);
    }
  }

  void join_parentheses() {
    for (const Candidate& c : candidates_) {
      if (!is_name(c) || c.apposition < 0) continue;
      const Candidate& outer = candidates_[static_cast<std::size_t>(c.apposition)];
      if (outer.actor < 0 || !words_.words[c.first].all_caps) continue;
      if (std::string_view(c.rule) == "long-form" || is_acronym(c.folded, outer.folded)) {
        clusters_.merge(c.actor, outer.actor, "acronym");
      }
    }
  }

  // "Trump" is "Donald Trump", "von der Leyen" is "Ursula von der Leyen", "Donald J. Trump" is
  // "Donald Trump"; "Elon" is "Elon Musk" where no other Elon is named.
  void join_persons() {
    std::map<std::string, std::vector<std::int32_t>, std::less<>> full;   // by surname
    std::map<std::string, std::vector<std::int32_t>, std::less<>> given;  // by given name
    for (std::size_t i = 0; i < clusters_.size(); ++i) {
      const Cluster& cluster = clusters_[i];
      if (cluster.merged_into >= 0 || !cluster.key.empty()) continue;
      if (majority(cluster) != v1::ACTOR_KIND_PERSON || word_count(cluster.folded) < 2) continue;
      full[std::string(last_word(cluster.folded))].push_back(static_cast<std::int32_t>(i));
      given[cluster.folded.substr(0, cluster.folded.find(' '))].push_back(
          static_cast<std::int32_t>(i));
    }
    for (auto& [surname, persons] : full) {
      for (std::size_t i = 0; i < persons.size(); ++i) {
        for (std::size_t j = 0; j < persons.size(); ++j) {
          if (i == j || clusters_.root(persons[i]) == clusters_.root(persons[j])) continue;
          const std::string& a = clusters_[static_cast<std::size_t>(persons[i])].folded;
          const std::string& b = clusters_[static_cast<std::size_t>(persons[j])].folded;
          if (is_middle_name_variant(a, b) || ends_with_words(b, a))
            clusters_.merge(persons[i], persons[j], "full-name");
        }
      }
    }
    for (std::size_t i = 0; i < clusters_.size(); ++i) {
      const Cluster& cluster = clusters_[i];
      if (cluster.merged_into >= 0 || !cluster.key.empty() || cluster.members.empty()) continue;
      const v1::ActorKind kind = majority(cluster);
      if (kind == v1::ACTOR_KIND_PRODUCT) continue;
      // The model's word alone may be wrong for a lone surname; a describing noun is not.
      if (kind != v1::ACTOR_KIND_PERSON && cluster.strong_kind) continue;
      if (word_count(cluster.folded) != 1) continue;
      const std::string surname = cluster.folded;
      auto found = full.find(surname);
      if (found == full.end() && surname.ends_with('s') && lexicon_.pack().genitive_s()) {
        found = full.find(surname.substr(0, surname.size() - 1));
        if (found != full.end()) drop_genitive(cluster);
      }
      if (found != full.end()) {
        clusters_.merge(static_cast<std::int32_t>(i), nearest(found->second, cluster), "surname");
      } else if (const auto called = given.find(surname);
                 called != given.end() && kind == v1::ACTOR_KIND_PERSON && one(called->second)) {
        clusters_.merge(static_cast<std::int32_t>(i), called->second.front(), "given-name");
      }
    }
  }

  // Whether all of them are the same person.
  bool one(const std::vector<std::int32_t>& persons) const {
    return std::ranges::all_of(persons, [&](std::int32_t person) {
      return clusters_.root(person) == clusters_.root(persons.front());
    });
  }

  // The members' last s turned out to be that of a genitive.
  void drop_genitive(const Cluster& cluster) {
    for (const std::int32_t member : cluster.members) {
      Candidate& c = candidates_[static_cast<std::size_t>(member)];
      if (!c.folded.ends_with('s')) continue;
      c.folded.pop_back();
      c.core.end -= 1;
      c.possessive = true;
    }
  }

  static bool is_middle_name_variant(std::string_view a, std::string_view b) {
    const std::size_t words_a = word_count(a);
    const std::size_t words_b = word_count(b);
    if (words_a != 2 || words_b != 3) return false;
    return a.substr(0, a.find(' ')) == b.substr(0, b.find(' ')) && last_word(a) == last_word(b);
  }

  // Of several persons with one surname the one named last before the lone surname; else the first.
  std::int32_t nearest(const std::vector<std::int32_t>& persons, const Cluster& lone) const {
    const std::int32_t first = lone.members.front();
    std::int32_t best = persons.front();
    std::int32_t best_at = -1;
    for (const std::int32_t person : persons) {
      for (const std::int32_t member :
           clusters_[static_cast<std::size_t>(clusters_.root(person))].members) {
        if (member < first && member > best_at) {
          best = person;
          best_at = member;
        }
      }
    }
    return best;
  }

  void join_acronyms() {
    for (std::size_t i = 0; i < clusters_.size(); ++i) {
      const Cluster& cluster = clusters_[i];
      if (cluster.merged_into >= 0 || !cluster.key.empty() || cluster.members.empty()) continue;
      const Candidate& c = candidates_[static_cast<std::size_t>(cluster.members.front())];
      if (c.last - c.first != 1 || !words_.words[c.first].all_caps || cluster.folded.size() < 3)
        continue;
      for (std::size_t j = 0; j < clusters_.size(); ++j) {
        const Cluster& whole = clusters_[j];
        if (i == j || whole.merged_into >= 0 || majority(whole) == v1::ACTOR_KIND_PERSON) continue;
        const std::size_t words = word_count(whole.folded);
        if (words < cluster.folded.size() || words > cluster.folded.size() + 2) continue;
        if (is_acronym(cluster.folded, whole.folded)) {
          clusters_.merge(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), "acronym");
          break;
        }
      }
    }
  }

  void decide_kinds() {
    std::set<std::string, std::less<>> organisations;  // first words of names of several
    for (Cluster& cluster : clusters_) {
      cluster.kind = majority(cluster);
      const std::size_t end = cluster.folded.find(' ');
      if (cluster.merged_into < 0 && cluster.kind == v1::ACTOR_KIND_ORGANISATION &&
          end != std::string::npos)
        organisations.insert(cluster.folded.substr(0, end));
    }
    for (Cluster& cluster : clusters_) {
      if (!may_be_organisation(cluster) || !organisations.contains(cluster.folded)) continue;
      cluster.votes = {};
      cluster.votes.at(v1::ACTOR_KIND_ORGANISATION) = 1;
      cluster.kind = v1::ACTOR_KIND_ORGANISATION;
    }
  }

  // "Galeria", where "Galeria Karstadt Kaufhof" is an organisation and no person has the name.
  bool may_be_organisation(const Cluster& lone) const {
    return lone.kind == v1::ACTOR_KIND_PERSON && lone.merged_into < 0 && lone.key.empty() &&
           !lone.strong_kind && word_count(lone.folded) == 1 &&
           word_count(clusters_.fullest(lone)) == 1;
  }

  // "Tiktok-Deal" mentions Tiktok when Tiktok is an actor of the article.
  void attach_parts() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      if (!c.part) continue;
      if (!c.key.empty()) {
        clusters_.cluster_of(c, static_cast<std::int32_t>(i), "\x01" + c.key);
        Cluster& to = clusters_[static_cast<std::size_t>(c.actor)];
        to.kind = majority(to);
        continue;
      }
      const std::int32_t found = clusters_.find(without_blanks(c.folded));
      if (found >= 0) {
        clusters_.add_part(c, static_cast<std::int32_t>(i), clusters_.root(found));
        continue;
      }
      // A surname: "Trump-Regierung".
      std::int32_t person = -1;
      int persons = 0;
      for (std::size_t k = 0; k < clusters_.size(); ++k) {
        const Cluster& cluster = clusters_[k];
        if (cluster.merged_into < 0 && cluster.kind == v1::ACTOR_KIND_PERSON &&
            ends_with_words(clusters_.fullest(cluster), c.folded)) {
          person = static_cast<std::int32_t>(k);
          ++persons;
        }
      }
      if (persons == 1) clusters_.add_part(c, static_cast<std::int32_t>(i), person);
    }
  }

  const WordList& words_;
  const NameLexicon& lexicon_;
  std::vector<Candidate>& candidates_;
  Clusters& clusters_;
};

}  // namespace

void resolve(const WordList& words, const NameLexicon& lexicon, std::vector<Candidate>& candidates,
             v1::ArticleRecord& record) {
  Clusters clusters(candidates);
  normalise_names(words, lexicon, candidates);
  NameJoiner(words, lexicon, candidates, clusters).join();
  attach_descriptions(lexicon, candidates, clusters);
  write_actors(words, clusters, candidates, record);
}

}  // namespace annals::who
