#!/bin/sh
# Fuzzes what reads bytes of strangers, with libFuzzer of the Swift toolchain.
#
#   sh Tests/Fuzz/fuzz.sh [SECONDS [PROBE]...]     60 seconds for each of all probes by default
#   SANITIZE=address sh Tests/Fuzz/fuzz.sh ...     the same with the address sanitizer
#
# Builds into .build/fuzz (.build/fuzz-address), apart from ordinary builds, keeps the corpora there, and
# puts what it finds into their finds/. A find, once understood, goes to Tests/Fuzz/Finds/PROBE, which
# the ordinary tests replay.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- text idx gzip table types question model model-fixed checkpoint arguments

work=.build/fuzz
set -- "$@" --
if [ "${SANITIZE:-}" = address ]; then
  work=.build/fuzz-address
  # The driver forgets the coverage when it is asked for both, unless it is told once more.
  set -- "$@" --sanitize=address -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link
fi
probes=
while [ "$1" != -- ]; do
  probes="$probes $1"
  shift
done
shift
MADE_FUZZ=1 swift build -c release --product made-fuzz --sanitize=fuzzer --scratch-path "$work" "$@"
binary=$work/release/made-fuzz
mkdir -p "$work/finds" "$work/seeds"

# Seeds: a few of each, the first bytes being choices of the probe.
seeds() {
  rm -rf "$work/seeds/$1"
  mkdir -p "$work/seeds/$1"
  cd "$work/seeds/$1"
  case $1 in
  text)
    printf '\1\0\0\0\0\0\0\0\0a,b,c\n0,1,1\n1,0,0\r\n"1",0," 0"\n' > header
    printf '\3\2\1\1\1\0\0\0\0%s' '0,1;2,"x""y
z"
1.5,-2e3,nan

0' > quotes
    printf '\2\0\2\0\0\0\2\0\0\357\273\277a\tb\n0\t1\n1\t\n' > tabs
    { printf '\2\0\0\0\0\0\0\0\0'; printf '0,1\n1,1\n' | gzip -nc; } > gzip ;;
  idx)
    printf '\1\0\0\0\0\0\0\0\0\0\10\2\0\0\0\2\0\0\0\3\0\1\1\1\0\1' > two
    printf '\1\0\0\1\0\0\0\0\0\0\10\3\0\0\0\1\0\0\0\2\0\0\0\2\0\377\7\0' > grey ;;
  gzip)
    { printf '\0\0'; printf '0,1\n1,1\n' | gzip -nc; } > one
    { printf '\1\1'; printf '0,1\n' | gzip -nc; printf '1,1\n' | gzip -n9c; printf '\0\0'; } > two
    { printf '\2\2'; head -c 100000 /dev/zero | gzip -nc; } > zeros ;;
  model | model-fixed)
    tools=../../../release
    [ -x $tools/made-fit ] || return 0
    printf 'a,b,c\n0,1,1\n1,0,0\n1,1,0\n0,0,1\n' > rows
    fit="$tools/made-fit -q --epochs 1 rows"
    $fit --hidden 2 -o plain
    $fit --hidden 2,3 --masks 2 --mask-weights --no-direct -o masks
    $fit --hidden 2,2,2 --residual --masks endless --evaluate-masks 2 -o endless
    $fit --hidden 3 --precision bf16 --activation tanh -o half
    awk 'BEGIN {print "size,colour,kind"; for (i = 0; i < 60; i++)
      print i % 13 / 10 "," substr("red  green", i % 2 * 5 + 1, 3 + i % 2 * 2) "," (i % 2 ? "g" : "r")}' > rows
    $fit --hidden 2 -o words
    $fit --hidden 2 --masks endless --evaluate-masks 2 --condition-on colour --missing '?,-' -o questions
    awk 'BEGIN {print "# a title\nsize;kind\nm;text"; for (i = 0; i < 60; i++)
      print i % 13 / 10 ";\"" (i % 2 ? "g" : "r") "\";"}' > rows
    $fit --hidden 2 -o dialect
    # Of three words two share a slot; that the length of the header is not right any more shows at byte 15.
    LC_ALL=C sed 's/^categories other g r$/shared 2\ncategories other g q r/' words > groups
    printf '\1' | dd of=groups bs=1 seek=15 conv=notrunc 2> dd.log
    awk 'BEGIN {print "day,net,tax,total,size"; for (i = 0; i < 300; i++) {n = 10 + i * 37 % 997 / 100; t = i * 61 % 211 / 100
      printf "2024-%02d-%02d,%.2f,%.2f,%.2f,%.6g\n", 1 + i % 12, 1 + i % 28, n, t, n + t, exp(i * 17 % 101 / 9)}}' > rows
    $fit --hidden 2 --masks 1 -o dates
    awk 'BEGIN {srand(1); print "x,y,kind"; for (i = 0; i < 400; i++)
      printf "%.5f,%.5f,%s\n", rand(), rand() * rand(), i % 3 ? "a" : "b"}' > rows
    awk 'BEGIN {print "v,kind"; for (i = 0; i < 400; i++)
      printf "%.2f,%s\n", (i % 7 < 3 ? 9000 : 0) + i * 37 % 101 / 10, i % 7 < 3 ? "b" : "a"}' > clusters.csv
    $tools/made-fit -q --epochs 1 clusters.csv --hidden 2 -o clusters
    rm clusters.csv
    for flow in "--flow 1" "--flow 2 --flow-step spline" "--flow 1 --flow-direction iaf"; do
      $fit --hidden 2 $flow -o "flow-${flow##* }"
    done
    rm rows dd.log ;;
  table)
    printf '\1\0\0\0\0\0\0\0\0\0age,name,x\n17,"a, b",0\n18.5,?,1\n17,c,\n-3,"a, b",1\n' > mixed
    printf '\2\2\1\0\2\0\0\0\1\0\1;NA;2020-01-02\n2;b;2020-01-03\n2;b b;\n3;"c""";2020-01-02\n' > plain
    { printf '\3\0\0\0\1\0\0\0\0\0'; seq 1 150 | awk '{print $1 % 40 / 4 "," $1 % 3 "," $1 % 3 * 7}'; } > numbers
    printf '\0\1\0\0\1\0\0\0\0\5x,y\n1e3,1\n1e-3,0.0\n12345678901234567890,1\n' > asked
    { printf '\4\0\0\0\0\0\0\0\0\0'; printf '0,1\n1,0\n%.0s' 1 2 3 4; printf '2,1\n0,x\n'; } > late
    printf '\1\0\0\0\0\0\0\0\0\0# a title\na  b   c\nm  s   kg\n1  2.5 3\n2  3.5 4\n3  1.5 4\n4  2.5 5\n' > blanks
    { printf '\1\0\0\0\0\0\0\0\0\0day,due,price,share,size\n'
      for i in 1 2 3 4 5 6 7 8 9; do
        echo "0$i.03.2024,2024-0$i-30T1$i:00:00Z,\"\$1,$i$i$i.50\",$i%,${i}K"
      done; } > dates
    printf '\1\0\0\0\0\0\0\0\0\0Jan 3 2024;1.234,50 EUR;12:30\nFeb 13 2024;-7,25 EUR;9:05\n' > german
    # Beginnings of the tables in the shared cases, if the checkout has them beside it.
    for file in ../../../../../shared/cases/inputs/*; do
      [ -f "$file" ] || continue
      { printf '\1\0\0\0\0\0\0\0\0\0'; head -c 3000 "$file"; } > "case-${file##*/}"
    done
    printf '\2\0\0\0\0\0\0\0\0\0sep=;\n"x";"x";\n"r1";1;2,5;\n"r2";3;4,5;\nx;x;\n;;;\n' > names ;;
  types)
    printf 'column,name,kind,values,missing,remark,detail\n1,age,integer,73,0,,grid 1\n2,"a, b",drop,1,0,constant,\n' > printed
    printf 'kind,name\nreal,x\n\ncategorical,"y""z"\n,w\n' > written ;;
  question)
    printf '\0\0\0\0\0\0\0\0age>=30\nsex=Male|a|b\n\0age,sex,member,height,age=x\n,Male,1,1.20,1\n40,,,,9.5\n' > where
    printf '\1\2\0\1\1\0\1\1height<1.5\nage=x!=1\n\0sex,age,note\n"x, ""y""\nz",21,k\n?, ,"k, l"\n' > names
    printf '\2\1\2\0\2\0\0\0\0011=25..30|\n2!=Male\n3=0\n\0,,,,\n30,a|b,0,1.99,1\nNA,0,1,,9.5\n' > plain
    printf '\3\3\0\0\1\1\1\0\00099;"Male" ;1; 1.5 ;1\n ; ;?;"";9.5\n' > marks ;;
  checkpoint) printf '\0' > none ;;
  arguments)
    printf '%s\n' -m m --threads 3 -d, --header rows.csv > some
    printf '%s\n' --model=m -j2 -q --format idx --threshold -1.5 -o out -- -x > others
    printf '%s\n' --hidden 3,4 --verbose --no-header --delimiter ';' > widths ;;
  esac
}

status=0
for probe in $probes; do
  (seeds "$probe")
  # Long lists of words take the argument parser long, and show nothing new.
  if [ "$probe" = arguments ]; then length=160; else length=4096; fi
  mkdir -p "$work/corpus/$probe"
  echo "== $probe, $seconds seconds"
  MADE_PROBE=$probe SWIFT_BACKTRACE=enable=no "$binary" -max_total_time="$seconds" -timeout=5 \
    -rss_limit_mb=1024 -malloc_limit_mb=128 -max_len="$length" -print_final_stats=1 \
    -artifact_prefix="$work/finds/$probe-" "$work/corpus/$probe" "$work/seeds/$probe" \
    > "$work/$probe.log" 2>&1 || status=1
  grep -E "Loaded|stat::number_of_executed|ERROR|Fatal|SUMMARY|Test unit" "$work/$probe.log" || true
done
exit $status
