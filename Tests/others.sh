#!/bin/sh
# The lines with other programs in made-cookbook(7): each is run as it stands there, and held against the tools alone.
#
#   sh Tests/others.sh
#
# Programs that are absent are skipped, with a message. PYTHON is an interpreter that has pandas, duckdb and fsspec, for
# the lines that need them (python3); MADE_BIN is where the tools are (.build/release).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
PATH=$place:$(cd "${MADE_BIN:-$root/.build/release}" && pwd):$PATH
export PATH
export LC_ALL=C
python=$(command -v "${PYTHON:-python3}" || true)
printf '#!/bin/sh\nexec "%s" "$@"\n' "$python" > "$place/python3"
chmod +x "$place/python3"
cd "$place"
status=0

# The commands of the page: what stands between the comments that name this script and the ends of the displays.
sed -n '/^\.\\" others.sh runs/,/^\.Ed/p' "$root/man/made-cookbook.7" |
  sed -e '/^\./d' -e 's/\\-/-/g' -e 's/\\e/\\/g' > page
: > run

gunzip -c "$root/Tests/Data/weather-test.csv.gz" > rows.csv
made-fit -q --epochs 5 -o m.made "$root/Tests/Data/weather.csv.gz"
made-score -m m.made rows.csv > scores

# What the lines are held against, without the programs: the rows, those below -9, the mean, the least.
below=$(made-score -m m.made --below -9 rows.csv | tail -n +2 | wc -l)
mean=$(made-score -m m.made --summary rows.csv | tail -n 1 | cut -d, -f2 | cut -c1-6)
least=$(tail -n +2 scores | sort -g | head -n 1)

# line NAME EXPECTED FILTER: the command on standard input stands in the page, and prints EXPECTED through FILTER.
line() {
  cat > asked
  cat asked >> run
  if actual=$(sh asked | sh -c "$3") && [ "$2" = "$actual" ]; then
    echo "$1: $actual"
  else
    echo "$1: expected $2, not $actual" && status=1
  fi
}

# skip NAME: the command on standard input cannot be run here.
skip() { cat >> run && echo "$1 is not there: skipped" >&2; }

# try PROGRAM NAME EXPECTED FILTER
try() { if command -v "$1" > /dev/null; then shift && line "$@"; else skip "$1"; fi; }

# import MODULES NAME EXPECTED FILTER
import() { if python3 -c "import $1" 2> /dev/null; then shift && line "$@"; else skip "$1"; fi; }

try paste paste "$below" 'wc -l' << 'END'
made-score -m m.made rows.csv | paste -d, rows.csv - | awk -F, 'NR > 1 && $NF < -9'
END
try awk awk "$below" cat << 'END'
made-score -m m.made rows.csv | awk '$1 < -9 {n++} END {print n}'
END
try datamash datamash "$mean" 'cut -c1-6' << 'END'
made-score -m m.made --append rows.csv | datamash -t, --header-in mean 13
END
try mlr mlr "$least" cat << 'END'
made-score -m m.made --append rows.csv | mlr --icsv --onidx stats1 -a min -f log_likelihood
END
try jq jq "$below" cat << 'END'
made-score -m m.made rows.csv | jq -Rn '[inputs | tonumber?] | map(select(. < -9)) | length'
END
import pandas pandas "$mean" 'cut -c1-6' << 'END'
made-score -m m.made --append rows.csv |
  python3 -c 'import sys, pandas; print(pandas.read_csv(sys.stdin).log_likelihood.mean())'
END
import pandas 'from pandas' "$mean" 'tail -n 1 | cut -d, -f2 | cut -c1-6' << 'END'
python3 -c 'import sys, pandas; pandas.read_csv("rows.csv").to_csv(sys.stdout, index=False)' |
  made-score -m m.made --summary
END
# duckdb prints a box with the type of the count and the count.
import 'duckdb, fsspec' duckdb "$below" 'tr -cd "0-9a-z\n" | grep -x "[0-9][0-9]*"' << 'END'
made-score -m m.made --append rows.csv |
  python3 -c 'import sys, duckdb; print(duckdb.read_csv(sys.stdin.buffer).filter("log_likelihood < -9").count("*"))'
END

cmp page run || { echo 'made-cookbook(7) shows other lines than those run here' >&2 && status=1; }
exit $status
