"""Finding the files of the workspace, and reading C++ without its comments and strings."""

import os
import re
import subprocess

SKIPPED_FOLDERS = {".git", ".cache", "node_modules", "__pycache__"}

# Raw strings, strings, characters (not the separators of 1'000), comments.
_TOKENS = re.compile(
    r'R"(?P<mark>[^()\s\\"]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'"
    r"|//[^\n]*"
    r"|/\*.*?\*/",
    re.DOTALL,
)
_INCLUDE = re.compile(r'^\s*#\s*include\s*(?P<name>"[^"\n]+"|<[^>\n]+>)', re.MULTILINE)
_ALLOW = re.compile(r"(?://|#)\s*lint:\s*allow\((?P<check>[\w-]+)\)[ \t]*(?P<reason>[^\n]*)")


class Allow:
    """An exception that a line grants itself, and the line after it when it stands alone."""

    def __init__(self, line, check, reason, alone):
        self.line = line
        self.check = check
        self.reason = reason
        self.lines = (line, line + 1) if alone else (line,)
        self.used = False


class SourceFile:
    """One text file: `path` is relative to the workspace with /, `code` is the text with comments and strings blanked
    out, position for position, so that line numbers hold."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.is_cpp = path.endswith((".h", ".cc"))
        self.is_test = path.endswith("_test.cc")
        self._code = None
        self.allows = self._read_allows()

    @property
    def code(self):
        if self._code is None:
            self._code = _TOKENS.sub(lambda match: _blank(match, self.text), self.text)
        return self._code

    @property
    def room(self):
        """The first two folders ("engine/push"), or one for a file that lies in a top folder itself."""
        return "/".join(self.path.split("/")[:-1][:2])

    def line_of(self, position):
        return self.text.count("\n", 0, position) + 1

    def includes(self):
        """(line, name with its quotes or brackets) of every include that is not commented out."""
        for match in _INCLUDE.finditer(self.text):
            name = match.start("name")
            if self.code[match.start() : name].strip():
                yield self.line_of(name), match.group("name")

    def _read_allows(self):
        found = []
        if not self.path.startswith("tools/lint/"):  # there the words are data
            for number, line in enumerate(self.lines, 1):
                match = _ALLOW.search(line)
                if match:
                    alone = not line[: match.start()].strip()
                    found.append(Allow(number, match.group("check"), match.group("reason").strip(), alone))
        return found


def _blank(match, text):
    found = match.group(0)
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if found.startswith('"') and re.fullmatch(r"\s*#\s*include\s*", before):
        return found  # the name of an include is code
    return re.sub(r"[^\n]", " ", found)


def list_files(root):
    """Paths of everything that belongs to the workspace: tracked or new, but not ignored."""
    try:
        listed = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True).stdout
        paths = [path for path in listed.decode("utf-8", "replace").split("\0") if path]
    except (OSError, subprocess.CalledProcessError):
        paths = list(_walk(root))
    # A tracked file may be gone; a link would be judged twice.
    return sorted({path for path in paths if os.path.isfile(os.path.join(root, path))
                   and not os.path.islink(os.path.join(root, path))})


def _walk(root):
    """Without git: everything but caches and Bazel's links."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("bazel-")]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def read_source(root, path):
    """The file, or None when it is not text."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    if b"\0" in data[:8192]:
        return None
    return SourceFile(path, data.decode("utf-8", "replace"))
