#include "cli/output.h"

#include <CLI/CLI.hpp>

#include "engine/export/message_format.h"

namespace annals::cli {

void add_format_option(CLI::App& app, std::string& format,
                       const std::vector<std::string>& choices) {
  format = choices.front();
  app.add_option("--format", format, "Output format")
      ->check(CLI::IsMember(choices))
      ->capture_default_str();
}

Format format_of(const std::string& name) {
  if (name == "json") return Format::kJson;
  if (name == "jsonl") return Format::kJsonl;
  if (name == "proto") return Format::kProto;
  if (name == "proto-stream") return Format::kProtoStream;
  if (name == "textproto") return Format::kTextProto;
  return Format::kText;
}

int write_message(const google::protobuf::Message& message, Format format, Terminal& terminal) {
  switch (format) {
    case Format::kProto:
      terminal.out << to_bytes(message);
      return kDone;
    case Format::kProtoStream:
      terminal.out << to_delimited_bytes(message);
      return kDone;
    case Format::kTextProto: {
      const auto text = to_text_proto(message);
      if (!text) return report(text.error(), terminal);
      terminal.out << *text;
      return kDone;
    }
    default: {
      const auto json =
          to_json(message, format == Format::kJson ? JsonLayout::kIndented : JsonLayout::kOneLine);
      if (!json) return report(json.error(), terminal);
      terminal.out << *json;
      if (json->empty() || json->back() != '\n') terminal.out << "\n";
      return kDone;
    }
  }
}

int write_messages(const std::vector<const google::protobuf::Message*>& messages, Format format,
                   Terminal& terminal) {
  if (format != Format::kJson) {
    const Format each = format == Format::kProto ? Format::kProtoStream : format;
    for (const google::protobuf::Message* message : messages) {
      if (const int code = write_message(*message, each, terminal); code != kDone) return code;
      if (each == Format::kTextProto) terminal.out << "\n";
    }
    return kDone;
  }
  terminal.out << "[";
  const char* separator = "\n";
  for (const google::protobuf::Message* message : messages) {
    const auto json = to_json(*message, JsonLayout::kOneLine);
    if (!json) return report(json.error(), terminal);
    terminal.out << separator << *json;
    separator = ",\n";
  }
  terminal.out << "\n]\n";
  return kDone;
}

}  // namespace annals::cli
