#!/usr/bin/env bash
# install.sh [NAME…]: coding agents from npm into .cache/agents, at the versions the tests were written for. Without a name,
# all of them. One that cannot be had in five minutes is said so and left out.
set -uo pipefail
cache=$(cd "$(dirname "$0")/../.." && pwd)/.cache/agents
declare -A packages=(
  [codex]=@openai/codex@0.169.0
  [gemini]=@google/gemini-cli@0.61.0
  [opencode]=opencode-ai@1.18.33
  [copilot]=@github/copilot@1.0.102
  [mcporter]=mcporter@0.9.0
  [inspector]=@modelcontextprotocol/inspector@2.12.0
)
for name in ${*:-codex gemini opencode copilot mcporter inspector}; do
  folder=$cache/$name
  [ -n "${packages[$name]:-}" ] || { echo "no agent named $name" >&2; exit 1; }
  [ "$(cat "$folder/installed" 2> /dev/null)" = "${packages[$name]}" ] && continue
  rm -rf "$folder" && mkdir -p "$folder" && echo '{ "private": true }' > "$folder/package.json"
  if (cd "$folder" && timeout 300 npm install --no-audit --no-fund --loglevel=error "${packages[$name]}"); then
    echo "${packages[$name]}" > "$folder/installed"
  else
    echo "${packages[$name]} could not be installed; its tests are skipped" >&2
  fi
done
