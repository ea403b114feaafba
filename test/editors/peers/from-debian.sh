#!/usr/bin/env bash
# from-debian.sh INTO SUITE PACKAGE PROGRAM VARIABLE RUNTIME
# An editor of another Debian suite, unpacked into a folder beside the system; nothing is installed. INTO/PROGRAM starts it.
set -euo pipefail
into=$1 suite=$2 package=$3 program=$4 variable=$5 runtime=$6
[ -x "$into/$program" ] && exit 0
rm -rf "$into"
mkdir -p "$into"/{apt/lists/partial,apt/archives/partial,root}
cd "$into"
keyring=$(dpkg -L debian-archive-keyring | grep -m1 'debian-archive-keyring.gpg$')
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $codename" | sort -u | sed -n 1p)
echo "deb [signed-by=$keyring] $mirror $suite main" > apt/sources.list
: > apt/status
options=(-o Dir::Etc::sourcelist="$PWD/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State="$PWD/apt"
  -o Dir::State::status="$PWD/apt/status" -o Dir::Cache="$PWD/apt" -o APT::Install-Recommends=false)
apt-get "${options[@]}" update -qq
apt-get "${options[@]}" install -y --download-only "$package" > apt/log
for archive in apt/archives/*.deb; do dpkg -x "$archive" root; done
rm -rf apt
# Programs of another suite want the libraries of that suite, its loader included.
loader=$(find root -name 'ld-linux-*.so.*' -path '*linux-gnu*' | head -1)
libraries=$(dirname "$PWD/$loader")
cat > "$program" <<SH
#!/bin/sh
export $variable=$PWD/root/$runtime
exec $PWD/$loader --library-path $libraries:$PWD/root/usr/lib/${libraries##*/} $PWD/root/usr/bin/$program "\$@"
SH
chmod +x "$program"
