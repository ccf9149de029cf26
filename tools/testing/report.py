#!/usr/bin/env python3
"""Counts and explains the tests of one Bazel run.

Input is the build event file of that run (bazel test --build_event_json_file), which names every target, every test
attempt and its files; results of older runs are never looked at. A GoogleTest case is one test (a RapidCheck property
is one too); a script test is one; a target that did not build is one failed test. The last line is always
"N passed, N failed".

Used by tools/test; by hand:
  bazel test //... --build_event_json_file=/tmp/events.json; python3 tools/testing/report.py /tmp/events.json
"""

import argparse
import json
import os
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

MAX_LINES_PER_FAILURE = 40
MAX_FAILURES_SHOWN = 25


class Failure:
    """One failed test: `name` within `target` (empty: the target as a whole), `text` says why, `log` is its file."""

    def __init__(self, target, name, text, log=""):
        self.target = target
        self.name = name
        self.text = text
        self.log = log


class Report:
    def __init__(self):
        self.passed = 0
        self.skipped = 0
        self.cached_targets = 0
        self.targets = 0
        self.failures = []

    @property
    def failed(self):
        return len(self.failures)

    def last_line(self):
        return f"{self.passed} passed, {self.failed} failed"


def read_events(path):
    """Events of the file, in order. A run that was killed leaves a last line cut short: it is left out."""
    events = []
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    events.append(json.loads(line))
                except ValueError:
                    break
    except OSError:
        pass
    return events


def local_path(uri):
    parsed = urllib.parse.urlparse(uri)
    return urllib.parse.unquote(parsed.path) if parsed.scheme == "file" else ""


def last_attempts(events):
    """The deciding attempt of every (target, run, shard): a flaky test is tried again, its last attempt counts."""
    attempts = {}
    for event in events:
        key = event.get("id", {}).get("testResult")
        if key and "testResult" in event:
            place = (key.get("label", "?"), key.get("run", 1), key.get("shard", 1))
            if place not in attempts or key.get("attempt", 1) >= attempts[place][0]:
                attempts[place] = (key.get("attempt", 1), event["testResult"])
    return {place: result for place, (_, result) in attempts.items()}


def build_failures(events, tested):
    """Targets that were asked for and did not build, with what Bazel says about each."""
    broken = {}
    for event in events:
        key = event.get("id", {})
        completed = key.get("targetCompleted")
        if completed and not event.get("completed", {}).get("success", False):
            label = completed.get("label", "?")
            if label not in tested:
                broken.setdefault(label, aborted_text(event) or "did not build")
        for kind in ("pattern", "unconfiguredLabel", "configuredLabel"):
            # Wrong BUILD files, labels that do not exist. A pattern may be a list of them.
            if kind in key and "aborted" in event:
                named = key[kind].get("label") or " ".join(key[kind].get("pattern", ["?"]))
                broken.setdefault(named, aborted_text(event) or "could not be loaded")
    return broken


def aborted_text(event):
    return event.get("aborted", {}).get("description", "").strip()


def log_tail(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return "(no log)"
    # Bazel's own heading ends with a rule; of GoogleTest's chatter only a case that never ended is news.
    if len(lines) > 3 and lines[2].startswith("-----"):
        lines = lines[3:]
    kept = []
    for line in lines:
        if line.startswith("[       OK ]"):
            if kept and kept[-1].startswith("[ RUN      ]"):
                kept.pop()
        else:
            kept.append(line)
    lines = kept
    return "\n".join(lines[-MAX_LINES_PER_FAILURE:])


def add_cases(report, target, xml_path, log_path):
    """Adds the cases of one JUnit file. Returns how many of them failed, or None when the file cannot be read."""
    try:
        root = ElementTree.parse(xml_path).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    failed = 0
    for suite in root.iter("testsuite"):
        for case in suite.findall("testcase"):
            if case.get("status") == "notrun":  # disabled, or not in this shard
                continue
            problems = case.findall("failure") + case.findall("error")
            if problems:
                failed += 1
                name = f"{case.get('classname') or suite.get('name')}.{case.get('name')}"
                # GoogleTest puts the whole text in the attribute and again in the element.
                text = "\n".join((problem.text or problem.get("message") or "").strip() for problem in problems)
                is_script = case.get("classname") is None
                report.failures.append(
                    Failure(target, "" if is_script else name, log_tail(log_path) if is_script else text, log_path))
            elif case.find("skipped") is not None or case.get("result") == "skipped":
                report.skipped += 1
            else:
                report.passed += 1
    return failed


def add_target(report, place, result):
    target, run, shard = place
    files = {output.get("name"): local_path(output.get("uri", "")) for output in result.get("testActionOutput", [])}
    status = result.get("status", "NO_STATUS")
    if result.get("cachedLocally") or result.get("executionInfo", {}).get("cachedRemotely"):
        report.cached_targets += 1
    log_path = files.get("test.log", "")
    before = report.passed
    failed = add_cases(report, target, files.get("test.xml", ""), log_path)
    if status == "PASSED":
        if failed is None:  # a runner that wrote no JUnit file still is one test
            report.passed += 1
        return
    if not failed:
        # The cases look good or are unknown, the process does not: a crash, a leak at exit, a timeout, a missing file.
        what = {"TIMEOUT": "ran out of time", "FAILED": "the test program failed outside its cases"}
        where = f" (run {run}, shard {shard})" if run > 1 or shard > 1 else ""
        text = f"{what.get(status, status.lower())}{where}\n{log_tail(log_path)}"
        report.failures.append(Failure(target, "", text, log_path))
        if failed is None:
            report.passed = before


def make_report(events, bazel_exit_code):
    report = Report()
    attempts = last_attempts(events)
    report.targets = len({place[0] for place in attempts})
    for place in sorted(attempts):
        add_target(report, place, attempts[place])
    broken = build_failures(events, {place[0] for place in attempts})
    for label, text in sorted(broken.items()):
        report.failures.append(Failure(label, "", text))
    # Never "0 failed" for a run that Bazel does not call good, nor for one that tested nothing. 3: all built, some
    # tests failed.
    unexplained = bazel_exit_code != 0 and not (bazel_exit_code == 3 and report.failures)
    if unexplained and not broken:
        why = {
            1: "not everything could be loaded or built",
            4: "no test matches what was asked for",
            8: "the run was interrupted; what had not ended is not counted",
        }
        text = why.get(bazel_exit_code, "Bazel itself failed; --verbose shows what it says")
        report.failures.append(Failure("", "", f"{text} (bazel's exit code {bazel_exit_code})"))
    elif not report.failures and report.passed == 0:
        report.failures.append(Failure("", "", "nothing was tested"))
    return report


def print_failures(report, colour, again):
    red, plain = ("\033[31m", "\033[0m") if colour else ("", "")
    for failure in report.failures[:MAX_FAILURES_SHOWN]:
        title = " ".join(part for part in (failure.target, failure.name) if part) or "bazel"
        print(f"{red}FAILED{plain} {title}")
        lines = failure.text.splitlines()
        for line in lines[:MAX_LINES_PER_FAILURE]:
            print(f"    {line}")
        if len(lines) > MAX_LINES_PER_FAILURE:
            print(f"    ... {len(lines) - MAX_LINES_PER_FAILURE} more lines")
        if failure.log:
            print(f"    log: {failure.log}")
        if failure.target.startswith("//"):
            print(f"    again: {again} {failure.target}")
        print()
    hidden = report.failed - MAX_FAILURES_SHOWN
    if hidden > 0:
        print(f"... and {hidden} more failures; run their targets alone to see them.\n")


def print_json(report):
    print(json.dumps({
        "passed": report.passed,
        "failed": report.failed,
        "skipped": report.skipped,
        "targets": report.targets,
        "failures": [{"target": f.target, "case": f.name, "text": f.text, "log": f.log} for f in report.failures],
    }))


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", help="file of bazel's --build_event_json_file")
    parser.add_argument("--bazel-exit-code", type=int, default=0)
    parser.add_argument("--again", default="tools/test", help="the command that a person types to test one target")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    options = parser.parse_args(arguments)
    report = make_report(read_events(options.events), options.bazel_exit_code)
    if options.json:
        print_json(report)
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"
        print_failures(report, colour, options.again)
        if report.skipped:
            print(f"{report.skipped} skipped by themselves")
        print(report.last_line())
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
