#include "engine/base/dateline.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace annals {
namespace {

struct Case {
  std::string name;
  std::string sentence;
  std::string told;  // what is left
};

const std::vector<std::string> kAgencies = {"AP", "Reuters", "dpa"};

class Dateline : public testing::TestWithParam<Case> {};

TEST_P(Dateline, IsNotQuoted) {
  const std::string& sentence = GetParam().sentence;
  EXPECT_EQ(std::string_view(sentence).substr(dateline_length(sentence, kAgencies)),
            GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Dateline,
    testing::Values(Case{"PlaceAndAgency", "KIEL (dpa) - Der Rat der Stadt tagt wieder.",
                         "Der Rat der Stadt tagt wieder."},
                    Case{"Service", "Kiel/Lübeck (dpa/lno) – Der Rat der Stadt tagt wieder.",
                         "Der Rat der Stadt tagt wieder."},
                    Case{"TwoAgencies", "Kiel (AFP/dpa) — Der Rat der Stadt tagt wieder.",
                         "Der Rat der Stadt tagt wieder."},
                    Case{"TwoDashes", "DOVER, England (AP) -- The council of the town met.",
                         "The council of the town met."},
                    Case{"DateAndByline",
                         "By Ann Other DOVER | Mon Mar 7, 2011 9:01 am GMT DOVER (Reuters) - "
                         "The council of the town met.",
                         "The council of the town met."},
                    Case{"CutBehindTheBracket", "Reuters) - The council of the town met.",
                         "The council of the town met."},
                    Case{"LineEndInTheBracket", "DOVER (\nReuters) - The council of the town met.",
                         "The council of the town met."},
                    Case{"PlaceInCapitals", "KÖLN – Der Rat der Stadt tagt wieder.",
                         "Der Rat der Stadt tagt wieder."},
                    Case{"PlacesInCapitals", "KIEL/ST. GALLEN - The council of the town met.",
                         "The council of the town met."},
                    Case{"AbbreviationInCapitals", "UNO - The council of the town met.",
                         "UNO - The council of the town met."},
                    Case{"InsertionBehindCapitals", "UNESCO - the world's body - met in the town.",
                         "UNESCO - the world's body - met in the town."},
                    Case{"PlaceInSmallLetters", "Köln - The council of the town met.",
                         "Köln - The council of the town met."},
                    Case{"PlaceBeforeABar", "Kiel | Der Rat der Stadt tagt wieder.",
                         "Der Rat der Stadt tagt wieder."},
                    Case{"TitleBeforeABar", "Rat tagt | Kieler Neueste Nachrichten",
                         "Rat tagt | Kieler Neueste Nachrichten"},
                    Case{"WordsBeforeABar", "Rat tagt wieder | Der Rat der Stadt tagt wieder.",
                         "Rat tagt wieder | Der Rat der Stadt tagt wieder."},
                    Case{"NoDash", "The council (AP) met again after a long time.",
                         "The council (AP) met again after a long time."},
                    Case{"OtherBrackets", "The town council (TC) - once the parish's - met.",
                         "The town council (TC) - once the parish's - met."},
                    Case{"PartOfAWord", "The map (MAP) - an old one - was found in the hall.",
                         "The map (MAP) - an old one - was found in the hall."},
                    Case{"NotInBrackets", "Reuters - the agency - reported that the council met.",
                         "Reuters - the agency - reported that the council met."},
                    Case{"NothingLeft", "DOVER (Reuters) - Late.", "DOVER (Reuters) - Late."},
                    Case{"CreditFarBehind",
                         std::string(300, 'x') + " (Reuters) - The council of the town met.",
                         std::string(300, 'x') + " (Reuters) - The council of the town met."},
                    Case{"Empty", "", ""}),
    [](const auto& param_info) { return param_info.param.name; });

}  // namespace
}  // namespace annals
