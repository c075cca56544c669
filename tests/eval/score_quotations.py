#!/usr/bin/env python3
"""Quotations and their speakers on a German news corpus with quotation annotations in JSON.

  score_quotations.py ANNALS CORPUS_DIR [--part 0|1] [--errors FILE]

Gold and system quotations are matched one to one by the most shared tokens of content. With --part
only every second article counts, from the first (0) or the second (1).

Quote: shared content tokens of matched quotations over all content tokens of the system
(precision) and of the gold (recall). Speaker: the same with the speakers' tokens; a speaker's
tokens are right only in a matched quotation. Punctuation counts as the corpus has it.
"""

import argparse
import glob
import json
import os

import corpus


def numbers(part):
    """Token numbers of a part of an annotation: a dict with tokenIds, or a list of such."""
    if not part:
        return frozenset()
    if isinstance(part, dict):
        return frozenset(part.get("tokenIds", []))
    return frozenset().union(*(numbers(p) for p in part))


def system_quotations(record, places):
    """(content, speaker) in token numbers."""
    out = []
    for quotation in record.get("quotations", []):
        content = set()
        for span in quotation["content"]:
            content |= corpus.tokens_in(corpus.span_of(span), places)
        source = corpus.span_of(quotation["attribution"].get("source"))
        if content:
            out.append((frozenset(content), corpus.tokens_in(source, places)))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annals")
    parser.add_argument("corpus")
    parser.add_argument("--errors")
    parser.add_argument("--part", type=int, choices=(0, 1))
    options = parser.parse_args()
    corpus.need_directory(options.corpus)
    documents = {}
    paths = sorted(glob.glob(os.path.join(options.corpus, "*.json")))
    for path in paths if options.part is None else paths[options.part::2]:
        with open(path, encoding="utf-8") as file:
            documents[os.path.basename(path)] = json.load(file)
    articles = [{"id": name, "language": "de", "text": d["originalText"]}
                for name, d in documents.items()]
    records = corpus.annotate(options.annals, articles, layer="quotations")
    quotes, speakers = corpus.Score(), corpus.Score()
    whole = corpus.Score()
    by_type = {}
    errors = open(options.errors, "w", encoding="utf-8") if options.errors else None
    for name, document in documents.items():
        words = [t for s in document["sentences"] for t in s["tokens"]]
        places = corpus.align(words, records[name]["article"].get("text", ""))
        gold = [(numbers(a["quote"]), numbers(a["speaker"]), a["type"])
                for a in document["annotations"]]
        system = system_quotations(records[name], places)
        pairs = corpus.match(gold, system, lambda g, s: len(g[0] & s[0]))
        shared = sum(len(gold[g][0] & system[s][0]) for g, s in pairs)
        quotes.add(shared, sum(len(s[0]) for s in system), sum(len(g[0]) for g in gold))
        said = sum(len(gold[g][1] & system[s][1]) for g, s in pairs)
        speakers.add(said, sum(len(s[1]) for s in system), sum(len(g[1]) for g in gold))
        whole.add(len(pairs), len(system), len(gold))
        partner = dict(pairs)
        for g, (content, _, kind) in enumerate(gold):
            got = len(content & system[partner[g]][0]) if g in partner else 0
            by_type.setdefault(kind, corpus.Score()).add(got, 0, len(content))
        if errors:
            def show(tokens):
                return " ".join(words[t] for t in sorted(tokens))
            for g, (content, speaker, kind) in enumerate(gold):
                s = system[partner[g]] if g in partner else (frozenset(), frozenset())
                if content != s[0] or speaker != s[1]:
                    errors.write(f"{name}\n  {kind}\n  gold   {show(speaker)} | {show(content)}\n"
                                 f"  system {show(s[1])} | {show(s[0])}\n")
            for s, (content, speaker) in enumerate(system):
                if s not in {x for _, x in pairs}:
                    errors.write(f"{name}\n  spurious\n  system {show(speaker)} | {show(content)}\n")
    print(quotes.row("quote tokens"))
    print(speakers.row("speaker tokens"))
    print(whole.row("quotations that overlap"))
    for kind, score in sorted(by_type.items()):
        print(f"  recall of tokens, {kind:<22} {100 * score.right / max(score.wanted, 1):5.1f}"
              f"   ({score.wanted})")


if __name__ == "__main__":
    main()
