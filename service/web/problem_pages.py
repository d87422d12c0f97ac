"""The sections of docs/problems.md, one page for each kind of problem."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One section of the document: its ``slug`` and its text as safe HTML."""

    slug: str
    html: str


def problems_document() -> Path:
    """Where docs/problems.md is: in the installed package, or in the checkout around it.

    Raises FileNotFoundError where it is in neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "docs", package.parent / "docs"):
        if (folder / "problems.md").is_file():
            return folder / "problems.md"
    raise FileNotFoundError("docs/problems.md is neither in the package nor beside it")


def problem_pages(document: str) -> dict[str, ProblemPage]:
    """The sections of ``document`` (Markdown) under headings of the second level, by slug, which is the heading."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = {}
    for section in f"\n{document}".split("\n## ")[1:]:
        heading, _, text = section.partition("\n")
        slug = heading.strip()
        found[slug] = ProblemPage(slug, str(markdown.render(text)))
    return found
