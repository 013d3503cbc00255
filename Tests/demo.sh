#!/bin/sh
# The main job on the data that comes with the source: fit, score, sample, inspect.
set -eu
cd "$(dirname "$0")/.."
bin=${MADE_BIN:-.build/release}
model=$(mktemp)
trap 'rm -f "$model"' EXIT

echo '$ made-fit Tests/Data/weather.csv.gz > weather.made'
"$bin/made-fit" Tests/Data/weather.csv.gz 2>&1 > "$model" | tail -n 1
echo '$ made-score -m weather.made --summary Tests/Data/weather-test.csv.gz'
"$bin/made-score" -m "$model" --summary Tests/Data/weather-test.csv.gz
echo '$ made-sample -m weather.made -n 3 --seed 7 | made-score -m weather.made --append'
"$bin/made-sample" -m "$model" -n 3 --seed 7 | "$bin/made-score" -m "$model" --append
echo '$ made-masks -m weather.made --check'
"$bin/made-masks" -m "$model" --check
