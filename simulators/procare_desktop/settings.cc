#include "simulators/procare_desktop/settings.h"

#include <optional>
#include <string>
#include <string_view>

namespace ikp::simulators::procare_desktop {

namespace {

std::optional<std::string> IsAName(std::string_view value) {
  if (value.find_first_not_of(" \t\r\n") == std::string_view::npos) return "must not be blank";
  if (value.size() > 255) return "must not be longer than 255 bytes: it becomes a first name";
  return std::nullopt;
}

}  // namespace

kit::SwitchBoard MakeSwitches() {
  kit::SwitchBoard board;
  board.Choice("pd.contract", "assumed-1", {"assumed-1"}, "version of the assumed local session contract");
  board.Choice("pd.same_day_rows", "highest_id", {"highest_id", "lowest_id"},
               "the status row that counts among several of one day");
  board.Choice("pd.interval_end", "next_date", {"next_date", "last_day"},
               "end of an enrollment interval: the date of the next row, or the day before it");
  board.Boolean("pd.remembers_commands", true, "a repeated command_id is answered as the first time");
  board.Choice("pd.licence", "full", {"full", "mini"}, "edition; mini has room for 60 families that are not hidden");
  board.Choice("pd.key_unique", "school", {"school", "database"}, "where an account's key is unique");
  board.Boolean("pd.reads_status_rows", true, "a child is read with its status and rows, not only enrollment dates");
  board.Boolean("pd.reads_account_fields", true,
                "an account is read with key, name, members in order, comment and alert, not only its people");
  board.Choice("pd.comment", "kept", {"kept", "dropped"}, "the comment of an account that comes through a session");
  board.Boolean("pd.reads_hidden_accounts", true, "hidden accounts are among those that are read");
  board.Choice("pd.dob_in_future", "accept", {"accept", "reject"}, "birth dates after today by the PC's clock");
  board.Choice("pd.maximum_age", "ignore", {"ignore", "reject"},
               "a new child older than the region's maximum age of a child");
  board.Boolean("pd.similar_names", true, "adding a person shows the people of the same name");
  board.Choice("pd.label_rename", "rows_follow", {"rows_follow", "rows_keep"},
               "rows with a status word that is renamed");
  board.Choice("pd.label_remove", "refuse", {"refuse", "rows_keep"}, "removing a status word that rows have");
  board.Boolean("pd.sleep_ends_sessions", true, "sessions end when the PC goes to sleep");
  board.Integer("pd.session_idle_minutes", 10, 0, 10'080,
                "an unused session ends after this long and frees its seat; 0 is never");
  board.Integer("pd.reboot_minutes", 3, 1, 1440, "how long a reboot takes");
  board.Integer("pd.mirror_run_minutes", 120, 1, 1440,
                "how long a run lasts that brings the copy in the cloud up to date");
  board.Choice("pd.mirror_takes", "run_start", {"run_start", "run_end"}, "the data that a run of the mirror brings");
  board.Boolean("pd.mirror_takes_seat", true, "a run of the mirror is one of the connections that are licensed");
  board.Integer("pd.resync_cooldown_minutes", 240, 0, 10'080,
                "how soon after the last re-sync by hand the next one is allowed");
  board.Text("pd.placeholder_marker", "Placeholder", &IsAName, "the word in the first name of a placeholder child");
  return board;
}

}  // namespace ikp::simulators::procare_desktop
