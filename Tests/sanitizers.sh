#!/bin/sh
# The tests with the address and the thread sanitizer, and the tools under valgrind: for the night.
#
#   sh Tests/sanitizers.sh [address|thread|leaks]...     all three by default; about half an hour
#
# Builds into .build/address and .build/thread, apart from ordinary builds. The leak check runs the
# built tools of .build/release (MADE_BIN) and needs valgrind. The status is 1 if anything was found.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- address thread leaks
status=0

# run NAME OPTION...: builds and runs tests with one sanitizer; its reports end a test process.
run() {
  name=$1
  shift
  echo "== $name"
  # The leak detector of the address sanitizer cannot tell what Swift's runtime keeps for good: valgrind
  # does that below. Tools that die of a report must not be taken for tools that fail as they should:
  # 99 is no status of theirs.
  # Optimised, as what ships is: without, a night is not enough.
  ASAN_OPTIONS=detect_leaks=0:exitcode=99 TSAN_OPTIONS=halt_on_error=1:exitcode=99 \
    swift test -c release --sanitize="$name" --scratch-path ".build/$name" "$@" || status=1
}

# Every allocation of a model, a table and a kernel goes through these, by name and by length.
address() {
  # Left out is what measures memory, or limits it: the sanitizer takes terabytes of addresses.
  run address --filter MadeCoreTests
  run address --skip-build --filter \
    'ToolTests\.(DamagedModel|BadData|InputForm|Merge|Sampling|Checkpoint|Mixture|NumberTable)'
}

# What runs on several threads: training, scoring, sampling, questions, the pipelines. With Swift 6.3 on Linux
# the sanitizer does not see the futex inside Synchronization.Mutex: MADE_TSAN gives it locks that it sees.
thread() {
  run thread -Xswiftc -DMADE_TSAN --filter \
    'MadeCoreTests\.(RecentCells|IDXLevel|SharedPrefixes|MaskChoice|Trainer|OrderedPipeline|ScoringPipeline|Sampl|Mixture|Normalisation|Checkpoint|StaleFiles|CompletionText|Divergence|ModelMerge)'
  run thread -Xswiftc -DMADE_TSAN --skip-build --filter 'ToolTests\.(SplitLaw|Signal|Coprocess)'
}

# Definite leaks, and reads and writes out of place, while the tools do their work on the example data.
leaks() {
  echo '== leaks'
  tools=$(cd "${MADE_BIN:-.build/release}" && pwd)
  data=$(pwd)/Tests/Data
  place=$(mktemp -d)
  # valgrind cannot read the debugging information of this compiler.
  for tool in made-fit made-score made-sample made-masks; do
    strip -g -o "$place/$tool" "$tools/$tool"
  done
  # A name once told to the signal handlers is never freed, as one may be reading it. Where Swift's runtime builds the
  # metadata of a generic type, it tests words of other metadata that it has not set, and what copies values of the
  # argument parser by such metadata reads offsets from there; all other undefined values are reported.
  cat > "$place/kept" <<'END'
{
  names-for-signal-handlers
  Memcheck:Leak
  match-leak-kinds: definite
  ...
  fun:*9InterruptO7publish*
}
{
  metadata-of-generic-types
  Memcheck:Cond
  fun:swift_init*Metadata*
}
{
  copies-by-metadata-of-the-argument-parser
  Memcheck:Value8
  fun:*14ArgumentParser*Vw*
}
END
  check() {
    if ! valgrind -q --suppressions="$place/kept" --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
      --error-exitcode=99 "$place/$1" -j 2 $2 > "$place/out" 2> "$place/log"; then
      echo "$1 $2:" && head -n 40 "$place/log"
      status=1
    else
      echo "$1 $2: no leaks"
    fi
  }
  gunzip -c "$data/weather.csv.gz" | head -n 800 > "$place/rows"
  gzip -c "$place/rows" > "$place/rows.gz"
  awk 'BEGIN {print "colour,size,age"; for (i = 0; i < 400; i++)
    print (i % 3 ? "red" : "blue") "," i * 37 % 101 / 10 "," (i % 7 ? i % 50 : "")}' > "$place/words"
  check made-fit "-q --epochs 1 --hidden 20 --masks 3 -o $place/m $place/rows.gz"
  check made-fit "-q --epochs 1 --hidden 20,20 -o $place/w $place/words"
  check made-fit "--merge -o $place/mm $place/m $place/m"
  check made-score "-m $place/m $place/rows.gz"
  check made-score "-m $place/m -m $place/mm --summary $place/rows"
  check made-score "-m $place/w --append $place/words"
  check made-sample "-m $place/m -n 200 --seed 1"
  check made-sample "-m $place/w -n 200 --seed 1"
  check made-masks "-m $place/m --check"
  check made-masks "-m $place/m --format png"
  rm -rf "$place"
}

for part in "$@"; do "$part"; done
exit $status
