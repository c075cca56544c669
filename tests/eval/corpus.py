"""What the scorers share: run `annals annotate` over articles, and find a corpus's tokens in its text.

Python 3, standard library only.
"""

import json
import os
import subprocess
import sys
import tempfile

SKIPPED = 77  # exit code of a scorer without its corpus


def need_directory(path):
    """Leaves with a clear word when the corpus is not there."""
    if not os.path.exists(path):
        print(f"skipped: no corpus at {path}")
        sys.exit(SKIPPED)


def annotate(annals, articles, layer="events", extra=()):
    """`articles`: dicts with id, text and perhaps title, date, language. Returns id -> record."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for article in articles:
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    try:
        run = subprocess.run(
            [annals, "annotate", "--layer", layer, "--format", "jsonl", *extra, file.name],
            capture_output=True, check=False)
    finally:
        os.unlink(file.name)
    records = {}
    for line in run.stdout.decode("utf-8").splitlines():
        record = json.loads(line)
        records[record["article"]["id"]] = record
    missing = [a["id"] for a in articles if a["id"] not in records]
    if missing:
        sys.stderr.write(run.stderr.decode("utf-8", "replace")[-2000:])
        raise SystemExit(f"{len(missing)} articles came back without annotations, first {missing[0]}")
    return records


def align(tokens, text):
    """Where each token stands in `text`, in bytes of UTF-8; None for a token that is not there."""
    reach = 400
    data = text.encode("utf-8")
    spans = []
    at = 0
    for token in tokens:
        raw = token.encode("utf-8")
        found = data.find(raw, at, at + reach + len(raw))
        if found < 0:
            spans.append(None)
            continue
        spans.append((found, found + len(raw)))
        at = found + len(raw)
    return spans


def span_of(message):
    """(begin, end) of a TextSpan; zero fields are left out in JSON."""
    if not message:
        return None
    return int(message.get("begin", 0)), int(message.get("end", 0))


def tokens_in(span, places):
    """Numbers of the tokens that the byte span touches."""
    if span is None:
        return frozenset()
    return frozenset(i for i, place in enumerate(places)
                     if place and place[0] < span[1] and place[1] > span[0])


def match(gold, system, overlap):
    """Pairs (gold index, system index), one to one, greedily by largest `overlap(g, s)` > 0."""
    scored = []
    for g, one in enumerate(gold):
        for s, other in enumerate(system):
            value = overlap(one, other)
            if value > 0:
                scored.append((-value, g, s))
    pairs, used_gold, used_system = [], set(), set()
    for _, g, s in sorted(scored):
        if g in used_gold or s in used_system:
            continue
        used_gold.add(g)
        used_system.add(s)
        pairs.append((g, s))
    return pairs


class Score:
    """Counts of right, found and wanted."""

    def __init__(self):
        self.right = self.found = self.wanted = 0

    def add(self, right, found, wanted):
        self.right += right
        self.found += found
        self.wanted += wanted

    def row(self, name):
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return (f"{name:<28} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"
                f"   ({self.right} of {self.found} found, {self.wanted} wanted)")
