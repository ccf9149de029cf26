#!/usr/bin/env bash
# The lint, run as people run it, on a workspace that keeps the rules and then breaks them one at a time.
set -euo pipefail

lint="$PWD/tools/lint/lint.py"
root="$TEST_TMPDIR/workspace"
failures=0

# write PATH TEXT...: one line each.
write() {
  mkdir -p "$(dirname "$root/$1")"
  printf '%s\n' "${@:2}" >"$root/$1"
}

fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

# Expects exit code $2 and all further words in what the lint says.
expect() {
  local what="$1" code="$2" said result=0
  shift 2
  said="$(python3 "$lint" --root "$root" --no-format)" || result=$?
  [[ "$result" == "$code" ]] || fail "$what: exit code $result instead of $code: $said"
  for word in "$@"; do
    [[ "$said" == *"$word"* ]] || fail "$what: \"$word\" is missing in: $said"
  done
}

# Breaks one rule, expects it to be named with its place, repairs it.
expect_caught() {
  local path="$1" text="$2"
  shift 2
  write "$path" "$text"
  expect "$path: $text" 1 "$path:1: " "$@"
  rm "$root/$path"
}

write WORKSPACE '# empty'
write engine/domain/id.h '// Ids.' '#pragma once'
write engine/push/push.cc '#include "engine/domain/id.h"' '#include "engine/rules/trigger.h"'
write engine/push/BUILD 'cc_library(name = "push", deps = ["//engine/rules:trigger"])'
expect "a workspace that keeps the rules" 0 "0 findings"

expect_caught engine/domain/a.cc '#include "engine/ports/clock.h"' "[arrows]" "domain holds values"
expect_caught engine/rules/a.cc '#include "engine/push/push.h"' "[arrows]" "pure decisions"
expect_caught engine/push/a.cc '#include "engine/procare_online/client.h"' "[arrows]" "engine/systems"
expect_caught engine/app/a.cc '#include "simulators/iks/iks.h"' "[arrows]" "never sees simulators"
expect_caught simulators/iks/a.cc '#include "engine/domain/id.h"' "[arrows]" "misreading"
expect_caught engine/rules/BUILD 'cc_library(name = "r", deps = ["//engine/ports:clock"])' "[arrows]" "pure decisions"
expect_caught engine/push/a.cc '#include <boost/asio/post.hpp>' "[sockets]" "engine/ports/transport.h"
expect_caught engine/push/a.cc 'auto t = std::chrono::system_clock::now();' "[clock]" "engine/ports/clock.h"
expect "the workspace repaired" 0 "0 findings"

[[ "$failures" == 0 ]]
