// Layers of an annotated article in the column formats of corpora.
#pragma once

#include <string>

#include <annals/v1/record.pb.h>

#include "ingest/language/language.h"

namespace annals::cli {

// CoNLL-U (universaldependencies.org): a line a token with form, lemma and universal tag, the other
// columns but MISC empty; SpaceAfter=No where no blank follows; `newdoc id`, `newpar`, `sent_id`
// and `text` before each sentence that begins an article, a block or a sentence.
std::string conllu_text(const v1::Article& article, const Language& language);

// "token<TAB>tag" in BIO (Ramshaw and Marcus, 1995), a blank line behind each sentence. Names
// alone, by their naming core: PER, ORG, LOC, PROD, or MISC where the kind is not known. A name
// that is only a part of a token ("Tiktok-Verbot") is not tagged.
std::string bio_text(const v1::ArticleRecord& record, const Language& language);

}  // namespace annals::cli
