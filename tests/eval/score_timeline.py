#!/usr/bin/env python3
"""Scores timelines in any language: date F1 and alignment-based ROUGE over Unicode words.

    score_timeline.py GOLD.jsonl SYSTEM.jsonl [--lang-pack data/lang/de]
    score_timeline.py --self-test

Both files have a line a day: {"day": "2020-09-20", "sentences": ["…", {"text": "…"}]}, as
`annals timeline --format jsonl` writes them; lines without a day are passed over. Several lines of
one day are put together.

Measures (Martschat and Markert, 2017: "Improving ROUGE for timeline summarization"):
  date F1       days that both name
  align R1, R2  each day is aligned with the day of the other side that costs least (many to one),
                cost = (1 - 1/(days apart + 1)) * (1 - overlap of words); n-gram matches count
                1/(days apart + 1); precision, recall and F over all days

ROUGE's own word reader knows only ASCII letters, so "Übernahme" falls apart. Here words are runs of
Unicode letters and digits, case-folded; --lang-pack takes out the pack's stop words; a word is cut to
its first STEM letters, which does for inflected forms of German what a stemmer does for English.
"""
import argparse
import collections
import datetime
import json
import os
import re
import sys
import unicodedata

STEM = 7
WORD = re.compile(r"[^\W_]+")


def words_of(text, stop_words):
    """Words as compared.

    >>> words_of("Die Übernahmen, der Übernahme!", {"die", "der"})
    ['übernah', 'übernah']
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    return [w[:STEM] for w in WORD.findall(folded) if w not in stop_words]


def grams(sentences, n, stop_words):
    words = [w for s in sentences for w in words_of(s, stop_words)]
    return collections.Counter(zip(*(words[i:] for i in range(n))))


def overlap(a, b):
    return sum((a & b).values())


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_dates(system, gold):
    both = len(system.keys() & gold.keys())
    precision = both / len(system) if system else 0.0
    recall = both / len(gold) if gold else 0.0
    return precision, recall, f1(precision, recall)


def align(sources, targets, words):
    """For each day of the sources the day of the targets that costs least, the earlier of equals."""
    def cost(a, b):
        if a == b:
            return 0.0
        x, y = words[0][a], words[1][b]
        total = sum(x.values()) + sum(y.values())
        alike = 2 * overlap(x, y) / total if total else 0.0
        return (1 - 1 / (abs((a - b).days) + 1)) * (1 - alike)
    return {a: min(sorted(targets), key=lambda b: (cost(a, b), b)) for a in sources}


def score_alignment(system, gold, n, stop_words):
    if not system or not gold:
        return 0.0, 0.0, 0.0
    words = [{d: grams(s, 1, stop_words) for d, s in side.items()} for side in (system, gold)]
    of = [{d: grams(s, n, stop_words) for d, s in side.items()} for side in (system, gold)]

    def share(mine, other, mine_words, other_words):
        hits = total = 0.0
        for a, b in align(mine, other, (mine_words, other_words)).items():
            total += sum(mine[a].values())
            hits += overlap(mine[a], other[b]) / (abs((a - b).days) + 1)
        return hits / total if total else 0.0

    precision = share(of[0], of[1], words[0], words[1])
    recall = share(of[1], of[0], words[1], words[0])
    return precision, recall, f1(precision, recall)


def read(path):
    out = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not row.get("day"):
                    continue
                sentences = [s if isinstance(s, str) else s["text"] for s in row.get("sentences", [])]
                if sentences:
                    out.setdefault(datetime.date.fromisoformat(row["day"]), []).extend(sentences)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                sys.exit(f"{path}:{number}: expected {{\"day\": …, \"sentences\": […]}}: {error}")
    return out


def stop_words_of(pack):
    """The words of a language pack's stop_words fields."""
    found = set()
    for name in sorted(os.listdir(pack)):
        if name.endswith(".txtpb"):
            with open(os.path.join(pack, name), encoding="utf-8") as text:
                for values in re.findall(r"^stop_words:\s*\[([^\]]*)\]", text.read(), re.M):
                    found.update(w.casefold() for w in re.findall(r'"([^"]*)"', values))
    return found


def score(system, gold, stop_words):
    return {
        "date": score_dates(system, gold),
        "align R1": score_alignment(system, gold, 1, stop_words),
        "align R2": score_alignment(system, gold, 2, stop_words),
    }


def self_test():
    """Cases with known answers.

    >>> day = datetime.date.fromisoformat
    >>> gold = {day("2020-09-13"): ["Bytedance lehnt das Angebot ab."], day("2020-09-20"): ["Das Verbot tritt in Kraft."]}
    >>> [round(v[2], 3) for v in score(gold, gold, set()).values()]
    [1.0, 1.0, 1.0]
    >>> late = {day("2020-09-14"): ["Bytedance lehnt das Angebot ab."], day("2020-09-20"): ["Das Verbot tritt in Kraft."]}
    >>> [round(v[2], 3) for v in score(late, gold, set()).values()]
    [0.5, 0.75, 0.75]
    >>> [round(v[2], 3) for v in score({}, gold, set()).values()]
    [0.0, 0.0, 0.0]
    >>> umlaut = {day("2020-09-13"): ["ÜBERNAHMEN"]}
    >>> score(umlaut, {day("2020-09-13"): ["Übernahme"]}, set())["align R1"][2]
    1.0
    """
    import doctest
    failed, _ = doctest.testmod(optionflags=doctest.REPORT_NDIFF)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="?")
    parser.add_argument("system", nargs="?")
    parser.add_argument("--lang-pack", metavar="DIR", help="take out the stop words of this pack")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        sys.exit(self_test())
    if not options.gold or not options.system:
        parser.error("expected GOLD and SYSTEM")
    stop_words = stop_words_of(options.lang_pack) if options.lang_pack else set()
    for name, values in score(read(options.system), read(options.gold), stop_words).items():
        print("{:9} precision {:.3f}  recall {:.3f}  F {:.3f}".format(name, *values))


if __name__ == "__main__":
    main()
