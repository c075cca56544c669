#!/usr/bin/env python3
"""Event classes with their main arguments on SmartData (JSON, one document after the other, gzip).

  score_smartdata.py ANNALS DEV.json.gz [--errors FILE] [--data DIR]
                     [--trainer ANNALS-TRAIN --folds N] [--options "…"]
  score_smartdata.py ANNALS TRAIN.json.gz --records [--unlike DEV.json.gz] > train.jsonl

With a trainer the models of classes and roles are trained anew for each of N folds on the documents
outside of it; reprints are in one fold. With --records it writes what `annals-train classes` reads,
with --unlike FILE without the documents that are reprints of one in FILE: more than half of the dev
part has a twin in the first version's train part.

The corpus (German news, business and traffic) annotates relations of 15 classes with arguments. Nine
of them are of general news; the other six are of traffic (jams, delays, cancelled routes …).

A system event is right when its class is one that CLASSES gives for the relation, its trigger lies in a
sentence that the relation touches, and every main argument of MAIN that the relation has is found: a
participant shares a token with it, or stands for an actor one of whose names it is. One to one. Events
of one class in one sentence with the same participants count once; a class that CLASSES does not name is
not counted. Precision, recall and F1 are micro-averaged. Further rows ask for the class alone, and for
the participants of the events whose class is right: which of them are arguments of the relation (any
role), and which of its main arguments are among them.
"""

import argparse
import collections
import gzip
import json
import os
import re
import subprocess
import tempfile

import corpus

# The classes here that mean the same.
SAME = {
    "Acquisition": ["acquisition"],
    "Merger": ["merger"],
    "SpinOff": ["split"],
    "Insolvency": ["insolvency"],
    "Layoffs": ["layoffs"],
    "OrganizationLeadership": ["leadership"],
    "Strike": ["strike"],
    "Accident": ["accident"],
    "Disaster": ["disaster", "accident"],  # it calls train crashes so
}
# And those that may tell such a relation among others.
CLASSES = {
    "Acquisition": ["acquisition", "sale"],
    "Merger": ["merger"],
    "SpinOff": ["split", "sale"],
    "Insolvency": ["insolvency"],
    "Layoffs": ["layoffs"],
    "OrganizationLeadership": ["leadership", "appointment", "resignation", "dismissal"],
    "Strike": ["strike"],
    "Accident": ["accident"],
    "Disaster": ["disaster", "accident", "attack"],  # it calls train crashes and bombings so
}
TRAFFIC = {
    "TrafficJam": ["traffic_jam"],
    "Obstruction": ["obstruction", "closure"],
    "Delay": ["delay"],
    "CanceledRoute": ["cancellation"],
    "CanceledStop": ["cancellation"],
    "RailReplacementService": ["replacement_service"],
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
    "TrafficJam": ["location"],
    "Obstruction": ["location"],
    "Delay": ["location"],
    "CanceledRoute": ["location"],
    "CanceledStop": ["location", "route"],
    "RailReplacementService": ["location"],
}
# What the arguments are called here, for training.
ROLES = {
    "Acquisition": {"buyer": "AGENT", "acquired": "PATIENT"},
    "Merger": {"old": "AGENT", "new": "PATIENT", "location": "PLACE"},
    "SpinOff": {"parent": "AGENT", "child": "PATIENT", "location": "PLACE"},
    "Insolvency": {"company": "AGENT", "location": "PLACE"},
    "Layoffs": {"company": "AGENT", "num_laid_off": "PATIENT", "location": "PLACE"},
    "OrganizationLeadership": {"person": "AGENT", "organization": "THEME"},
    "Strike": {"striker": "AGENT", "union": "AGENT", "company": "PATIENT", "location": "PLACE"},
    "Delay": {"location": "AGENT"},
    "CanceledRoute": {"location": "AGENT"},
    "CanceledStop": {"route": "AGENT"},
    "RailReplacementService": {"location": "PATIENT"},
}
PLACES = {role: "PLACE" for role in ("location", "start_loc", "end_loc")}
# The argument that stands for the event where there is no trigger.
TRIGGERS = {"Disaster": "type", "OrganizationLeadership": "position"}


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
        # The first version of the corpus has no tokens.
        self.tokens = [(t["span"]["start"], t["span"]["end"]) for t in value(raw["tokens"])] or \
            [m.span() for m in re.finditer(r"\w+|[^\w\s]", self.text)]
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


def bytes_of(document, places, span):
    """A span of the corpus in bytes of the system's text; (0, 0) where that has not got it."""
    inside = [p for t, p in zip(document.tokens, places) if p and overlap(t, span)]
    return (inside[0][0], inside[-1][1]) if inside else (0, 0)


def places_of(document, record):
    return corpus.align([document.text[b:e] for b, e in document.tokens], record["article"]["text"])


class Counts(corpus.Score):
    def row(self, title):
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{title:42} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
              f"  ({self.right} of {self.wanted}, {self.found} found)")


def score(documents, records, classes, only_class, log=None):
    """Counts of events, by class of the system; of participants; of main arguments."""
    counts = collections.defaultdict(Counts)
    part_of, main_of = Counts(), Counts()
    for document in documents:
        record = records[document.id]
        places = places_of(document, record)
        sentences = [span_of(s["span"]) for s in record.get("sentences", [])]
        names = {a["id"]: {a["name"], *a.get("aliases", [])} for a in record.get("actors", [])}
        events, seen = [], set()
        for event in record.get("events", []):
            name = event.get("event_class", "")
            if not any(name in named for named in classes.values()):
                continue
            evidence = event["evidence"]
            key = (name, evidence.get("sentence", 0),
                   tuple(sorted(p["text"] for p in event.get("participants", []))))
            if key not in seen:
                seen.add(key)
                events.append(event)
                counts[name].found += 1
        used = set()
        for name, span, arguments in document.relations:
            if name not in classes:
                continue
            where = bytes_of(document, places, span)
            main = [(bytes_of(document, places, a), document.text[a[0]:a[1]])
                    for role in MAIN[name] for a in arguments.get(role, [])]
            match = None
            for i, event in enumerate(events):
                trigger = span_of(event["evidence"]["trigger"])
                sentence = event["evidence"].get("sentence", 0)
                around = sentences[sentence] if sentence < len(sentences) else trigger
                if i in used or event["event_class"] not in classes[name]:
                    continue
                if not overlap(around, where):
                    continue
                if only_class or all(has(event, a, words, names) for a, words in main):
                    match = i
                    break
            counts[classes[name][0] if match is None else events[match]["event_class"]].wanted += 1
            if match is None:
                if log:
                    log.write(f"missed {name} {where} {document.text[span[0]:span[1]]!r} "
                              f"{ {r: [document.text[b:e] for b, e in s] for r, s in arguments.items()} }\n")
                continue
            used.add(match)
            counts[events[match]["event_class"]].right += 1
            gold = [(bytes_of(document, places, a), document.text[a[0]:a[1]])
                    for spans in arguments.values() for a in spans]
            parts = events[match].get("participants", [])
            hits = [p for p in parts
                    if any(has({"participants": [p]}, a, words, names) for a, words in gold)]
            part_of.add(len(hits), len(parts), len(parts))
            main_of.add(sum(has(events[match], a, words, names) for a, words in main), 0, len(main))
        if log:
            for i, event in enumerate(events):
                if i not in used:
                    log.write(f"wrong {event['event_class']} {event['rule']} {event['predicate']} "
                              f"{[p['text'] for p in event.get('participants', [])]} "
                              f"{event['evidence'].get('quote', '')!r}\n")
    total = Counts()
    for one in counts.values():
        total.add(one.right, one.found, one.wanted)
    return total, counts, part_of, main_of


def has(event, span, words, names):
    for participant in event.get("participants", []):
        if overlap(span_of(participant.get("span", {})), span):
            return True
        if words in names.get(participant.get("actor_id", ""), ()):
            return True
    return False


def gold_record(document, record):
    """The article with the corpus's events, their spans in the text as the system reads it."""
    places = places_of(document, record)
    events = {}
    for name, _, arguments in document.relations:
        triggers = arguments.get("trigger") or arguments.get(TRIGGERS.get(name), [])
        if name in TRIGGERS and arguments.get(TRIGGERS[name]):
            triggers = arguments[TRIGGERS[name]]
        roles = ROLES.get(name, {}) if name in CLASSES and name in ROLES else {**PLACES, **ROLES.get(name, {})}
        for trigger in triggers:
            begin, end = bytes_of(document, places, trigger)
            if begin == end:
                continue
            event_class = {**SAME, **TRAFFIC}[name][0]
            event = events.setdefault((begin, end, event_class), {
                "event_class": event_class, "participants": [],
                "evidence": {"trigger": {"begin": begin, "end": end}}})
            for role, spans in arguments.items():
                for span in spans:
                    at = bytes_of(document, places, span)
                    if role in roles and at[0] < at[1]:
                        event["participants"].append(
                            {"role": "ROLE_" + roles[role], "span": {"begin": at[0], "end": at[1]}})
    return {**document.article(), "events": [events[key] for key in sorted(events)]}


def annotate(options, documents, extra=()):
    articles = [d.article() for d in documents]
    records = corpus.annotate(options.annals, articles, extra=extra)
    sentences = corpus.annotate(options.annals, articles, layer="sentences", extra=extra)
    for key, record in records.items():
        record["sentences"] = sentences[key].get("sentences", [])
    return records


def shingles(text, words=6):
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[i:i + words]) for i in range(max(1, len(found) - words + 1))}


def twins(documents):
    """A number for each document: the same for those that share much of their words (reprints, retweets)."""
    group = list(range(len(documents)))

    def root(i):
        while group[i] != i:
            i = group[i]
        return i

    found = [shingles(d.text) for d in documents]
    holders = collections.defaultdict(list)
    for i, own in enumerate(found):
        for shingle in own:
            holders[shingle].append(i)
    for i, own in enumerate(found):
        shared = collections.Counter(j for s in own for j in holders[s] if j != i)
        for j, count in shared.items():
            if count >= 8 or 4 * count >= len(own):
                a, b = sorted((root(i), root(j)))
                group[b] = a
    return {d.id: root(i) for i, d in enumerate(documents)}


def annotate_folds(options, documents):
    plain = annotate(options, documents)
    records = {}
    fold = twins(documents)
    for i in range(options.folds):
        held = [d for d in documents if fold[d.id] % options.folds == i]
        outside = {d.id for d in held}
        with tempfile.TemporaryDirectory() as folder:
            training, models = os.path.join(folder, "train.jsonl"), os.path.join(folder, "models")
            os.mkdir(models)
            with open(training, "w", encoding="utf-8") as file:
                for d in documents:
                    if d.id not in outside:
                        file.write(json.dumps(gold_record(d, plain[d.id]), ensure_ascii=False) + "\n")
            subprocess.run([options.trainer, "classes", "--train", training, "-o", models,
                            *options.options.split()], check=True, stderr=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL)
            records.update(annotate(options, held, extra=["--data", folder]))
    return records


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("annals")
    parser.add_argument("corpus")
    parser.add_argument("--errors")
    parser.add_argument("--data")
    parser.add_argument("--records", action="store_true")
    parser.add_argument("--unlike")
    parser.add_argument("--trainer")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--options", default="", help="passed to the trainer")
    options = parser.parse_args()
    corpus.need_directory(options.corpus)
    documents = [Document(i, raw) for i, raw in enumerate(read(options.corpus))]
    if options.records:
        records = annotate(options, documents)
        if options.unlike:
            others = [Document(f"other-{i}", raw) for i, raw in enumerate(read(options.unlike))]
            group = twins(documents + others)
            known = {group[d.id] for d in others}
            documents = [d for d in documents if group[d.id] not in known]
        for d in documents:
            print(json.dumps(gold_record(d, records[d.id]), ensure_ascii=False))
        return
    records = (annotate_folds(options, documents) if options.trainer else
               annotate(options, documents, ["--data", options.data] if options.data else []))
    log = open(options.errors, "w", encoding="utf-8") if options.errors else None
    score(documents, records, {**CLASSES, **TRAFFIC}, False, log)[0].row("all 15 classes, main arguments")
    score(documents, records, CLASSES, False)[0].row("the 9 of general news, main arguments")
    score(documents, records, CLASSES, True)[0].row("the 9, class alone")
    total, by_class, _, _ = score(documents, records, {**SAME, **TRAFFIC}, False)
    total.row("all 15, classes of the same meaning only")
    score(documents, records, SAME, False)[0].row("the 9, classes of the same meaning only")
    _, _, parts, mains = score(documents, records, SAME, True)
    print(f"{'the 9, where the class is right':42} participants that are arguments "
          f"{parts.right} of {parts.found}, main arguments found {mains.right} of {mains.wanted}")
    for name, counts in sorted(by_class.items()):
        counts.row("  " + name)


if __name__ == "__main__":
    main()
