#!/usr/bin/env bash
# Installs with apt what tests and benches need beside Python: PostgreSQL's server, Chromium, two
# fonts, and wrk, which bench/webhook.py posts with.
# Does nothing where all of it is there. Another user than root is told what to install.
set -euo pipefail

lacking() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null \
    || [ -n "${PGBIN:-}" ] || echo postgresql
  command -v chromium >/dev/null || echo chromium
  command -v wrk >/dev/null || echo wrk
  compgen -G '/usr/share/fonts/truetype/noto/NotoSans-Regular.*' >/dev/null || echo fonts-noto-core
  [ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || echo fonts-noto-color-emoji
}

mapfile -t packages < <(lacking)
if [ "${#packages[@]}" -eq 0 ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests need what is not installed here. On Debian: sudo apt-get install ${packages[*]}" >&2
  exit 1
fi
echo "Installing ${packages[*]} ..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --yes --no-install-recommends "${packages[@]}" >/dev/null
