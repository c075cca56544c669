#!/usr/bin/env python3
"""Event triggers and their participants on MEANTIME (CAT XML).

  score_meantime.py ANNALS MEANTIME_DIR [--errors FILE]
                    [--trainer ANNALS-TRAIN] [--folds topic|N] [--options "…"]
  score_meantime.py --columns MEANTIME_DIR    writes what `annals-train events` reads

With a trainer the models are trained anew for each fold on the documents outside of it: N folds of
documents, or one fold a topic. Without one, the models of the binary are measured as they are.

MEANTIME_DIR holds topic folders (apple, boeing …) or is one. Scored are the sentences that have
been annotated: those up to the last one with an event mention.

Triggers: a system trigger is right when it shares a token with an EVENT_MENTION; one to one.
Participants: of HAS_PARTICIPANT links with the roles Arg0 and Arg1. A system participant is right
when its event's trigger is matched to the link's event, its role is the link's (agent: Arg0;
patient and theme: Arg1), and it shares at least half of the tokens of the shorter of the two;
one to one. Participants of unmatched events count as found and wrong. Many links say nothing of
their role: a system participant that is right but for that counts neither way in the second row.
"""

import argparse
import glob
import os
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import corpus

ROLES = {"ROLE_AGENT": "arg0", "ROLE_PATIENT": "arg1", "ROLE_THEME": "arg1"}


def read(path):
    root = ElementTree.parse(path).getroot()
    numbers, words, sentences = {}, [], []
    for token in root.iter("token"):
        numbers[token.get("t_id")] = len(words)
        words.append(token.text or "")
        sentences.append(int(token.get("sentence")))
    mentions, events = {}, {}
    for markable in root.find("Markables"):
        anchor = frozenset(numbers[a.get("t_id")] for a in markable.findall("token_anchor"))
        if not anchor:
            continue
        mentions[markable.get("m_id")] = anchor
        if markable.tag == "EVENT_MENTION":
            events[markable.get("m_id")] = anchor
    links, roleless = [], []
    for link in root.find("Relations").findall("HAS_PARTICIPANT"):
        role = (link.get("sem_role") or "?").lower()
        to = link.find("target")
        target = to.get("m_id") if to is not None else None
        if role not in ("arg0", "arg1", "?") or target not in mentions:
            continue
        for source in link.findall("source"):
            if source.get("m_id") in events:
                (roleless if role == "?" else links).append(
                    (source.get("m_id"), role, mentions[target]))
    return words, sentences, events, links, roleless


def article_of(name, words, sentences):
    """Title, date line and body as the corpus has them: sentence 0 is the title, 1 the date."""
    lines = {}
    for word, sentence in zip(words, sentences):
        lines.setdefault(sentence, []).append(word)
    joined = {number: " ".join(line) for number, line in lines.items()}
    return {"id": name, "language": "en", "title": joined.get(0, ""),
            "date": joined.get(1, ""),
            "text": "\n\n".join(joined[n] for n in sorted(joined) if n > 1)}


def columns(name, document):
    """The document as `annals-train events` reads it: see cli/train_events.cpp."""
    words, sentences, events, links, roleless = document
    if not events:
        return ""
    last = max(sentences[min(e)] for e in events.values())
    rows = [f"# newdoc {name}"]
    before = None
    for i, word in enumerate(words):
        if sentences[i] == 1:
            continue
        if before not in (None, sentences[i]):
            rows.append("")
        before = sentences[i]
        mine = sorted(m for m, tokens in events.items() if i in tokens)
        parts = sorted({f"{event}:A{role[-1]}" for event, role, tokens in links + roleless
                        if i in tokens})
        if sentences[i] > last:
            rows.append(f"{word}\t?\t_")
        else:
            rows.append(f"{word}\t{','.join(mine) or '_'}\t{','.join(parts) or '_'}")
    return "\n".join(rows) + "\n\n"


def folds_of(names, kind):
    if kind == "topic":
        topics = sorted({os.path.dirname(n) for n in names})
        return [[n for n in names if os.path.dirname(n) == topic] for topic in topics]
    count = int(kind)
    return [names[i::count] for i in range(count)]


def annotate_folds(options, documents, articles):
    """Each fold by models that were trained on the others."""
    records = {}
    for held in folds_of(list(documents), options.folds):
        with tempfile.TemporaryDirectory() as folder:
            models = os.path.join(folder, "models")
            os.mkdir(models)
            training = os.path.join(folder, "train.tsv")
            with open(training, "w", encoding="utf-8") as out:
                for name, document in documents.items():
                    if name not in held:
                        out.write(columns(name, document))
            subprocess.run([options.trainer, "events", "--train", training, "-o", models,
                            *shlex.split(options.options)], check=True, capture_output=True)
            records.update(corpus.annotate(options.annals, [a for a in articles if a["id"] in held],
                                           extra=("--data", folder)))
    return records


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annals", nargs="?")
    parser.add_argument("corpus")
    parser.add_argument("--errors")
    parser.add_argument("--columns", action="store_true")
    parser.add_argument("--trainer")
    parser.add_argument("--folds", default="2")
    parser.add_argument("--options", default="", help="passed to the trainer")
    options = parser.parse_args()
    corpus.need_directory(options.corpus)
    files = sorted(glob.glob(os.path.join(options.corpus, "**", "*.xml"), recursive=True))
    documents = {os.path.relpath(f, options.corpus): read(f) for f in files}
    if options.columns:
        for name, document in documents.items():
            sys.stdout.write(columns(name, document))
        return
    articles = [article_of(name, d[0], d[1]) for name, d in documents.items()]
    if options.trainer:
        records = annotate_folds(options, documents, articles)
    else:
        records = corpus.annotate(options.annals, articles)
    triggers, participants = corpus.Score(), corpus.Score()
    arg0, arg1, known_roles = corpus.Score(), corpus.Score(), corpus.Score()
    errors = open(options.errors, "w", encoding="utf-8") if options.errors else None
    for name, (words, sentences, events, links, roleless) in documents.items():
        record = records[name]
        # The date line is not in the text.
        places = corpus.align([w if s != 1 else "\0" for w, s in zip(words, sentences)],
                              record["article"].get("text", ""))
        if not events:
            continue
        last = max(sentences[min(e)] for e in events.values())
        gold = list(events.items())
        system = []
        for event in record.get("events", []):
            found = corpus.tokens_in(corpus.span_of(event["evidence"]["trigger"]), places)
            if found and sentences[min(found)] <= last:
                system.append((event, found))
        pairs = corpus.match(gold, system, lambda g, s: len(g[1] & s[1]))
        triggers.add(len(pairs), len(system), len(gold))
        matched = {s: gold[g][0] for g, s in pairs}
        found = []
        for s, (event, _) in enumerate(system):
            for participant in event.get("participants", []):
                role = ROLES.get(participant.get("role"))
                tokens = corpus.tokens_in(corpus.span_of(participant.get("span")), places)
                if role and tokens:
                    found.append((matched.get(s), role, tokens))

        def same(g, s):
            if g[:2] != s[:2]:
                return 0
            shared = len(g[2] & s[2])
            return shared if 2 * shared >= min(len(g[2]), len(s[2])) else 0

        linked = corpus.match(links, found, same)
        participants.add(len(linked), len(found), len(links))
        unknown = corpus.match(roleless, [f if s not in {s for _, s in linked} else ("", "", set())
                                          for s, f in enumerate(found)],
                               lambda g, s: same((g[0], s[1], g[2]), s))
        known_roles.add(len(linked), len(found) - len(unknown), len(links))
        for role, score in (("arg0", arg0), ("arg1", arg1)):
            score.add(sum(links[g][1] == role for g, _ in linked),
                      sum(f[1] == role for f in found), sum(w[1] == role for w in links))
        if errors:
            known = {g for g, _ in pairs}
            for g, (_, tokens) in enumerate(gold):
                if g not in known:
                    write(errors, name, "missed trigger", tokens, words, sentences)
            for s, (event, tokens) in enumerate(system):
                if s not in matched:
                    write(errors, name, "spurious trigger " + event.get("rule", ""), tokens, words,
                          sentences)
            right = {s for _, s in linked}
            for s, (mention, role, tokens) in enumerate(found):
                if s not in right:
                    of = [words[t] for t in sorted(events[mention])] if mention else "no event"
                    write(errors, name, f"spurious {role} of {of}", tokens, words, sentences)
            hit = {g for g, _ in linked}
            for g, (mention, role, tokens) in enumerate(links):
                if g not in hit and mention in matched.values():
                    write(errors, name, f"missed {role} of {[words[t] for t in events[mention]]}",
                          tokens, words, sentences)
    print(triggers.row("triggers"))
    print(participants.row("participants Arg0, Arg1"))
    print(known_roles.row("  links without role left out"))
    print(arg0.row("  Arg0"))
    print(arg1.row("  Arg1"))


def write(out, name, what, tokens, words, sentences):
    first = min(tokens)
    sentence = " ".join(f"[{w}]" if i in tokens else w for i, w in enumerate(words)
                        if sentences[i] == sentences[first])
    out.write(f"{name}\t{what}\t{sentence}\n")


if __name__ == "__main__":
    main()
