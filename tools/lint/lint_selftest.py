#!/usr/bin/env python3
"""Tests of the lint on snippets: every check must catch its case, and must leave the lookalikes alone."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checks  # noqa: E402  (found beside this file)
import lint  # noqa: E402
import policy  # noqa: E402
import source  # noqa: E402


def findings(path, text, hosts=(), asio_headers=frozenset()):
    return checks.check_file(source.SourceFile(path, text), hosts, asio_headers)


def names(path, text, **options):
    return [finding.check for finding in findings(path, text, **options)]


class BannedCalls(unittest.TestCase):
    def expect(self, check, *snippets):
        for snippet in snippets:
            for room in ("engine/push", "simulators/iks", "scenarios/world"):
                with self.subTest(snippet=snippet, room=room):
                    self.assertIn(check, names(f"{room}/x.cc", f"void F() {{\n  {snippet}\n}}\n"))

    def expect_quiet(self, *snippets):
        for snippet in snippets:
            with self.subTest(snippet=snippet):
                self.assertEqual(names("engine/push/x.cc", f"void F() {{\n  {snippet}\n}}\n"), [])

    def test_each_check_catches_its_calls(self):
        self.expect(
            "clock", "auto t = std::chrono::system_clock::now();", "auto t = Clock::now();", "std::time(nullptr);",
            "time(&t);", "gettimeofday(&t, 0);", "::clock_gettime(CLOCK_REALTIME, &t);", "localtime_r(&t, &tm);",
            "auto z = date::current_zone();", "auto t = std::chrono::steady_clock :: now ();")
        self.expect(
            "sleep", "std::this_thread::sleep_for(1s);", "usleep(5);", "::nanosleep(&t, 0);", "sleep(1);")
        self.expect(
            "entropy", "std::random_device d;", "int i = rand();", "srand(1);", "getrandom(p, 8, 0);",
            "std::mt19937 generator;", "std::mt19937_64 generator{};", "RAND_bytes(p, 8);")
        self.expect(
            "sockets", "boost::asio::io_context io;", "int s = socket(AF_INET, SOCK_STREAM, 0);", "::connect(s, a, n);")
        self.expect(
            "files", "std::ifstream in(path);", "std::ofstream out;", 'FILE* f = fopen("x", "r");',
            "std::filesystem::exists(p);", "int fd = open(path, O_RDONLY);", "return ::open(path, 0);")
        self.expect("environment", 'getenv("HOME");', 'std::getenv("HOME");', 'setenv("A", "b", 1);')
        self.expect("threads", "std::thread t(F);", "std::jthread t(F);", "std::async(F);", "pthread_create(&t, 0, F, 0);")
        self.expect("output", "std::cout << 1;", 'std::printf("x");', 'puts("x");')

    def test_includes_are_calls_in_waiting(self):
        for check, include in [
            ("files", "<fstream>"), ("files", "<filesystem>"), ("threads", "<thread>"), ("sockets", "<sys/socket.h>"),
            ("sockets", "<boost/asio/post.hpp>"), ("files", "<sqlite3.h>"), ("files", "<soci/soci.h>"),
        ]:
            with self.subTest(include=include):
                self.assertEqual(names("engine/push/x.cc", f"#include {include}\n"), [check])

    def test_lookalikes_are_left_alone(self):
        self.expect_quiet(
            "auto now = clock.Now();", "session.time(5);", "Visit::time(nullptr);", "int runtime(0);", "operand(1);",
            "random.rand(3);", "std::mt19937_64 generator(seed);", "gate.open(3);", "Signal::connect(f);", "door->open();",
            "async::Task<int> task;", "std::stop_token token;", "std::snprintf(b, 8, x);", "signal.connect(f);",
            "executor.sleep(1);", "filesystems.clear();", "Reopen(x);", "environment.Get();", "int id = 1'000'000;")

    def test_comments_and_strings_are_no_code(self):
        self.expect_quiet(
            "// std::this_thread::sleep_for(1s);", "/* getenv(1)\n rand() */", 'Log("std::random_device");',
            'R"(std::ifstream in;)";', 'R"x(a)" std::thread )x";', "char c = '\"'; // std::thread", 'Say("a\\"rand()");')

    def test_code_after_strings_and_separators_is_code(self):
        self.assertEqual(names("engine/push/x.cc", "auto n = 1'000; rand(); auto m = 2'000;\n"), ["entropy"])
        self.assertEqual(names("engine/push/x.cc", "char c = '\"'; rand(); char d = '\"';\n"), ["entropy"])

    def test_message_says_where_what_and_instead(self):
        text = str(findings("engine/push/x.cc", "\n\nint t = std::time(nullptr);\n")[0])
        self.assertTrue(text.startswith("engine/push/x.cc:3: [clock] "), text)
        self.assertIn("std::time(nullptr", text)
        self.assertIn("engine/ports/clock.h", text)

    def test_bindings_may(self):
        call = "auto t = std::chrono::system_clock::now(); std::thread worker;\n"
        for path in ("engine/runtime/system_clock.cc", "engine/runtime/system_clock_test.cc", "engine/app/main.cc",
                     "simulators/kit/http_host.cc", "simulators/app/main.cc", "tests/x/y.cc", "tools/bench/b.cc"):
            with self.subTest(path=path):
                self.assertEqual(names(path, call), [])
        self.assertEqual(names("engine/store/sqlite_store.cc", "#include <soci/soci.h>\n"), [])
        self.assertEqual(names("engine/store/memory_store.cc", "#include <soci/soci.h>\n"), ["files"])
        self.assertEqual(names("engine/store/sqlite_store.cc", "int i = rand();\n"), ["entropy"])

    def test_tests_may_read_their_data(self):
        self.assertEqual(names("engine/push/x_test.cc", "std::ifstream in(path);\n"), [])
        self.assertEqual(names("engine/push/x_test.cc", "std::ifstream in(path); rand();\n"), ["entropy"])

    def test_every_allowed_place_has_a_reason(self):
        for prefix, allowed, reason in policy.ALLOWED_PLACES:
            self.assertGreater(len(reason), 20, prefix)
            self.assertTrue(allowed <= set(policy.BANNED), prefix)


class Exceptions(unittest.TestCase):
    def test_exception_on_the_line_or_alone_above_it(self):
        reason = "// lint: allow(entropy) a spinner for the person who waits"
        self.assertEqual(names("engine/push/x.cc", f"rand();  {reason}\n"), [])
        self.assertEqual(names("engine/push/x.cc", f"{reason}\nrand();\n"), [])
        self.assertEqual(names("engine/push/x.cc", f"{reason}\n\nrand();\n"), ["entropy", "allow"])

    def test_exception_is_for_one_check(self):
        text = "rand();  // lint: allow(clock) a spinner for the person who waits\n"
        self.assertEqual(names("engine/push/x.cc", text), ["entropy", "allow"])

    def test_exception_without_reason_or_use_is_a_finding(self):
        self.assertEqual(names("engine/push/x.cc", "rand();  // lint: allow(entropy)\n"), ["allow"])
        self.assertEqual(names("engine/push/x.cc", "// lint: allow(entropy) nothing is here at all\n"), ["allow"])


class Arrows(unittest.TestCase):
    def include(self, path, name):
        return names(path, f'#include "{name}"\n')

    def test_arrows_that_hold(self):
        for path, name in [
            ("engine/rules/a.cc", "engine/domain/id.h"), ("engine/push/a.cc", "engine/rules/trigger.h"),
            ("engine/push/a.cc", "engine/systems/procare.h"), ("engine/iks/a.cc", "engine/wire/gate.h"),
            ("engine/app/a.cc", "engine/push/push.h"), ("simulators/kit/http_host.cc", "engine/runtime/http_server.h"),
            ("simulators/iks/a.cc", "simulators/kit/router.h"), ("simulators/app/a.cc", "simulators/iks/iks.h"),
            ("scenarios/world/a.cc", "engine/push/push.h"), ("scenarios/world/a.cc", "simulators/iks/iks.h"),
            ("tests/sockets/a.cc", "simulators/iks/iks.h"), ("engine/push/a_test.cc", "engine/store/memory_store.h"),
            ("simulators/kit/a.cc", "engine/ports/clock.h"),
        ]:
            with self.subTest(path=path, name=name):
                self.assertEqual(self.include(path, name), [])

    def test_arrows_that_are_forbidden(self):
        for path, name in [
            ("engine/domain/a.cc", "engine/rules/trigger.h"), ("engine/domain/a.cc", "engine/ports/clock.h"),
            ("engine/rules/a.cc", "engine/ports/clock.h"), ("engine/rules/a.cc", "engine/push/push.h"),
            ("engine/push/a.cc", "engine/nightly/night.h"), ("engine/push/a.cc", "engine/procare_online/client.h"),
            ("engine/push/a.cc", "engine/runtime/event_loop.h"), ("engine/iks/a.cc", "engine/procare_online/client.h"),
            ("engine/iks/a.cc", "engine/rules/trigger.h"), ("engine/app/a.cc", "simulators/iks/iks.h"),
            ("engine/push/a_test.cc", "simulators/iks/iks.h"), ("engine/push/a.cc", "engine/store/memory_store.h"),
            ("engine/runtime/a.cc", "engine/app/settings.h"), ("simulators/iks/a.cc", "engine/domain/id.h"),
            ("simulators/iks/a.cc", "engine/runtime/http_server.h"), ("simulators/iks/a.cc", "engine/iks/client.h"),
            ("simulators/kit/a.cc", "engine/ports/store.h"), ("simulators/iks/a.cc", "simulators/procare_online/m.h"),
            ("simulators/kit/a.cc", "simulators/iks/iks.h"), ("engine/app/a.cc", "scenarios/world/world.h"),
            ("engine/app/a.cc", "tests/support/x.h"), ("scenarios/world/a.cc", "tools/bench/b.h"),
        ]:
            with self.subTest(path=path, name=name):
                self.assertEqual(self.include(path, name), ["arrows"])

    def test_a_room_with_a_longer_name_is_another_room(self):
        self.assertEqual(self.include("engine/rules/a.cc", "engine/domain_extra/x.h"), ["arrows"])

    def test_include_from_the_root_only(self):
        self.assertEqual(self.include("engine/push/a.cc", "push.h"), ["arrows"])
        self.assertEqual(self.include("engine/push/a.cc", "engine/push/../rules/x.h"), ["arrows"])

    def test_unknown_room_is_told(self):
        files = [source.SourceFile(path, "int x;\n") for path in ("engine/new/a.cc", "engine/new/b.cc", "engine/push/c.cc")]
        self.assertEqual([finding.path for finding in checks.unknown_rooms(files)], ["engine/new"])

    def test_comments_do_not_include(self):
        self.assertEqual(names("engine/domain/a.cc", '// #include "engine/push/push.h"\n'), [])

    def test_message_explains_the_arrow(self):
        text = str(findings("engine/rules/a.cc", '#include "engine/ports/clock.h"\n')[0])
        self.assertIn("pure decisions", text)
        self.assertIn("engine/rules may use only itself and engine/domain", text)

    def test_build_files_keep_the_same_arrows(self):
        wrong = 'cc_library(\n    name = "x",\n    deps = [\n        "//engine/ports:clock",\n    ],\n)\n'
        found = findings("engine/domain/BUILD", wrong)
        self.assertEqual([(finding.check, finding.line) for finding in found], [("arrows", 4)])
        self.assertEqual(names("engine/push/BUILD", wrong), [])
        commented = wrong.replace('        "//', '        # "//')
        self.assertEqual(names("engine/domain/BUILD", commented), [])
        opened = 'cc_library(\n    name = "x",\n    visibility = ["//simulators:__subpackages__"],\n)\n'
        self.assertEqual(names("engine/domain/BUILD", opened), [])

    def test_every_reason_belongs_to_a_room(self):
        rooms = set(policy.ARROWS) | {room.split("/")[0] for room in policy.ARROWS}
        self.assertLessEqual(set(policy.ARROW_REASONS), rooms)


class Headers(unittest.TestCase):
    GOOD = "// X: what it is for.\n#pragma once\n\nint x;\n"

    def test_form(self):
        self.assertEqual(names("engine/push/x.h", self.GOOD), [])
        self.assertEqual(names("engine/push/x.h", self.GOOD.split("\n", 1)[1]), ["header"])
        self.assertEqual(names("engine/push/x.h", "// X: what it is for.\nint x;\n#pragma once\n"), ["header"])
        self.assertEqual(names("engine/push/x.h", "// X: what it is for.\n// #pragma once\nint x;\n"), ["header"])

    def test_asio_stays_in_the_runtime(self):
        text = self.GOOD.replace("int x;", "#include <boost/asio/post.hpp>")
        self.assertEqual(names("engine/runtime/loop_internals.h", text), [])
        self.assertIn("asio-header", names("simulators/kit/http_host.h", text))
        inner = source.SourceFile("engine/runtime/inner.h", text)
        outer = source.SourceFile("engine/runtime/outer.h", self.GOOD + '#include "engine/runtime/inner.h"\n')
        clean = source.SourceFile("engine/runtime/clean.h", self.GOOD)
        reach = checks.headers_with_asio([outer, inner, clean])
        self.assertEqual(reach, {inner.path, outer.path})
        use = '#include "engine/runtime/%s.h"\n'
        self.assertEqual(names("engine/app/a.cc", use % "outer", asio_headers=reach), ["asio-header"])
        self.assertEqual(names("engine/app/a.cc", use % "clean", asio_headers=reach), [])
        self.assertEqual(names("engine/runtime/a.cc", use % "outer", asio_headers=reach), [])


class LengthWordsAndTop(unittest.TestCase):
    def test_length(self):
        fits, long = "int x;\n" * policy.MAX_LINES, "int x;\n" * (policy.MAX_LINES + 1)
        self.assertEqual(names("engine/push/x.cc", fits), [])
        self.assertEqual(names("engine/push/x.cc", long), ["length"])
        self.assertEqual(names("engine/push/x.cc", "// Length: one table, read as a whole\n" + long), [])
        self.assertEqual(names("engine/push/x.cc", "// Length:\n" + long), ["length"])
        self.assertEqual(names("engine/push/x.cc", long + "// Length: one table, read as a whole\n"), ["length"])
        self.assertEqual(names("scenarios/regressions/x.json", long), [])
        self.assertEqual(names("tools/demo", "#!/bin/sh\n" + "true\n" * policy.MAX_LINES), ["length"])

    def test_words(self):
        for text in ("// TO" + "DO: later", "# FIX" + "ME", "X" * 3 + " odd", "see /wor" + "k/main/x", "in ../share" + "d/y",
                     "https://registry.npm" + "js.org/x"):
            with self.subTest(text=text):
                self.assertEqual(names("tools/x.sh", text + "\n"), ["words"])
        for text in ("mktemp ikp.XXXXXX", "TODOS", "https://example.org/network/x", "//engine/work/..."):
            with self.subTest(text=text):
                self.assertEqual(names("tools/x.sh", text + "\n"), [])

    def test_mirrors_of_this_machine(self):
        self.assertEqual(names("tools/x.sh", "curl http://mirror.example.net/a\n", hosts=["mirror.example.net"]), ["words"])

    def test_top_level(self):
        paths = ["WORKSPACE", "README.md", ".ci/run", "engine/x.cc", "bazel-out", "notes.md", "src/a.cc"]
        self.assertEqual([finding.path for finding in checks.top_level(paths)], ["notes.md", "src"])


class WholeTree(unittest.TestCase):
    def test_tree_without_git_is_walked(self):
        with tempfile.TemporaryDirectory() as root:
            for path, text in [
                ("WORKSPACE", ""), ("engine/push/x.cc", "int i = rand();\n"), ("bazel-x/engine/y.cc", "rand();\n"),
                ("notes.md", "hello\n"), ("tests/image.bin", "\0rand"),
            ]:
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            found, count = lint.lint(root, with_format=False)
            self.assertEqual([(f.path, f.check) for f in found], [("engine/push/x.cc", "entropy"), ("notes.md", "top-level")])
            self.assertEqual(count, 3)
            found, _ = lint.lint(root, below=["tests"], with_format=False)
            self.assertEqual(found, [])

    def test_format(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "engine/push"))
            for name, text in [("WORKSPACE", ""), (".clang-format", "BasedOnStyle: Google\n"),
                               ("engine/push/good.cc", "int x;\n"), ("engine/push/bad.cc", "int x;\nint   y;\n"),
                               ("engine/push/bad2.cc", "int   y;\n")]:
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(text)
            found, _ = lint.lint(root)
            self.assertEqual([str(finding) for finding in found], [
                "engine/push/bad.cc:2: [format] not in the common form; run tools/format",
                "engine/push/bad2.cc:1: [format] not in the common form; run tools/format",
            ])


if __name__ == "__main__":
    unittest.main()
