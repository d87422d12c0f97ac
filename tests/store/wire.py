"""Wire copy for tests of keeping: three happenings, two of them look-alikes, with reprints, corrections and quotes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from service.news.article import Article

DAY = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return DAY + timedelta(hours=hours)


BRIDGE = (
    "A road bridge over the Narva canal near Tal Warda collapsed on Sunday morning and killed 7 people, the Interior "
    "Ministry said. Rescuers pulled 12 wounded people from the water, the ministry added. The collapse closed the canal to "
    "barges, and the harbour office said it would stay closed for three days."
)
ARTICLES = (
    Article(
        "bridge-1",
        "The Levant Courier",
        BRIDGE,
        "Bridge collapse kills 7 near Tal Warda",
        "https://courier.example/b1",
        at(3),
    ),
    Article(
        "bridge-2",
        "Harbour Post",
        "The road bridge near Tal Warda collapsed into the Narva canal and killed 9 people, said Nabil Haddour, the director "
        "of the Levant Observatory. The Observatory said 12 wounded people were pulled from the water.",
        "Nine dead as bridge falls into canal",
        "https://harbourpost.example/9",
        at(5),
    ),
    Article(
        "bridge-3",
        "Daily Ledger",
        "The Interior Ministry denied that the road bridge near Tal Warda had been damaged by shelling before its collapse. "
        "The collapse killed 7 people, the Interior Ministry said.",
        "Ministry denies shelling of bridge",
        None,
        at(9),
    ),
    Article("bridge-copy", "Valley Reprint", BRIDGE, "Bridge collapse kills seven", "https://reprint.example/1", at(4)),
    Article(
        "bridge-4",
        "Harbour Post",
        "The death toll of the collapse of the road bridge near Tal Warda rose to 11, the Levant Observatory said on Monday.",
        "Bridge toll rises",
        "https://harbourpost.example/12",
        at(30),
    ),
    Article(
        "market-1",
        "The Levant Courier",
        "Two gunmen opened fire in the spice market of Qasr Amin on Monday and wounded 4 traders, police said. One gunman was "
        "arrested, police said.",
        "Gunmen wound four in Qasr Amin market",
        "https://courier.example/m1",
        at(28),
    ),
    Article(
        "market-2",
        "Daily Ledger",
        "Three gunmen opened fire in the spice market of Qasr Amin and wounded 6 traders, a hospital official said. No gunman "
        "was arrested, the hospital official said.",
        "Six wounded in market shooting",
        None,
        at(31),
    ),
    Article(
        "market-3",
        "Northern Wire",
        "Police said the gunmen who opened fire in the spice market of Qasr Amin had fled. Four traders were wounded.",
        "",
        "https://northern.example/q",
        None,
    ),
    Article(
        "bridge-far",
        "Northern Wire",
        "A road bridge over the Orsa river near Upper Kalin collapsed on Thursday and killed 2 people, the Interior Ministry "
        "said. Three cars fell into the river.",
        "Two dead in Orsa bridge collapse",
        "https://northern.example/orsa",
        at(24 * 11),
    ),
    Article(
        "notice",
        "Harbour Post",
        "Le port restera fermé mardi.",
        "",
        None,
        at(33),
        "fr",
    ),
)
CORRECTED = Article(
    "bridge-1",
    "The Levant Courier",
    BRIDGE.replace("killed 7 people", "killed 10 people"),
    "Bridge collapse kills 10 near Tal Warda",
    "https://courier.example/b1",
    at(3),
    None,
    at(12),
)
"""A later version of the first article, with another toll."""
