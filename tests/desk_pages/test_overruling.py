"""Claims of a ledger disputed on the desk, and named another's, as a browser without scripts does it."""

from __future__ import annotations

import re

import pytest

from service.news.label import DisputeDecision, LabelKind, LabelQuery, PartyDecision, SourceDecision
from service.news.source import Ruling, SourceKind
from tests.desk_pages.conftest import HTML, kept, send, token_of, words


@pytest.fixture
def courier(signed_in):
    """A browser in which mara, who may label, keeps two articles; and the address of The Courier's page."""
    client = signed_in()
    kept(client)
    [at] = re.findall(r'href="(/desk/sources/\w+)"', client.get("/desk/sources?name=courier").text)
    return client, at


def claim_on(client, at):
    [claim] = re.findall(r'name="claim" value="([^"]+)"', client.get(at).text)
    return claim


def asked(claim, **more):
    given = {"claim": claim, "ruling": "excluded", "reason": "a typing error", "source": "", "source_kind": ""}
    return given | {"party": "a party"} | more


def test_a_claim_is_disputed_and_the_ledger_says_by_whom_and_why(courier, archive):
    client, at = courier
    claim = claim_on(client, at)
    answer = send(client, f"{at}?limit=5", asked(claim), at)
    assert (answer.status_code, answer.location) == (303, f"{at}?limit=5#c-{claim}")
    [label] = archive.labels(LabelQuery(10)).items
    assert (label.decision, label.by) == (DisputeDecision(claim, Ruling.EXCLUDED, "a typing error"), "user:mara")
    page = words(client.get(at))
    assert "Counts for nothing, says mara 1 Jun 2024 12:00 : a typing error" in page
    assert "excluded" in page


def test_a_dispute_is_withdrawn_by_its_maker_or_an_admin_with_a_reason(courier, signed_in, archive):
    client, at = courier
    send(client, at, asked(claim_on(client, at), ruling="borne_out"))
    page = client.get(at)
    assert "Counts as borne out, says mara" in words(page)
    [withdraw] = re.findall(r'action="([^"]+/withdraw)"', page.text)
    assert send(client, withdraw, {"reason": " "}, at).status_code == 422
    assert "/withdraw" not in signed_in("omar").get(at).text
    answer = send(signed_in("ada"), withdraw, {"reason": "a slip"}, at)
    assert (answer.status_code, answer.location) == (303, f"{at}#ledger")
    assert archive.kept_label("1").withdrawn.reason == "a slip"
    assert "Counts as" not in words(client.get(at))


def test_a_claim_is_named_anothers_and_its_event_says_so_until_that_is_withdrawn(courier, archive):
    client, at = courier
    claim = claim_on(client, at)
    answer = send(client, at, asked(claim, source="Dina Haddad", source_kind="person", do="name"))
    event = re.fullmatch(r"(/desk/events/\w+)#edits", answer.location)[1]
    [label] = archive.labels(LabelQuery(10, kind=LabelKind.SOURCE)).items
    assert label.decision == SourceDecision(claim, "Dina Haddad", "a typing error", SourceKind.PERSON)
    page = client.get(event)
    assert re.search(r"Dina Haddad person named as the source of .* by mara .*: a typing error", words(page))
    assert "Dina Haddad" in words(client.get("/desk/sources"))
    [withdraw] = re.findall(r'action="([^"]+/withdraw)"', page.text)
    assert send(client, withdraw, {"reason": "a slip"}, event).status_code == 303
    assert "Dina Haddad" not in words(client.get(event))


@pytest.mark.parametrize(("chosen", "party"), [("a party", True), ("no party", False)])
def test_a_source_is_said_to_be_a_party_or_none_and_its_event_says_by_whom(courier, archive, chosen, party):
    client, at = courier
    claim = claim_on(client, at)
    answer = send(client, at, asked(claim, party=chosen, do="party"))
    event = re.fullmatch(r"(/desk/events/\w+)#edits", answer.location)[1]
    [label] = archive.labels(LabelQuery(10, kind=LabelKind.PARTY)).items
    assert label.decision == PartyDecision(claim, party, "a typing error")
    page = client.get(event)
    assert re.search(rf"The Courier is {chosen}, says mara .*: a typing error", words(page))
    [withdraw] = re.findall(r'action="([^"]+/withdraw)"', page.text)
    assert send(client, withdraw, {"reason": "a slip"}, event).status_code == 303
    assert "says mara" not in words(client.get(event))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"claim": ""}, "claim: Select a claim of the ledger."),
        ({"ruling": "perhaps"}, "ruling: "),
        ({"reason": " "}, "reason: "),
        ({"reason": " ", "do": "name", "source": "Dina Haddad"}, "reason: "),
        ({"do": "name"}, "source: "),
        ({"do": "party", "party": "perhaps"}, "party: "),
        ({"do": "party", "reason": ""}, "reason: "),
        ({"do": "name", "source": "Dina Haddad", "source_kind": "poet"}, "source_kind: "),
    ],
)
def test_what_cannot_be_meant_says_why_and_loses_nothing(courier, archive, wrong, why):
    client, at = courier
    given = asked(claim_on(client, at)) | wrong
    answer = send(client, f"{at}?limit=5", given, at)
    assert answer.status_code == 422
    assert why in words(answer)
    assert f'action="{at}?limit=5"' in answer.text
    assert f'autocomplete="off" value="{given["reason"]}"' in answer.text
    assert ('form="overrule"' in answer.text, " checked>" in answer.text) == (True, bool(given["claim"]))
    assert archive.given_labels == []


def test_who_may_not_label_is_offered_nothing_and_refused(courier, signed_in, archive):
    client, at = courier
    claim = claim_on(client, at)
    reader = signed_in("omar")
    assert "overrule" not in reader.get(at).text
    for path in (at, f"{at}/disputes/1/withdraw"):
        data = asked(claim, csrf_token=token_of(reader.get("/account")))
        assert reader.post(path, data=data).status_code == 403
    assert archive.given_labels == []


def test_an_edit_from_elsewhere_is_refused(courier, archive):
    client, at = courier
    assert client.post(at, data=asked(claim_on(client, at))).status_code == 403
    assert archive.given_labels == []


def test_a_claim_of_another_ledger_is_no_line_of_this_one(courier):
    client, at = courier
    answer = client.post(at, data=asked("v0.1", csrf_token=token_of(client.get(at))), headers=HTML)
    assert answer.status_code == 404
