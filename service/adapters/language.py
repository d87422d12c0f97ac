"""The LanguageIdentifier port over py3langid (BSD-3, its model inside the package)."""

from __future__ import annotations

import threading

# Below this the identifier guesses: headlines full of names come out as any language.
SURE = 0.9
FEWEST_LETTERS = 40


class LangidIdentifier:
    """Tells the language of a text; short or doubtful texts in Latin script pass as English."""

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._lock = threading.Lock()

    def language(self, text: str) -> str:
        """An ISO 639-1 code."""
        with self._lock:
            code, probability = self._identifier.classify(text)
        if code == "en":
            return "en"
        letters = [ch for ch in text if ch.isalpha()]
        latin = sum(ch.isascii() for ch in letters) >= 0.9 * len(letters)
        doubtful = probability < SURE or len(letters) < FEWEST_LETTERS
        return "en" if latin and doubtful else str(code)
