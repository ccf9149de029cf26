#!/usr/bin/env python3
"""Checks the habits of this repository that no compiler checks. Part of tools/test (//tools/lint:lint_test).

  format       clang-format (cured by tools/format)
  clock, sleep, entropy, sockets, files, environment, threads, output
               what only a binding of a port may do
  arrows       which room may include, or depend on, which
  asio-header  Asio and Beast stay out of headers
  length       files over 400 lines say why
  header       headers say what they are for
  words        open ends, machine paths, registry host names
  top-level    nothing new at the top

The tables of what is allowed, with reasons, are in tools/lint/policy.py. One line is excused by a comment on it or
alone on the line above: // lint: allow(threads) the reason

Example:
  tools/lint/lint.py engine/push
"""

import argparse
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checks  # noqa: E402  (found beside this file)
import formatting  # noqa: E402
import source  # noqa: E402

APT_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


def mirror_hosts():
    """Hosts that this machine gets packages from: in our files they would tell where somebody works."""
    files = []
    for place in APT_SOURCES:
        if os.path.isdir(place):
            files += [os.path.join(place, name) for name in os.listdir(place)]
        elif os.path.isfile(place):
            files.append(place)
    hosts = set()
    for name in files:
        try:
            with open(name, encoding="utf-8", errors="replace") as file:
                hosts.update(re.findall(r"https?://(?:[^/@\s]*@)?([\w.\-]+\.[\w\-]+)", file.read()))
        except OSError:
            continue
    return sorted(hosts)


def lint(root, below=(), host_names=(), with_format=True):
    """(findings in the order of paths and lines, number of files). `below`: only what lies in these places."""
    paths = source.list_files(root)
    files = [file for file in (source.read_source(root, path) for path in paths) if file is not None]
    asio_headers = checks.headers_with_asio(files)
    chosen = [file for file in files if not below or any((file.path + "/").startswith(place + "/") for place in below)]
    found = [] if below else list(checks.top_level(paths))
    found.extend(checks.unknown_rooms(chosen))
    for file in chosen:
        found.extend(checks.check_file(file, host_names, asio_headers))
    if with_format:
        found.extend(formatting.unformatted(root, [file.path for file in chosen if file.is_cpp]))
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.check)), len(chosen)


def workspace_places(root, places, parser):
    """What the person named, relative to the workspace."""
    result = []
    for place in places:
        full = os.path.realpath(place if os.path.exists(place) else os.path.join(root, place))
        relative = os.path.relpath(full, root).replace(os.sep, "/")
        if relative.startswith("..") or not os.path.exists(full):
            parser.error(f"{place} is not in the workspace")
        if relative != ".":
            result.append(relative)
    return result


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", help="only these folders or files")
    parser.add_argument("--root", help="another workspace than the one that this file lies in")
    parser.add_argument("--no-format", action="store_true", help="leave clang-format out")
    parser.add_argument("--json", action="store_true", help="print the findings as one JSON object")
    options = parser.parse_args(arguments)
    here = os.path.dirname(os.path.realpath(__file__))
    root = os.path.realpath(options.root or os.path.join(here, "..", ".."))
    if not os.path.isfile(os.path.join(root, "WORKSPACE")):
        parser.error(f"{root} is not a workspace (it has no WORKSPACE file)")
    below = workspace_places(root, options.places, parser)
    found, count = lint(root, below, mirror_hosts(), not options.no_format)
    if options.json:
        print(json.dumps({"files": count, "findings": [vars(finding) for finding in found]}))
    else:
        for finding in found:
            print(finding)
        print(f"{count} files, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
