"""Mutants: the scenario runner with one bug in the engine, put in at build time. See README.md.

One source of the engine is copied, patched and compiled, and linked before the archives of the untouched engine: the
linker takes from an archive only what is still missing, so the original of that source is left out. Were it needed all
the same, its symbols would be defined twice, and the link would fail rather than test the wrong thing.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//scenarios/app:optimised.bzl", "optimised_program")

# The runner's main(), and with it the world, the oracles and the whole engine.
MAIN = "//scenarios/app:mutant_main"

# As the scenario runner has it.
MALLOC = "//scenarios/app:malloc"

# The engine as a whole: its headers, whatever the patched source includes.
ENGINE = "//engine/service:engine"

# The agent of centres with Procare Desktop.
AGENT = [
    "//engine/desktop_agent:agent",
    "//engine/desktop_agent:session_data",
]

USERS = [
    "//scenarios:__subpackages__",
    "//tests:__subpackages__",
    "//tools:__subpackages__",
]

# Name of the patch, and the source that it changes; by the invariant that is expected to fail.
MUTANTS = {
    # I1
    "canary": "engine/procare_online/connect_client.cc",
    "lookup_skipped": "engine/rules/push_plan.cc",
    "first_of_two_taken": "engine/rules/push_plan.cc",
    "twins_merged": "engine/rules/school_index.cc",
    "apostrophe_not_matched": "engine/rules/identity.cc",
    "created_on_partial_reading": "engine/rules/push_plan.cc",
    "family_lock_only": "engine/push/site_push.cc",
    "recent_creations_forgotten": "engine/push/site_push.cc",
    "linked_elsewhere_created_again": "engine/rules/match.cc",
    "guardian_sent_twice": "engine/rules/push_facts.cc",
    "reading_kept_for_ever": "engine/push/school_reader.cc",
    "due_date_sent_as_birth_date": "engine/iks/iks_json.cc",
    "partial_snapshot_taken_as_whole": "engine/procare_online/paging.cc",
    "failed_page_ends_the_list": "engine/procare_online/paging.cc",
    "no_drift_guard": "engine/procare_online/paging.cc",
    "family_at_work_not_noted": "engine/push/dispatcher.cc",
    "payer_entered_anew": "engine/desktop_agent/session_family.cc",
    "entry_repeated_without_a_look": "engine/desktop_agent/session_child.cc",
    "own_account_not_recognised": "engine/desktop_agent/session_family.cc",
    "interrupted_command_sent_again": "engine/desktop_agent/session_child.cc",
    "typed_meanwhile_child_entered_again": "engine/desktop_agent/session_child.cc",
    "typed_meanwhile_family_entered_again": "engine/desktop_agent/session_family.cc",
    # I2
    "rows_entered_under_one_id": "engine/desktop_agent/session_place.cc",
    "retries_given_up": "engine/push/child_states.cc",
    "acknowledged_before_durable": "engine/push/poller.cc",
    "poll_position_jumps_ahead": "engine/push/poller.cc",
    "corrected_family_not_looked_at_again": "engine/push/child_states.cc",
    "review_about_family_not_opened": "engine/push/site_push.cc",
    "open_intents_forgotten": "engine/push/site_push.cc",
    "review_not_reopened": "engine/push/site_push.cc",
    "child_of_two_accounts_taken_twice": "engine/procare_desktop/school_rows.cc",
    # I3
    "sibling_resends_family": "engine/rules/push_plan.cc",
    "status_passed_on_after_link": "engine/push/site_push.cc",
    # I4
    "settled_not_saved": "engine/push/site_push_steps.cc",
    "hold_written_as_withdrawn": "engine/domain/site.cc",
    "dates_swapped": "engine/iks/iks_json.cc",
    "empty_room_left_alone": "engine/rules/nightly_diff.cc",
    "status_written_every_night": "engine/rules/nightly_diff.cc",
    "attendance_forgotten": "engine/rules/nightly_diff.cc",
    "who_left_is_not_asked_for": "engine/procare_online/list_source.cc",
    "wrong_room_found": "engine/rules/nightly_diff.cc",
    "first_row_of_the_day_counts": "engine/rules/desktop_status.cc",
    "row_of_tomorrow_counts_today": "engine/procare_desktop/school_rows.cc",
    "row_entered_last_counts": "engine/rules/desktop_status.cc",
    "last_enrolled_day_is_the_withdrawal": "engine/rules/desktop_status.cc",
    "only_future_rows_are_no_status": "engine/rules/desktop_status.cc",
    "status_rows_of_all_schools": "engine/procare_desktop/school_rows.cc",
    "hidden_accounts_left_out": "engine/procare_desktop/school_rows.cc",
    "merged_people_not_followed": "engine/rules/vanished.cc",
    "people_known_by_number": "engine/procare_desktop/school_rows.cc",
    "status_as_of_the_utc_date": "engine/procare_desktop/desktop_school.cc",
    "first_row_dated_in_utc": "engine/procare_desktop/desktop_school.cc",
    "first_day_switch_reversed": "engine/rules/desktop_names.cc",
    # I5
    "mass_change_not_asked": "engine/rules/nightly_diff.cc",
    "missing_taken_as_withdrawn": "engine/rules/nightly_diff.cc",
    # I6
    "nightly_in_utc": "engine/rules/nightly_schedule.cc",
    "repeated_hour_run_twice": "engine/nightly/nightly_scheduler.cc",
    "skipped_hour_never_run": "engine/rules/nightly_schedule.cc",
    "no_catch_up": "engine/rules/nightly_schedule.cc",
    "nightly_shifted_by_daylight_saving": "engine/rules/nightly_schedule.cc",
    "nightly_not_claimed": "engine/nightly/nightly_scheduler.cc",
    "nights_of_a_sleeping_computer_given_up": "engine/nightly/nightly_scheduler.cc",
    # I7
    "staff_record_placed": "engine/push/site_push_steps.cc",
    "staff_edit_overwritten": "engine/rules/push_plan.cc",
    "rows_entered_twice": "engine/desktop_agent/session_place.cc",
    "rows_of_staff_amended": "engine/desktop_agent/session_place.cc",
    # I8
    "write_back_triggers_push": "engine/push/site_push.cc",
    "pause_flips_every_night": "engine/rules/nightly_diff.cc",
    "write_back_untagged": "engine/iks/iks_client.cc",
    # I9
    "tenant_mix_up": "engine/service/engine.cc",
    "school_of_another_site": "engine/service/engine.cc",
    "child_of_another_site_pushed_here": "engine/push/site_push.cc",
    "accounts_of_all_schools": "engine/procare_desktop/school_rows.cc",
    # I10
    "slow_family_blocks_all": "engine/push/dispatcher.cc",
    # I11
    "intent_not_written": "engine/push/site_push_steps.cc",
    "blind_retry_after_timeout": "engine/wire/http_call.cc",
    "visibility_window_ignored": "engine/push/site_push.cc",
    "absence_proven_at_once": "engine/rules/push_facts.cc",
    "server_error_taken_as_not_done": "engine/wire/http_call.cc",
    "link_in_two_commits": "engine/push/site_push_steps.cc",
    "trigger_removed_before_handled": "engine/push/dispatcher.cc",
    "webhook_acknowledged_before_stored": "engine/service/webhooks.cc",
    "command_with_an_id_of_its_own": "engine/procare_desktop/desktop_school.cc",
    # I12
    "retry_after_ignored": "engine/wire/http_call.cc",
    "login_loop": "engine/procare_online/session.cc",
    "rejected_login_hammered": "engine/procare_online/token.cc",
    "pace_not_kept": "engine/wire/token_bucket.cc",
    "pause_for_one_call_only": "engine/wire/http_call.cc",
    # I13
    "log_prints_a_name": "engine/push/family_push.cc",
    "secret_in_the_log": "engine/service/engine.cc",
    "doubt_told_with_the_name": "engine/rules/push_plan.cc",
    "agent_tells_a_name": "engine/desktop_agent/session_child.cc",
    # I14
    "link_not_saved": "engine/push/site_push_steps.cc",
    "audit_without_link": "engine/push/site_push_steps.cc",
    "reason_missing": "engine/rules/push_plan.cc",
    "relinked_without_audit": "engine/nightly/nightly_sync.cc",
    # I15
    "page_repeat_guard_off": "engine/procare_online/paging.cc",
    "retries_without_pause": "engine/push/child_states.cc",
}

# Quick ones, for tools/test.
SAMPLE = [
    "canary",
    "lookup_skipped",
    "status_written_every_night",
    "nightly_in_utc",
    "log_prints_a_name",
    "own_account_not_recognised",
    "nights_of_a_sleeping_computer_given_up",
]

def label_of(source):
    """"engine/push/site_push.cc" as a label.

    Args:
      source: path of a source.
    Returns:
      "//engine/push:site_push.cc"
    """
    package, file = source.rsplit("/", 1)
    return "//%s:%s" % (package, file)

def mutant(name, source, patch, main = MAIN):
    """Declares mutant_<name>, a program like the scenario runner.

    Args:
      name: the name of the mutant.
      source: path of the engine's source, "engine/push/site_push.cc".
      patch: label of the patch. It must fit without fuzz, or the build fails.
      main: a library with main().
    """
    label = label_of(source)
    patched = "patched/%s/%s" % (name, source.rsplit("/", 1)[1])
    native.genrule(
        name = name + "_source",
        testonly = True,
        srcs = [
            label,
            patch,
        ],
        outs = [patched],
        cmd = "cp $(location %s) $@ && chmod u+w $@ && " % label +
              "patch --silent --forward --fuzz=0 --reject-file=- --no-backup-if-mismatch $@ $(location %s)" % patch,
        tags = ["manual"],
    )
    cc_binary(
        name = name + "_program",
        testonly = True,
        srcs = [patched],
        linkstatic = True,
        malloc = MALLOC,
        tags = ["manual"],
        deps = [
            main,
            ENGINE,
        ] + AGENT,
    )
    optimised_program(
        name = "mutant_" + name,
        testonly = True,
        program = ":%s_program" % name,
        tags = ["manual"],
        visibility = USERS,
    )

def all_mutants():
    """Declares every mutant, and the groups `all_mutants` and `sample`."""
    for name, source in MUTANTS.items():
        mutant(name, source, "patches/%s.patch" % name)
    native.filegroup(
        name = "all_mutants",
        testonly = True,
        srcs = ["mutant_" + name for name in MUTANTS],
        tags = ["manual"],
        visibility = USERS,
    )
    native.filegroup(
        name = "sample",
        testonly = True,
        srcs = ["mutant_" + name for name in SAMPLE],
        tags = ["manual"],
        visibility = USERS,
    )
