"""Writes what the README quotes from the service: the settings, and its answer to the first curl. Run by `make readme`.

`tests/test_readme.py` fails when the README is no longer what stands here.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from service.console import reports
from service.settings import Settings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SCENARIO = ROOT / "seeds/events/night_explosion.json"
REQUEST = ROOT / "seeds/requests/night_explosion.json"
COLUMNS = 110
SHOWN_SIGNALS = 3


def readme() -> str:
    return README.read_text(encoding="utf-8")


def shell_commands() -> list[list[str]]:
    """Every command of the README's shell blocks as a list of words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", readme(), re.MULTILINE | re.DOTALL)
    found, lines = [], []
    for line in "".join(blocks).splitlines():
        lines.append(line)
        try:
            words = shlex.split("\n".join(lines), comments=True)
        except ValueError:  # a quotation goes on in the next line
            continue
        found.append(words)
        lines = []
    if lines:
        raise ValueError(f"a shell block ends within a quotation: {lines}")
    return [each for each in found if each]


def curls() -> list[list[str]]:
    return [each for each in shell_commands() if each[0] == "curl"]


def body_of(curl: list[str]) -> bytes:
    """What a curl posts, read from the file where it names one."""
    given = curl[curl.index("-d") + 1]
    return (ROOT / given[1:]).read_bytes() if given.startswith("@") else given.encode()


def between(marker: str) -> str:
    return readme().split(f"<!-- {marker} -->\n")[1].split(f"<!-- /{marker} -->")[0]


def settings_table() -> str:
    rows = [
        f"| `{each.variable}` | {f'`{each.default}`' if each.default else '(empty)'} | {each.meaning} |\n"
        for each in Settings.meanings()
    ]
    return "| variable | default | meaning |\n|---|---|---|\n" + "".join(rows)


def request_of_scenario() -> str:
    """The sample as a request body: a scenario's articles, without its gold."""
    articles = json.loads(SCENARIO.read_text(encoding="utf-8"))["articles"]
    return json.dumps({"articles": articles}, ensure_ascii=False, indent=2) + "\n"


def report() -> dict:
    """What the command line reports on the articles of the first curl, with the real models."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "request.json"
        file.write_bytes(body_of(curls()[0]))
        command = [sys.executable, "-m", "service", "score", "--json", str(file)]
        return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


def as_printed(found: dict) -> str:
    page = io.StringIO()
    reports.show(found, Console(file=page, width=COLUMNS))
    return "\n".join(line.rstrip() for line in page.getvalue().strip().splitlines()) + "\n"


def report_blocks(found: dict) -> str:
    """A report as a person reads it, and one of its pairs as a program does."""
    pair = next(each for event in found["events"] for each in event["pairs"] if each["relation"] == "contradicts")
    return (
        f"```text\n{as_printed(found)}```\n\n"
        "That is `counterclaim score` on the articles of the first request above. As JSON, each pair carries its reasons\n"
        f"and all its evidence; of that pair, abridged:\n\n```\n{abridged(pair)}```\n"
    )


def abridged(pair: dict) -> str:
    """A pair with the prior and its strongest signals, numbers rounded."""
    prior, *signals = pair["evidence"]
    signals.sort(key=lambda each: -max(abs(bits) for bits in each["bits"].values()))
    shown = [prior, *signals[:SHOWN_SIGNALS]]
    evidence = ",\n              ".join(json.dumps(rounded(each)) for each in shown)
    head = json.dumps({key: rounded(pair[key]) for key in ("a", "b", "relation", "decided", "probabilities")})
    return (
        f"{head[:-1]},\n"
        f' "evidence": [{evidence},\n              … {len(signals) - SHOWN_SIGNALS} more],\n'
        f' "reasons": {json.dumps(pair["reasons"])}}}\n'
    )


def rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2) + 0.0  # no -0.0
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return value


def write(marker: str, text: str) -> None:
    before, rest = readme().split(f"<!-- {marker} -->\n")
    after = rest.split(f"<!-- /{marker} -->")[1]
    README.write_text(f"{before}<!-- {marker} -->\n{text}<!-- /{marker} -->{after}", encoding="utf-8")


if __name__ == "__main__":
    REQUEST.write_text(request_of_scenario(), encoding="utf-8")
    write("settings", settings_table())
    write("report", report_blocks(report()))
