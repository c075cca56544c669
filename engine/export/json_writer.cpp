#include "engine/export/json_writer.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

namespace annals {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What becomes of a byte inside a string.
enum class Byte : std::uint8_t {
  kPlain,
  kEscaped,  // by a backslash and a letter
  kTwo,      // begins a character of two bytes that stands as it is
  kThree,    // begins one of three bytes, of which most do
  kRare      // escaped in ways that the library knows
};

constexpr std::array<Byte, 256> make_bytes() {
  std::array<Byte, 256> out{};
  out.fill(Byte::kRare);
  for (unsigned c = 0x20; c < 0x7F; ++c)
    out[c] = Byte::kPlain;
  out['<'] = out['>'] = Byte::kRare;
  for (const char c : {'"', '\\', '\n', '\r', '\t'})
    out[static_cast<unsigned char>(c)] = Byte::kEscaped;
  for (unsigned c = 0xC3; c <= 0xD7; ++c)  // from U+00C0 to the Arabic script
    out[c] = Byte::kTwo;
  for (unsigned c = 0xE2; c <= 0xEC; ++c)
    out[c] = Byte::kThree;
  return out;
}
constexpr std::array<Byte, 256> kBytes = make_bytes();

constexpr char letter_of(char c) {
  return c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c;
}

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// U+2000 … U+207F but dashes, quotation marks, ellipsis and the like: some are escaped.
bool is_rare_mark(std::string_view text, std::size_t at) {
  if (text[at] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const auto third = static_cast<unsigned char>(text[at + 2]);
  return second == 0x81 || (second == 0x80 && (third < 0x90 || third > 0xA7) && third != 0xB0);
}

// False when something rare stands in the text; then the output is not complete.
bool append_usual(std::string_view text, std::string& out) {
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size();) {
    switch (kBytes[static_cast<unsigned char>(text[at])]) {
      case Byte::kPlain:
        ++at;
        break;
      case Byte::kEscaped:
        out.append(text, done, at - done);
        out += '\\';
        out += letter_of(text[at]);
        done = ++at;
        break;
      case Byte::kTwo:
        if (!continues(text, at + 1)) return false;
        at += 2;
        break;
      case Byte::kThree:
        if (!continues(text, at + 1) || !continues(text, at + 2) || is_rare_mark(text, at))
          return false;
        at += 3;
        break;
      case Byte::kRare:
        return false;
    }
  }
  out.append(text, done);
  return true;
}

void append_string(const std::string& text, std::string& out) {
  const std::size_t begin = out.size();
  out += '"';
  if (append_usual(text, out)) {
    out += '"';
    return;
  }
  out.resize(begin);
  google::protobuf::StringValue value;
  value.set_value(text);
  std::string json;
  if (google::protobuf::util::MessageToJsonString(value, &json).ok()) out += json;
}

// The shortest of the two lengths that give the number back.
void append_number(double value, std::string& out) {
  std::string text = fmt::format("{:.15g}", value);
  if (std::strtod(text.c_str(), nullptr) != value) text = fmt::format("{:.17g}", value);
  out += text;
}

// `at` is the place in a repeated field, -1 for others.
void append_value(const Message& message, const Reflection& reflection,
                  const FieldDescriptor& field, int at, std::string& out) {
  const auto quoted = [&](auto value) { fmt::format_to(std::back_inserter(out), "\"{}\"", value); };
  const auto plain = [&](auto value) { fmt::format_to(std::back_inserter(out), "{}", value); };
  const bool one = at < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return plain(one ? reflection.GetInt32(message, &field)
                       : reflection.GetRepeatedInt32(message, &field, at));
    case FieldDescriptor::CPPTYPE_UINT32:
      return plain(one ? reflection.GetUInt32(message, &field)
                       : reflection.GetRepeatedUInt32(message, &field, at));
    case FieldDescriptor::CPPTYPE_INT64:
      return quoted(one ? reflection.GetInt64(message, &field)
                        : reflection.GetRepeatedInt64(message, &field, at));
    case FieldDescriptor::CPPTYPE_UINT64:
      return quoted(one ? reflection.GetUInt64(message, &field)
                        : reflection.GetRepeatedUInt64(message, &field, at));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return append_number(one ? reflection.GetDouble(message, &field)
                               : reflection.GetRepeatedDouble(message, &field, at),
                           out);
    case FieldDescriptor::CPPTYPE_BOOL:
      return plain(one ? reflection.GetBool(message, &field)
                       : reflection.GetRepeatedBool(message, &field, at));
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = one ? reflection.GetEnumValue(message, &field)
                             : reflection.GetRepeatedEnumValue(message, &field, at);
      const auto* const value = field.enum_type()->FindValueByNumber(number);
      if (value == nullptr) return plain(number);
      return quoted(value->name());
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      return append_string(
          one ? reflection.GetStringReference(message, &field, &scratch)
              : reflection.GetRepeatedStringReference(message, &field, at, &scratch),
          out);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return append_json(one ? reflection.GetMessage(message, &field)
                             : reflection.GetRepeatedMessage(message, &field, at),
                         out);
    default:
      return;
  }
}

}  // namespace

void append_json(const Message& message, std::string& out) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  out += '{';
  for (const FieldDescriptor* const field : fields) {
    if (out.back() != '{') out += ',';
    out += '"';
    out += field->name();
    out += "\":";
    if (!field->is_repeated()) {
      append_value(message, reflection, *field, -1, out);
      continue;
    }
    out += '[';
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (i > 0) out += ',';
      append_value(message, reflection, *field, i, out);
    }
    out += ']';
  }
  out += '}';
}

}  // namespace annals
