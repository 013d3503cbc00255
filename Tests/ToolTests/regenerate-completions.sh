#!/bin/sh
# Writes completions/ anew from the built tools: run after every change of an option.
#
#   swift build -c release && Tests/ToolTests/regenerate-completions.sh
#
# swift-argument-parser gives every command a subcommand `help`, those without subcommands too:
# `made-score help` would read a file of that name. What offers it is cut out here.
#
# With --check nothing is written; the status is 1 if a file is not what would be written.

set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/.build/release}
check=no
if [ "${1-}" = --check ]; then check=yes; fi

# Lines of standard input without the parts of the bogus subcommand. Which ones, by shell:
trim_bash() {
  awk '
    /^    # Offer subcommand \/ subcommand argument completions$/ { skip = "body"; pending = 0 }
    /^_made-[a-z]*_help\(\) \{$/ { skip = "function" }
    skip == "" && /^$/ { pending++; next }
    skip == "" { while (pending > 0) { print ""; pending-- } print }
    /^\}$/ && skip == "body" { print; skip = "" }
    /^\}$/ && skip == "function" { skip = ""; pending = 0 }
  '
}

trim_zsh() {
  awk '
    /^        .\(-\): :->command.$/ { next }
    /^        .\(-\)\*:: :->arg.$/ { next }
    /^    case "\$\{state\}" in$/ { skip = "case" }
    /^_made-[a-z]*_help\(\) \{$/ { skip = "function" }
    skip == "" && /^$/ { pending++; next }
    skip == "" { while (pending > 0) { print ""; pending-- } print }
    /^    esac$/ && skip == "case" { skip = "" }
    /^\}$/ && skip == "function" { skip = ""; pending = 0 }
  '
}

trim_fish() {
  awk '
    /^        switch \$unparsed_tokens\[1\]$/ { skip = 1 }
    !skip && !/-fa .help. / && !/"made-[a-z]* help"/ { print }
    /^        end$/ && skip { skip = 0 }
  '
}

status=0
write() { # tool shell file
  new=$("$build/$1" --generate-completion-script "$2" | "trim_$2")
  # A generator that has learned other words must not slip through.
  case $new in
  *_help*|*subcommands=*|*"fa 'help'"*|*"case 'help'"*)
    echo "$0: $3 still offers the subcommand help" >&2
    exit 1
    ;;
  esac
  if [ $check = yes ]; then
    if [ "$new" != "$(cat "$root/completions/$3")" ]; then
      echo "completions/$3 is not up to date: run Tests/ToolTests/regenerate-completions.sh" >&2
      status=1
    fi
  else
    printf '%s\n' "$new" > "$root/completions/$3"
  fi
}

mkdir -p "$root/completions"
for tool in made-fit made-score made-sample made-masks; do
  write $tool bash $tool.bash
  write $tool zsh _$tool
  write $tool fish $tool.fish
done
exit $status
