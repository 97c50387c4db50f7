"""The generated operations under generated input: whatever is sent, the answer is one that was declared.

``PHOIHOP_API_CASES`` says how many cases are sent in one run: 2,000 with every run of the suite; before a release
100,000 once (about an hour), with ``PHOIHOP_API_SEED`` where they shall differ from the last time.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django import forms
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from hypothesis import strategies as st
from schemathesis import Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from phoihop.accounts.actions import create_account, grant, issue_token, renew_key
from phoihop.accounts.models import User, kinds_of_records
from phoihop.api import tokens
from phoihop.core.actions import perform, registry
from phoihop.core.journal import verify_database
from phoihop.core.models import Record
from phoihop.core.who import CLOCK
from phoihop.directory.models import Organisation
from phoihop.directory.tests.factories import NOW
from tests.test_exits import shown  # noqa: F401 a fixture: one record of every kind

pytestmark = pytest.mark.django_db

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip
CASES = int(os.environ.get("PHOIHOP_API_CASES", "2000"))
#: A second database is asked by one operation of four: it could only refuse other texts.
SHARE = 4 if os.environ.get("PHOIHOP_SECOND_DATABASE") == "1" else 1
SEED = int(os.environ.get("PHOIHOP_API_SEED", "20270802"))


class Door:
    """A ward with a record of every kind; a person with every role in it, and a machine with a key."""

    def __init__(self) -> None:
        User.objects.create(pk=901, username="khoang-cach")
        self.person = Client()
        self.person.force_login(self._everybody())
        every = list(kinds_of_records())
        given_: dict[str, Any] = {
            "role": "clerk",
            "valid_to": date(2027, 12, 31),
            "reads": every,
            "acts": every,
        }
        token = perform(issue_token, actor=CLOCK, at=NOW, words="Máy thử", body=self._body("UBND"), **given_)
        key = perform(renew_key, token, actor=CLOCK, at=NOW).key
        self.machine = Client(headers={"Authorization": f"Bearer {key}"})
        #: Codes of what is there, by model; neither the person nor the machine is asked to lock itself out.
        self.codes: dict[type[Record], list[str]] = {
            model: list(model._base_manager.values_list("code", flat=True)[:20])
            for model in apps.get_models() if issubclass(model, Record) and model._meta.app_label != "accounts"
        }  # fmt: skip

    def _body(self, kind: str) -> Organisation:
        return Organisation.objects.get(kind=kind)

    def _everybody(self) -> User:
        account = perform(
            create_account, actor=CLOCK, at=NOW, username="moi-vai", full_name="Người Mọi Vai",
            home=self._body("TTHDND"), role="clerk", valid_from=date(2020, 1, 1),
        )  # fmt: skip
        for role in ("leader", "unit", "member", "administrator"):
            perform(
                grant, actor=CLOCK, at=NOW, user=account.user, role=role, body=self._body("UBND"),
                valid_from=date(2020, 1, 1),
            )  # fmt: skip
        account.user.must_change_password = False
        account.user.save()
        user: User = account.user
        return user


@pytest.fixture
def door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    request.getfixturevalue("shown")
    monkeypatch.setattr(tokens, "CALLS", 10**9)
    cache.clear()
    yield Door()
    cache.clear()


def operations(client: Client) -> Iterator[Any]:
    text = client.get("/api/v1/openapi.json").content.decode()
    schema = schemathesis.openapi.from_dict(json.loads(text))
    schema.config.generation.update(
        with_security_parameters=False
    )  # the session is a real one, never an invented one
    for operation in schema.get_all_operations():
        found: Any = operation
        yield found.ok()


def test_every_offered_action_and_every_readable_kind_is_an_operation(door: Door) -> None:
    told = json.loads(door.machine.get("/api/v1/openapi.json").content)
    assert told["openapi"] == "3.1.0"
    ids = {op["operationId"] for path in told["paths"].values() for op in path.values()}
    offered = {name.replace(".", "_") for name, verb in registry.items() if not verb.inner}
    assert offered - ids == set()
    assert {i for i in ids - offered if not i.endswith(("_list", "_read"))} == set()


def answer(client: Client, case: Any) -> Response:
    """The case as this very connection answers it, in the form the checks read."""
    kwargs = case.as_transport_kwargs(base_url="http://127.0.0.1")
    asked = requests.Request(
        kwargs["method"], kwargs["url"], params=kwargs.get("params"), json=kwargs.get("json"), data=kwargs.get("data")
    ).prepare()  # fmt: skip
    url = urlsplit(asked.url or "")
    told = client.generic(
        asked.method or "GET", url.path, asked.body or b"", content_type="application/json", QUERY_STRING=url.query
    )  # fmt: skip
    return Response(
        status_code=told.status_code, headers={name.lower(): [value] for name, value in told.headers.items()},
        content=told.content, request=asked, elapsed=0.0, verify=False,
    )  # fmt: skip


def real(case: Any, door: Door, hand: st.DataObject) -> None:
    """Half of the cases speak of records that are there: an invented code never reaches the action behind it."""
    verb = next(
        (
            v
            for v in registry.values()
            if v.name.replace(".", "_") == case.operation.definition.raw["operationId"]
        ),
        None,
    )
    if verb is None:
        return
    there = door.codes.get(verb.on)
    if verb.frm is not None and there and hand.draw(st.booleans()):
        case.path_parameters["code"] = hand.draw(st.sampled_from(there))
    for name, field in (verb.form.base_fields if verb.form else {}).items():
        if not isinstance(field, forms.ModelChoiceField) or not isinstance(case.body, dict):
            continue
        offered: Any = field.queryset
        known = door.codes.get(offered.model)
        if known and hand.draw(st.booleans()):
            one = st.sampled_from(known)
            several = isinstance(field, forms.ModelMultipleChoiceField)
            case.body[name] = hand.draw(st.lists(one, max_size=3)) if several else hand.draw(one)


@pytest.mark.long
def test_whatever_is_sent_the_answer_is_one_that_was_declared(door: Door) -> None:
    answers: Counter[int] = Counter()
    faults: list[str] = []
    every = list(operations(door.person))
    each = math.ceil(CASES / len(every))
    for operation in every[::SHARE]:

        @seed(SEED)
        @examples(
            max_examples=each, deadline=None, database=None, phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(), by_key=st.booleans(), hand=st.data())
        def send(case: Any, by_key: bool, hand: st.DataObject) -> None:
            real(case, door, hand)
            reply = answer(door.machine if by_key else door.person, case)
            case.validate_response(reply, checks=CHECKS)
            answers[reply.status_code] += 1

        try:
            send()
        except BaseExceptionGroup as several:
            faults.append(f"{operation.label}: {several.exceptions}")
        except Exception as fault:
            faults.append(f"{operation.label}: {fault}")
    print(f"{sum(answers.values())} cases over {len(every[::SHARE])} operations: {sorted(answers.items())}")
    assert faults == [], "\n\n".join(faults)
    assert answers.total() >= CASES / SHARE
    assert {200, 403, 404, 409, 422} - set(answers) == set() and 401 not in answers, answers
    assert verify_database().faults == []


def test_who_is_not_signed_in_is_told_so_by_every_operation(door: Door) -> None:
    stranger = Client()
    for path, methods in json.loads(door.person.get("/api/v1/openapi.json").content)["paths"].items():
        url = path.replace("{code}", "X-1")
        for method in methods:
            told = getattr(stranger, method)(url)
            assert (told.status_code, set(told.json())) == (401, {"what", "instead", "fields"}), (method, url)
