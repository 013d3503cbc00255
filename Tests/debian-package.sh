#!/bin/sh
# Builds a Debian package of the release build in a temporary folder, installs it, uses it, and removes it.
#
#   sh Tests/debian-package.sh [FOLDER]     leaves the package in FOLDER if one is named
#
# As root the package is installed for real, by dpkg, and removed again; otherwise it is unpacked and used
# where it lies. Needs dpkg-deb; MADE_BIN is where the static build is (.build/release).
set -eu
cd "$(dirname "$0")/.."
bin=$(cd "${MADE_BIN:-.build/release}" && pwd)
data=$(pwd)/Tests/Data
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
root=$place/made-tools
tools='made-fit made-score made-sample made-masks'

version=$("$bin/made-fit" --version | sed -n 's/.*(made-tools) \([0-9.]*\).*/\1/p')
[ -n "$version" ]
for tool in $tools; do
  install -D -s -t "$root/usr/bin" "$bin/$tool"
  install -D -m 644 -t "$root/usr/share/man/man1" "man/$tool.1"
  install -D -m 644 "completions/$tool.bash" "$root/usr/share/bash-completion/completions/$tool"
  install -D -m 644 -t "$root/usr/share/zsh/vendor-completions" "completions/_$tool"
  install -D -m 644 -t "$root/usr/share/fish/vendor_completions.d" "completions/$tool.fish"
done
for section in 5 7; do install -D -m 644 -t "$root/usr/share/man/man$section" man/made-*.$section; done
gzip -9n "$root"/usr/share/man/man?/*
install -D -m 644 README.md "$root/usr/share/doc/made-tools/README.md"

# Which package each library is of; C, C++ and zlib have had the same names for many releases.
libraries=$(for tool in $tools; do objdump -p "$root/usr/bin/$tool" | awk '$1 == "NEEDED" {print $2}'; done | sort -u)
depends=
for library in $libraries; do
  case $library in
  libc.so.6 | libm.so.6 | ld-linux*) package="libc6 (>= $(objdump -p "$root"/usr/bin/* |
    sed -n 's/.* GLIBC_\([0-9.]*\)$/\1/p' | sort -V | tail -n 1))" ;;
  libstdc++.so.6) package=libstdc++6 ;;
  libgcc_s.so.1) package=libgcc-s1 ;;
  libz.so.1) package=zlib1g ;;
  *) echo "$library is of no package that is known here: is $bin a static build?" >&2 && exit 1 ;;
  esac
  case ", $depends," in *", $package,"*) ;; *) depends="${depends:+$depends, }$package" ;; esac
done
mkdir "$root/DEBIAN"
cat > "$root/DEBIAN/control" <<END
Package: made-tools
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: made-tools <made-tools@localhost>
Section: math
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
Description: learn the distribution of a table's rows, score rows, draw rows
 Filters over CSV and IDX data around MADE, a masked autoencoder for
 distribution estimation: made-fit learns a model, made-score prints the
 log-likelihood of each row, made-sample draws rows and fills holes, and
 made-masks shows what depends on what.
END
package=made-tools_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group -b "$root" "$place/$package" > /dev/null
dpkg-deb -c "$place/$package" > "$place/contents"
for page in man/made-*.[157]; do
  grep -q " ./usr/share/man/man${page##*.}/${page#man/}.gz\$" "$place/contents" ||
    { echo "$page is not in the package" >&2 && exit 1; }
done

# use DIRECTORY: fits, scores, draws and checks with the tools that lie there.
use() {
  (
    cd "$place"
    PATH=$1:$PATH
    made-fit -q --epochs 3 -o m.made "$data/weather.csv.gz"
    test "$(made-score -m m.made "$data/weather-test.csv.gz" | wc -l)" = 4001
    test "$(made-sample -m m.made -n 5 --seed 1 | made-score -m m.made | wc -l)" = 6
    made-masks -m m.made --check > /dev/null
  )
}

if [ "$(id -u)" = 0 ]; then
  if dpkg -s made-tools > /dev/null 2>&1; then echo 'made-tools is installed already' >&2 && exit 1; fi
  dpkg -i "$place/$package" > /dev/null
  dpkg -L made-tools > "$place/files"
  use /usr/bin
  for tool in $tools; do
    test "$(command -v $tool)" = /usr/bin/$tool || echo "$tool elsewhere comes first" >&2
    # Containers are often told to install no pages.
    test -e /usr/share/man/man1/$tool.1.gz || echo "dpkg is set to leave manual pages out" >&2
  done
  dpkg -r made-tools > /dev/null
  while read -r file; do
    if [ -f "$file" ]; then echo "left behind: $file" >&2 && exit 1; fi
  done < "$place/files"
else
  dpkg-deb -x "$place/$package" "$place/unpacked"
  use "$place/unpacked/usr/bin"
fi
[ $# -eq 0 ] || cp "$place/$package" "$1/"
echo "$package: $(stat -c %s "$place/$package") bytes, $(du -sk "$root/usr/bin" | cut -f1) KiB of tools; depends on $depends"
