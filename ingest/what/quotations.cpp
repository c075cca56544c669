// What does the text quote, and whose words are they? Verbs and nouns of saying, cues, quotation
// marks, and reported speech that runs on over sentences.
//
// How quotations are cut follows Papay and Pado, "RiQuA" (2020), and Petersen-Frey and Biemann,
// "Dataset of Quotation Attribution in German News Articles" (2024): the clause or the sentence
// that tells what is said, quotation marks included, and inside of it what stands between marks.
#include <algorithm>
#include <utility>

#include "ingest/what/quotation_reader.h"
#include "ingest/what/segments.h"

namespace annals::what {

void QuotationReader::read() {
  if (trail_.has_speaker && trail_.section != sources_.section()) trail_.has_speaker = false;
  find_stretches();
  const std::int32_t running = trail_.running;
  trail_.running = -1;
  for (std::int32_t c = 0; c < clauses(); ++c)
    says(c);
  for (std::int32_t i = 0; i < view_.size(); ++i) {
    noun_says(i);
    adverb_says(i);
  }
  cues();
  if (!attributed_) carry_on(running);
  for (std::int32_t c = 0; c < clauses(); ++c)
    reports(c);
  for (const Stretch& stretch : stretches_)
    direct(stretch);
  announce();
}

void read_quotations(const SentenceView& view, const std::vector<ClauseReading>& readings,
                     Discourse& discourse) {
  QuotationReader(view, readings, discourse).read();
}

}  // namespace annals::what
