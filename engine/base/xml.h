// Text as XML content or attribute value.
//
// Thread safety: a free function. Errors: none; bytes that are no UTF-8 are passed on.
#pragma once

#include <string>
#include <string_view>

namespace annals {

// What XML 1.0 forbids even escaped: most control characters.
enum class XmlControls : unsigned char {
  kKeep,   // the text came out of XML
  kBlank,  // becomes a blank
};

// Appends `text` with & < > " escaped.
void append_xml(std::string& out, std::string_view text, XmlControls controls);

}  // namespace annals
