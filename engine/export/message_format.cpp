#include "engine/export/message_format.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

namespace annals {

Result<std::string> to_json(const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = layout == JsonLayout::kIndented;
  std::string out;
  const auto status = google::protobuf::util::MessageToJsonString(message, &out, options);
  if (!status.ok()) {
    return fail(ErrorCode::kInternal, fmt::format("{} as JSON: {}", message.GetTypeName(),
                                                  std::string(status.message())));
  }
  return out;
}

Result<std::string> to_text_proto(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string out;
  if (!printer.PrintToString(message, &out)) {
    return fail(ErrorCode::kInternal, fmt::format("{} as text", message.GetTypeName()));
  }
  return out;
}

std::string to_bytes(const google::protobuf::Message& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return out;
}

std::string to_delimited_bytes(const google::protobuf::Message& message) {
  const std::string bytes = to_bytes(message);
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.WriteVarint64(bytes.size());
  }
  return out + bytes;
}

}  // namespace annals
