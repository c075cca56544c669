#!/usr/bin/env bash
# whole_process.sh ANNALS SAMPLES [COPIES]: whole-process times and peak memory of ingest and queries, on copies of
# the sample's feeds under other ids. Prints a table; judges nothing. Needs GNU time (Debian's package "time").
set -euo pipefail
annals=$1 samples=$2 copies=${3:-600}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Every copy gets ids, names of companies and days of its own, so that copies are other stories, not reprints.
for copy in $(seq 1 "$copies"); do
  sed -E "s/\"id\": \"([a-z]+)-/\"id\": \"\1-$copy-/; s|/story/|/story/$copy-|; s/(TikTok|Tiktok|Nvidia|Wirecard|Microsoft|Oracle)/\1$((copy / 60))/g" \
    "$samples/pacific-ledger.jsonl" "$samples/neue-presseagentur.jsonl"
done >"$work/all.jsonl"
articles=$(wc -l <"$work/all.jsonl")
echo "$articles articles, $(stat -c %s "$work/all.jsonl") bytes"
measure() { # NAME COMMAND...
  local name=$1
  shift
  /usr/bin/time -f "%e %U %M" -o "$work/time" "$@" >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
  awk -v name="$name" '{printf "%-34s %8.3f s wall %8.3f s user %8.1f MB peak\n", name, $1, $2, $3 / 1024}' "$work/time"
}
measure "ingest, 1 thread" "$annals" ingest -q --threads 1 --store "$work/one" "$work/all.jsonl"
measure "ingest, 2 threads" "$annals" ingest -q --threads 2 --store "$work/two" "$work/all.jsonl"
measure "ingest again (unchanged)" "$annals" ingest -q --threads 2 --store "$work/two" "$work/all.jsonl"
measure "timeline of one story" "$annals" timeline --store "$work/two" TikTok3
measure "timeline, a word in many articles" "$annals" timeline --store "$work/two" --max-days 30 Trump
measure "timeline of a word not there" "$annals" timeline --store "$work/two" Zebrastreifen
measure "version (start-up)" "$annals" version
