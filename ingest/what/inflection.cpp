#include "ingest/what/inflection.h"

#include <algorithm>

namespace annals::what {
namespace {

bool ends_with_any(std::string_view word,
                   const google::protobuf::RepeatedPtrField<std::string>& ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](const std::string& end) { return word.ends_with(end); });
}

std::string_view inseparable_prefix(std::string_view base, const lang::Grammar& grammar) {
  std::string_view best;
  for (const std::string& prefix : grammar.inseparable()) {
    if (base.starts_with(prefix) && base.size() >= prefix.size() + 3 && prefix.size() > best.size())
      best = prefix;
  }
  return best;
}

}  // namespace

SplitVerb split_verb(std::string_view written, const lang::Grammar& grammar) {
  const std::size_t bar = written.find('|');
  if (bar == std::string_view::npos) return {std::string(written), {}};
  std::string left(written.substr(0, bar));
  std::string right(written.substr(bar + 1));
  if (grammar.joined_particles()) return {std::move(right), std::move(left)};
  return {std::move(left), std::move(right)};
}

lang::Verb principal_parts(std::string_view base, const lang::EventPack& pack) {
  for (const lang::Verb& verb : pack.irregular()) {
    if (verb.lemma() == base) return verb;
  }
  const std::string_view prefix = inseparable_prefix(base, pack.grammar());
  if (prefix.empty()) return {};
  const std::string_view rest = base.substr(prefix.size());
  for (const lang::Verb& verb : pack.irregular()) {
    if (verb.lemma() != rest) continue;
    lang::Verb out;
    const auto derive = [&](const std::string& part) {
      return part.empty() ? std::string() : std::string(prefix) + part;
    };
    out.set_lemma(std::string(base));
    out.set_present(derive(verb.present()));
    out.set_past(derive(verb.past()));
    out.set_subjunctive(derive(verb.subjunctive()));
    std::string participle = verb.participle();
    const std::string& mark = pack.grammar().participle_prefix();
    if (!mark.empty() && participle.starts_with(mark)) participle.erase(0, mark.size());
    out.set_participle(derive(participle));
    out.set_gerund(derive(verb.gerund()));
    return out;
  }
  return {};
}

std::vector<WordForm> inflect(std::string_view base, const lang::Verb& parts,
                              const lang::EventPack& pack) {
  std::vector<WordForm> out;
  out.push_back({std::string(base), lang::VERB_FORM_INFINITIVE});
  const bool inseparable = !inseparable_prefix(base, pack.grammar()).empty();
  std::vector<std::pair<int, unsigned>> done;  // (form, group) that has had its ending
  for (const lang::Ending& ending : pack.ending()) {
    if (ending.inseparable() && !inseparable) continue;
    const std::string_view source = ending.from_past() ? std::string_view(parts.past()) : base;
    if (source.empty() || source.size() < ending.strip()) continue;
    if (!ending.if_ends().empty() && !ends_with_any(source, ending.if_ends())) continue;
    if (ends_with_any(source, ending.unless_ends())) continue;
    const std::pair<int, unsigned> key(ending.form(), ending.group());
    if (std::find(done.begin(), done.end(), key) != done.end()) continue;
    done.push_back(key);
    // An irregular part takes the place of what the rule would make.
    if (!ending.from_past()) {
      if (ending.form() == lang::VERB_FORM_PAST && !parts.past().empty()) continue;
      if (ending.form() == lang::VERB_FORM_PARTICIPLE && !parts.participle().empty()) continue;
      if (ending.form() == lang::VERB_FORM_GERUND && !parts.gerund().empty()) continue;
      if (ending.form() == lang::VERB_FORM_PRESENT && ending.group() == 1 &&
          !parts.present().empty())
        continue;
    }
    out.push_back({ending.before() + std::string(source.substr(0, source.size() - ending.strip())) +
                       ending.add(),
                   ending.form()});
  }
  const auto add = [&](const std::string& word, lang::VerbForm form) {
    if (!word.empty()) out.push_back({word, form});
  };
  add(parts.present(), lang::VERB_FORM_PRESENT);
  add(parts.past(), lang::VERB_FORM_PAST);
  add(parts.participle(), lang::VERB_FORM_PARTICIPLE);
  add(parts.subjunctive(), lang::VERB_FORM_SUBJUNCTIVE_TWO);
  add(parts.gerund(), lang::VERB_FORM_GERUND);
  return out;
}

}  // namespace annals::what
