#include "ingest/who/descriptions.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace annals::who {
namespace {

// How many sentences back a description or a pronoun may look.
constexpr std::uint32_t kDescriptionReach = 6;
constexpr std::uint32_t kPronounReach = 1;
// How many names and descriptions a pronoun looks at on either side: texts may be one sentence.
constexpr std::int32_t kPronounLooks = 60;

class Describer {
 public:
  Describer(const NameLexicon& lexicon, std::vector<Candidate>& candidates, Clusters& clusters)
      : lexicon_(lexicon), candidates_(candidates), clusters_(clusters) {}

  void attach() {
    last_seen_.assign(clusters_.size(), -1);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      const auto index = static_cast<std::int32_t>(i);
      if (c.kind == v1::MENTION_KIND_PRONOUN) {
        attach_pronoun(c, index);
      } else if (c.kind == v1::MENTION_KIND_NOMINAL) {
        attach_nominal(c, index);
      }
      if (c.actor >= 0) {
        c.actor = clusters_.root(c.actor);
        seen(c.actor, index);
      }
    }
  }

 private:
  void seen(std::int32_t cluster, std::int32_t candidate) {
    if (static_cast<std::size_t>(cluster) >= last_seen_.size())
      last_seen_.resize(clusters_.size(), -1);
    last_seen_[static_cast<std::size_t>(cluster)] = candidate;
  }

  std::int32_t last_seen(std::size_t cluster) const {
    return cluster < last_seen_.size() ? last_seen_[cluster] : -1;
  }

  void attach_nominal(Candidate& c, std::int32_t index) {
    if (!c.key.empty()) {
      clusters_.cluster_of(c, index, "\x01" + c.key);
      refresh(c.actor);
      return;
    }
    if (c.apposition >= 0) {
      const Candidate& name = candidates_[static_cast<std::size_t>(c.apposition)];
      if (name.actor >= 0) {
        clusters_.add_member(clusters_.root(name.actor), c, index);
        refresh(c.actor);
        return;
      }
    }
    const auto& group = lexicon_.pack().nouns(c.noun);
    if (group.government()) {
      attach_recent(c, index, [&](const Cluster& k) { return k.key.starts_with("government:"); });
      return;
    }
    const bool definite = c.determiner != lang::v1::DETERMINER_KIND_INDEFINITE;
    if (definite && group.refers_back() && refer_back(c, index)) return;
    if (group.acts_unnamed() && c.determiner == lang::v1::DETERMINER_KIND_INDEFINITE) {
      clusters_.cluster_of(c, index, "\x02" + c.folded);
      Cluster& to = clusters_[static_cast<std::size_t>(c.actor)];
      to.key = "unnamed:" + c.folded;
      refresh(c.actor);
    }
  }

  void refresh(std::int32_t cluster) {
    Cluster& to = clusters_[static_cast<std::size_t>(cluster)];
    to.kind = majority(to);
  }

  template <class Fits>
  bool attach_recent(Candidate& c, std::int32_t index, const Fits& fits) {
    std::int32_t best = -1;
    std::int32_t best_at = -1;
    for (std::size_t k = 0; k < clusters_.size(); ++k) {
      if (clusters_[k].merged_into >= 0 || last_seen(k) <= best_at || !fits(clusters_[k])) continue;
      best = static_cast<std::int32_t>(k);
      best_at = last_seen(k);
    }
    if (best < 0) return false;
    if (c.sentence - candidates_[static_cast<std::size_t>(best_at)].sentence > kDescriptionReach)
      return false;
    clusters_.add_part(c, index, best);
    return true;
  }

  // "der Konzern": the actor described so before; else, for a person, the only one described so
  // anywhere; else the last organisation (product) named that nothing speaks against.
  bool refer_back(Candidate& c, std::int32_t index) {
    const auto described = [&](const Cluster& k) {
      return agrees(c, k) &&
             (k.description_heads.contains(c.description_head) || is_named_so(c, k));
    };
    if (attach_recent(c, index, described)) return true;
    std::int32_t only = -1;
    int count = 0;
    for (std::size_t k = 0; k < clusters_.size(); ++k) {
      if (clusters_[k].merged_into < 0 && described(clusters_[k])) {
        only = static_cast<std::int32_t>(k);
        ++count;
      }
    }
    if (count == 1) {
      clusters_.add_part(c, index, only);
      return true;
    }
    if (c.actor_kind == v1::ACTOR_KIND_PERSON || c.actor_kind == v1::ACTOR_KIND_PLACE || count > 1)
      return false;
    const auto& group = lexicon_.pack().nouns(c.noun);
    if (!group.describes_only() || group.narrow()) return false;
    const auto fits = [&](const Cluster& k) {
      return k.kind == c.actor_kind && agrees(c, k) && k.key.empty() &&
             !is_described_otherwise(c, k);
    };
    return attach_leading(c, index, fits) || attach_recent(c, index, fits);
  }

  // "Nordwerk will Kaltmanns Werk kaufen, bestätigte der Konzern": of those named in its own
  // sentence a description means the one that the sentence is about, the first (centering: Grosz,
  // Joshi and Weinstein, 1995).
  template <class Fits>
  bool attach_leading(Candidate& c, std::int32_t index, const Fits& fits) {
    std::int32_t first = index;
    while (first > 0 && candidates_[static_cast<std::size_t>(first - 1)].sentence == c.sentence)
      --first;
    for (; first < index; ++first) {
      const Candidate& before = candidates_[static_cast<std::size_t>(first)];
      if (before.actor < 0 || before.part) continue;
      const std::int32_t actor = clusters_.root(before.actor);
      if (!fits(clusters_[static_cast<std::size_t>(actor)])) continue;
      clusters_.add_part(c, index, actor);
      return true;
    }
    return false;
  }

  // "the committee" of the "Senate Ethics Committee", "das Landgericht" of the "Landgericht Bonn".
  static bool is_named_so(const Candidate& c, const Cluster& k) {
    if (!k.key.empty()) return false;
    const bool in_front = c.folded.size() < k.folded.size() && k.folded.starts_with(c.folded) &&
                          k.folded[c.folded.size()] == ' ';
    return ends_with_words(k.folded, c.description_head) || (in_front && !c.folded.empty());
  }

  // "the Chinese company" is no company known to be of another country.
  static bool agrees(const Candidate& c, const Cluster& k) {
    if (k.kind != c.actor_kind && k.kind != v1::ACTOR_KIND_UNSPECIFIED) return false;
    return c.country == kNoCountry || k.countries.empty() || k.countries.contains(c.country);
  }

  // An actor called a newspaper is not meant by "the company" when it has its own description in
  // another group of nouns, or in its name ("Amtsgericht Essen"). Only for narrow nouns; companies
  // are described in many ways.
  bool is_described_otherwise(const Candidate& c, const Cluster& k) const {
    if (is_named_otherwise(c, k.folded)) return true;
    for (const std::string& head : k.description_heads) {
      const Form* form = lexicon_.find(head);
      if (form != nullptr && form->noun != c.noun && lexicon_.pack().nouns(form->noun).narrow())
        return true;
    }
    return !k.description_heads.empty() && lexicon_.pack().nouns(c.noun).narrow();
  }

  bool is_named_otherwise(const Candidate& c, std::string_view name) const {
    while (!name.empty()) {
      const std::string_view word = name.substr(0, name.find(' '));
      name.remove_prefix(std::min(name.size(), word.size() + 1));
      std::size_t head = 0;
      const Form* form = lexicon_.find(word);
      if (form == nullptr || (form->bits & kNoun) == 0)
        form = lexicon_.find_compound_head(word, head);
      if (form == nullptr || (form->bits & kNoun) == 0 || form->noun == c.noun) continue;
      const auto& group = lexicon_.pack().nouns(form->noun);
      if (group.kind() == c.actor_kind && (group.narrow() || group.named_by_place())) return true;
    }
    return false;
  }

  // Whether the sentence goes on to name or describe the person: then the pronoun in front of it
  // is somebody else's ("Er forderte den Kanzler auf"; binding: Chomsky, 1981).
  bool named_behind(std::int32_t person, std::int32_t index) const {
    const std::uint32_t sentence = candidates_[static_cast<std::size_t>(index)].sentence;
    const std::size_t begin = static_cast<std::size_t>(index) + 1;
    const std::size_t end = std::min(candidates_.size(), begin + kPronounLooks);
    for (std::size_t i = begin; i < end && candidates_[i].sentence == sentence; ++i) {
      const Candidate& c = candidates_[i];
      if (c.kind == v1::MENTION_KIND_PRONOUN || c.part) continue;
      if (c.actor >= 0 && clusters_.root(c.actor) == person) return true;
      if (c.kind == v1::MENTION_KIND_NOMINAL && c.actor < 0 &&
          c.determiner != lang::v1::DETERMINER_KIND_INDEFINITE) {
        const Cluster& k = clusters_[static_cast<std::size_t>(person)];
        if (k.description_heads.contains(c.description_head)) return true;
      }
    }
    return false;
  }

  // A pronoun means the only person it can mean in this sentence and the one before; where it
  // begins its sentence and could mean several, the one that the sentence before begins with
  // (centering: Grosz, Joshi and Weinstein, 1995).
  void attach_pronoun(Candidate& c, std::int32_t index) {
    std::int32_t person = -1;
    bool several = false;
    for (std::int32_t i = index - 1; i >= std::max(0, index - kPronounLooks); --i) {
      const Candidate& before = candidates_[static_cast<std::size_t>(i)];
      if (before.sentence + kPronounReach < c.sentence) break;
      if (before.actor < 0 || before.part) continue;
      const std::int32_t actor = clusters_.root(before.actor);
      if (!may_mean(c, index, actor)) continue;
      several = several || (person >= 0 && person != actor);
      person = actor;  // at the end the first one
    }
    if (person < 0 || (several && !begins_sentence(index))) return;
    // In a language where things have gender too, only a person that nothing else could be meant
    // beside: the first actor of the sentence before.
    const bool person_only = lexicon_.pack().pronouns(c.noun).person_only();
    if ((several || !person_only) && !leads(person, c, index)) return;
    clusters_.add_part(c, index, person);
  }

  bool may_mean(const Candidate& c, std::int32_t index, std::int32_t actor) const {
    const Cluster& k = clusters_[static_cast<std::size_t>(actor)];
    return k.kind == v1::ACTOR_KIND_PERSON &&
           (k.gender == lang::v1::GENDER_UNSPECIFIED || k.gender == c.gender) &&
           !named_behind(actor, index);
  }

  bool begins_sentence(std::int32_t index) const {
    return index == 0 || candidates_[static_cast<std::size_t>(index - 1)].sentence <
                             candidates_[static_cast<std::size_t>(index)].sentence;
  }

  // Whether the sentence before speaks first of the person, those apart who cannot be meant.
  bool leads(std::int32_t person, const Candidate& c, std::int32_t index) const {
    for (std::int32_t i = std::max(0, index - kPronounLooks); i < index; ++i) {
      const Candidate& before = candidates_[static_cast<std::size_t>(i)];
      if (before.sentence + kPronounReach < c.sentence || before.actor < 0) continue;
      if (before.sentence >= c.sentence) return false;
      const std::int32_t actor = clusters_.root(before.actor);
      if (actor == person) return true;
      if (!named_behind(actor, index)) return false;
    }
    return false;
  }

  const NameLexicon& lexicon_;
  std::vector<Candidate>& candidates_;
  Clusters& clusters_;
  std::vector<std::int32_t> last_seen_;
};

}  // namespace

void attach_descriptions(const NameLexicon& lexicon, std::vector<Candidate>& candidates,
                         Clusters& clusters) {
  Describer(lexicon, candidates, clusters).attach();
}

}  // namespace annals::who
