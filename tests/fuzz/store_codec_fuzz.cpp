// Stored keys and values from any bytes: nothing crashes, and what decodes encodes to the same
// bytes.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <annals/store/v1/store.pb.h>
#include <annals/v1/digest.pb.h>
#include <annals/v1/record.pb.h>

#include "engine/store/derived.h"
#include "engine/store/keys.h"
#include "engine/store/store.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Decode>
void round_trip(std::string_view bytes, Decode decode) {
  if (const auto key = decode(bytes)) require(annals::encode(*key) == bytes);
}

// A record that parses is stored or rejected; its digest survives the way to the disk and back.
void store_record(const std::string& bytes) {
  annals::v1::ArticleRecord record;
  if (!record.ParseFromString(bytes)) return;
  const auto key = annals::key_of(record);
  const annals::v1::Digest digest = annals::make_digest(record);
  const std::string digest_bytes = digest.SerializeAsString();
  annals::v1::Digest again;
  require(again.ParseFromString(digest_bytes));
  require(again.SerializeAsString() == digest_bytes);
  const auto entry = annals::make_entry(record, bytes);
  require(!annals::replaces(entry, entry));
  if (!key) return;
  annals::IndexKeys keys;
  keys.add(*key, digest);
  keys.settle();
  for (const annals::TermKey& term : keys.terms)
    round_trip(annals::encode(term), annals::decode_term_key);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  round_trip(bytes, annals::decode_revision_key);
  round_trip(bytes, annals::decode_term_key);
  round_trip(bytes, annals::decode_actor_key);
  round_trip(bytes, annals::decode_event_key);
  if (const auto revision = annals::parse_revision(bytes)) require(to_string(*revision) == bytes);
  require(annals::to_hex(bytes).size() == 2 * bytes.size());
  annals::store::v1::RevisionEntry entry;
  if (entry.ParseFromString(bytes)) require(!annals::replaces(entry, entry));
  annals::v1::Digest digest;
  if (digest.ParseFromString(bytes)) require(!annals::newer_revision(digest, digest));
  store_record(bytes);
  return 0;
}
