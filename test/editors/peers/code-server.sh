#!/usr/bin/env bash
# code-server.sh INTO: a real VS Code out of the npm registry. What its own postinstall script does, less the downloads.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) into=$1
[ -f "$into/done" ] && cmp -s "$here/code-server/package.json" "$into/package.json" && exit 0
for program in chromium rg; do
  command -v $program > /dev/null || { echo "VS Code is driven through chromium and searches with rg: apt-get install chromium ripgrep" >&2; exit 1; }
done
mkdir -p "$into"
cp "$here/code-server/package.json" "$into/"
cd "$into"
quiet=(--no-audit --no-fund --no-package-lock --loglevel=error)
npm install --ignore-scripts "${quiet[@]}"
npm rebuild argon2 --build-from-source
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts "${quiet[@]}"
npm rebuild @vscode/spdlog native-watchdog # the only native modules that starting needs
mkdir -p node_modules/@vscode/ripgrep/bin
ln -sf "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
ln -sfn node_modules node_modules.asar
(cd extensions && npm install --omit=dev --ignore-scripts "${quiet[@]}")
touch "$into/done"
