#!/usr/bin/env bash
# Counts instructions, which do not vary as times do, and fails where one case takes over a tenth more than its record.
#
# Corpus: 400 articles of a generated wire day (seed 1). Needs valgrind; without it nothing is compared, and that is said.
# usage: benches/quick.sh WIREFOLD_BINARY [--record]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary=$1
record=benches/records/instructions.tsv
compiler=$(rustc --version)

if ! command -v valgrind > /dev/null; then
  echo "bench-quick: valgrind is not installed: nothing was compared"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$binary" generate day --articles 400 --out "$folder/day.jsonl" 2> /dev/null

count() { # of a command that reads the day on standard input
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" < "$folder/day.jsonl" 2>&1 > /dev/null |
    sed -n 's/.*Collected : //p'
}
{
  printf '# %s\n' "$compiler"
  printf 'batch without stories\t%s\n' "$(count "$binary" batch - --no-stories --threads 1 --out "$folder/out")"
  printf 'batch\t%s\n' "$(count "$binary" batch - --threads 1 --out "$folder/out")"
  printf 'stream\t%s\n' "$(count "$binary" stream)"
} > "$folder/now.tsv"

if [ "${2:-}" = --record ]; then
  cp "$folder/now.tsv" "$record"
  cat "$record"
  exit 0
fi
# Another compiler makes another binary: its counts are told and decide nothing.
grep -qxF "# $compiler" "$record" && decide=1 || decide=0
awk -F '\t' -v decide="$decide" '
  /^#/ { next }
  FNR == NR { before[$1] = $2; next }
  {
    ratio = $2 / before[$1]
    printf "%-24s %12d instructions, %.3f of the record\n", $1, $2, ratio
    if (ratio > 1.1) worse = 1
  }
  END {
    if (!decide) { print "another compiler than that of the record: nothing is decided"; exit 0 }
    exit worse
  }' "$record" "$folder/now.tsv" || { echo "bench-quick: a case takes over a tenth more instructions than its record"; exit 1; }
