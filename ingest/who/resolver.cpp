#include "ingest/who/resolver.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/ids.h"

namespace annals::who {
namespace {

// How many sentences back a description or a pronoun may look.
constexpr std::uint32_t kDescriptionReach = 6;
constexpr std::uint32_t kPronounReach = 1;

struct Cluster {
  std::string key;                    // final, or empty until the end
  std::string folded;                 // fullest folded form
  std::vector<std::int32_t> members;  // candidates
  std::array<int, 5> votes{};         // by ActorKind
  bool strong_kind = false;
  v1::ActorKind kind = v1::ACTOR_KIND_UNSPECIFIED;
  lang::v1::Gender gender = lang::v1::GENDER_UNSPECIFIED;
  std::set<std::string> description_heads;
  std::set<std::uint16_t> countries;
  std::int32_t merged_into = -1;
};

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

std::string_view last_word(std::string_view folded) {
  const std::size_t blank = folded.rfind(' ');
  return blank == std::string_view::npos ? folded : folded.substr(blank + 1);
}

bool ends_with_words(std::string_view whole, std::string_view end) {
  return whole.size() > end.size() && whole.ends_with(end) &&
         whole[whole.size() - end.size() - 1] == ' ';
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

class Resolver {
 public:
  Resolver(const WordList& words, const NameLexicon& lexicon, std::vector<Candidate>& candidates,
           v1::ArticleRecord& record)
      : words_(words), lexicon_(lexicon), candidates_(candidates), record_(record) {}

  void run() {
    normalise_names();
    cluster_names();
    join_parentheses();
    join_persons();
    join_acronyms();
    decide_kinds();
    attach_parts();
    attach_descriptions();
    write();
  }

 private:
  static bool is_name(const Candidate& c) { return c.kind == v1::MENTION_KIND_NAME && !c.part; }

  // Legal forms, a leading determiner and genitives go, so that equal names are equal strings.
  void normalise_names() {
    std::unordered_set<std::string> plain;
    for (Candidate& c : candidates_) {
      if (!is_name(c) || !c.key.empty()) continue;
      strip_legal_form(c);
      if (!c.genitive_s || c.possessive) plain.insert(c.folded);
      if (c.genitive_s) continue;
    }
    for (Candidate& c : candidates_) {
      if (!is_name(c) || !c.key.empty() || !c.genitive_s || c.possessive) continue;
      const std::string stem = c.folded.substr(0, c.folded.size() - 1);
      if (plain.contains(stem) || (!plain.contains(c.folded) && looks_genitive(c))) {
        c.folded = stem;
        c.possessive = true;
        c.core.end -= 1;
      }
    }
  }

  void strip_legal_form(Candidate& c) const {
    for (std::uint32_t n = std::min<std::uint32_t>(c.last - c.first - 1, 5); n > 0; --n) {
      const std::string_view end = words_.fold(c.last - n, c.last);
      const Form* form = lexicon_.find(end);
      if (form == nullptr || (form->bits & kLegalForm) == 0) continue;
      if (c.folded.size() <= end.size() + 1) continue;
      c.folded.resize(c.folded.size() - end.size());
      while (!c.folded.empty() && (c.folded.back() == ' ' || c.folded.back() == ','))
        c.folded.pop_back();
      if (c.actor_kind == v1::ACTOR_KIND_PERSON || c.actor_kind == v1::ACTOR_KIND_UNSPECIFIED ||
          c.actor_kind == v1::ACTOR_KIND_ORGANISATION) {
        c.actor_kind = v1::ACTOR_KIND_ORGANISATION;
        c.strong_kind = true;
      }
      break;
    }
    // "the Washington Post"
    const std::size_t blank = c.folded.find(' ');
    if (blank != std::string::npos) {
      const Form* first = lexicon_.find(std::string_view(c.folded).substr(0, blank));
      if (first != nullptr && (first->bits & kDeterminer) != 0 &&
          first->determiner == lang::v1::DETERMINER_KIND_DEFINITE) {
        c.folded.erase(0, blank + 1);
      }
    }
  }

  // "Microsofts Plan": a name before a noun, without a determiner, is its owner.
  bool looks_genitive(const Candidate& c) const {
    if (lexicon_.ends_in_own_s(c.folded)) return false;
    if (c.last >= words_.words.size()) return false;
    const Word& next = words_.words[c.last];
    const bool noun = next.pos == Pos::kNoun || (next.pos == Pos::kUnknown && next.capital);
    const bool attribute = next.pos == Pos::kAdj;
    if (!next.is_word() || (!noun && !attribute)) return false;
    return c.phrase.begin == c.core.begin;
  }

  std::int32_t cluster_of(Candidate& c, std::int32_t index, const std::string& id) {
    const auto [at, added] = by_id_.emplace(id, static_cast<std::int32_t>(clusters_.size()));
    if (added) {
      clusters_.emplace_back();
      clusters_.back().key = c.key;
      clusters_.back().folded = c.folded;
    }
    add_member(at->second, c, index);
    return at->second;
  }

  void add_member(std::int32_t cluster, Candidate& c, std::int32_t index) {
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

  void cluster_names() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      if (!is_name(c)) continue;
      const std::string id = c.key.empty() ? without_blanks(c.folded) : "\x01" + c.key;
      cluster_of(c, static_cast<std::int32_t>(i), id);
    }
  }

  std::int32_t root(std::int32_t cluster) const {
    while (clusters_[static_cast<std::size_t>(cluster)].merged_into >= 0) {
      cluster = clusters_[static_cast<std::size_t>(cluster)].merged_into;
    }
    return cluster;
  }

  // Everything of `from` becomes part of `to`.
  void merge(std::int32_t from, std::int32_t to, const char* rule) {
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

  void join_parentheses() {
    for (const Candidate& c : candidates_) {
      if (!is_name(c) || c.apposition < 0) continue;
      const Candidate& outer = candidates_[static_cast<std::size_t>(c.apposition)];
      if (outer.actor < 0 || !words_.words[c.first].all_caps) continue;
      if (std::string_view(c.rule) == "long-form" || is_acronym(c.folded, outer.folded)) {
        merge(c.actor, outer.actor, "acronym");
      }
    }
  }

  static v1::ActorKind majority(const Cluster& cluster) {
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

  // "Trump" is "Donald Trump", "von der Leyen" is "Ursula von der Leyen", "Donald J. Trump" is
  // "Donald Trump".
  void join_persons() {
    std::map<std::string, std::vector<std::int32_t>, std::less<>> full;  // by surname
    for (std::size_t i = 0; i < clusters_.size(); ++i) {
      const Cluster& cluster = clusters_[i];
      if (cluster.merged_into >= 0 || !cluster.key.empty()) continue;
      if (majority(cluster) != v1::ACTOR_KIND_PERSON || word_count(cluster.folded) < 2) continue;
      full[std::string(last_word(cluster.folded))].push_back(static_cast<std::int32_t>(i));
    }
    for (auto& [surname, persons] : full) {
      for (std::size_t i = 0; i < persons.size(); ++i) {
        for (std::size_t j = 0; j < persons.size(); ++j) {
          if (i == j || root(persons[i]) == root(persons[j])) continue;
          const std::string& a = clusters_[static_cast<std::size_t>(persons[i])].folded;
          const std::string& b = clusters_[static_cast<std::size_t>(persons[j])].folded;
          if (is_middle_name_variant(a, b) || ends_with_words(b, a))
            merge(persons[i], persons[j], "full-name");
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
      if (found == full.end()) continue;
      merge(static_cast<std::int32_t>(i), nearest(found->second, cluster), "surname");
    }
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
      for (const std::int32_t member : clusters_[static_cast<std::size_t>(root(person))].members) {
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
          merge(static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), "acronym");
          break;
        }
      }
    }
  }

  void decide_kinds() {
    for (Cluster& cluster : clusters_)
      cluster.kind = majority(cluster);
  }

  // "Tiktok-Deal" mentions Tiktok when Tiktok is an actor of the article.
  void attach_parts() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Candidate& c = candidates_[i];
      if (!c.part) continue;
      if (!c.key.empty()) {
        cluster_of(c, static_cast<std::int32_t>(i), "\x01" + c.key);
        Cluster& to = clusters_[static_cast<std::size_t>(c.actor)];
        to.kind = majority(to);
        continue;
      }
      const auto found = by_id_.find(without_blanks(c.folded));
      if (found != by_id_.end()) {
        add_part(c, static_cast<std::int32_t>(i), root(found->second));
        continue;
      }
      // A surname: "Trump-Regierung".
      std::int32_t person = -1;
      int persons = 0;
      for (std::size_t k = 0; k < clusters_.size(); ++k) {
        const Cluster& cluster = clusters_[k];
        if (cluster.merged_into < 0 && cluster.kind == v1::ACTOR_KIND_PERSON &&
            ends_with_words(fullest(cluster), c.folded)) {
          person = static_cast<std::int32_t>(k);
          ++persons;
        }
      }
      if (persons == 1) add_part(c, static_cast<std::int32_t>(i), person);
    }
  }

  void add_part(Candidate& c, std::int32_t index, std::int32_t cluster) {
    c.actor = cluster;
    clusters_[static_cast<std::size_t>(cluster)].members.push_back(index);
  }

  const std::string& fullest(const Cluster& cluster) const {
    const std::string* best = &cluster.folded;
    for (const std::int32_t member : cluster.members) {
      const Candidate& c = candidates_[static_cast<std::size_t>(member)];
      if (is_name(c) && c.key.empty() && word_count(c.folded) > word_count(*best)) best = &c.folded;
    }
    return *best;
  }

  // Descriptions, governments without a country and pronouns, in order of the text.
  void attach_descriptions() {
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
        c.actor = root(c.actor);
        seen(c.actor, index);
      }
    }
  }

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
      cluster_of(c, index, "\x01" + c.key);
      refresh(c.actor);
      return;
    }
    if (c.apposition >= 0) {
      const Candidate& name = candidates_[static_cast<std::size_t>(c.apposition)];
      if (name.actor >= 0) {
        add_member(root(name.actor), c, index);
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
      cluster_of(c, index, "\x02" + c.folded);
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
    add_part(c, index, best);
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
      add_part(c, index, only);
      return true;
    }
    if (c.actor_kind == v1::ACTOR_KIND_PERSON || c.actor_kind == v1::ACTOR_KIND_PLACE || count > 1)
      return false;
    const auto& group = lexicon_.pack().nouns(c.noun);
    if (!group.describes_only() || group.narrow()) return false;
    return attach_recent(c, index, [&](const Cluster& k) {
      return k.kind == c.actor_kind && agrees(c, k) && !k.key.starts_with("government:") &&
             !k.key.starts_with("country:") && k.key.empty() && !is_described_otherwise(c, k);
    });
  }

  // "the committee" of the "Senate Ethics Committee".
  static bool is_named_so(const Candidate& c, const Cluster& k) {
    return k.key.empty() && ends_with_words(k.folded, c.description_head);
  }

  // "the Chinese company" is no company known to be of another country.
  static bool agrees(const Candidate& c, const Cluster& k) {
    if (k.kind != c.actor_kind && k.kind != v1::ACTOR_KIND_UNSPECIFIED) return false;
    return c.country == kNoCountry || k.countries.empty() || k.countries.contains(c.country);
  }

  // An actor called a newspaper is not meant by "the company" when it has its own description in
  // another group of nouns. Only for narrow nouns; companies are described in many ways.
  bool is_described_otherwise(const Candidate& c, const Cluster& k) const {
    for (const std::string& head : k.description_heads) {
      const Form* form = lexicon_.find(head);
      if (form != nullptr && form->noun != c.noun && lexicon_.pack().nouns(form->noun).narrow())
        return true;
    }
    return !k.description_heads.empty() && lexicon_.pack().nouns(c.noun).narrow();
  }

  // A pronoun means the only person it can mean in this sentence and the one before.
  void attach_pronoun(Candidate& c, std::int32_t index) {
    std::int32_t person = -1;
    for (std::int32_t i = index - 1; i >= 0; --i) {
      const Candidate& before = candidates_[static_cast<std::size_t>(i)];
      if (before.sentence + kPronounReach < c.sentence) break;
      if (before.actor < 0 || before.part) continue;
      const std::int32_t actor = root(before.actor);
      const Cluster& k = clusters_[static_cast<std::size_t>(actor)];
      if (k.kind != v1::ACTOR_KIND_PERSON) continue;
      if (k.gender != lang::v1::GENDER_UNSPECIFIED && k.gender != c.gender) continue;
      if (person >= 0 && person != actor) return;
      person = actor;
    }
    if (person < 0) return;
    // In a language where things have gender too, only a person that nothing else could be meant
    // beside: the first actor of the sentence before.
    if (!lexicon_.pack().pronouns(c.noun).person_only() && !leads(person, c)) return;
    add_part(c, index, person);
  }

  bool leads(std::int32_t person, const Candidate& c) const {
    for (const Candidate& before : candidates_) {
      if (before.sentence + kPronounReach < c.sentence || before.actor < 0) continue;
      return root(before.actor) == person && before.sentence < c.sentence;
    }
    return false;
  }

  // Middle initials come and go, so they are no part of a person's key.
  std::string key_of(const Cluster& cluster) const {
    if (!cluster.key.empty()) return cluster.key;
    const std::string& whole = fullest(cluster);
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

  void write() {
    record_.clear_mentions();
    record_.clear_actors();
    for (Candidate& c : candidates_) {
      if (c.actor >= 0) c.actor = root(c.actor);
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
  const NameLexicon& lexicon_;
  std::vector<Candidate>& candidates_;
  v1::ArticleRecord& record_;
  std::vector<Cluster> clusters_;
  std::unordered_map<std::string, std::int32_t> by_id_;
  std::vector<std::int32_t> last_seen_;
};

}  // namespace

void resolve(const WordList& words, const NameLexicon& lexicon, std::vector<Candidate>& candidates,
             v1::ArticleRecord& record) {
  Resolver(words, lexicon, candidates, record).run();
}

}  // namespace annals::who
