// Who is named as a source, by a noun phrase or by a cue such as "according to"?
//
// Inside the room. Thread safety: const on a sentence and discourse that nobody writes meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/what/draft.h"

namespace annals::what {

struct Cue {
  std::int32_t word = 0;
  Source source;
  bool citing = false;
  bool confirm = false;
  std::int32_t clause = -1;
  std::int32_t last = 0;      // behind its last word
  std::int32_t nominal = -1;  // the noun phrase that names the source
  bool known = true;          // who is meant
};

class SourceReader {
 public:
  // Both must outlive it; the discourse tells who spoke last.
  SourceReader(const SentenceView& view, const Discourse& discourse)
      : view_(view), lex_(*view.lexicon), d_(discourse) {}

  // The name of an actor of the article.
  const std::string& name_of(std::int32_t actor) const;
  // The source that a noun phrase names. False when it names none ("es", "das").
  bool source_of(std::int32_t k, Source& out) const;
  // The section that the sentence belongs to.
  std::uint32_t section() const;
  // The noun phrase's words without preposition and determiner.
  std::string text_of(std::int32_t k) const;
  // Cues with a preposition-like word. Citing cues name who the other source relies on.
  std::vector<Cue> cues() const;

 private:
  std::int32_t actor_of(std::int32_t mention) const;
  // The noun phrase without preposition and determiner.
  Span span_of(std::int32_t k) const;
  void report_cues(std::vector<Cue>& out) const;
  bool unnamed_head(std::int32_t k) const;
  // The clause's subject, or that of the clause it is joined to; -1 for none.
  std::int32_t subject_of(std::int32_t c) const;
  // Whose a statement is that names nobody: an actor of the article, or -1.
  std::int32_t issuer() const;
  std::int32_t nominal_after(std::int32_t word) const;
  std::int32_t nominal_before(std::int32_t word) const;

  const SentenceView& view_;
  const Lexicon& lex_;
  const Discourse& d_;
};

}  // namespace annals::what
