#!/usr/bin/env python3
"""What the scenario runner must hold, tried with the runner itself as a program. Each mode is one test target:

  run PROGRAM --runs N --seed S | --commit-file FILE    no scenario fails, and every common mark is reached
  regressions PROGRAM FILE...                           scenarios that once found a bug find nothing any more
  hashes PROGRAM OTHER --runs N                         two processes, and two builds, live the same lives
  exhaustive PROGRAM                                    the core flows, broken at every durable write and message
  mutants NAME=PROGRAM...                               each seeded bug is caught, and the canary at once
  swarm PROGRAM --runs N --seed S                       this shard's slice of a series: no scenario fails
"""

import argparse
import json
import os
import re
import subprocess
import sys


def run(command):
    return subprocess.run(command, capture_output=True, text=True)


def jobs():
    return str(os.cpu_count() or 1)


def folder():
    return os.path.join(os.environ.get("TEST_UNDECLARED_OUTPUTS_DIR") or os.environ["TEST_TMPDIR"], "failures")


def seed_from(arguments):
    if "--commit-file" not in arguments:
        return arguments
    place = arguments.index("--commit-file")
    with open(arguments[place + 1], encoding="utf-8") as file:
        commit = file.read().strip()
    return arguments[:place] + ["--commit", commit] + arguments[place + 2:]


def many(program, *arguments):
    result = run([program, "run", "--quiet", "--marks", "--jobs", jobs(), "--out", folder(), *seed_from(list(arguments))])
    print(result.stdout, result.stderr)
    passed = re.search(r"^(\d+) passed, 0 failed$", result.stdout, re.MULTILINE)
    return result.returncode == 0 and passed is not None and int(passed[1]) > 0


def regressions(program, *files):
    good = len(files) > 0
    for file in files:
        result = run([program, "replay", file, "--json"])
        with open(file, encoding="utf-8") as text:
            scenario = json.load(text)
        if not scenario.get("bug"):
            print(f"{file}: says nothing about the bug that it once found; add \"bug\"")
            good = False
        if result.returncode != 0:
            print(f"{file}: fails again ({scenario.get('bug')})\n{result.stdout}{result.stderr}")
            good = False
    print(f"{len(files)} regressions")
    return good


def hashes(program, other, *arguments):
    first, again, another = (run([one, "hashes", *arguments]).stdout for one in (program, program, other))
    lines = len(first.splitlines())
    print(f"{lines} hashes; twice the same: {first == again}; in the other build: {first == another}")
    for ours, theirs in zip(first.splitlines(), another.splitlines()):
        if ours != theirs:
            print(f"run {ours.split()[0]}: {ours} in one build, {theirs} in the other")
            break
    different = len({line.split()[1] for line in first.splitlines()})
    return lines > 0 and first == again == another and different == lines


def exhaustive(program):
    result = run([program, "exhaustive", "--core", "--no-pairs", "--jobs", jobs(), "--json", "--out", folder()])
    print(result.stdout, result.stderr)
    summary = json.loads(result.stdout.splitlines()[-1])
    return result.returncode == 0 and summary["violations"] == 0 and summary["points"] > 100


def mutants(*pairs):
    good = len(pairs) > 0
    for pair in pairs:
        name, program = pair.split("=", 1)
        runs = "50" if name == "canary" else "20000"
        result = run([program, "run", "--until-failure", "--quiet", "--json", "--runs", runs, "--seed", "20260302",
                      "--jobs", jobs(), "--budget", "100", "--out", folder()])
        lines = result.stdout.strip().splitlines()
        summary = json.loads(lines[-1]) if lines else {"failures": 0, "runs": 0, "findings": []}
        caught = result.returncode > 10 and summary["failures"] > 0
        found = ", ".join(one["invariant"] + " " + one["kind"] for one in summary["findings"])
        print(f"{name}: {'caught' if caught else 'NOT CAUGHT'} after {summary['runs']} runs: {found} {result.stderr}")
        good = good and caught
    return good


def slice_of(runs, shard, shards, repetition):
    """(number of the first run, how many) of one shard: all shards together take each run of the series once, and the
    next repetition (--runs_per_test) goes on where they ended."""
    first, end = runs * shard // shards, runs * (shard + 1) // shards
    return repetition * runs + first, end - first


def swarm(program, *arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args(arguments)
    environment = os.environ
    if "TEST_SHARD_STATUS_FILE" in environment:  # Bazel asks for this: the test knows that it is sharded
        open(environment["TEST_SHARD_STATUS_FILE"], "a", encoding="utf-8").close()
    shard, shards = int(environment.get("TEST_SHARD_INDEX", "0")), int(environment.get("TEST_TOTAL_SHARDS", "1"))
    repetition = int(environment.get("TEST_RANDOM_SEED", "1")) - 1
    first, runs = slice_of(given.runs, shard, shards, repetition)
    junit = ["--junit", environment["XML_OUTPUT_FILE"]] if "XML_OUTPUT_FILE" in environment else []
    print(f"shard {shard + 1} of {shards}: runs {first} to {first + runs - 1} of seed {given.seed}", flush=True)
    if runs == 0:
        return True
    result = run([program, "run", "--quiet", "--jobs", "1", "--seed", str(given.seed), "--first", str(first),
                  "--runs", str(runs), "--out", folder(), *junit])
    print(result.stdout, result.stderr)
    return result.returncode == 0 and f"{runs} passed, 0 failed" in result.stdout.splitlines()


def main():
    modes = {"run": many, "regressions": regressions, "hashes": hashes, "exhaustive": exhaustive, "mutants": mutants,
             "swarm": swarm}
    return 0 if modes[sys.argv[1]](*sys.argv[2:]) else 1


if __name__ == "__main__":
    sys.exit(main())
