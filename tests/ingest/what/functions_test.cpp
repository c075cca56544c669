// Who is the subject and who the object, and what a relative pronoun stands for.
#include <gtest/gtest.h>

#include "tests/ingest/what/short_texts.h"

namespace annals {
namespace {

using Case = test::TextCase;

class Function : public testing::TestWithParam<Case> {};

TEST_P(Function, is_read) {
  test::expect_told(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Functions, Function,
    testing::Values(
        Case{"deal_is_approved",
             "de",
             "Die Übernahme von Kaltmann genehmigte das Kartellamt.",
             {"permission genehmigen agent=Kartellamt? theme=Übernahme von Kaltmann"},
             {}},
        Case{"judgment_forbids",
             "de",
             "Das Urteil verbietet Nordwerk die Übernahme von Kaltmann.",
             {"acquisition Übernahme patient=Kaltmann agent=Nordwerk NEGATIVE"},
             {}},
        Case{"deal_is_forbidden",
             "de",
             "Die Übernahme von Kaltmann untersagte die Behörde.",
             {"acquisition Übernahme patient=Kaltmann NEGATIVE"},
             {"Behörde"}},
        Case{"accusative_before_the_verb",
             "de",
             "Den Antrag von Nordwerk lehnte das Gericht ab.",
             {"offer_rejected ablehnen agent=Gericht? theme=Antrag von Nordwerk"},
             {}},
        Case{"action_is_dismissed",
             "de",
             "Die Klage von Nordwerk wies das Gericht ab.",
             {"ruling abweisen agent=Gericht? theme=Klage von Nordwerk"},
             {}},
        Case{"plural_before_a_singular_verb",
             "de",
             "Die Firmen verklagte Nordwerk.",
             {"lawsuit verklagen agent=Nordwerk patient=Firmen?"},
             {}},
        Case{"singular_before_a_plural_verb",
             "de",
             "Paula Stein verklagen die Firmen.",
             {"lawsuit verklagen agent=Firmen? patient=Paula Stein"},
             {}},
        Case{"subject_first_by_default",
             "de",
             "Die Firma verklagte die Behörde Kurier.",
             {"lawsuit verklagen agent=Firma? patient="},
             {}},
        Case{"relative_clause_of_the_deal",
             "de",
             "Der Verkauf von Ostfeld an Kaltmann, der vom Kartellamt untersagt worden war, wird "
             "geprüft.",
             {"sale Verkauf theme=Ostfeld recipient=Kaltmann",
              "ban untersagen agent=Kartellamt? patient=Verkauf von Ostfeld"},
             {"patient=Kaltmann"}},
        Case{"relative_clause_by_gender",
             "de",
             "Der Streit mit Kaltmann, der im März beigelegt wurde, ärgert Nordwerk.",
             {},
             {"beilegen theme=Kaltmann"}},
        Case{"relative_clause_of_a_person",
             "de",
             "Der Streit mit Karl Brunn, der Nordwerk verklagte, ist alt.",
             {"lawsuit verklagen agent=Karl Brunn patient=Nordwerk"},
             {}},
        Case{"hired_by",
             "en",
             "Engineers hired by Northwork sued Coldman.",
             {"lawsuit sue agent=Engineers? patient=Coldman"},
             {"agent=Northwork patient=Coldman"}},
        Case{"hired_by_then_passive",
             "en",
             "A manager hired by Northwork was arrested by Eastfield.",
             {"arrest arrest agent=Eastfield patient=manager?"},
             {"arrest arrest agent=Northwork"}},
        Case{"gerund_of_the_main_subject",
             "en",
             "Northwork bought shares in Coldman from Eastfield, doubling its stake in Coldman.",
             {"acquisition double agent=Northwork patient=Coldman"},
             {}},
        Case{"party_between_name_and_description",
             "de",
             "Karl Brunn (SPD), der Minister für Verkehr, verklagte Nordwerk.",
             {"lawsuit verklagen agent=Karl Brunn patient=Nordwerk"},
             {"patient=Minister"}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.language + "_" + i.param.name; });

}  // namespace
}  // namespace annals
