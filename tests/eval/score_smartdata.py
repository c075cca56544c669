#!/usr/bin/env python3
"""Event classes with their main arguments on SmartData (JSON, one document after the other, gzip).

  score_smartdata.py ANNALS DEV.json.gz [--errors FILE] [--data DIR]

The corpus (German news, business and traffic) annotates relations of 15 classes with arguments. Six of
them (delays, jams, cancelled routes …) are no events that `annals` has a class for: the first row counts
them as missed, the second leaves them out.

A system event is right when its class is one that CLASSES gives for the relation, its trigger lies in a
sentence that the relation touches, and every main argument of MAIN that the relation has is found: a
participant shares a token with it, or stands for an actor one of whose names it is. One to one. Events
of one class in one sentence with the same participants count once; a class that CLASSES does not name is
not counted. Precision, recall and F1 are micro-averaged. The third row asks for the class alone.
"""

import argparse
import collections
import gzip
import json

import corpus

# What the classes of the corpus are called here.
CLASSES = {
    "Acquisition": ["acquisition", "sale"],
    "Merger": ["merger"],
    "SpinOff": ["split", "sale"],
    "Insolvency": ["insolvency"],
    "Layoffs": ["layoffs"],
    "OrganizationLeadership": ["appointment", "resignation", "dismissal"],
    "Strike": ["strike"],
    "Accident": ["accident"],
    "Disaster": ["disaster", "accident", "attack"],  # it calls train crashes and bombings so
}
# The (at most two) arguments that must be right, where the relation has them.
MAIN = {
    "Acquisition": ["buyer", "acquired"],
    "Merger": ["old"],
    "SpinOff": ["parent", "child"],
    "Insolvency": ["company"],
    "Layoffs": ["company"],
    "OrganizationLeadership": ["organization", "person"],
    "Strike": ["company"],
    "Accident": ["location"],
    "Disaster": ["location"],
}


def read(path):
    text = gzip.open(path, "rt", encoding="utf-8").read()
    decoder, documents, at = json.JSONDecoder(), [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        document, at = decoder.raw_decode(text, at)
        documents.append(document)
    return documents


def value(field, kind="array"):
    """Avro's unions: a value is wrapped in the name of its type."""
    return field[kind] if isinstance(field, dict) and kind in field else field or []


class Document:
    def __init__(self, number, raw):
        self.id = f"sd-{number}"
        self.text = value(raw["text"], "string")
        self.date = (value(raw["date"], "string") or "")[:10]
        self.tokens = [(t["span"]["start"], t["span"]["end"]) for t in value(raw["tokens"])]
        self.relations = []
        for relation in value(raw["relationMentions"]):
            arguments = collections.defaultdict(list)
            for argument in value(relation["args"]):
                span = argument["conceptMention"]["span"]
                arguments[argument["role"]].append((span["start"], span["end"]))
            self.relations.append((relation["name"], (relation["span"]["start"], relation["span"]["end"]),
                                   arguments))

    def article(self):
        out = {"id": self.id, "text": self.text, "language": "de"}
        if self.date:
            out["published"] = self.date
        return out


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def span_of(message):
    return (message.get("begin", 0), message.get("end", 0))


def score(documents, records, only_class, known_only, log=None):
    right = found = wanted = 0
    for document in documents:
        record = records[document.id]
        text = record["article"]["text"]
        places = corpus.align([document.text[b:e] for b, e in document.tokens], text)

        def bytes_of(span):
            inside = [p for t, p in zip(document.tokens, places) if p and overlap(t, span)]
            return (inside[0][0], inside[-1][1]) if inside else (0, 0)

        sentences = [span_of(s["span"]) for s in record.get("sentences", [])]
        names = {a["id"]: {a["name"], *a.get("aliases", [])} for a in record.get("actors", [])}
        events, seen = [], set()
        for event in record.get("events", []):
            name = event.get("event_class", "")
            if not any(name in classes for classes in CLASSES.values()):
                continue
            evidence = event["evidence"]
            key = (name, evidence.get("sentence", 0),
                   tuple(sorted(p["text"] for p in event.get("participants", []))))
            if key not in seen:
                seen.add(key)
                events.append(event)
        found += len(events)
        used = set()
        for name, span, arguments in document.relations:
            if known_only and name not in CLASSES:
                continue
            wanted += 1
            where = bytes_of(span)
            match = None
            for i, event in enumerate(events):
                trigger = span_of(event["evidence"]["trigger"])
                sentence = event["evidence"].get("sentence", 0)
                around = sentences[sentence] if sentence < len(sentences) else trigger
                if i in used or event["event_class"] not in CLASSES.get(name, []):
                    continue
                if not overlap(around, where):
                    continue
                if only_class or all(
                        has(event, bytes_of(a), document.text[a[0]:a[1]], names)
                        for role in MAIN[name] for a in arguments.get(role, [])):
                    match = i
                    break
            if match is None:
                if log:
                    log.write(f"missed {name} {where} {document.text[span[0]:span[1]]!r} "
                              f"{ {r: [document.text[b:e] for b, e in s] for r, s in arguments.items()} }\n")
            else:
                used.add(match)
                right += 1
        if log:
            for i, event in enumerate(events):
                if i not in used:
                    log.write(f"wrong {event['event_class']} {event['predicate']} "
                              f"{[p['text'] for p in event.get('participants', [])]} "
                              f"{event['evidence'].get('quote', '')!r}\n")
    return right, found, wanted


def has(event, span, words, names):
    for participant in event.get("participants", []):
        if overlap(span_of(participant.get("span", {})), span):
            return True
        if words in names.get(participant.get("actor_id", ""), ()):
            return True
    return False


def line(title, counts):
    right, found, wanted = counts
    precision = right / found if found else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    print(f"{title:42} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} of {wanted}, {found} found)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("annals")
    parser.add_argument("corpus")
    parser.add_argument("--errors")
    parser.add_argument("--data")
    options = parser.parse_args()
    corpus.need_directory(options.corpus)
    documents = [Document(i, raw) for i, raw in enumerate(read(options.corpus))]
    extra = ["--data", options.data] if options.data else []
    articles = [d.article() for d in documents]
    records = corpus.annotate(options.annals, articles, extra=extra)
    sentences = corpus.annotate(options.annals, articles, layer="sentences", extra=extra)
    for key, record in records.items():
        record["sentences"] = sentences[key].get("sentences", [])
    log = open(options.errors, "w", encoding="utf-8") if options.errors else None
    line("all classes of the corpus, main arguments", score(documents, records, False, False))
    line("classes that annals has, main arguments", score(documents, records, False, True, log))
    line("classes that annals has, class alone", score(documents, records, True, True))


if __name__ == "__main__":
    main()
