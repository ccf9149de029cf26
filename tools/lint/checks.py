"""The checks. Each takes one source file (or the list of paths) and yields findings; what is allowed is in policy.py."""

import re

import policy

_COMPILED = {
    check: (instead, [(name, re.compile(pattern)) for name, pattern in patterns])
    for check, (instead, patterns) in policy.BANNED.items()
}
_WORDS = [(name, re.compile(pattern), instead) for name, pattern, instead in policy.WORDS]
_DEPS = re.compile(r"\b(?:deps|implementation_deps)\s*=\s*\[(?P<labels>[^\]]*)\]")
_LABEL = re.compile(r'"//(?P<package>[\w/.\-]+)(?::[\w/.\-]+)?"')


class Finding:
    """`what` says what is wrong, `instead` what to do."""

    def __init__(self, path, line, check, what, instead):
        self.path = path
        self.line = line
        self.check = check
        self.what = what
        self.instead = instead

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.check}] {self.what}; {self.instead}"


def allowed_here(path, check):
    if path.endswith("_test.cc") and check in policy.ALLOWED_IN_TESTS:
        return True
    return any(path.startswith(prefix) and check in checks for prefix, checks, _ in policy.ALLOWED_PLACES)


def banned_calls(source):
    if not source.is_cpp or not source.path.startswith(policy.CHECKED_ROOMS):
        return
    for check, (instead, patterns) in _COMPILED.items():
        if allowed_here(source.path, check):
            continue
        told = set()
        for name, pattern in patterns:
            for match in pattern.finditer(source.code):
                line = source.line_of(match.start())
                if line not in told:
                    told.add(line)
                    shown = " ".join(match.group(0).split()).lstrip("= ").rstrip("( ")
                    yield Finding(source.path, line, check, f"{name} here (`{shown}`)", f"use {instead}")


def _arrows_of(room):
    top = room.split("/")[0]
    if room in policy.ARROWS:
        return policy.ARROWS[room]
    return policy.ARROWS.get(top + "/*")


def _reason(room):
    prefixes = sorted((prefix for prefix in policy.ARROW_REASONS if (room + "/").startswith(prefix + "/")), key=len)
    return policy.ARROW_REASONS[prefixes[-1]] if prefixes else "see the table ARROWS in tools/lint/policy.py"


def _may_use(room, target, is_test):
    """Whether code of `room` may use `target`, a file or a package."""
    allowed = (_arrows_of(room) or ()) + (room,)
    if is_test and room.startswith("engine/"):
        allowed += policy.TEST_DOUBLES
    return any(target == place or (target + "/").startswith(place + "/") for place in allowed)


def _arrow_text(room):
    allowed = _arrows_of(room)
    return f"{room} may use only itself" + (f" and {', '.join(allowed)}" if allowed else "")


def include_arrows(source):
    room = source.room
    if not source.is_cpp or "/" not in source.path:
        return
    if _arrows_of(room) is None:  # told once, by unknown_rooms
        return
    for line, quoted in source.includes():
        name = quoted[1:-1]
        if not quoted.startswith('"'):
            continue
        if name.split("/")[0] not in policy.TOP_LEVEL or "/../" in name:
            what = f"include {quoted} is not written from the workspace root"
            yield Finding(source.path, line, "arrows", what, 'write "engine/...", "simulators/..." and so on')
        elif not _may_use(room, name, source.is_test):
            yield Finding(source.path, line, "arrows", f"{room} may not include {name}: {_reason(room)}", _arrow_text(room))


def unknown_rooms(sources):
    for room in sorted({file.room for file in sources if file.is_cpp and "/" in file.path}):
        if _arrows_of(room) is None:
            instead = "add it to ARROWS in tools/lint/policy.py, with what it may include"
            yield Finding(room, 1, "arrows", f"the room {room} is unknown", instead)


def build_arrows(source):
    """The same arrows in BUILD files. Bazel's visibility says who may use a target; it is coarser than the design."""
    room = source.room
    if not source.path.endswith(("/BUILD", "/BUILD.bazel")) or not room or _arrows_of(room) is None:
        return
    # Without comments, and with the positions kept.
    text = re.sub(r"#[^\n]*", lambda match: " " * len(match.group(0)), source.text)
    rooms_of_files = {place.rsplit("/", 1)[0] for place in (_arrows_of(room) or ()) if place.endswith(".h")}
    for block in _DEPS.finditer(text):
        for label in _LABEL.finditer(block.group("labels")):
            package = label.group("package")
            target_room = "/".join(package.split("/")[:2])
            # A BUILD file does not tell here whether the target is a test: the includes do.
            if not _may_use(room, package, True) and target_room not in rooms_of_files:
                line = source.line_of(block.start("labels") + label.start())
                what = f"{room} may not depend on {label.group(0)[1:-1]}: {_reason(room)}"
                yield Finding(source.path, line, "arrows", what, _arrow_text(room))


def headers_with_asio(sources):
    """Paths of the headers that bring Asio or Beast along, directly or through another header."""
    includes = {}
    found = set()
    for source in sources:
        if source.path.endswith(".h"):
            includes[source.path] = {name[1:-1] for _, name in source.includes()}
            if policy.ASIO_INCLUDE.search(source.code):
                found.add(source.path)
    while True:
        more = {path for path, names in includes.items() if path not in found and names & found}
        if not more:
            return found
        found |= more


def asio_in_headers(source, asio_headers):
    if not source.is_cpp or source.path.startswith(policy.ASIO_ROOM + "/"):
        return
    instead = "keep it behind a pointer to an implementation that only the .cc knows"
    if source.path.endswith(".h"):
        match = policy.ASIO_INCLUDE.search(source.code)
        if match:
            what = "a header includes Asio or Beast, which costs every includer seconds to compile"
            yield Finding(source.path, source.line_of(match.start()), "asio-header", what, instead)
    for line, name in source.includes():
        if name[1:-1] in asio_headers and name[1:-1].startswith(policy.ASIO_ROOM + "/"):
            what = f"{name[1:-1]} brings Asio or Beast along and is for {policy.ASIO_ROOM} alone"
            yield Finding(source.path, line, "asio-header", what, "include a header of that room without them")


def file_length(source):
    count = len(source.lines)
    is_script = source.text.startswith("#!")
    if count <= policy.MAX_LINES or not (source.path.endswith(policy.LENGTH_APPLIES_TO) or is_script):
        return
    top = source.lines[: policy.LENGTH_REASON_WITHIN_LINES]
    if not any(policy.LENGTH_REASON.search(line) for line in top):
        yield Finding(
            source.path, count, "length", f"{count} lines, more than {policy.MAX_LINES}",
            'split it by meaning, or say near the top why it is one thing: "Length: <reason>"')


def forbidden_words(source, host_names):
    """`host_names`: package mirrors that this machine happens to use; they are nobody else's business."""
    for number, line in enumerate(source.lines, 1):
        for name, pattern, instead in _WORDS:
            match = pattern.search(line)
            if match:
                yield Finding(source.path, number, "words", f"{name}: `{match.group(0)}`", instead)
        for host in host_names:
            if host in line:
                what = "the host name of a package mirror of this machine"
                yield Finding(source.path, number, "words", what, "leave it to the machine's own configuration")


def header_form(source):
    if not source.path.endswith(".h"):
        return
    meaningful = [(number, line) for number, line in enumerate(source.lines, 1) if line.strip()]
    instead = "begin with a comment (what it is for, units, errors, threads), then #pragma once"
    if not meaningful or not meaningful[0][1].startswith(("//", "/*")):
        yield Finding(source.path, 1, "header", "the header does not say what it is for", instead)
        return
    code = [(number, line) for number, line in enumerate(source.code.splitlines(), 1) if line.strip()]
    if not code or code[0][1].split() != ["#pragma", "once"]:
        line = code[0][0] if code else 1
        yield Finding(source.path, line, "header", "#pragma once is missing or not the first line of code", instead)


def top_level(paths):
    for name in sorted({path.split("/")[0] for path in paths}):
        if name not in policy.TOP_LEVEL and not name.startswith((".", "bazel-")):
            yield Finding(
                name, 1, "top-level", "this does not belong at the top of the repository",
                "put it into one of " + ", ".join(sorted(policy.TOP_LEVEL)))


def check_file(source, host_names=(), asio_headers=frozenset()):
    """All findings of one file, after its own exceptions, and what is wrong with these."""
    found = []
    for check in (banned_calls, include_arrows, build_arrows, file_length, header_form):
        found.extend(check(source))
    found.extend(forbidden_words(source, host_names))
    found.extend(asio_in_headers(source, asio_headers))
    kept = [finding for finding in found if not _excused(source, finding)]
    for allow in source.allows:
        if len(allow.reason) < 10:
            what = f"the exception allow({allow.check}) gives no reason"
            kept.append(Finding(source.path, allow.line, "allow", what, "say why this line must be an exception"))
        elif not allow.used:
            what = f"the exception allow({allow.check}) excuses nothing"
            kept.append(Finding(source.path, allow.line, "allow", what, "remove it"))
    return kept


def _excused(source, finding):
    for allow in source.allows:
        if allow.check == finding.check and finding.line in allow.lines:
            allow.used = True
            return True
    return False
