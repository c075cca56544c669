// How messages reach standard output: --format and what it means.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace annals::cli {

enum class Format { kText, kJson, kJsonl, kProto, kProtoStream, kTextProto };

// Declares --format with the given choices (first is the default), e.g. {"text", "json"}.
void add_format_option(CLI::App& app, std::string& format, const std::vector<std::string>& choices);
Format format_of(const std::string& name);

// Writes one message: JSON (indented for kJson, a line for kJsonl), bytes, delimited bytes or text
// format. Returns kDone, or reports and returns kFailed.
int write_message(const google::protobuf::Message& message, Format format, Terminal& terminal);
// Writes a list: a JSON array for kJson, else one message after the other (kProto writes delimited
// bytes).
int write_messages(const std::vector<const google::protobuf::Message*>& messages, Format format,
                   Terminal& terminal);

}  // namespace annals::cli
