#include "engine/store/text_check.h"

#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <unicode/utf8.h>

#include <annals/v1/record.pb.h>

#include "engine/store/wire.h"

namespace annals {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

struct MessagePlan;

// What is looked at in a field: its bytes as text, or as a message.
struct FieldPlan {
  bool text = false;
  const MessagePlan* message = nullptr;
};

struct MessagePlan {
  std::vector<FieldPlan> fields;  // by number
};

class Plans {
 public:
  explicit Plans(const Descriptor& type) : root_(plan(type)) {}
  const MessagePlan& root() const { return *root_; }

 private:
  const MessagePlan* plan(const Descriptor& type) {
    std::unique_ptr<MessagePlan>& entry = plans_[&type];
    if (entry) return entry.get();
    entry = std::make_unique<MessagePlan>();
    MessagePlan* const out = entry.get();  // stays where it is when the map grows
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const auto number = static_cast<std::size_t>(field.number());
      if (out->fields.size() <= number) out->fields.resize(number + 1);
      FieldPlan& of_field = out->fields[number];
      of_field.text = field.type() == FieldDescriptor::TYPE_STRING;
      if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
        of_field.message = plan(*field.message_type());
      }
    }
    return out;
  }

  std::unordered_map<const Descriptor*, std::unique_ptr<MessagePlan>> plans_;
  const MessagePlan* root_;
};

bool is_utf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  const auto size = static_cast<std::int32_t>(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::int32_t i = 0; i < size;) {
    std::uint64_t eight = kHighBits;
    if (size - i >= 8) std::memcpy(&eight, bytes + i, sizeof(eight));
    if ((eight & kHighBits) == 0) {
      i += 8;
      continue;
    }
    UChar32 code = 0;
    U8_NEXT(bytes, i, size, code);
    if (code < 0) return false;
  }
  return true;
}

bool check(std::string_view message, const MessagePlan& plan) {
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (!field.delimited || field.number >= plan.fields.size()) continue;
    const FieldPlan& of_field = plan.fields[field.number];
    if (of_field.text && !is_utf8(field.payload)) return false;
    if (of_field.message != nullptr && !check(field.payload, *of_field.message)) return false;
  }
  return reader.sound();
}

}  // namespace

bool record_is_utf8(std::string_view record) {
  static const Plans plans(*v1::ArticleRecord::descriptor());
  return check(record, plans.root());
}

}  // namespace annals
