#!/bin/sh
# The library from outside: its README's program has to compile with what is public, and to do what the tools do.
#
#   sh Tests/Examples/check.sh
#
# MADE_BIN is where tools, example and modules are (.build/release).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${MADE_BIN:-$root/.build/release}" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

# The target belongs to this package and would see what only the package may see; under another name it does not.
swiftc -typecheck -swift-version 6 -package-name other -I "$bin/Modules" -I "$root/Sources/CZlib" \
  -Xcc "-fmodule-map-file=$bin/CKernels.build/module.modulemap" \
  "$root"/Tests/Examples/*.swift
echo 'compiles with what is public'

# What the README shows is what is compiled.
sed -n '/^```swift$/,/^```$/p' "$root/Sources/MadeCore/README.md" | sed '1d;/^```$/,$d' > shown
sed -n '/^import MadeCore$/,/^\/\/ The program ends here/p' "$root/Tests/Examples/main.swift" | sed '$d' | sed '$d' > compiled
cmp shown compiled
echo 'is the program of the README'

# Bits, numbers in bins, words, numbers that are words, missing cells.
python3 - <<'EOF'
import gzip, random
random.seed(1)
def row(number):
    height = 150 + random.gammavariate(6, 4)
    smokes = random.random() < 0.3
    colour = random.choices(["red", "green", "light, blue"], [1 + 3 * smokes, 2, 1])[0]
    children = "" if random.random() < 0.1 else random.choice("0123")
    return [str(int(smokes)), f"{height:.2f}", f'"{colour}"' if "," in colour else colour, children]
rows = [row(number) for number in range(400)]
def write(file, rows):
    for cells in [["smokes", "height", "colour", "children"]] + rows:
        file.write(",".join(cells) + "\n")
write(gzip.open("train.csv.gz", "wt"), rows[:350])
write(open("today.csv", "w"), rows[350:] + [["1", "999.50", "orange", "0"]])
write(open("holes.csv", "w"), [
    ["" if (number + column) % 3 == 0 else cell for column, cell in enumerate(cells)]
    for number, cells in enumerate(rows[350:])])
EOF

"$bin/library-example"

same() { cmp "$1" "$2" && echo "$1: as $3 has it"; }
"$bin/made-fit" -q -o tool.made train.csv.gz
same model.made tool.made made-fit
"$bin/made-fit" -q --hidden 20 --epochs 3 --seed 2 -o tool-small.made train.csv.gz
same small.made tool-small.made 'made-fit, with options,'
"$bin/made-sample" -q -m model.made -n 1000 --seed 7 > tool
same rows.csv tool made-sample
"$bin/made-sample" -q -m model.made -m small.made --mixture-weights 3,1 -n 100 --seed 7 > tool
same mixture.csv tool 'made-sample, of a mixture,'
"$bin/made-sample" -q -m model.made -n 100 --seed 7 --where 'height>=180' --where 'colour=red|green' > tool
same tall.csv tool 'made-sample --where'
"$bin/made-sample" -q -m model.made -n 5 --seed 7 --given holes.csv > tool
same filled.csv tool 'made-sample --given'
"$bin/made-score" -q -m model.made today.csv | tail -n +2 > tool
same scores.txt tool made-score
"$bin/made-score" -q -m model.made --marginal holes.csv | tail -n +2 > tool
same marginals.txt tool 'made-score --marginal'
