#!/usr/bin/env python3
"""Every mutant in the list has a patch and the other way round; every patch is in form and fits today's engine.

Arguments: NAME=SOURCE of each mutant of mutants.bzl, then --sample and the names of the sample.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import catalogue  # noqa: E402  (found beside this file)

PATCHES = "scenarios/mutants/patches"
INVARIANTS = 15
FEWEST = 46


def listed_mutants(arguments):
    split = arguments.index("--sample")
    return dict(argument.split("=", 1) for argument in arguments[:split]), arguments[split + 1 :]


MUTANTS, SAMPLE = listed_mutants(sys.argv[1:])


def patch_of(name):
    return f"{PATCHES}/{name}.patch"


class Catalogue(unittest.TestCase):
    def test_every_patch_is_listed_with_its_source(self):
        found = {entry["name"]: entry["source"] for entry in catalogue.catalogue(glob.glob(patch_of("*")))}
        self.assertEqual(found, MUTANTS, "mutants.bzl and the folder of patches differ")

    def test_there_are_enough_and_one_for_each_invariant(self):
        entries = catalogue.catalogue(map(patch_of, MUTANTS))
        self.assertGreaterEqual(len(entries), FEWEST)
        self.assertEqual({entry["invariant"] for entry in entries}, {f"I{n + 1}" for n in range(INVARIANTS)})

    def test_no_two_are_the_same_bug(self):
        bugs = [entry["bug"] for entry in catalogue.catalogue(map(patch_of, MUTANTS))]
        self.assertEqual(len(bugs), len(set(bugs)))
        diffs = {open(patch_of(name), encoding="utf-8").read().partition("\n--- a/")[2] for name in MUTANTS}
        self.assertEqual(len(diffs), len(MUTANTS))

    def test_every_patch_fits_without_fuzz(self):
        with tempfile.TemporaryDirectory() as scratch:
            for name, source in MUTANTS.items():
                with self.subTest(name=name):
                    result = os.path.join(scratch, name + ".cc")
                    shutil.copyfile(source, result)  # not the link that Bazel lays out
                    command = ["patch", "--forward", "--fuzz=0", "--reject-file=-", "--no-backup-if-mismatch", result]
                    done = subprocess.run(command + [patch_of(name)], capture_output=True, text=True, check=False)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    with open(result, encoding="utf-8") as changed, open(source, encoding="utf-8") as original:
                        self.assertNotEqual(changed.read(), original.read())

    def test_the_sample_has_the_canary(self):
        self.assertIn("canary", SAMPLE)
        self.assertLessEqual(set(SAMPLE), set(MUTANTS))


class Form(unittest.TestCase):
    GOOD = "Bug: It forgets.\nInvariant: I2\n\n--- a/engine/x.cc\n+++ b/engine/x.cc\n@@ -1 +1 @@\n-a\n+b\n"

    def read(self, text):
        with tempfile.TemporaryDirectory() as scratch:
            path = os.path.join(scratch, "forgets.patch")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return catalogue.read(path)

    def test_a_good_patch_is_read(self):
        expected = {"name": "forgets", "bug": "It forgets.", "invariant": "I2", "needs": "", "kinds": "online",
                    "source": "engine/x.cc"}
        self.assertEqual(self.read(self.GOOD), expected)
        desktop = self.read(self.GOOD.replace("I2\n", "I2\nKinds: desktop\n", 1))
        self.assertEqual(desktop["kinds"], "desktop")

    def test_a_bad_one_is_told(self):
        for old, new in (
            ("Bug: It forgets.\n", ""),
            ("I2", "I16"),
            ("Invariant", "Invariants"),
            ("I2\n", "I2\nKinds: paper\n"),
            ("engine/x.cc", "engine/x.h"),
            ("--- a/engine", "--- a/simulators"),
            ("--- a/", "--- "),
            ("-a\n", "-a\n" * 20),
            ("+b\n", "+b\n--- a/engine/y.cc\n+++ b/engine/y.cc\n"),
        ):
            with self.subTest(new=new), self.assertRaises(catalogue.BadPatch):
                self.read(self.GOOD.replace(old, new, 1))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
