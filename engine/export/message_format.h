// Protobuf messages as JSON, text format and length-delimited streams.
//
// Thread safety: free functions. Errors: kInternal when a message cannot be written, which is a bug
// of ours.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace google::protobuf {
class Message;
}

namespace annals {

enum class JsonLayout { kOneLine, kIndented };

// JSON from the schema: proto field names, enum names, unset fields left out. kOneLine has no line
// end.
Result<std::string> to_json(const google::protobuf::Message& message, JsonLayout layout);
// Protobuf text format.
Result<std::string> to_text_proto(const google::protobuf::Message& message);
// The message's bytes, the same for equal messages.
std::string to_bytes(const google::protobuf::Message& message);
// The same with the length before it as a varint, as protobuf's own delimited streams have it.
std::string to_delimited_bytes(const google::protobuf::Message& message);

}  // namespace annals
