// A Protobuf message as JSON in one line, as google::protobuf::util::MessageToJsonString writes it
// with the names of the fields kept, but straight from the message: that goes by its bytes, and
// character by character.
//
// Inside the room. Thread safety: free functions. Messages with maps, groups, bytes or well-known
// types are not ours.
#pragma once

#include <string>

namespace google::protobuf {
class Message;
}

namespace annals {

void append_json(const google::protobuf::Message& message, std::string& out);

}  // namespace annals
