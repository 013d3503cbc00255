#!/bin/sh
# Checks of the pages and completions that need programs besides Swift. What is not installed is
# skipped with a word; the status is 1 if anything found something to say.
#
#   apt-get install mandoc groff zsh fish python3
#   swift build -c release && Tests/ToolTests/check-pages.sh

set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/.build/release}
cd "$root" || exit 1
status=0

have() {
  command -v "$1" > /dev/null 2>&1 || {
    echo "check-pages: $1 is not installed, skipped" >&2
    return 1
  }
}

# Fails when the command fails or says anything.
silent() {
  said=$("$@" 2>&1) && [ -z "$said" ] || {
    echo "check-pages: $*: ${said:-failed}" >&2
    status=1
  }
}

if have mandoc; then
  for page in man/*.[157]; do silent mandoc -T lint -W warning "$page"; done
fi
if have groff; then
  for page in man/*.[157]; do silent groff -mdoc -ww -z "$page"; done
fi
if have bash; then
  for script in completions/made-*.bash; do silent bash -n "$script"; done
fi
if have zsh; then
  for script in completions/_made-*; do silent zsh -n "$script"; done
fi
if have fish; then
  for script in completions/made-*.fish; do silent fish -n "$script"; done
fi

# The reader that made-model(5) shows must agree with made-score, for every kind of model.
if have python3 && [ -x "$build/made-fit" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  sed -n '/^\.\\" check-pages.sh runs/,/^\.Ed/p' man/made-model.5 |
    sed -e '/^\./d' -e 's/\\-/-/g' -e 's/\\e/\\/g' > "$work/reader.py"
  awk 'BEGIN {
    for (i = 0; i < 200; i++) {
      line = ""
      for (d = 0; d < 7; d++) line = line (d ? "," : "") (int(i * (d + 3) / (5 + d)) + i % 3) % 2
      print line
    }
  }' > "$work/data.csv"
  while read -r options; do
    # shellcheck disable=SC2086
    "$build/made-fit" -q --epochs 5 $options -o "$work/model.made" "$work/data.csv" &&
      "$build/made-score" -m "$work/model.made" "$work/data.csv" > "$work/theirs" &&
      python3 "$work/reader.py" "$work/model.made" < "$work/data.csv" > "$work/ours" &&
      paste "$work/theirs" "$work/ours" | awk '
        { d = $1 - $2; if (d < 0) d = -d; if (!(d < 1e-4)) exit 1 }
        END { if (NR != 200) exit 1 }' ||
      {
        echo "check-pages: made-model(5)'s reader disagrees: made-fit $options" >&2
        status=1
      }
  done << 'END'
--hidden 20
--hidden 9,12,5 --no-direct --precision bf16 --activation tanh
--hidden 6,6 --masks 4 --mask-weights --activation softsign
--hidden 20 --masks endless --evaluate-masks 3 --mask-weights --precision f16 --activation softplus
--hidden 8 --masks 3 --resample ordering --activation sigmoid
--hidden 8 --masks 3 --resample connectivity --ordering natural
--hidden 6,6,6 --residual --masks 2 --mask-weights --learning-rate 0.01
--hidden 7,7,7,7,7 --residual --activation tanh --learning-rate 0.01
END
  # Columns of numbers with a density: zeros and missing cells, few digits, steps; and bins and words.
  awk 'BEGIN {
    split("red,green,blue", words, ",")
    for (i = 0; i < 300; i++) {
      v = (i * 7919 % 1009) - 400
      printf "%s,%d.%02d,%s,%se%d,%d,%d\n", words[i % 3 + 1], v, i * 31 % 100, \
        i % 11 == 0 ? "" : i % 3 == 0 ? 0 : v * v * v, 101 + i * 37 % 899, i % 9 - 4, v * 25, i * 13 % 101
    }
  }' > "$work/data.csv"
  while read -r options; do
    # shellcheck disable=SC2086
    "$build/made-fit" -q --epochs 2 --hidden 9 --type 2=real --type 3=real --type 4=real --type 5=real \
      $options -o "$work/model.made" "$work/data.csv" &&
      "$build/made-score" -m "$work/model.made" "$work/data.csv" > "$work/theirs" &&
      python3 "$work/reader.py" "$work/model.made" < "$work/data.csv" > "$work/ours" &&
      paste "$work/theirs" "$work/ours" | awk '
        { d = $1 - $2; if (d < 0) d = -d; if (!(d < 1e-3)) exit 1 }
        END { if (NR != 300) exit 1 }' ||
      {
        echo "check-pages: made-model(5)'s reader disagrees on densities: made-fit $options" >&2
        status=1
      }
  done << 'END'
--direct
--hidden 9,7 --masks 2 --mask-weights
--flow 2 --hidden 9,7
--flow 2 --flow-step spline --learning-rate 0.02
--flow 2 --flow-direction iaf --hidden 9,7 --learning-rate 0.02
--flow 2 --flow-direction iaf --flow-step spline --learning-rate 0.02
END
fi

[ $status = 0 ] && echo "check-pages: all is well"
exit $status
