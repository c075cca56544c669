#!/usr/bin/env bash
# kill.sh ANNALS SAMPLES ROUNDS: kills `annals ingest` with SIGKILL at random moments, again and again, and checks
# after each round that the store is sound and holds every article that was acknowledged; at the end ingests
# once more undisturbed and compares the timeline with that of a store that was never disturbed.
set -eu
annals=$1 samples=$2 rounds=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
# Many articles from few: each copy under ids of its own, so that ingest takes long enough to be killed.
for copy in $(seq 1 40); do
  sed -E "s/\"id\": \"([a-z]+)-/\"id\": \"\1-$copy-/; s|/story/|/story/$copy-|" \
    "$samples/pacific-ledger.jsonl" "$samples/neue-presseagentur.jsonl"
done >"$work/all.jsonl"
ingest() { "$annals" ingest -q --list --record-time 2020-10-01 --store "$1" "$work/all.jsonl"; }
ingest "$work/calm" >/dev/null
RANDOM=42
cut=0
: >"$work/acknowledged"
for round in $(seq 1 "$rounds"); do
  # exec: the signal must hit annals itself, not a shell that waits for it.
  (exec "$annals" ingest -q --list --record-time 2020-10-01 --store "$work/stormy" "$work/all.jsonl") \
    >>"$work/acknowledged" 2>/dev/null &
  pid=$!
  sleep "0.$(printf '%03d' $((RANDOM % 400)))"
  kill -KILL $pid 2>/dev/null || true
  wait $pid 2>/dev/null || cut=$((cut + 1))
  # Killed while it was being made, there may be no store yet; but then nothing was acknowledged either.
  "$annals" db check -q --store "$work/stormy" 2>"$work/err" || {
    code=$?
    if [ $code = 4 ] && [ ! -s "$work/acknowledged" ]; then continue; fi
    echo "round $round: exit code $code"
    cat "$work/err"
    exit 1
  }
  # Only whole lines were acknowledged: the last one may be cut.
  sed '$!b;/\t/!d' "$work/acknowledged" | cut -f 1 | sort -u >"$work/ids"
  while read -r id; do
    "$annals" show --store "$work/stormy" --format json "$id" >/dev/null || { echo "round $round: $id is lost"; exit 1; }
  done < <(shuf -n 5 --random-source=<(yes) "$work/ids")
  # Now and then from the beginning, so that the first batches are hit too.
  if [ $((round % 5)) = 0 ]; then rm -rf "$work/stormy"; : >"$work/acknowledged"; fi
done
ingest "$work/stormy" >/dev/null
"$annals" db check -q --store "$work/stormy"
for store in calm stormy; do "$annals" export --store "$work/$store" --format textproto -o "$work/$store.txtpb"; done
cmp "$work/calm.txtpb" "$work/stormy.txtpb"
[ "$cut" -gt 0 ] || { echo "no round was killed in time: this proves nothing"; exit 1; }
echo "$rounds rounds, $cut killed on the way, $(wc -l <"$work/all.jsonl") articles: nothing lost, the same bytes"
