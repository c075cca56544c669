// Reading a v1::Digest: its sentences and events hold numbers, which these functions turn into
// terms, names and parts.
//
// Thread safety: free functions; what they return points into the digest. Errors: none; a number
// that leads nowhere, which only a damaged store has, is read as nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include <annals/v1/digest.pb.h>

namespace annals {

// Content terms of a sentence, in order.
inline std::span<const std::uint32_t> terms_of(const v1::Digest& digest,
                                               const v1::DigestSentence& sentence) {
  const std::span<const std::uint32_t> all(digest.terms().data(),
                                           static_cast<std::size_t>(digest.terms_size()));
  if (sentence.first_term() > all.size()) return {};
  const auto rest = all.subspan(sentence.first_term());
  return rest.first(std::min<std::size_t>(sentence.term_count(), rest.size()));
}

// A word of the digest by its number plus one; empty for 0.
const std::string& word_of(const v1::Digest& digest, std::uint32_t number);
// Class of the ontology, or empty.
inline const std::string& event_class_of(const v1::Digest& digest, const v1::DigestEvent& event) {
  return word_of(digest, event.event_class());
}
// Lemma of the predicate.
inline const std::string& predicate_of(const v1::Digest& digest, const v1::DigestEvent& event) {
  return word_of(digest, event.predicate());
}

// An argument of an event.
struct DigestPart {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::uint32_t actor = 0;  // index into Digest.actors plus one; 0 for no actor
};
inline int part_count(const v1::DigestEvent& event) {
  return event.participants_size() / 2;
}
inline DigestPart part_of(const v1::DigestEvent& event, int i) {
  return {static_cast<v1::Role>(event.participants(2 * i)), event.participants(2 * i + 1)};
}

inline bool is_dated(const v1::DigestEvent& event) {
  return event.has_earliest_day() || event.has_latest_day();
}

}  // namespace annals
