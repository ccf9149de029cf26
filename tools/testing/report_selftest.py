#!/usr/bin/env python3
"""Tests of report.py on hand-written event files: what counts, what fails, and that no run is good by accident."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import report  # noqa: E402  (found beside this file)

GTEST = """<?xml version="1.0"?>
<testsuites tests="4" failures="1" disabled="1" errors="0" name="AllTests">
  <testsuite name="Money" tests="4">
    <testcase name="Adds" status="run" result="completed" classname="Money" />
    <testcase name="DISABLED_Later" status="notrun" result="suppressed" classname="Money" />
    <testcase name="Skips" status="run" result="skipped" classname="Money"><skipped message="no zone" /></testcase>
    <testcase name="Splits" status="run" result="completed" classname="Money">
      <failure message="money_test.cc:7&#x0A;Expected 3" type=""><![CDATA[money_test.cc:7
Expected 3]]></failure>
    </testcase>
  </testsuite>
</testsuites>"""
GOOD = GTEST[: GTEST.index('    <testcase name="Splits"')] + "</testsuite></testsuites>"
SCRIPT = """<testsuites><testsuite name="tools/x" tests="1" failures="0" errors="{errors}">
<testcase name="tools/x" status="run" duration="1" time="1">{error}</testcase></testsuite></testsuites>"""
HEADING = 'exec ${PAGER:-/usr/bin/less} "$0" || exit 1\nExecuting tests from //a:x\n' + "-" * 77 + "\n"


class ReportTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def result(self, label, status, xml, log="", attempt=1, shard=1):
        """The event of one attempt, its files written."""
        outputs = []
        for name, text in (("test.log", HEADING + log), ("test.xml", xml)):
            path = os.path.join(self.folder, f"{len(os.listdir(self.folder))}.{name}")
            if text is not None:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            outputs.append({"name": name, "uri": "file://" + path})
        return {
            "id": {"testResult": {"label": label, "run": 1, "shard": shard, "attempt": attempt}},
            "testResult": {"status": status, "testActionOutput": outputs},
        }

    def test_counts_cases_not_targets(self):
        made = report.make_report([self.result("//a:x", "FAILED", GTEST)], 3)
        self.assertEqual(made.last_line(), "1 passed, 1 failed")
        self.assertEqual(made.skipped, 1)
        self.assertEqual(made.failures[0].name, "Money.Splits")
        self.assertIn("Expected 3", made.failures[0].text)

    def test_script_is_one_test_and_its_log_is_the_reason(self):
        bad = SCRIPT.format(errors=1, error='<error message="exited with error code 3"></error>')
        events = [
            self.result("//a:good", "PASSED", SCRIPT.format(errors=0, error="")),
            self.result("//a:bad", "FAILED", bad, log="this is why\n"),
        ]
        made = report.make_report(events, 3)
        self.assertEqual(made.last_line(), "1 passed, 1 failed")
        self.assertEqual(made.failures[0].text, "this is why")

    def test_leak_at_exit_fails_although_all_cases_passed(self):
        made = report.make_report([self.result("//a:x", "FAILED", GOOD, log="LeakSanitizer: detected\n")], 3)
        self.assertEqual(made.last_line(), "1 passed, 1 failed")
        self.assertIn("LeakSanitizer", made.failures[0].text)

    def test_timeout_without_junit_file_is_one_failure(self):
        made = report.make_report([self.result("//a:x", "TIMEOUT", None)], 3)
        self.assertEqual(made.last_line(), "0 passed, 1 failed")
        self.assertIn("ran out of time", made.failures[0].text)

    def test_crash_shows_the_case_that_never_ended(self):
        log = "[ RUN      ] Money.Adds\n[       OK ] Money.Adds (0 ms)\n[ RUN      ] Money.Splits\n"
        made = report.make_report([self.result("//a:x", "FAILED", None, log=log)], 3)
        self.assertIn("Money.Splits", made.failures[0].text)
        self.assertNotIn("Money.Adds", made.failures[0].text)

    def test_last_attempt_of_a_flaky_test_decides(self):
        events = [self.result("//a:x", "FAILED", GTEST, attempt=1), self.result("//a:x", "PASSED", GOOD, attempt=2)]
        self.assertEqual(report.make_report(events, 0).last_line(), "1 passed, 0 failed")

    def test_every_shard_counts(self):
        events = [self.result("//a:x", "PASSED", GOOD, shard=shard) for shard in (1, 2, 3)]
        self.assertEqual(report.make_report(events, 0).last_line(), "3 passed, 0 failed")

    def test_target_that_does_not_build_is_a_failure(self):
        events = [
            self.result("//a:x", "PASSED", GOOD),
            {"id": {"targetCompleted": {"label": "//a:x"}}, "completed": {"success": True}},
            {"id": {"targetCompleted": {"label": "//a:broken"}}, "completed": {"success": False}},
        ]
        made = report.make_report(events, 1)
        self.assertEqual(made.last_line(), "1 passed, 1 failed")
        self.assertEqual(made.failures[0].target, "//a:broken")

    def test_pattern_that_cannot_be_loaded_is_a_failure(self):
        events = [{"id": {"pattern": {"pattern": ["//b/..."]}}, "aborted": {"description": "no targets found"}}]
        made = report.make_report(events, 4)
        self.assertEqual(made.last_line(), "0 passed, 1 failed")
        self.assertEqual(made.failures[0].text, "no targets found")

    def test_bazel_failing_for_unknown_reasons_is_a_failure(self):
        good = self.result("//a:x", "PASSED", GOOD)
        self.assertEqual(report.make_report([good], 37).last_line(), "1 passed, 1 failed")
        self.assertEqual(report.make_report([good], 3).last_line(), "1 passed, 1 failed")
        failed = self.result("//a:y", "FAILED", GTEST)
        self.assertEqual(report.make_report([failed], 1).last_line(), "1 passed, 2 failed")

    def test_nothing_tested_is_a_failure(self):
        self.assertEqual(report.make_report([], 0).last_line(), "0 passed, 1 failed")

    def test_event_file_cut_short_or_missing(self):
        path = os.path.join(self.folder, "events.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"id": {}}\n{"id": {"testRes')
        self.assertEqual(report.read_events(path), [{"id": {}}])
        self.assertEqual(report.read_events(path + ".missing"), [])


if __name__ == "__main__":
    unittest.main()
