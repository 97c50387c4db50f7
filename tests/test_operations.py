"""The generated operations under generated input: whatever is sent, the answer is one that was declared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis import Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from phoihop.accounts.actions import create_account, grant
from phoihop.accounts.models import User
from phoihop.activities.programmes.tests.factories import Table
from phoihop.core.actions import perform, registry
from phoihop.core.journal import verify_database
from phoihop.core.tests import factories as sample
from phoihop.core.who import CLOCK
from phoihop.directory.tests.factories import NOW

pytestmark = pytest.mark.django_db

CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
)  # fmt: skip


@pytest.fixture
def signed_in() -> Client:
    """Somebody with every role in a ward that has a programme, a target and a task."""
    table = Table()
    sample.rules()
    User.objects.create(pk=900, username="khoang-cach")
    account = perform(
        create_account, actor=CLOCK, at=NOW, username="moi-vai", full_name="Người Mọi Vai",
        home=table.bodies["TTHDND"], role="clerk", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    for role in ("leader", "unit", "member", "administrator"):
        perform(
            grant, actor=CLOCK, at=NOW, user=account.user, role=role, body=table.bodies["UBND"], valid_from=date(2020, 1, 1)
        )  # fmt: skip
    account.user.must_change_password = False
    account.user.save()
    table.target(table.in_force())
    client = Client()
    client.force_login(account.user)
    return client


def operations(client: Client) -> Iterator[Any]:
    text = client.get("/api/v1/openapi.json").content.decode()
    schema = schemathesis.openapi.from_dict(json.loads(text))
    schema.config.generation.update(
        with_security_parameters=False
    )  # the session is a real one, never an invented one
    for operation in schema.get_all_operations():
        found: Any = operation
        yield found.ok()


def test_every_offered_action_and_every_readable_kind_is_an_operation(signed_in: Client) -> None:
    paths = json.loads(signed_in.get("/api/v1/openapi.json").content)["paths"]
    ids = {op["operationId"] for path in paths.values() for op in path.values()}
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


def test_whatever_is_sent_the_answer_is_one_that_was_declared(signed_in: Client) -> None:
    answers: Counter[int] = Counter()
    for operation in operations(signed_in):

        @examples(
            max_examples=6, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            reply = answer(signed_in, case)
            case.validate_response(reply, checks=CHECKS)
            answers[reply.status_code] += 1

        send()
    assert {200, 404, 422} - set(answers) == set() and 401 not in answers, answers
    assert verify_database().faults == []


def test_who_is_not_signed_in_is_told_so_by_every_operation(signed_in: Client) -> None:
    stranger = Client()
    for path, methods in json.loads(signed_in.get("/api/v1/openapi.json").content)["paths"].items():
        url = path.replace("{code}", "X-1")
        for method in methods:
            assert getattr(stranger, method)(url).status_code == 401, (method, url)
