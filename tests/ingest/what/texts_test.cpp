// Whole texts: structures that span clauses and sentences.
#include <gtest/gtest.h>

#include "tests/ingest/what/short_texts.h"

namespace annals {
namespace {

using test::events_of;

struct Case {
  std::string name;
  std::string language;
  std::string text;
  // Beginnings of lines of the dump, each of which must be there.
  std::vector<std::string> has;
  // Parts that no line may have.
  std::vector<std::string> has_not;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Text : public testing::TestWithParam<Case> {};

TEST_P(Text, gives) {
  const Case& c = GetParam();
  const std::string dump = "\n" + test::dump(events_of(c.language, c.text));
  for (const std::string& line : c.has)
    EXPECT_NE(dump.find("\n" + line), std::string::npos) << line << "\nin" << dump;
  for (const std::string& part : c.has_not)
    EXPECT_EQ(dump.find(part), std::string::npos) << part << "\nin" << dump;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Text,
    testing::Values(
        Case{"confirmed_by_the_next_sentence",
             "de",
             "Nordwerk hat das Angebot von Kaltmann abgelehnt. Das bestätigt Kaltmann selbst.",
             {"offer_rejected ablehnen agent=Nordwerk theme=Angebot von Kaltmann "
              "recipient=Kaltmann POSITIVE ASSERTED CONFIRMED [Kaltmann] ../2020-05-11 DAY "
              "BOUND_ONLY"},
             {"statement"}},
        Case{"place_before_a_name",
             "de",
             "Die Berliner Kaltmann hat Nordwerk verklagt.",
             {"lawsuit verklagen agent=Kaltmann patient=Nordwerk"},
             {"agent=Berliner patient"}},
        Case{"insertion_that_waits_for_the_verb",
             "en",
             "The deal with Northwork, announced in September, is expected to close in May.",
             {},
             {"promise"}},
        Case{"number_that_is_not_exact",
             "de",
             "Bis zu 20 Menschen starben bei dem Unfall.",
             {"death sterben patient=20 Menschen"},
             {}},
        Case{"modal_before_a_verb_that_looks_past",
             "de",
             "Karl Brunn muss sich vor Gericht verantworten.",
             {"- verantworten agent=Karl Brunn"},
             {}},
        Case{"event_does_not_do_what_a_plan_tells",
             "en",
             "The deadline was part of a plan to ban Funkel.",
             {"ban ban patient=Funkel"},
             {"agent=deadline"}},
        Case{"owner_of_the_plan_does_it",
             "en",
             "The deadline was part of Northwork's plan to ban Funkel.",
             {"ban ban agent=Northwork patient=Funkel"},
             {}},
        Case{"ban_that_the_next_sentence_dates",
             "de",
             "Der Streit ist der Grund für den Bann der App Funkel in Westland. Dieser soll am 3. "
             "Juni 2020 eintreten.",
             {"ban Bann patient=Funkel place=Westland POSITIVE SCHEDULED DUE 2020-06-03 DAY "
              "EXPLICIT"},
             {}},
        Case{"neither_nor_and_a_cited_source",
             "de",
             "Einem Bericht der Zeitung Kurier zufolge wird Funkel weder an Kaltmann noch an "
             "Ostfeld verkauft. Der Kurier beruft sich auf nicht näher genannte Quellen.",
             {"sale verkaufen recipient=Kaltmann/1 recipient=Ostfeld/1 theme=Funkel NEGATIVE "
              "ASSERTED REPORTED [?nicht näher genannte Quellen < Kurier]"},
             {"appointment"}},
        Case{"subjunctive_runs_on",
             "de",
             "Nordwerk habe Ostfeld übernommen, teilte Kaltmann mit. Paula Stein werde das Werk "
             "in Westland schließen.",
             {"acquisition übernehmen agent=Nordwerk patient=Ostfeld POSITIVE ASSERTED REPORTED "
              "[Kaltmann]",
              "closure schließen agent=Paula Stein patient=Werk? place=Westland POSITIVE SCHEDULED "
              "PLANNED [Kaltmann]"},
             {}},
        Case{"pluperfect_accusation",
             "de",
             "Karl Brunn hatte Nordwerk vorgeworfen, dass Daten an Kaltmann übermittelt werden.",
             {"accusation vorwerfen agent=Karl Brunn patient=Nordwerk POSITIVE ASSERTED ALLEGED "
              "[Karl Brunn] ../2020-05-11 DAY BOUND_ONLY",
              "- übermitteln theme=Daten? recipient=Kaltmann"},
             {}},
        Case{"hearsay_told_by_the_next_sentence",
             "de",
             "Kaltmann soll sich um die Speicherung der Daten kümmern. Das berichtet der Kurier "
             "mit Bezug auf anonyme Quellen. Allerdings soll Kaltmann das Geschäft von Nordwerk "
             "nicht übernehmen.",
             {"- kümmern agent=Kaltmann theme=Speicherung der Daten? POSITIVE PLANNED REPORTED "
              "[?anonyme Quellen < Kurier]",
              "acquisition übernehmen"},
             {"POSITIVE PLANNED PLANNED"}},
        Case{"no_comment",
             "de",
             "Nordwerk wollte keine Stellung zu dem Bericht nehmen.",
             {"statement nehmen agent=Nordwerk theme=Bericht? NEGATIVE"},
             {}},
        Case{"participle_behind_an_insertion",
             "de",
             "Nordwerk hat Kaltmann, dem die App Funkel gehört, im April übernommen.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE ASSERTED REPORTED "
              "2020-04 MONTH",
              "ownership gehören"},
             {}},
        Case{"separable_prefix_far_away",
             "de",
             "Nordwerk kündigte den Vertrag mit dem Zulieferer Kaltmann am 4. Mai 2020 auf.",
             {"partnership_end aufkündigen partner=Kaltmann agent=Nordwerk theme=Vertrag? POSITIVE "
              "ASSERTED REPORTED 2020-05-04 DAY EXPLICIT"},
             {}},
        Case{"how_somebody_said_it_in_front",
             "de",
             "Wie der Kurier am Montag mitteilte, hat Nordwerk Kaltmann übernommen.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE ASSERTED REPORTED "
              "[Kurier]"},
             {"statement"}},
        Case{"media_reports_are_no_speaker_before",
             "de",
             "Nordwerk hat das Angebot von Kaltmann abgelehnt, sagte Karl Brunn. Laut "
             "Medienberichten hat Kaltmann Ostfeld übernommen.",
             {"acquisition übernehmen agent=Kaltmann patient=Ostfeld POSITIVE ASSERTED REPORTED "
              "[Medienberichten]"},
             {}},
        Case{"thing_that_stands_first",
             "de",
             "Das Geschäft übernimmt Nordwerk.",
             {"acquisition übernehmen agent=Nordwerk patient=Geschäft?"},
             {}},
        Case{"law_that_stands_first",
             "de",
             "Das Gericht verbietet Funkel.",
             {"ban verbieten agent=Gericht? patient=Funkel"},
             {}},
        Case{"passive_agent_with_an_article",
             "de",
             "Ostfeld ist von einer Explosion erschüttert worden.",
             {"disaster erschüttern agent=Explosion? patient=Ostfeld POSITIVE"},
             {}},
        Case{"infinitive_of_a_plan_with_an_owner",
             "de",
             "Paula Stein kritisierte den Plan von Nordwerk, Kaltmann zu kaufen.",
             {"acquisition kaufen agent=Nordwerk patient=Kaltmann"},
             {"agent=Paula Stein patient=Kaltmann"}},
        Case{"party_in_brackets_is_no_object",
             "de",
             "Der Kurier berichtete, dass Karl Brunn (Ostfeld) zurücktritt. Paula Stein (Ostfeld) "
             "verklagt Nordwerk.",
             {"resignation zurücktreten agent=Karl Brunn",
              "lawsuit verklagen agent=Paula Stein patient=Nordwerk"},
             {"=Ostfeld"}},
        Case{"suspected_to_have_cheated",
             "de",
             "Karl Brunn wird von der Polizei verdächtigt, Nordwerk betrogen zu haben.",
             {"accusation verdächtigen agent=Polizei? patient=Karl Brunn",
              "crime betrügen agent=Karl Brunn patient=Nordwerk"},
             {}},
        Case{"infinitive_of_a_modal",
             "de",
             "Paula Stein bestätigte, Kaltmann kaufen zu wollen.",
             {"acquisition kaufen agent=Paula Stein patient=Kaltmann POSITIVE"},
             {}},
        Case{
            "who_demands_does_not_do_it",
            "de",
            "Nordwerk fordert den Rücktritt von Paula Stein. Kaltmann fordert einen Freispruch für "
            "Karl Brunn.",
            {"resignation Rücktritt agent=Paula Stein", "acquittal Freispruch patient=Karl Brunn"},
            {"agent=Kaltmann patient=Karl Brunn", "patient=Karl Brunn agent=Kaltmann"}},
        Case{"elected_with_votes_of_parties",
             "de",
             "Karl Brunn wurde mit Stimmen von Kaltmann und Ostfeld zum Präsidenten gewählt.",
             {"election wählen"},
             {"agent="}},
        Case{"relative_clause_that_begins_with_a_time",
             "de",
             "Paula Stein, die vergangene Woche vor dem Gericht zu drei Jahren Haft verurteilt "
             "wurde, "
             "verklagt Nordwerk.",
             {"conviction verurteilen patient=Paula Stein", "lawsuit verklagen agent=Paula Stein"},
             {}},
        Case{"place_as_an_adjective",
             "de",
             "Nordwerk wurde vor dem Berliner Landgericht verklagt.",
             {"lawsuit verklagen patient=Nordwerk POSITIVE"},
             {}},
        Case{"nobody_who_reports",
             "de",
             "Mit einem Rücktritt von Paula Stein wurde gerechnet.",
             {},
             {"statement"}},
        Case{"condition",
             "de",
             "Wenn Nordwerk Kaltmann übernimmt, wird Paula Stein zurücktreten.",
             {"acquisition übernehmen agent=Nordwerk patient=Kaltmann POSITIVE CONDITIONAL",
              "resignation zurücktreten agent=Paula Stein POSITIVE CONDITIONAL"},
             {}},
        Case{"comparison_is_no_event",
             "de",
             "Westland will Funkel eher verbieten, als dass Nordwerk die App kauft.",
             {"ban verbieten agent=Westland patient=Funkel POSITIVE PLANNED"},
             {"acquisition"}},
        Case{"not_but",
             "de",
             "Nicht Kaltmann, sondern Nordwerk übernimmt Ostfeld.",
             {"acquisition übernehmen"},
             {"acquisition übernehmen agent=Nordwerk patient=Ostfeld NEGATIVE"}},
        Case{"said_clause_without_that",
             "en",
             "Northwork said Coldman rejected the offer.",
             {"offer_rejected reject agent=Coldman theme=offer? POSITIVE ASSERTED REJECTED "
              "[Northwork]"},
             {"statement"}},
        Case{"relative_clause",
             "en",
             "Northwork, which owns Funkel, sold Eastfield to Coldman on Friday.",
             {"sale sell", "ownership own agent=Northwork theme=Funkel"},
             {}},
        Case{"order_that_would_ban",
             "en",
             "Karl Brunn signed an order on May 6 that would ban Funkel. The ban takes effect on "
             "June 3.",
             {"order sign agent=Karl Brunn POSITIVE ASSERTED CONFIRMED 2020-05-06", "ban ban"},
             {}},
        Case{"its_offer_is_the_speakers",
             "en",
             "Northwork confirmed on Sunday that Coldman had rejected its offer.",
             {"offer_rejected reject agent=Coldman theme=offer? recipient=Northwork POSITIVE "
              "ASSERTED CONFIRMED [Northwork] ../2020-05-10 DAY BOUND_ONLY"},
             {}},
        Case{"neither_nor",
             "en",
             "Neither Northwork nor Coldman will buy Eastfield, the Courier reported, citing "
             "unnamed sources.",
             {"acquisition buy"},
             {"POSITIVE"}},
        Case{"shared_participle",
             "en",
             "Karl Brunn was arrested on Friday and released on bail.",
             {"arrest arrest patient=Karl Brunn", "release release patient=Karl Brunn"},
             {}},
        Case{"bid_of_somebody_that_another_rejects",
             "en",
             "Northwork's bid to buy Eastfield was rejected by Coldman.",
             {"acquisition buy agent=Northwork patient=Eastfield",
              "offer_rejected reject agent=Coldman theme=Northwork's bid recipient=Northwork"},
             {}},
        Case{"offer_from_somebody_with_an_owner",
             "en",
             "Eastfield rejected an offer from Westland's Coldman.",
             {"offer_rejected reject agent=Eastfield theme=offer? recipient=Coldman"},
             {}},
        Case{"minister_of_a_country_speaks_for_it",
             "en",
             "Westland's minister said Northwork bought Eastfield.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE ASSERTED REPORTED "
              "[Westland's minister]"},
             {}},
        Case{"quotation_over_two_sentences",
             "en",
             "Karl Brunn said Coldman was calm. \"Northwork will buy Eastfield. Coldman will sell "
             "Funkel,\" Paula Stein said.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED [Paula "
              "Stein]",
              "sale sell agent=Coldman theme=Funkel POSITIVE SCHEDULED PLANNED [Paula Stein]"},
             {}},
        Case{"two_quotations_of_two_speakers",
             "en",
             "\"Northwork will buy Eastfield,\" Karl Brunn said. \"Prices will fall. Coldman will "
             "sell Funkel,\" Paula Stein said.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED [Karl "
              "Brunn]",
              "sale sell agent=Coldman theme=Funkel POSITIVE SCHEDULED PLANNED [Paula Stein]"},
             {}},
        Case{"said_behind_a_long_quotation",
             "en",
             "\"We will close the deal with Coldman,\" a spokeswoman for Northwork said.",
             {},
             {"says Coldman"}},
        Case{"two_speakers_are_meant_by_they",
             "en",
             "Northwork and Coldman said they would buy Eastfield.",
             {"acquisition buy agent=Northwork agent=Coldman patient=Eastfield"},
             {}},
        Case{"participle_behind_a_number",
             "en",
             "The Courier said two suspected robbers of Northwork were arrested on Friday.",
             {"arrest arrest patient=two suspected robbers of Northwork"},
             {}},
        Case{"in_talks_to_buy",
             "en",
             "Northwork said it was in talks to buy Eastfield.",
             {"acquisition buy agent=Northwork patient=Eastfield"},
             {}},
        Case{"what_kills_is_not_the_place",
             "en",
             "Northwork sold Funkel after a blast in Westland that killed Karl Brunn.",
             {"death kill agent=blast? patient=Karl Brunn"},
             {"agent=Westland"}},
        Case{"remark_in_brackets_inside_a_phrase",
             "en",
             "Northwork made a big (and bold) proposal for Eastfield.",
             {"bid make theme=Eastfield agent=Northwork"},
             {}},
        Case{"verb_of_saying_tagged_as_noun",
             "en",
             "Northwork will buy Eastfield, its chief executive said on Monday.",
             {"acquisition buy agent=Northwork patient=Eastfield POSITIVE SCHEDULED PLANNED ["},
             {}},
        Case{"hopes_to_buy",
             "en",
             "Paula Stein criticised Eastfield, which Coldman Group hopes to buy.",
             {"acquisition buy agent=Coldman"},
             {}},
        Case{"plan_in_a_noun",
             "en",
             "Coldman dropped its plan to buy Northwork.",
             {"acquisition buy agent=Coldman patient=Northwork"},
             {}}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.language + "_" + i.param.name; });

}  // namespace
}  // namespace annals
