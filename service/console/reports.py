"""A report as a person would read it in a terminal: who says what, who contradicts whom and why, whom others bear out.

It prints the published JSON, as any client of the API would.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.newsroom.findings import CAVEAT

Json = dict[str, Any]

HEADINGS = {
    "contradicts": ("They contradict each other", "red"),
    "updates": ("Later reports update earlier ones", "yellow"),
    "agrees": ("They agree", "green"),
}
# What tells that the other article is the origin, as a subordinate clause of that.
KNOWN_BY = {
    "vouched": "whose outlet is vouched for",
    "credited": "which copies credit",
    "earlier": "which is earlier",
    "dated": "whose time is known",
    "fuller": "which is fuller",
    "id": "though nothing tells which came first",
}


def show(report: Json, console: Console) -> None:
    """Print a report."""
    claims = {claim["id"]: claim for claim in report["claims"]}
    names = {source["id"]: source["name"] for source in report["sources"]}
    outlets = {article["id"]: article["outlet"] for article in report["articles"]}
    for event in report["events"]:
        _event(event, claims, names, outlets, console)
    _sources(report["sources"], console)
    for article in report["articles"]:
        if article["copy_of"]:
            outlet, copy, original = (escape(article[name]) for name in ("outlet", "id", "copy_of"))
            why = KNOWN_BY[article["origin_known_by"]]
            console.print(f"{outlet}'s article {copy} is a copy of {original}, {why}.")
    for unused in report["unused"]:
        console.print(f"Not used: {escape(unused['article'])} ({escape(unused['why'])}).")
    console.print(CAVEAT, style="italic")


def _event(event: Json, claims: Json, names: Json, outlets: Json, console: Console) -> None:
    console.print()
    console.rule(f"[bold]{escape(event['headline'])}[/]", align="left")
    console.print(_summary(event))
    for party in event["parties"]:
        by = f": “{escape(party['said']['words'])}”" if party["said"] else ", as an editor says"
        console.print(f"  {escape(names[party['source']])} is a party to it{by}")
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(max_width=36)
    table.add_column()
    for name in event["claims"]:
        claim = claims[name]
        if claim["field"] == "text":
            table.add_row(name, _who(claim, names), _said(claim))
    console.print(Padding(table, (1, 0, 0, 2)))
    for relation, (heading, colour) in HEADINGS.items():
        found = [pair for pair in event["pairs"] if pair["relation"] == relation and pair["decided"]]
        if found:
            console.print(f"\n  [bold {colour}]{heading}[/]")
        for pair in sorted(found, key=lambda pair: -pair["probability"]):
            _pair(pair, claims, names, outlets, console)


def _summary(event: Json) -> str:
    outlets = event["independent_outlets"]
    parts = [f"{outlets} independent outlet{'s' if outlets != 1 else ''}", f"{len(event['sources'])} sources"]
    if event["agreement"]:
        low, high = event["agreement"]["interval"]
        parts.append(f"agreement {event['agreement']['mean']:+.2f} (90 %: {low:+.2f} to {high:+.2f})")
    parts.append("[red]disputed[/]" if event["disputed"] else "not disputed")
    parts += [
        f"{' and '.join(map(escape, house['newsrooms']))} count as one: {escape(house['control'])} controls them"
        for house in event["under_one_control"]
    ]
    return "  " + ", ".join(parts)


def _who(claim: Json, names: Json) -> Text:
    """The source, with whom it came through."""
    who = Text(names[claim["source"]], style="bold")
    via = [names[source] for source in claim["chain"][:-1]]
    return who.append(f"\nin {', via '.join(via)}", style="dim") if via else who


def _said(claim: Json) -> Text:
    marks = [claim["certainty"]] if claim["certainty"] != "firm" else []
    marks += [claim["mode"]] if claim["mode"] != "assertion" else []
    said = Text(claim["text"])
    return said.append(f"  ({', '.join(marks)})", style="dim") if marks else said


def _pair(pair: Json, claims: Json, names: Json, outlets: Json, console: Console) -> None:
    reasons = ", ".join(dict.fromkeys(reason["code"] for reason in pair["reasons"]))
    head = " and ".join(f"{escape(names[claims[pair[side]]['source']])} ({pair[side]})" for side in ("a", "b"))
    why = f"  [dim]over[/] {reasons}" if reasons else ""
    console.print(Padding(f"{head}  P = {pair['probability']:.2f}{why}", (0, 0, 0, 4)))
    for side in ("a", "b"):
        claim = claims[pair[side]]
        outlet = Text().append(f"{outlets[claim['article']]}: ", style="dim")
        text = outlet.append_text(_marked(claim, pair["reasons"], side))
        console.print(Padding(text, (0, 0, 0, 8)))


def _marked(claim: Json, reasons: list[Json], side: str) -> Text:
    """The claim's words with those in conflict marked; not if it has gaps: its text is then shorter than its span."""
    text = Text(claim["text"], style="default")
    start, end = claim["span"]["start"], claim["span"]["end"]
    if end - start == len(claim["text"]):
        for reason in reasons:
            text.stylize("bold underline", reason[side]["start"] - start, reason[side]["end"] - start)
    return text


def _sources(sources: list[Json], console: Console) -> None:
    shown = [source for source in sources if source["credibility"]]
    if not shown:
        return
    console.print()
    console.rule("[bold]How far each was borne out by independent others here[/]", align="left")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("source", "kind", "mean", "90 % interval", "comparisons", "prior"):
        table.add_column(heading, header_style="dim")
    for source in sorted(shown, key=lambda source: (-source["credibility"]["comparisons"], source["name"])):
        credibility = source["credibility"]
        low, high = credibility["interval"]
        table.add_row(
            escape(source["name"]),
            source["kind"],
            f"{credibility['mean']:.2f}",
            f"{low:.2f} to {high:.2f}",
            f"{credibility['comparisons']:.1f}",
            f"{source['prior']['mean']:.2f}, {escape(source['prior']['basis'])}",
        )
    console.print(Padding(table, (0, 0, 1, 2)))
