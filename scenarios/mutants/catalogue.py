#!/usr/bin/env python3
"""The catalogue of mutants, read from the headers of the patches.

  catalogue.py PATCH...        prints [{"name", "invariant", "bug", "needs", "kinds", "source"}, ...] as JSON
"""

import json
import os
import re
import sys

INVARIANT = re.compile(r"I([1-9]|1[0-5])")
KEYS = {"Bug": "bug", "Invariant": "invariant", "Needs": "needs", "Kinds": "kinds"}
MOST_CHANGED_LINES = 12


class BadPatch(Exception):
    """A patch that is not as README.md wants it."""


def read(path):
    """One entry of the catalogue; BadPatch says what is wrong."""
    name = os.path.basename(path).removesuffix(".patch")
    with open(path, encoding="utf-8") as file:
        header, separator, diff = file.read().partition("\n--- a/")
    if not separator:
        raise BadPatch(f"{name}: no unified diff with --- a/engine/...")
    entry = {"name": name, "needs": "", "kinds": "online"}
    for line in header.splitlines():
        if not line or line.startswith(("diff --git ", "index ")):
            continue
        key, _, value = line.partition(": ")
        if key not in KEYS or not value.strip():
            raise BadPatch(f"{name}: not a header line (Bug, Invariant, Needs, Kinds): {line}")
        entry[KEYS[key]] = value.strip()
    if "bug" not in entry or not INVARIANT.fullmatch(entry.get("invariant", "")):
        raise BadPatch(f"{name}: needs the header lines Bug: ... and Invariant: I1 to I15")
    if entry["kinds"] not in ("online", "desktop"):
        raise BadPatch(f"{name}: Kinds is online or desktop")
    first, second, *body = diff.splitlines()
    if second != "+++ b/" + first or not first.startswith("engine/") or not first.endswith(".cc"):
        raise BadPatch(f"{name}: must change one source, engine/...cc, with paths that begin with a/ and b/")
    if any(line.startswith(("--- ", "+++ ")) for line in body):
        raise BadPatch(f"{name}: changes more than one file")
    if sum(line[:1] in "+-" for line in body) > MOST_CHANGED_LINES:
        raise BadPatch(f"{name}: changes more than {MOST_CHANGED_LINES} lines; a mutant is a slip, not a rewrite")
    entry["source"] = first
    return entry


def catalogue(paths):
    """All entries, by invariant and name."""
    return sorted(map(read, paths), key=lambda entry: (int(entry["invariant"][1:]), entry["name"]))


if __name__ == "__main__":
    json.dump(catalogue(sys.argv[1:]), sys.stdout, indent=1)
    print()
