"""ECB+: one XML file a document, its tokens by sentence, its topic and event in its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.measure.lines import UnreadableRow
from service.measure.releases.documents import document
from service.measure.releases.entailment import parsed
from service.measure.releases.release import Given, Written, told
from service.measure.releases.treebank import written_out
from service.news.progress import Progress

# 12_10ecbplus: topic 12, document 10, of the event that ECB+ added to the topic. 'ecb' is the one it had.
_NAME = re.compile(r"(\d+)_(\d+)(ecb|ecbplus)")


def read(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The documents, by topic; the first sentence that is no address is the title. Raises UnreadableRow."""
    named = []
    for given in files:
        found = _NAME.fullmatch(given.path.stem)
        if found is None:
            raise UnreadableRow(given.path, 0, "the file is not called TOPIC_NUMBERecb.xml or TOPIC_NUMBERecbplus.xml")
        named.append((int(found[1]), found[3], int(found[2]), given))
    ordered = sorted(named, key=lambda one: one[:3])
    for (topic, kind, _, _), given in zip(ordered, told([one[3] for one in ordered], progress), strict=True):
        sentences = _sentences(given)
        found_document = document(given.path.stem, sentences[0], " ".join(sentences), f"{topic}-{kind}")
        yield {**found_document, "topic": str(topic)}


def _sentences(given: Given) -> list[str]:
    by_number: dict[str, list[str]] = {}
    for token in parsed(given.path).findall("token"):
        by_number.setdefault(token.get("sentence", ""), []).append(token.text or "")
    sentences = [written_out(" ".join(tokens)) for tokens in by_number.values() if not tokens[0].startswith("http")]
    if not sentences:
        raise UnreadableRow(given.path, 0, "the document has no sentences")
    return sentences
