#!/usr/bin/env python3
"""tools/scenarios mutants: builds the engine with each seeded bug, lives it through scenarios until one fails, and
prints a table: which invariant caught it, after how many runs and seconds, and how small the scenario became.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "intellikid-procare", "bazel")
SEED = "20260302"


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/scenarios mutants",
        description="Builds the engine with seeded bugs and shows that each is caught.",
        epilog="Example: tools/scenarios mutants lookup_skipped nightly_in_utc --json",
    )
    parser.add_argument("names", nargs="*", help="mutants; without any, all of them")
    parser.add_argument("--runs", type=int, default=50_000, help="scenarios before a mutant counts as not caught")
    parser.add_argument("--budget", type=int, default=500, help="executions that reducing may take")
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", default=None, help="folder for the failing scenarios and their pages")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def bazel(verb, *more):
    command = ["bazel", verb, *more]
    if verb == "build":
        command[2:2] = [f"--disk_cache={CACHE}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def catalogue():
    patches = os.path.join(ROOT, "scenarios", "mutants", "patches")
    files = sorted(os.path.join(patches, name) for name in os.listdir(patches) if name.endswith(".patch"))
    listing = subprocess.run(
        [sys.executable, os.path.join(ROOT, "scenarios", "mutants", "catalogue.py"), *files],
        capture_output=True, text=True, check=True,
    )
    return json.loads(listing.stdout)


def live(binary, kinds, options, folder):
    """Runs one mutant until a scenario fails. The result of the runner, or what it said when it ended badly."""
    began = time.monotonic()
    run = subprocess.run(
        [binary, "run", "--until-failure", "--quiet", "--json", "--runs", str(options.runs), "--seed", options.seed,
         "--kinds", kinds, "--jobs", str(options.jobs), "--budget", str(options.budget), "--out", folder],
        capture_output=True, text=True,
    )
    seconds = time.monotonic() - began
    try:
        result = json.loads(run.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        return {"runs": 0, "failures": 0, "findings": [], "seconds": seconds, "said": run.stderr[-300:]}
    result["total_seconds"] = seconds
    return result


def row(entry, result):
    finding = (result["findings"] or [None])[0]
    killed = result["failures"] > 0
    return {
        "name": entry["name"],
        "expected": entry["invariant"],
        "invariant": finding["invariant"] if finding else ("process" if killed else ""),
        "kind": finding["kind"] if finding else "",
        "killed": killed,
        "runs_to_kill": result["runs"],
        "seconds_to_kill": round(result["seconds"], 2),
        "actions_in_reduced": finding["actions_in_reduced"] if finding else None,
        "faults_in_reduced": finding["faults_in_reduced"] if finding else None,
        "file": finding["file"] if finding else None,
        "bug": entry["bug"],
    }


def show(rows):
    form = "{:38} {:>8} {:>9} {:>8} {:>8} {:>8} {:>7}  {}"
    print(form.format("mutant", "expected", "caught by", "runs", "seconds", "actions", "faults", "as"))
    for one in rows:
        print(form.format(
            one["name"], one["expected"], one["invariant"] or "LIVES", one["runs_to_kill"], one["seconds_to_kill"],
            "-" if one["actions_in_reduced"] is None else one["actions_in_reduced"],
            "-" if one["faults_in_reduced"] is None else one["faults_in_reduced"], one["kind"]))
    reduced = sorted(one["actions_in_reduced"] for one in rows if one["actions_in_reduced"] is not None)
    faults = sorted(one["faults_in_reduced"] for one in rows if one["faults_in_reduced"] is not None)
    if reduced:
        print(f"median of the reduced scenarios: {reduced[len(reduced) // 2]} actions, {faults[len(faults) // 2]} faults")


def main():
    options = arguments()
    known = {entry["name"]: entry for entry in catalogue()}
    wrong = [name for name in options.names if name not in known]
    if wrong:
        print(f"there is no mutant {', '.join(wrong)}; known: {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in (options.names or sorted(known))]
    print(f"building {len(chosen)} mutants", file=sys.stderr)
    built = bazel("build", *[f"//scenarios/mutants:mutant_{entry['name']}" for entry in chosen])
    if built.returncode != 0:
        print(built.stderr[-4000:], file=sys.stderr)
        return 1
    binaries = bazel("info", "bazel-bin").stdout.strip()
    folder = options.out or tempfile.mkdtemp(prefix="mutants.")
    rows = []
    for place, entry in enumerate(chosen):
        print(f"[{place + 1}/{len(chosen)}] {entry['name']}", file=sys.stderr)
        binary = os.path.join(binaries, "scenarios", "mutants", "mutant_" + entry["name"])
        rows.append(row(entry, live(binary, entry["kinds"], options, os.path.join(folder, entry["name"]))))
    killed = sum(one["killed"] for one in rows)
    if options.json:
        print(json.dumps({"mutants": len(rows), "killed": killed, "seed": options.seed, "list": rows}))
    else:
        show(rows)
        print(f"{killed} of {len(rows)} mutants killed; scenarios and pages in {folder}")
    return 0 if killed == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
