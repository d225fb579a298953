#!/usr/bin/env bash
# Run the Dockerfile's own steps in an empty folder, without Docker, and talk to what comes out.
#
#     tools/prove_dockerfile.sh                    (PYTHON=python3.11 names another interpreter)
#
# A virtual environment of the same Python stands for the base image. The image's folders lie in the
# empty one, so absolute paths are moved there. A step sees the package client's settings and nothing
# else of the environment. Only Docker itself can prove the base image and that the volume lasts.
# A step of an unknown kind is an error, so this script cannot fall behind the Dockerfile.
set -euo pipefail

project="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
python="${PYTHON:-python3}"
root="$(mktemp -d)"
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
context="$root/.context"
here="$root"
user=""
variables=("LANG=C.UTF-8" "PATH=$root/usr/local/bin:/usr/bin:/bin")
declare -A commands=()
steps=0

say() { printf '\n== %s\n' "$*"; }
fail() {
  echo "prove_dockerfile: $*" >&2
  exit 1
}

# Print a text with the image's folders moved into the empty one.
moved() {
  local text rest
  text="$(sed -E "s#(^|[ =]|sqlite:///)/(data|src)\b#\1$root/\2#g" <<<"$1")"
  rest="$(sed -E "s#(^|[ =])${root}[^ ]*#\1#g" <<<"$text")"
  if grep -qE '(^|[ =])/' <<<"$rest"; then
    fail "a path of the image other than /data and /src: $1"
  fi
  printf '%s' "$text"
}

# Fill the build context as .dockerignore says: everything is out, then `!name` is in again.
make_context() {
  local rule first=""
  mkdir "$context"
  while read -r rule; do
    case "$rule" in
      "" | "#"*) continue ;;
      "*") ;;
      "!"*) cp -R "$project/${rule#!}" "$context/" ;;
      "**/"*) find "$context" -name "${rule#"**/"}" -prune -exec rm -rf {} + ;;
      *) fail ".dockerignore: a rule of an unknown kind: $rule" ;;
    esac
    first="${first:-$rule}"
  done <"$project/.dockerignore"
  [ "$first" = "*" ] || fail ".dockerignore does not begin with '*'"
}

base_image() {
  local version
  version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
  [ "$1" = "python:$version-slim" ] || fail "$python is $version; the image is built from $1"
  "$python" -m venv "$root/usr/local"
}

copy() {
  local source destination="$here/${!#}"
  mkdir -p "$destination"
  for source in "${@:1:$#-1}"; do
    if [ -d "$context/$source" ]; then
      cp -R "$context/$source/." "$destination/"
    else
      cp "$context/$source" "$destination/"
    fi
  done
}

run() {
  local line client
  line="$(moved "$1")"
  if [ "$(id -u)" -ne 0 ]; then
    line="$(sed -E 's# --(owner|group)=[^ ]+##g' <<<"$line")" # only root may give files away
  fi
  mapfile -t client < <(env | grep -iE '^(HOME|PIP_[A-Z_]+|[A-Z_]*CERT[A-Z_]*|[a-z]+_proxy)=')
  (cd "$here" && env -i PIP_QUIET=1 "${client[@]}" "${variables[@]}" sh -ec "$line")
}

set_variables() {
  local pair
  for pair in "$@"; do
    variables+=("$(moved "$pair")")
  done
}

step() {
  local kind="${1%% *}" rest="${1#* }" words
  read -ra words <<<"$rest"
  case "$kind" in
    FROM) base_image "$rest" ;;
    ENV) set_variables "${words[@]}" ;;
    WORKDIR) here="$root/${rest#/}" && mkdir -p "$here" ;;
    COPY) copy "${words[@]}" ;;
    RUN) run "$rest" ;;
    USER) user="$rest" ;;
    VOLUME) [ -d "$(moved "$rest")" ] || fail "the volume $rest is not in the image" ;;
    HEALTHCHECK) commands[$kind]="${rest#*CMD }" ;;
    ENTRYPOINT | CMD) commands[$kind]="$rest" ;;
    *) fail "a step of an unknown kind: $1" ;;
  esac
}

# Run words given as a JSON list, in the image, as its user where this machine lets us.
in_image() {
  local words as=()
  mapfile -t words < <("$python" -c \
    'import json, sys; print(*(word for each in sys.argv[1:] for word in json.loads(each)), sep="\n")' \
    "$@")
  if may_change_user; then
    as=(setpriv "--reuid=${user%:*}" "--regid=${user#*:}" --clear-groups)
  fi
  (cd "$here" && "${as[@]}" env -i "${variables[@]}" "${words[@]}")
}

may_change_user() {
  setpriv "--reuid=${user%:*}" "--regid=${user#*:}" --clear-groups \
    env "$root/usr/local/bin/python" -c '' 2>/dev/null
}

make_context
while IFS= read -r line; do
  [ -n "$line" ] || continue
  say "$line"
  step "$line" </dev/null
  steps=$((steps + 1))
done < <(sed -e '/^[[:space:]]*#/d' -e ':a' -e '/\\$/{N;s/\\\n[[:space:]]*//;ba' -e '}' \
  "$project/Dockerfile")
for kind in HEALTHCHECK ENTRYPOINT CMD; do
  [ -n "${commands[$kind]:-}" ] || fail "the Dockerfile has no $kind"
done
rm -rf "$root/src" "$context" # nothing may lean on the sources

may_change_user || say "Not proved here: user $user cannot read this machine's $python"
say "the health check"
in_image "${commands[HEALTHCHECK]}"
say "a question, by ENTRYPOINT and CMD"
answer="$(echo "làm giấy khai sinh cần gì" | in_image "${commands[ENTRYPOINT]}" "${commands[CMD]}")"
tail -n 20 <<<"$answer"
grep -q '☐' <<<"$answer" || fail "the desk named no paper"
[ -s "$root/data/motcua.sqlite3" ] || fail "the database is not in /data"
say "$steps steps of the Dockerfile run in $SECONDS s"
