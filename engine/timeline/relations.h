// How classes of events relate: which exclude each other, which undo which, which pull in different
// directions, which are acts of speech. Read from lang/ontology.txtpb.
//
// Thread safety: immutable after construction.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <annals/v1/event.pb.h>

#include "engine/base/data_files.h"

namespace annals {

class ClassRelations {
 public:
  ClassRelations() = default;
  // Without the file (or with one that cannot be read) no class relates to another.
  static ClassRelations read(const DataFiles& files);
  // Those of the embedded data, read once.
  static const ClassRelations& embedded();

  // The same event cannot be of both classes.
  bool opposite(std::string_view a, std::string_view b) const;
  // One ends or takes back the other, earlier one: both are true.
  bool undoes(std::string_view a, std::string_view b) const;
  // They pull in different directions.
  bool tense(std::string_view a, std::string_view b) const;
  bool speech(std::string_view event_class) const;
  // To report it is to report that something else does not come about: a rejection, a withdrawal.
  bool refusal(std::string_view event_class) const;
  // Whether an actor in this role gets something by it.
  bool benefits(std::string_view event_class, v1::Role role) const;
  // Whether events of the class turn on who gets something by them at all.
  bool has_beneficiary(std::string_view event_class) const;
  // It puts something that is due off to another day.
  bool puts_off(std::string_view event_class) const;

  void add_opposite(std::string a, std::string b);
  void add_undoing(std::string a, std::string b);
  void add_tension(std::string a, std::string b);
  void add_speech(std::string event_class);
  void add_refusal(std::string event_class);
  void add_beneficiary(std::string event_class, v1::Role role);
  void add_puts_off(std::string event_class);

 private:
  using Pairs = std::vector<std::pair<std::string, std::string>>;  // sorted, a < b
  Pairs opposites_;
  Pairs undone_;
  Pairs tensions_;
  std::vector<std::string> speech_;    // sorted
  std::vector<std::string> refusals_;  // sorted
  std::vector<std::string> puts_off_;  // sorted
  std::vector<std::pair<std::string, v1::Role>> beneficiaries_;
};

}  // namespace annals
