"""Asking clang-format, on all cores, which files are not in the common form."""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from checks import Finding

_MESSAGE = re.compile(r"^(?P<path>.+?):(?P<line>\d+):\d+: (?:error|warning): code should be clang-formatted")
_BATCH = 8


def _check_batch(root, paths):
    done = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", "--ferror-limit=1", *paths],
        cwd=root, capture_output=True, text=True, errors="replace", check=False)
    # clang-format counts the limit over a whole call, so that a batch with a finding is looked at file by file.
    if done.returncode != 0 and len(paths) > 1:
        return [finding for path in paths for finding in _check_batch(root, [path])]
    found = [Finding(match["path"], int(match["line"]), "format", "not in the common form", "run tools/format")
             for match in map(_MESSAGE.match, done.stderr.splitlines()) if match]
    if done.returncode != 0 and not found:
        found = [Finding(paths[0], 1, "format", "clang-format failed: " + done.stderr.strip()[:200], "run tools/setup")]
    return found


def unformatted(root, paths):
    """Findings for every file that is not in the common form, at the first line that differs."""
    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    try:
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            results = list(pool.map(lambda batch: _check_batch(root, batch), batches))
    except FileNotFoundError:
        return [Finding(".clang-format", 1, "format", "clang-format is not installed", "run tools/setup")]
    return [finding for result in results for finding in result]
