#!/usr/bin/env python3
"""Score the intervals in which articles are said to have been published.

    score_date_intervals.py GOLD.jsonl PRED.jsonl [--lang de] [--wrong 20]

GOLD  one JSON object a line: "id", "date" (ISO, the day counts), optional "lang".
PRED  what `annals clean --format jsonl` writes: "file" (its stem is the id) and
      "published_interval" with "earliest_day" and "latest_day", days since 1970-01-01.

An answer is an interval with both ends. A bound ("no later than") is none, since it always may be
true; bounds are counted apart.
  answered   share of the pages with a gold day that get an answer
  held       share of the answers whose interval holds the gold day
  days       median number of days that the answers' intervals hold (1: a day)
  bounds     pages with one end only, and the share of them that the gold day fulfils
Only the standard library is used.
"""
import argparse
import datetime
import json
import os
import statistics

EPOCH = datetime.date(1970, 1, 1)


def gold_days(path, lang):
    days = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("date") and (not lang or row.get("lang") == lang):
                days[row["id"]] = (datetime.date.fromisoformat(row["date"][:10]) - EPOCH).days
    return days


def predictions(path):
    rows = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            stem = os.path.splitext(os.path.basename(row["file"]))[0]
            rows[stem] = row.get("published_interval", {})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("gold")
    parser.add_argument("pred")
    parser.add_argument("--lang")
    parser.add_argument("--wrong", type=int, default=0, help="print that many wrong answers")
    options = parser.parse_args()
    gold = gold_days(options.gold, options.lang)
    pred = predictions(options.pred)
    widths, held, bounds, true_bounds, wrong = [], 0, 0, 0, []
    for page, day in sorted(gold.items()):
        interval = pred.get(page, {})
        first, last = interval.get("earliest_day"), interval.get("latest_day")
        if first is None and last is None:
            continue
        holds = (first is None or first <= day) and (last is None or day <= last)
        if first is None or last is None:
            bounds += 1
            true_bounds += holds
            continue
        widths.append(last - first + 1)
        held += holds
        if not holds:
            wrong.append((page, EPOCH + datetime.timedelta(day), interval.get("edtf"),
                          interval.get("rule")))
    answers = len(widths)
    print(f"pages {len(gold)}  answered {answers} ({answers / max(len(gold), 1):.3f})  "
          f"held {held / max(answers, 1):.3f}  "
          f"days {statistics.median(widths) if widths else 0:g}  "
          f"bounds {bounds} (true {true_bounds})")
    for page, day, edtf, rule in wrong[:options.wrong]:
        print(f"  {page}: gold {day}, said {edtf} by {rule}")


if __name__ == "__main__":
    main()
