#include "ingest/who/consistency.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace annals::who {
namespace {

// Names longer than this are found by the model or not at all.
constexpr std::uint32_t kLongestName = 4;

struct Seen {
  std::array<std::uint16_t, 5> labels{};
  std::uint16_t outside = 0;
  bool vouched = false;

  std::uint16_t inside() const {
    std::uint16_t sum = 0;
    for (const std::uint16_t n : labels)
      sum = static_cast<std::uint16_t>(sum + n);
    return sum;
  }
  Label majority() const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < labels.size(); ++i) {
      if (labels.at(i) > labels.at(best)) best = i;
    }
    return static_cast<Label>(best);
  }
};

using Forms = std::unordered_map<std::string_view, Seen>;

bool is_dictionary(const NameSpan& name) {
  const std::string_view rule = name.rule;
  return rule == "known" || rule == "country";
}

bool may_be_name(const Word& word) {
  return word.is_word() && word.capital && !word.stop_word &&
         !word.is(kNever | kDeterminer | kPronoun | kNounSingular | kNounPlural | kHonorific |
                  kCountryAdjective | kCountryName | kLegalForm | kParticle);
}

// "TikTok", "SoftBank": a capital behind a small letter, and a small one behind that. No common
// word is written so, whatever the model saw.
bool is_written_as_name(std::string_view text) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t i = 2; i + 1 < text.size(); ++i) {
    if (text[i] >= 'A' && text[i] <= 'Z' && small(text[i - 1]) && small(text[i + 1])) return true;
  }
  return false;
}

class Consistency {
 public:
  Consistency(const WordList& words, const NameLexicon& lexicon,
              const std::vector<Vouched>& vouched, std::vector<std::vector<NameSpan>>& names)
      : words_(words), lexicon_(lexicon), names_(names) {
    inside_.assign(words.words.size(), false);
    for (const auto& sentence : names) {
      for (const NameSpan& name : sentence)
        std::fill(inside_.begin() + name.first, inside_.begin() + name.last, true);
    }
    for (std::size_t s = 0; s < names.size(); ++s)
      added_ = add_conjuncts(s) || added_;
    for (const auto& sentence : names) {
      for (const NameSpan& name : sentence) {
        if (is_dictionary(name) || name.last - name.first > kLongestName) continue;
        Seen& seen = forms_[form_of(name.first, name.last)];
        seen.labels.at(static_cast<std::size_t>(name.label)) += 1;
        if (name.label == Label::kPerson) add_surname(name.first, name.last, false);
      }
    }
    for (const Vouched& name : vouched) {
      if (name.last - name.first > kLongestName) continue;
      Seen& seen = forms_[form_of(name.first, name.last)];
      seen.vouched = true;
      seen.labels.at(label_of(name.kind)) += 1;
      if (name.kind == v1::ACTOR_KIND_PERSON) add_surname(name.first, name.last, true);
    }
  }

  bool run() {
    bool added = split_pairs() || added_;
    added = split_neighbours() || added;
    count_outside();
    for (std::size_t s = 0; s < names_.size(); ++s)
      added = spread(s) || added;
    for (std::size_t s = 0; s < names_.size(); ++s)
      added = add_written(s) || added;
    for (auto& sentence : names_) {
      for (NameSpan& name : sentence) {
        if (is_dictionary(name)) continue;
        const auto found = forms_.find(form_of(name.first, name.last));
        if (found == forms_.end()) continue;
        const Label label = found->second.majority();
        if (label == Label::kOutside || label == name.label) continue;
        // A clear majority only: "Washington" may be a person here and a town there.
        if (found->second.labels.at(static_cast<std::size_t>(label)) * 3 >=
            found->second.inside() * 2) {
          name.label = label;
          added = true;
        }
      }
    }
    return added;
  }

 private:
  // The surname of a full name, with its particles ("von der Leyen").
  void add_surname(std::uint32_t first, std::uint32_t last, bool vouched) {
    if (last - first < 2) return;
    const auto add = [&](std::uint32_t begin) {
      Seen& surname = forms_[form_of(begin, last)];
      surname.vouched = surname.vouched || vouched;
      surname.labels.at(static_cast<std::size_t>(Label::kPerson)) += 1;
    };
    std::uint32_t begin = last - 1;
    while (begin > first + 1 && words_.words[begin - 1].is(kParticle))
      --begin;
    if (begin < last - 1) {
      add(begin);
    } else if (may_be_name(words_.words[last - 1])) {
      add(last - 1);
    }
  }

  static std::size_t label_of(v1::ActorKind kind) {
    switch (kind) {
      case v1::ACTOR_KIND_PERSON:
        return static_cast<std::size_t>(Label::kPerson);
      case v1::ACTOR_KIND_PLACE:
        return static_cast<std::size_t>(Label::kPlace);
      case v1::ACTOR_KIND_ORGANISATION:
        return static_cast<std::size_t>(Label::kOrganisation);
      default:
        return static_cast<std::size_t>(Label::kOther);
    }
  }

  std::string_view form_of(std::uint32_t first, std::uint32_t last) const {
    return words_.fold(first, last);
  }

  // The form of words [first, last), or of the same without the s of a genitive.
  const Seen* find(std::uint32_t first, std::uint32_t last) const {
    const std::string_view form = form_of(first, last);
    auto found = forms_.find(form);
    if (found == forms_.end() && lexicon_.pack().genitive_s() && form.size() > 3 &&
        form.ends_with('s')) {
      found = forms_.find(form.substr(0, form.size() - 1));
    }
    return found == forms_.end() ? nullptr : &found->second;
  }

  void count_outside() {
    for (std::uint32_t i = 0; i < words_.words.size(); ++i) {
      if (inside_[i] || !words_.words[i].is_word()) continue;
      const auto found = forms_.find(words_.fold(words_.words[i]));
      if (found == forms_.end()) continue;
      // A word in lower case shows that the form is a common word as well; one that the tagger
      // takes for a proper noun shows nothing but that the model passed it over.
      const bool capital = words_.words[i].capital;
      if (capital && words_.words[i].pos == Pos::kPropn) continue;
      found->second.outside =
          static_cast<std::uint16_t>(std::min(found->second.outside + (capital ? 1 : 3), 1000));
    }
  }

  // "Oracle and Walmart" are two when either stands alone elsewhere.
  bool split_pairs() {
    bool split = false;
    for (auto& names : names_) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        const NameSpan name = names[i];
        if (name.last - name.first < 3 || is_dictionary(name)) continue;
        std::uint32_t at = name.first + 1;
        while (at + 1 < name.last && !words_.words[at].is(kConjunction))
          ++at;
        if (at + 1 >= name.last) continue;
        const auto known = [&](std::uint32_t first, std::uint32_t last) {
          const auto found = forms_.find(form_of(first, last));
          return found != forms_.end() && found->second.inside() > 0;
        };
        if (!known(name.first, at) && !known(at + 1, name.last)) continue;
        names[i].last = at;
        const NameSpan second{at + 1, name.last, name.label, name.rule};
        names.insert(names.begin() + static_cast<std::ptrdiff_t>(i) + 1, second);
        forms_[form_of(name.first, at)].labels.at(static_cast<std::size_t>(name.label)) += 1;
        forms_[form_of(at + 1, name.last)].labels.at(static_cast<std::size_t>(name.label)) += 1;
        inside_[at] = false;
        split = true;
      }
    }
    return split;
  }

  // "die Firma des Unternehmers Karl Brunn Nordwerk": a person and, as its last word, what is an
  // organisation wherever else it stands.
  bool split_neighbours() {
    constexpr auto kPerson = static_cast<std::size_t>(Label::kPerson);
    constexpr auto kOrganisation = static_cast<std::size_t>(Label::kOrganisation);
    bool split = false;
    for (auto& names : names_) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        const NameSpan name = names[i];
        if (name.last - name.first < 3 || is_dictionary(name)) continue;
        const std::uint32_t at = name.last - 1;
        const Seen* front = find(name.first, at);
        const bool person =
            name.label == Label::kPerson ||
            (front != nullptr && front->inside() > 0 && front->majority() == Label::kPerson);
        if (!person) continue;
        const auto found = forms_.find(form_of(at, name.last));
        if (found == forms_.end()) continue;
        auto& votes = found->second.labels;
        // The person's own vote for its surname is the one that is in doubt.
        if (votes.at(kOrganisation) == 0 || votes.at(kOrganisation) < votes.at(kPerson)) continue;
        votes.at(kPerson) -= static_cast<std::uint16_t>(votes.at(kPerson) > 0);
        votes.at(kOrganisation) += 1;
        names[i].last = at;
        names[i].label = Label::kPerson;
        names.insert(names.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                     {at, at + 1, Label::kOrganisation, "document"});
        add_surname(name.first, at, false);
        split = true;
      }
    }
    return split;
  }

  bool spread(std::size_t s) {
    const SentenceRange& sentence = words_.analysis->sentences[s];
    bool added = false;
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      if (inside_[i] || !words_.words[i].capital) continue;
      for (std::uint32_t n = std::min(kLongestName, sentence.last - i); n > 0; --n) {
        if (std::any_of(inside_.begin() + i, inside_.begin() + i + n, [](bool b) { return b; }))
          continue;
        if (n == 1 && !may_be_name(words_.words[i])) continue;
        const Seen* seen = find(i, i + n);
        if (seen == nullptr || seen->inside() == 0 || seen->majority() == Label::kOutside) continue;
        // One word may be a common noun elsewhere; the model must have seen the name often enough.
        if (n == 1 && !seen->vouched && seen->inside() * 2 < seen->outside) continue;
        add(s, {i, i + n, seen->majority(), "document"});
        added = true;
        i += n - 1;
        break;
      }
    }
    return added;
  }

  // Names by their writing alone, where neither the model nor the rest of the article knows them.
  bool add_written(std::size_t s) {
    const SentenceRange& sentence = words_.analysis->sentences[s];
    bool added = false;
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      const Word& word = words_.words[i];
      if (inside_[i] || word.pos != Pos::kPropn || word.hyphen || !may_be_name(word)) continue;
      if (!is_written_as_name(words_.text(word))) continue;
      add(s, {i, i + 1, Label::kOther, "writing"});
      added = true;
    }
    return added;
  }

  // "Nvidia and SoftBank": a proper noun that a conjunction joins to a name is a name of its kind.
  bool add_conjuncts(std::size_t s) {
    const SentenceRange& sentence = words_.analysis->sentences[s];
    const std::vector<Word>& words = words_.words;
    const auto joins = [&](std::uint32_t i) { return words[i].is(kConjunction); };
    const auto is_name = [&](std::uint32_t i) {
      return !inside_[i] && words[i].pos == Pos::kPropn && may_be_name(words[i]);
    };
    std::vector<NameSpan> found;
    for (const NameSpan& name : names_[s]) {
      if (is_dictionary(name)) continue;
      const std::uint32_t before = name.first - 2;
      if (name.first >= sentence.first + 2 && joins(name.first - 1) && is_name(before) &&
          (before == sentence.first || !words[before - 1].any_capital)) {
        found.push_back({before, before + 1, name.label, "conjunct"});
      }
      const std::uint32_t behind = name.last + 1;
      if (behind < sentence.last && joins(name.last) && is_name(behind) &&
          (behind + 1 == sentence.last || !words[behind + 1].any_capital)) {
        found.push_back({behind, behind + 1, name.label, "conjunct"});
      }
    }
    for (const NameSpan& name : found) {
      if (!inside_[name.first]) add(s, name);
    }
    return !found.empty();
  }

  void add(std::size_t s, const NameSpan& name) {
    auto& names = names_[s];
    names.insert(
        std::upper_bound(names.begin(), names.end(), name,
                         [](const NameSpan& a, const NameSpan& b) { return a.first < b.first; }),
        name);
    std::fill(inside_.begin() + name.first, inside_.begin() + name.last, true);
  }

  const WordList& words_;
  const NameLexicon& lexicon_;
  std::vector<std::vector<NameSpan>>& names_;
  std::vector<bool> inside_;
  bool added_ = false;
  Forms forms_;
};

}  // namespace

bool make_consistent(const WordList& words, const NameLexicon& lexicon,
                     const std::vector<Vouched>& vouched,
                     std::vector<std::vector<NameSpan>>& names) {
  return Consistency(words, lexicon, vouched, names).run();
}

}  // namespace annals::who
