// Which measures make up the row of a block, and in which order? Also the small sums that the
// block's own measures and the second look share.
//
// Thread safety: constants and pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

#include "ingest/clean/knowledge.h"
#include "ingest/clean/rows.h"

namespace annals::measures {

// The measures of one block, by name. A model is only good for exactly this list; its hash is
// stored in the model.
enum Measure : std::uint8_t {
  kChars,
  kWords,
  kEndsSentence,
  kEndsColon,
  kEndsDots,
  kCommaShare,
  kInnerSentences,
  kDigitShare,
  kUpperShare,
  kWordLength,
  kCommonShare,
  kIndent,
  kBlankBefore,
  kBlankBehind,
  kBullet,
  kNumbered,
  kStartsQuoted,
  kStartsLower,
  kSeparators,
  kHasDate,
  kHasTime,
  kQuestion,
  kAllCaps,
  kRepeats,
  kEarlierCopy,
  kTwin,
  kSharedVocabulary,
  kSharedNear,
  kPosition,
  kCharPosition,
  kFromStart,
  kToEnd,
  kSpanPlace,
  kSpanDistance,
  kSpanShare,
  kShortRun,
  kWordsNear2,
  kWordsNear5,
  kSentencesNear5,
  kWordsBefore,
  kWordsBehind,
  kPageBlocks,
  kPageWords,
  kPageLongest,
  kCuePublished,
  kCueUpdate,
  kCueCaption,
  kCueAuthor,
  kCueBoilerplate,
  kCueAdvert,
  kCueRelated,
  kCueComments,
  kCueRights,
  kCueAgency,
  kSinceRelated,
  kSinceComments,
  kUnderCue,
  // Markup; zero for lines of a tagless page.
  kElement,
  kLevel,
  kLinkShare,
  kDepth,
  kDepthToCore,
  kSameBefore,
  kSameBehind,
  kContainerWords,
  kContainerSentences,
  kContainerCore,
  kContainerLinks,
  kPathToCore,
  kSignatureWords,
  kSignatureShare,
  kSignatureCore,
  kInArticle,
  kInMain,
  kInAside,
  kInNavigation,
  kInHeaderFooter,
  kInForm,
  kInFigure,
  kInList,
  kInTable,
  kInQuotation,
  kInEmphasis,
  kLikeTitle,
  kLikeDescription,
  kLikeBody,
  kHasBody,
  kBodyPhrases,
  kSiblings,
  kSiblingIndex,
  kSiblingWords,
  kSiblingShare,
  kSiblingCore,
  kCoreWords,
  kCoreSentences,
  kCoreSteps,
  kTitlePlace,
  kTitleDistance,
  kTitleWords,
  kTitleSteps,
  kTitleCore,
  kParentWords,
  kParentLinks,
  kLinksNear,
  kFirstRowMeasure,  // kRowMeasures of them
  kFirstHint =
      kFirstRowMeasure + kRowMeasures,       // kHintCount of them: the hint somewhere on the path
  kFirstNearHint = kFirstHint + kHintCount,  // the hint on the last three elements
  kMeasures = kFirstNearHint + kHintCount,
};

// What is known of the neighbours.
inline constexpr Measure kNeighbourMeasures[] = {
    kWords,          kEndsSentence,     kUpperShare, kCommonShare, kBlankBefore, kBullet,
    kHasDate,        kRepeats,          kTwin,       kDigitShare,  kLinkShare,   kElement,
    kSameBefore,     kSharedVocabulary, kCueCaption, kCueAuthor,   kCueRelated,  kLikeBody,
    kCueBoilerplate,
};
inline constexpr int kReach = 3;
inline constexpr std::size_t kRow = kMeasures + std::size(kNeighbourMeasures) * 2 * kReach;

// log(1 + value).
float log1(double value);
// part / whole, 0 of nothing.
float share(double part, double whole);

// The contiguous run of blocks with the greatest sum (Kadane): [begin, end).
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};
Run best_run(std::span<const float> worth);
// -1 before the run, 0 inside, 1 behind.
float place_in(const Run& run, std::size_t i);
// log(1 + blocks between the block and the run).
float distance_to(const Run& run, std::size_t i);

}  // namespace annals::measures
