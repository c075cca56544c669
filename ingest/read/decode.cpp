#include "ingest/read/decode.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <span>

#include <fmt/format.h>
#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "engine/base/ascii.h"
#include "ingest/read/utf8.h"

namespace annals {
namespace {

constexpr std::string_view kUtf8 = "utf-8";
// More control characters than one in this many bytes: no text.
constexpr std::size_t kBytesPerControl = 64;
// The detector sees at most this many bytes.
constexpr std::size_t kDetectBytes = 4U << 10U;
// A declaration further down is not looked for.
constexpr std::size_t kDeclarationBytes = 4096;

struct Converter {
  UConverter* converter = nullptr;
  explicit Converter(const std::string& name) {
    UErrorCode status = U_ZERO_ERROR;
    converter = ucnv_open(name.c_str(), &status);
    if (U_FAILURE(status)) converter = nullptr;
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ucnv_close(converter); }
};

bool is_control(unsigned char c) {
  return c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v';
}

// Counts in pieces whose tests can run side by side.
std::size_t count_controls(std::string_view text) {
  constexpr std::size_t kPiece = 64;
  const auto count = [](std::string_view piece) {
    return static_cast<std::size_t>(std::count_if(piece.begin(), piece.end(), [](char c) {
      return is_control(static_cast<unsigned char>(c));
    }));
  };
  std::size_t controls = 0;
  std::size_t at = 0;
  for (; at + kPiece <= text.size(); at += kPiece) {
    unsigned char any = 0;
    for (std::size_t i = 0; i < kPiece; ++i) {
      const auto c = static_cast<unsigned char>(text[at + i]);
      // '\t' … '\r' are five values in a row.
      const auto low = static_cast<unsigned char>(c < 0x20 ? 0xFF : 0);
      const auto space =
          static_cast<unsigned char>(static_cast<unsigned char>(c - '\t') <= 4 ? 0xFF : 0);
      any = static_cast<unsigned char>(any | (low & ~space));
    }
    if (any != 0) controls += count(text.substr(at, kPiece));
  }
  return controls + count(text.substr(at));
}

// What a label means on the web.
std::string canonical_label(std::string_view label) {
  std::string name = ascii_lower(label);
  if (name == "utf8" || name == "unicode-1-1-utf-8") return std::string(kUtf8);
  static constexpr std::array<std::string_view, 8> kLatin1 = {
      "latin1", "iso-8859-1", "iso8859-1", "iso_8859-1", "ascii", "us-ascii", "cp1252", "l1"};
  if (std::find(kLatin1.begin(), kLatin1.end(), name) != kLatin1.end()) return "windows-1252";
  if (name == "gb2312" || name == "gbk" || name == "gb_2312-80") return "gb18030";
  if (name == "shift-jis" || name == "x-sjis" || name == "sjis") return "shift_jis";
  if (name == "ks_c_5601-1987" || name == "euc-kr") return "windows-949";
  if (name == "iso-8859-9") return "windows-1254";
  return name;
}

// How far the bytes are UTF-8: sequences beyond ASCII that are valid, and errors.
struct Utf8Count {
  std::size_t valid = 0;
  std::size_t invalid = 0;
  std::size_t first_invalid = 0;
};

Utf8Count count_utf8(std::string_view bytes) {
  Utf8Count count;
  std::size_t i = 0;
  while ((i = skip_ascii(bytes, i)) < bytes.size()) {
    const Utf8Step step = utf8_step(bytes, i);
    if (step.valid) {
      ++count.valid;
    } else if (count.invalid++ == 0) {
      count.first_invalid = i;
    }
    i += step.length;
  }
  return count;
}

// What lies around bytes beyond ASCII; the rest tells encodings nothing and costs time.
std::string telling_bytes(std::string_view bytes) {
  constexpr std::size_t kAround = 32;
  std::string sample;
  std::size_t taken = 0;
  std::size_t i = 0;
  while (sample.size() < kDetectBytes && (i = skip_ascii(bytes, i)) < bytes.size()) {
    const std::size_t begin = std::max(taken, i > kAround ? i - kAround : 0);
    taken = std::min(i + kAround, bytes.size());
    sample.append(bytes, begin, taken - begin);
    i = taken;
  }
  return sample;
}

std::string detect(std::string_view bytes) {
  const std::string sample = telling_bytes(bytes);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            &ucsdet_close);
  std::string best = "windows-1252";
  if (U_FAILURE(status)) return best;
  ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &status);
  std::int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
  if (U_FAILURE(status) || matches == nullptr) return best;
  // Western text is by far the most frequent, and detectors confuse the Latin sets with each
  // other: another set must be clearly more likely.
  constexpr std::int32_t kLeast = 40;
  constexpr std::int32_t kLead = 10;
  std::int32_t western = 0;
  std::int32_t other = 0;
  std::string other_name;
  for (const UCharsetMatch* match : std::span(matches, static_cast<std::size_t>(count))) {
    const char* name = ucsdet_getName(match, &status);
    const std::int32_t confidence = ucsdet_getConfidence(match, &status);
    if (U_FAILURE(status) || name == nullptr) break;
    const std::string label = canonical_label(name);
    if (label.starts_with("utf") || label.starts_with("ibm")) continue;
    if (label == "windows-1252") {
      western = std::max(western, confidence);
    } else if (confidence > other) {
      other = confidence;
      other_name = label;
    }
  }
  if (other >= kLeast && other > western + kLead) best = other_name;
  return best;
}

// Replaces what is not UTF-8 by U+FFFD.
void repair_utf8(std::string_view bytes, std::size_t skip, DecodedText& out) {
  out.copied = true;
  out.copy.reserve(bytes.size() + bytes.size() / 16);
  std::size_t i = skip;
  std::size_t run = skip;
  const auto flush = [&](std::size_t end) {
    out.map.add(static_cast<std::uint32_t>(out.copy.size()), run,
                static_cast<std::uint32_t>(end - run));
    out.copy.append(bytes, run, end - run);
  };
  while ((i = skip_ascii(bytes, i)) < bytes.size()) {
    const Utf8Step step = utf8_step(bytes, i);
    if (!step.valid) {
      flush(i);
      out.map.anchor(static_cast<std::uint32_t>(out.copy.size()), i);
      out.copy += kReplacement;
      out.map.anchor(static_cast<std::uint32_t>(out.copy.size()), i + step.length);
      run = i + step.length;
    }
    i += step.length;
  }
  flush(bytes.size());
}

// Any encoding ICU knows, letter by letter. Letters of one byte on both sides make runs, the others
// are anchored, so that a span that begins and ends between letters maps exactly.
std::size_t transcode(std::string_view bytes, std::size_t skip, UConverter* converter, bool wide,
                      DecodedText& out) {
  constexpr std::size_t kChunk = 4096;
  std::array<UChar, kChunk> units{};
  std::array<std::int32_t, kChunk> offsets{};
  const char* source = bytes.data() + skip;
  const char* const limit = bytes.data() + bytes.size();
  out.copied = true;
  out.copy.reserve(bytes.size() + bytes.size() / 8);
  std::size_t replaced = 0;
  std::uint32_t high = 0;        // first half of a surrogate pair
  std::uint64_t high_at = skip;  // where it stands
  // ASCII since the last other letter.
  std::uint32_t run_text = 0;
  std::uint64_t run_source = skip;
  std::uint32_t run_length = 0;
  const auto flush_run = [&](std::uint64_t next_source) {
    out.map.add(run_text, run_source, run_length);
    run_text += run_length;
    run_source = next_source;
    run_length = 0;
  };
  bool more = true;
  while (more) {
    const auto base = static_cast<std::uint64_t>(source - bytes.data());
    UChar* target = units.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &target, units.data() + kChunk, &source, limit, offsets.data(), 1,
                   &status);
    more = status == U_BUFFER_OVERFLOW_ERROR;
    for (const UChar* unit = units.data(); unit < target; ++unit) {
      const std::int32_t offset = offsets[static_cast<std::size_t>(unit - units.data())];
      std::uint64_t at = offset < 0 ? base : base + static_cast<std::uint64_t>(offset);
      std::uint32_t code = *unit;
      if (U16_IS_LEAD(code)) {
        high = code;
        high_at = at;
        continue;
      }
      if (U16_IS_TRAIL(code)) {
        code = high != 0 ? static_cast<std::uint32_t>(U16_GET_SUPPLEMENTARY(high, code)) : 0xFFFD;
        if (high != 0) at = high_at;
      }
      high = 0;
      if (code == 0xFFFD || (code >= 0x80 && code < 0xA0)) {
        code = 0xFFFD;
        ++replaced;
      }
      if (code < 0x80 && !wide) {
        if (at != run_source + run_length) flush_run(at);
        ++run_length;
        out.copy += static_cast<char>(code);
      } else {
        flush_run(at + 1);
        out.map.anchor(static_cast<std::uint32_t>(out.copy.size()), at);
        append_utf8(code, out.copy);
        run_text = static_cast<std::uint32_t>(out.copy.size());
      }
    }
    if (U_FAILURE(status) && !more) break;
  }
  flush_run(bytes.size());
  out.map.anchor(static_cast<std::uint32_t>(out.copy.size()), bytes.size());
  return replaced;
}

// Soft hyphens are not part of a word; where one stood is a gap in the map.
void drop_soft_hyphens(std::string_view text, DecodedText& out) {
  constexpr std::string_view kHyphen = "\xC2\xAD";
  std::size_t at = text.find(kHyphen);
  if (at == std::string_view::npos) return;
  std::string copy;
  copy.reserve(text.size());
  MapWriter map(out.map, 0);
  std::size_t run = 0;
  while (true) {
    const std::size_t end = std::min(at, text.size());
    map.add(static_cast<std::uint32_t>(copy.size()), static_cast<std::uint32_t>(run),
            static_cast<std::uint32_t>(end - run));
    copy.append(text, run, end - run);
    if (at == std::string_view::npos) break;
    run = at + kHyphen.size();
    at = text.find(kHyphen, run);
  }
  out.map = map.take();
  out.copy = std::move(copy);
  out.copied = true;
}

}  // namespace

std::string_view wide_encoding(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\xFF\xFE\0\0"sv)) return "utf-32le";
  if (head.starts_with("\0\0\xFE\xFF"sv)) return "utf-32be";
  if (head.starts_with("\xFF\xFE"sv)) return "utf-16le";
  if (head.starts_with("\xFE\xFF"sv)) return "utf-16be";
  // Without a mark: text in Latin letters has a zero in every other byte, and only there.
  head = head.substr(0, 4096);
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    even += head[i] == '\0' ? 1U : 0U;
    odd += head[i + 1] == '\0' ? 1U : 0U;
  }
  const std::size_t pairs = head.size() / 2;
  if (pairs < 4) return "";
  if (odd * 2 > pairs && even * 50 < pairs) return "utf-16le";
  if (even * 2 > pairs && odd * 50 < pairs) return "utf-16be";
  return "";
}

std::string declared_encoding(std::string_view head) {
  head = head.substr(0, kDeclarationBytes);
  const std::string low = ascii_lower(head);
  const auto value_at = [&](std::size_t at) {
    while (at < low.size() &&
           (low[at] == ' ' || low[at] == '=' || low[at] == '"' || low[at] == '\''))
      ++at;
    std::size_t end = at;
    while (end < low.size() && (std::isalnum(static_cast<unsigned char>(low[end])) != 0 ||
                                low[end] == '-' || low[end] == '_' || low[end] == ':'))
      ++end;
    return low.substr(at, end - at);
  };
  const std::size_t start = low.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (start != std::string::npos && low.compare(start, 5, "<?xml") == 0) {
    const std::size_t end = low.find("?>", start);
    const std::size_t at = low.find("encoding", start);
    if (at != std::string::npos && end != std::string::npos && at < end) return value_at(at + 8);
  }
  for (std::size_t meta = low.find("<meta"); meta != std::string::npos;
       meta = low.find("<meta", meta + 5)) {
    const std::size_t end = std::min(low.find('>', meta), low.size());
    const std::size_t at = low.find("charset", meta);
    if (at < end) return value_at(at + 7);
  }
  return "";
}

namespace {

// The encoding of bytes that are not UTF-16 or UTF-32; notes a guess.
std::string choose_encoding(std::string_view bytes, bool markup, bool clean, DecodedText& out) {
  std::string utf8(kUtf8);
  const bool ascii = clean && skip_ascii(bytes, out.skip) == bytes.size();
  // Encodings with escape sequences look like ASCII; only a declaration tells.
  const bool escapes = ascii && markup && bytes.find('\x1B') != std::string_view::npos;
  if (clean && !escapes) return utf8;
  std::string declared = markup ? canonical_label(declared_encoding(bytes)) : "";
  const Utf8Count count = count_utf8(bytes);
  const bool only_cut = (declared.empty() || declared == kUtf8) && count.invalid == 1 &&
                        count.first_invalid + 3 >= bytes.size();
  if (out.skip == 3 || only_cut || count.valid > 4 * count.invalid ||
      (declared == kUtf8 && count.valid > count.invalid))
    return utf8;
  if (!declared.empty() && declared != kUtf8 && !declared.starts_with("utf-16") &&
      !declared.starts_with("utf-32") && Converter(declared).converter != nullptr)
    return declared;
  if (escapes) return utf8;
  std::string guess = detect(bytes);
  out.notes.push_back(fmt::format("encoding {} guessed", guess));
  return guess;
}

}  // namespace

Result<DecodedText> decode_text(std::string_view bytes, bool markup, std::uint64_t offset) {
  DecodedText out;
  const std::string_view wide = wide_encoding(bytes);
  std::string encoding;
  if (!wide.empty()) {
    encoding = wide;
    if (wide.starts_with("utf-16") &&
        (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))) {
      out.skip = 2;
    } else if (wide.starts_with("utf-32")) {
      out.skip = 4;
    }
  } else {
    if (bytes.starts_with("\xEF\xBB\xBF")) out.skip = 3;
    const bool clean = simdjson::validate_utf8(bytes.data(), bytes.size());
    encoding = choose_encoding(bytes, markup, clean, out);
    if (encoding == kUtf8 && !clean) {
      repair_utf8(bytes, out.skip, out);
      const Utf8Count count = count_utf8(bytes);
      out.notes.push_back(fmt::format("{} invalid UTF-8 sequences replaced, first at byte {}",
                                      count.invalid, offset + count.first_invalid));
    } else if (encoding == kUtf8) {
      out.map = SourceMap::identity(static_cast<std::uint32_t>(bytes.size() - out.skip), out.skip);
    }
  }
  if (encoding != kUtf8) {
    const Converter converter(encoding);
    if (converter.converter == nullptr)
      return fail(ErrorCode::kUnsupported, fmt::format("encoding {} is not known", encoding));
    const std::size_t replaced =
        transcode(bytes, out.skip, converter.converter, !wide.empty(), out);
    if (replaced > 0)
      out.notes.push_back(fmt::format("{} invalid {} sequences replaced", replaced, encoding));
  }
  out.encoding = encoding;

  drop_soft_hyphens(out.text(bytes), out);
  const std::string_view text = out.text(bytes);
  const std::size_t controls = count_controls(text);
  if (controls > 0) {
    const auto first = static_cast<std::uint32_t>(
        std::find_if(text.begin(), text.end(),
                     [](char c) { return is_control(static_cast<unsigned char>(c)); }) -
        text.begin());
    const std::uint64_t at = offset + out.map.map({first, first + 1}).begin();
    if (controls * kBytesPerControl > text.size())
      return fail(ErrorCode::kInvalidInput,
                  fmt::format("byte {}: binary data (control character 0x{:02x}), expected text",
                              at, static_cast<unsigned>(text[first])));
    if (!out.copied) {
      out.copy = text;
      out.copied = true;
    }
    for (char& c : out.copy)
      if (is_control(static_cast<unsigned char>(c))) c = ' ';
    out.notes.push_back(
        fmt::format("{} control characters replaced by blanks, first at byte {}", controls, at));
  }
  return out;
}

void MapWriter::add(std::uint32_t text, std::uint32_t from, std::uint32_t length) {
  out_.append(decoded_, {from, from + length}, text, offset_, &cursor_);
}

void MapWriter::produced(std::uint32_t text, std::uint32_t length, Span from) {
  const v1::SourceSpan source = map(from);
  out_.anchor(text, source.begin());
  out_.anchor(text + length, source.end());
}

v1::SourceSpan MapWriter::map(Span span) const {
  v1::SourceSpan out = decoded_.map(span);
  out.set_begin(out.begin() + offset_);
  out.set_end(out.end() + offset_);
  return out;
}

}  // namespace annals
