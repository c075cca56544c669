// What each HTML element means to a reader of text.
// Thread safety: constants and free functions. Errors: none.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest/read/page.h"

namespace annals {

enum class Tag : std::uint8_t {
  kUnknown,  // inline
  kA,
  kAddress,
  kArticle,
  kAside,
  kAudio,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kDatalist,
  kDd,
  kDetails,
  kDialog,
  kDiv,
  kDl,
  kDt,
  kFieldset,
  kFigcaption,
  kFigure,
  kFooter,
  kForm,
  kFrameset,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHgroup,
  kHr,
  kHtml,
  kIframe,
  kLegend,
  kLi,
  kLink,
  kMain,
  kMenu,
  kMeta,
  kNav,
  kNoembed,
  kNoframes,
  kNoscript,
  kObject,
  kOl,
  kOptgroup,
  kOption,
  kP,
  kPre,
  kScript,
  kSection,
  kSelect,
  kSpan,
  kStyle,
  kSummary,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kUl,
  kVideo,
  kVoid,
  kXmp,
  kMath,
  kCount,
};

struct TagInfo {
  Tag tag = Tag::kUnknown;
  bool block = false;    // begins and ends a line
  bool is_void = false;  // has no content
  bool raw = false;      // content is text without tags
  bool skipped = false;  // content is not shown
};

// By name, in any case.
TagInfo tag_info(std::string_view name);

// Text directly in these is one of several paragraphs, whatever surrounds them.
bool is_container(Tag tag);
// An end tag does not reach across these to close something further out.
bool is_barrier(Tag tag);
bool is_table_part(Tag tag);
bool is_heading(Tag tag);
// What a block of text in this element is, within one that is `outer`.
Element element_kind(Tag tag, Element outer);

}  // namespace annals
