#include "engine/base/xml.h"

namespace annals {

void append_xml(std::string& out, std::string_view text, XmlControls controls) {
  constexpr unsigned char kFirstPrintable = 0x20;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += controls == XmlControls::kBlank && static_cast<unsigned char>(c) < kFirstPrintable
                   ? ' '
                   : c;
    }
  }
}

}  // namespace annals
