#!/usr/bin/env bash
# monaco.sh INTO: Monaco and its language client out of the npm registry, built into a page.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) into=$1
mkdir -p "$into"
if ! [ -d "$into/node_modules" ] || ! cmp -s "$here/monaco/package.json" "$into/package.json"; then
  cp "$here/monaco/package.json" "$into/"
  (cd "$into" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error)
fi
cp "$here"/monaco/{index.html,page.js,vite.config.js} "$into/"
cd "$into" && npx vite build --logLevel error
