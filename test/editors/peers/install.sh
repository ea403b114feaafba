#!/usr/bin/env bash
# install.sh [NAME…]: the editors that no package of this system brings, into .cache/editors. Without a name, all of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../../.." && pwd)/.cache/editors
mkdir -p "$cache"
for name in ${*:-nvim-0.10 nvim-0.12 emacs-30 helix code-server monaco}; do
  case $name in
    nvim-0.10) "$here/from-debian.sh" "$cache/$name" trixie neovim nvim VIMRUNTIME usr/share/nvim/runtime ;;
    nvim-0.12) "$here/from-debian.sh" "$cache/$name" forky neovim nvim VIMRUNTIME usr/share/nvim/runtime ;;
    emacs-30) "$here/emacs-30.sh" "$cache/$name" ;;
    helix) "$here/from-debian.sh" "$cache/$name" forky hx hx HELIX_RUNTIME usr/lib/hx/runtime ;;
    code-server) "$here/code-server.sh" "$cache/$name" ;;
    monaco) "$here/monaco.sh" "$cache/$name" ;;
    *) echo "no editor named $name" >&2; exit 1 ;;
  esac
done
