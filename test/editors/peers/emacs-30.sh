#!/usr/bin/env bash
# emacs-30.sh INTO: Emacs 30 with the eglot inside it, of another Debian suite, unpacked beside the system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) into=$1
[ -x "$into/emacs" ] && exit 0
"$here/from-debian.sh" "$into" trixie emacs-nox emacs-nox EMACSDATA usr/share/emacs
root=$into/root
share=$(echo "$root"/usr/share/emacs/30.*)
programs=$(echo "$root"/usr/libexec/emacs/30.*/*-linux-gnu)
# What it looks for in fixed places lies elsewhere here: its Lisp, its programs, the dump it starts from.
{
  echo '#!/bin/sh'
  echo "export EMACSDATA=$share/etc EMACSPATH=$programs"
  echo "export EMACSLOADPATH=$(find "$share/lisp" -type d -printf '%p:')"
  grep '^exec' "$into/emacs-nox" | sed "s| \"\$@\"| --dump-file=$(echo "$programs"/*.pdmp) \"\$@\"|"
} > "$into/emacs"
chmod +x "$into/emacs"
