// Who and what takes part in an event: the arguments of verbs and of nouns.
//
// Inside the room. Thread safety: const on a sentence and readings that nobody writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest/what/draft.h"
#include "ingest/what/frames.h"

namespace annals::what {

inline constexpr std::size_t kMostArguments = 8;

class ArgumentFinder {
 public:
  // Both must outlive it.
  ArgumentFinder(const SentenceView& view, const std::vector<ClauseReading>& readings)
      : view_(view), lex_(*view.lexicon), frames_(view), readings_(readings) {}

  // The actor a mention stands for, or -1.
  std::int32_t actor_of(std::int32_t mention) const;
  // How many noun phrases the sentence has.
  std::int32_t count() const;
  // "von X", "by X": the noun phrase that does what a passive tells, or -1.
  std::int32_t agent_phrase(const Clause& clause) const;
  static bool has_role(const Draft& draft, v1::Role role);
  // Whether one of the arguments stands in that slot.
  static bool wants(const std::vector<Arg>& args, lang::Slot slot);
  // Whether the draft has nobody in a role that the frame cannot do without.
  static bool lacks_required(const std::vector<Arg>& args, const Draft& draft);
  // The noun phrase as an argument.
  DraftArgument argument(v1::Role role, std::int32_t k) const;
  // Adds the noun phrase, and those listed with it, unless the draft has it.
  void add(Draft& draft, v1::Role role, std::int32_t k) const;
  // Adds what a frame asks of its verb's clause.
  void verb_arguments(const Clause& clause, const std::vector<Arg>& args, Draft& draft) const;
  // Adds what the draft's frame asks of the noun phrase that names the event.
  void noun_arguments(std::int32_t k, Draft& draft) const;
  // "in den USA": places by the preposition and the actor's kind.
  void place(const Clause& clause, Draft& draft) const;

 private:
  Span nominal_span(std::int32_t k) const;
  // With its genitives: "Geschäft von Nordwerk".
  Span full_span(std::int32_t k) const;
  // The argument just added is no actor when it only describes and the agent is that actor.
  void unless_agent(std::int32_t k, Draft& draft) const;
  bool kind_fits(const Arg& arg, std::int32_t k) const;
  bool has_nominal(const Draft& draft, std::int32_t k) const;
  // A name without article may be a dative as well as an accusative; with verbs that want both, an
  // actor is the one addressed.
  bool bare_actor(std::int32_t k) const;
  std::int32_t prepositional(const Clause& clause, const Arg& arg) const;
  void noun_place(std::int32_t k, Draft& draft) const;
  // "Tiktok-Verbot", "TikTok ban": the part before the head is an actor of the article.
  void compound(std::int32_t k, const Arg& arg, Draft& draft) const;
  void push_actor(Draft& draft, const Arg& arg, std::int32_t actor, Span span) const;

  const SentenceView& view_;
  const Lexicon& lex_;
  FrameReader frames_;
  const std::vector<ClauseReading>& readings_;
};

}  // namespace annals::what
