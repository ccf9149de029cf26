#include "simulators/procare_desktop/provenance.h"

namespace ikp::simulators::procare_desktop {
namespace {

using kit::Confidence;
using Rows = std::vector<kit::Provenance>;

Rows RecordRows() {
  return {
      {"pd.schema",
       "What a CRM gets: accounts with persons (names, contacts, a child's school, classroom, enrollment dates and "
       "relationships), classrooms, schools",
       Confidence::kDocumented, "P9", ""},
      {"pd.reads_status", "Status words and rows are read besides; the published list does not have them",
       Confidence::kAssumed, "-", "pd.reads_status_rows"},
      {"pd.reads_account", "Key, name, order of payers, comment and alert are read besides; nor has it these",
       Confidence::kAssumed, "-", "pd.reads_account_fields"},
      {"pd.writes_comment", "A comment of a new account is kept", Confidence::kAssumed, "-", "pd.comment"},
      {"pd.person_ids", "A person has a whole number, unique in the database, and a GUID", Confidence::kDocumented,
       "P9", ""},
      {"pd.regions", "Schools belong to a region; a school may override the region's options, and reset them",
       Confidence::kDocumented, "P23 P23b", ""},
      {"pd.school_moves", "A school can be moved to another region (G34)", Confidence::kDocumented, "P14b", ""},
      {"pd.accounts", "A family account is of one school, with a key of at most 8 characters and ordered payers",
       Confidence::kDocumented, "P12 P28", ""},
      {"pd.key_unique", "The key is unique at the school, without case (G53)", Confidence::kAssumed, "H35",
       "pd.key_unique"},
      {"pd.one_person", "One record for each person, whatever the role; an edit shows everywhere",
       Confidence::kDocumented, "P16 P28", ""},
      {"pd.roles", "A person may also be doctor, staff, user or vendor (G27)", Confidence::kDocumented, "P16", ""},
      {"pd.new_or_existing", "People are added as New or as Existing", Confidence::kDocumented, "P16b", ""},
      {"pd.several_accounts", "A child may be in several accounts and at several schools (G23)",
       Confidence::kDocumented, "P18 P28", ""},
      {"pd.relationships", "Per child: a label of a configurable list, Lives With, Emergency, Pickup",
       Confidence::kDocumented, "P29", ""},
      {"pd.primary_classroom", "A child has one primary classroom at a school", Confidence::kDocumented, "P29", ""},
      {"pd.work_areas", "Classrooms are named by their work areas and renamed there; ratio, maximum, in and out",
       Confidence::kDocumented, "P30", ""},
      {"pd.graduation", "A whole class moves to another classroom at once (G35)", Confidence::kDocumented, "P31", ""},
      {"pd.similar_names", "Adding a person shows people of the same name first", Confidence::kDocumented, "P15 P16b",
       "pd.similar_names"},
      {"pd.merge", "Two persons become one; the id of the other vanishes (G31)", Confidence::kDocumented, "P16 P17b",
       ""},
      {"pd.merge_rows",
       "Status rows of both remain; relationships, rooms and contact data of who stays win, the rest is lost",
       Confidence::kInferred, "P16 P17b", ""},
      {"pd.room_removed", "A removed classroom leaves its children without one", Confidence::kInferred, "P30", ""},
      {"pd.one_relationship", "A person has one relationship to a child", Confidence::kInferred, "P29", ""},
      {"pd.rows_need_account", "A child has rows and a room only at schools that have an account with it",
       Confidence::kInferred, "P28", ""},
      {"pd.unassigned", "People without an account are listed", Confidence::kDocumented, "P33", ""},
      {"pd.hide", "Accounts of families that left are hidden (G33)", Confidence::kDocumented, "P32", ""},
      {"pd.hidden_read", "Hidden accounts are among those that are read", Confidence::kAssumed, "-",
       "pd.reads_hidden_accounts"},
      {"pd.remove_blocked", "An account with ledger data cannot be removed", Confidence::kDocumented, "P32", ""},
      {"pd.orphans", "Removing an account leaves its people without one (G32)", Confidence::kDocumented, "P33", ""},
      {"pd.copy", "Copying an account to another school may leave its statuses behind (G34)", Confidence::kDocumented,
       "P35", ""},
      {"pd.mini", "The small edition has room for 60 families (G52)", Confidence::kDocumented, "P32", "pd.licence"},
      {"pd.birth_dates", "A birth date may be in the future: a due date was typed (G26)", Confidence::kAssumed, "-",
       "pd.dob_in_future"},
      {"pd.maximum_age_option", "A region has a maximum age of children", Confidence::kDocumented, "P23b", ""},
      {"pd.maximum_age_checked", "Whether it refuses a child", Confidence::kAssumed, "-", "pd.maximum_age"},
  };
}

Rows StatusRows() {
  return {
      {"pd.status_rows", "Status is rows of date and word, past and future, for each school apart",
       Confidence::kDocumented, "P11 P28", ""},
      {"pd.status_list", "The words are the site's own, in its order, with comments; Enrolled is reserved",
       Confidence::kDocumented, "P10", ""},
      {"pd.status_on", "The status of a day is the row with the greatest date up to it", Confidence::kInferred, "P11",
       ""},
      {"pd.same_day_rows", "Of several rows of one day the last entered counts (G30)", Confidence::kAssumed, "H31",
       "pd.same_day_rows"},
      {"pd.enrollment_dates", "A CRM gets enrollment dates, past and future", Confidence::kDocumented, "P9", ""},
      {"pd.interval_end", "An enrollment ends on the date of the next row", Confidence::kAssumed, "H32",
       "pd.interval_end"},
      {"pd.label_rename", "Rows follow when a word is renamed (G29)", Confidence::kAssumed, "-", "pd.label_rename"},
      {"pd.label_remove", "A word that rows have cannot be removed (G29)", Confidence::kAssumed, "-",
       "pd.label_remove"},
  };
}

Rows MachineRows() {
  return {
      {"pd.local", "The program and its database run on the site's own PC", Confidence::kDocumented, "P19", ""},
      {"pd.seats", "Connections are limited by seats; one too many is refused with \"not enough seats\" (G38)",
       Confidence::kDocumented, "P14", ""},
      {"pd.kick", "A supervisor can end a connection (G38)", Confidence::kDocumented, "P14", ""},
      {"pd.upgrade", "The server is upgraded first; other clients are refused until they are, too (G39)",
       Confidence::kDocumented, "P19", ""},
      {"pd.restore", "A backup can be restored: rows and next ids go back (G40)", Confidence::kDocumented, "P24b", ""},
      {"pd.restore_guids", "People who are typed again after a restore have other GUIDs", Confidence::kInferred, "P24b",
       ""},
      {"pd.power", "The PC sleeps, is off, reboots, runs out of disk (G37)", Confidence::kInferred, "P19", ""},
      {"pd.sleep_ends_sessions", "Sessions do not outlive sleep", Confidence::kAssumed, "-", "pd.sleep_ends_sessions"},
      {"pd.reboot_time", "How long a reboot takes", Confidence::kAssumed, "-", "pd.reboot_minutes"},
      {"pd.clock", "Today is what the PC's clock says, right or wrong (G37)", Confidence::kInferred, "P19", ""},
      {"pd.no_snapshot", "A long read of the PC is no consistent snapshot either (G41)", Confidence::kInferred, "P21",
       ""},
      {"pd.ends_sessions", "A restore, an upgrade and a reboot end all sessions, of programs and of people",
       Confidence::kInferred, "P19 P24b", ""},
      {"pd.disk_full", "A full disk refuses every write whole; reads go on", Confidence::kInferred, "P19", ""},
  };
}

Rows MirrorRows() {
  return {
      {"pd.mirror", "A site with Engagement is copied into the cloud, one way (G54)", Confidence::kDocumented, "P21",
       ""},
      {"pd.mirror_starts", "Runs start at 03:00, 09:00, 15:00 and 23:00 Pacific, wherever the site is",
       Confidence::kDocumented, "P21", ""},
      {"pd.mirror_lasts", "A run can take hours; until its end the copy shows what it showed before",
       Confidence::kDocumented, "P21", "pd.mirror_run_minutes"},
      {"pd.mirror_takes", "A run brings the data of its start", Confidence::kAssumed, "-", "pd.mirror_takes"},
      {"pd.mirror_locked", "What comes from the program is locked in the copy", Confidence::kDocumented, "P21 P22", ""},
      {"pd.mirror_needs_pc", "A run needs the PC; one that it misses or breaks off is left out", Confidence::kInferred,
       "P19 P21", ""},
      {"pd.mirror_seat", "A run of the mirror uses a seat, as every connection does", Confidence::kAssumed, "P14 P21",
       "pd.mirror_takes_seat"},
      {"pd.mirror_api", "Paths, bodies and wording of the copy", Confidence::kAssumed, "-", "pd.contract"},
      {"pd.resync", "A re-sync by hand is refused within four hours of the last one (G58)", Confidence::kDocumented,
       "P22", "pd.resync_cooldown_minutes"},
  };
}

Rows ContractRows() {
  return {
      {"pd.contract", "Sessions, paths, bodies, codes and wording of the local contract", Confidence::kAssumed, "C.6",
       "pd.contract"},
      {"pd.commands", "Every write has a command id; a repeated one is answered as the first time",
       Confidence::kAssumed, "C.6", "pd.remembers_commands"},
      {"pd.session_idle", "A session that nobody uses frees its seat", Confidence::kAssumed, "-",
       "pd.session_idle_minutes"},
      {"pd.report", "The report export is ISO-8859-1; a phone's label and digits share a cell (G28 G56)",
       Confidence::kObserved, "T11", ""},
      {"pd.report_files", "Exports of payers and of enrollment, and the account's key and school beside each child",
       Confidence::kAssumed, "-", "pd.contract"},
      {"pd.placeholders", "Sites keep placeholder children, with a marker in the first name (G36)",
       Confidence::kObserved, "T11", ""},
      {"pd.placeholder_marker", "The marker", Confidence::kAssumed, "-", "pd.placeholder_marker"},
  };
}

}  // namespace

const Rows& ProvenanceTable() {
  static const Rows kTable = [] {
    Rows all;
    for (auto&& part : {RecordRows(), StatusRows(), MachineRows(), MirrorRows(), ContractRows()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kTable;
}

}  // namespace ikp::simulators::procare_desktop
