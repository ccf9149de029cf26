# Shared by the bash commands in tools/: where the workspace is, how to speak to the person, how to call Bazel.
# A command starts with:
#   set -euo pipefail
#   source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/lib.sh"
# shellcheck shell=bash

IKP_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
IKP_COMMAND="tools/$(basename "$0")"

# Bazel and the cache need a home; containers often start without one.
if [[ -z "${HOME:-}" ]]; then
  HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"
  export HOME="${HOME:-/tmp}"
fi
IKP_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/intellikid-procare"

# Colours only on a terminal, and never against NO_COLOR (any value but empty, https://no-color.org).
IKP_RED='' IKP_GREEN='' IKP_DIM='' IKP_PLAIN=''
if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
  # shellcheck disable=SC2034  # for the commands
  IKP_RED=$'\e[31m' IKP_GREEN=$'\e[32m' IKP_DIM=$'\e[2m' IKP_PLAIN=$'\e[0m'
fi

# Progress is one line on stderr that is painted over; without a terminal, one line a minute, so that CI sees life.
ikp_has_terminal() { [[ -t 2 && "${TERM:-dumb}" != dumb ]]; }

ikp_error() { printf '%s: %s\n' "$IKP_COMMAND" "$*" >&2; }

# Wrong usage: says what, where to look, and ends with 2.
ikp_usage_error() {
  ikp_error "$*"
  printf 'See %s --help.\n' "$IKP_COMMAND" >&2
  exit 2
}

# A folder that is removed when the command ends; call once, before anything else that sets an EXIT trap.
ikp_make_scratch() {
  IKP_SCRATCH="$(mktemp -d "${TMPDIR:-/tmp}/ikp.XXXXXX")"
  trap ikp_end EXIT
}

ikp_end() {
  ikp_progress_stop
  [[ -z "${IKP_SCRATCH:-}" ]] || rm -rf -- "$IKP_SCRATCH"
}

# The last thing worth showing in the log of a long command.
ikp_last_progress() {
  tail -c 8192 -- "$1" 2>/dev/null | tr -d '\r' |
    grep -aoE '^(\[[0-9,]+ / [0-9,]+\].*|Loading: .*|Analyzing: .*|Another command .*|(Get|Unpacking|Setting up)[: ].*)' |
    tail -n 1 | sed -E 's/ \(pid=[0-9]+\)//; s/ DEBUG: .*//'
}

ikp_progress_loop() {
  local label="$1" log="$2" started=$SECONDS seconds text columns
  if ! ikp_has_terminal; then
    while sleep 60 && kill -0 $$ 2>/dev/null; do
      printf '%s: %d s, %s\n' "$label" $((SECONDS - started)) "$(ikp_last_progress "$log" || true)" >&2
    done
  fi
  sleep 0.5
  # Background processes of a script do not get Ctrl-C: this one ends with the command that it paints for.
  while kill -0 $$ 2>/dev/null; do
    seconds=$((SECONDS - started))
    text="$(ikp_last_progress "$log" || true)"
    columns="$(tput cols 2>/dev/null || echo 80)"
    text="$label  ${seconds}s  $text"
    printf '\r\e[K%s' "${text:0:columns-1}" >&2
    sleep 0.5
  done
}

ikp_progress_start() {
  ikp_progress_loop "$1" "$2" &
  IKP_PROGRESS_PID=$!
}

ikp_progress_stop() {
  [[ -n "${IKP_PROGRESS_PID:-}" ]] || return 0
  kill "$IKP_PROGRESS_PID" 2>/dev/null || true
  wait "$IKP_PROGRESS_PID" 2>/dev/null || true
  IKP_PROGRESS_PID=''
  if ikp_has_terminal; then printf '\r\e[K' >&2; fi
}

# ikp_quietly LABEL LOG COMMAND...: runs the command with everything that it prints in LOG, and progress for the
# person. Returns the command's own exit code. With IKP_VERBOSE=true the person sees everything, on stderr.
ikp_quietly() {
  local label="$1" log="$2" result=0
  shift 2
  : >"$log"
  if [[ "${IKP_VERBOSE:-false}" == true ]]; then
    "$@" 2>&1 </dev/null | tee "$log" >&2 || return "${PIPESTATUS[0]}"
    return 0
  fi
  ikp_progress_start "$label" "$log"
  # The command stays in the foreground, so that Ctrl-C reaches it.
  "$@" >"$log" 2>&1 </dev/null || result=$?
  ikp_progress_stop
  return "$result"
}

# ikp_bazel LABEL LOG VERB ARGUMENTS...: Bazel from any directory, with the disk cache that makes a fresh clone warm.
ikp_bazel() {
  local label="$1" log="$2" verb="$3"
  shift 3
  ikp_quietly "$label" "$log" env -C "$IKP_ROOT" bazel "$verb" --disk_cache="$IKP_CACHE/bazel" --color=no \
    --curses=no --show_progress_rate_limit=1 "$@"
}

# What a person needs from the log of a Bazel run that failed: the compiler's words, not Bazel's.
ikp_bazel_errors() {
  local noise='^(INFO|DEBUG|WARNING|Loading|Analyzing|Building|Starting local|Computing main|FAIL|FAILED|Executed)[: ]'
  noise+='|^\[[0-9,]+ / |linux-sandbox|^Use --(sandbox_debug|verbose_failures)|^Target //.* failed to build|^$'
  noise+='|^Another command|^ERROR: (command succeeded, but|No test targets were found|Skipping )'
  grep -avE "$noise" "$1" | sed -E 's/: error executing command .*//' | cut -c -400 | head -n "${2:-60}"
}

# ikp_build TARGETS...: builds as it is shipped (optimised). On failure prints the compiler's errors and returns 1.
ikp_build() { ikp_build_as_is --config=optimised "$@"; }

# The same without flags of its own, for a target that says itself how it is built: tests share the build then.
ikp_build_as_is() {
  local log="$IKP_SCRATCH/build.log"
  if ! ikp_bazel "Building" "$log" build "$@"; then
    ikp_error "the build failed:"
    ikp_bazel_errors "$log" >&2
    return 1
  fi
}

# The path of what ikp_build made, for example: "$(ikp_built engine/app/engine)".
ikp_built() { ikp_built_as_is "$1" --config=optimised; }

# The same for ikp_build_as_is; the flags are those of the build.
ikp_built_as_is() {
  local file="$1"
  shift
  # Not through the bazel-bin link, which follows whoever built last.
  (cd "$IKP_ROOT" && printf '%s/%s\n' "$(bazel info "$@" bazel-bin 2>/dev/null)" "$file")
}
