#!/usr/bin/env bash
# Runs the lint over the real workspace, which is where the WORKSPACE file of this test's runfiles really lies.
set -euo pipefail
workspace="$(dirname "$(readlink -f WORKSPACE)")"
exec python3 tools/lint/lint.py --root "$workspace"
