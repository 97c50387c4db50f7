"""The classes of replies are shared by way of a method django-ninja does not promise: an upgrade that moves it is told here."""

from __future__ import annotations

import inspect

from ninja.operation import Operation

from phoihop.api.operations import build

MOVED = (
    "django-ninja no longer makes its classes of replies in Operation._create_response_model(self, response_param). "
    "Nothing is wrong at the JSON door, but a server makes a class for every status of every operation while it "
    "starts: look at phoihop/api/operations.py, _share_replies, and at `python -m bench.start`."
)


def test_the_library_still_makes_a_class_of_reply_where_ours_are_shared() -> None:
    build()
    method = getattr(Operation, "_create_response_model", None)
    assert method is not None and method.__name__ == "shared", MOVED
    library = inspect.getsource(Operation._create_response_model_multiple)
    assert "self._create_response_model(" in library, MOVED


def test_operations_share_a_class_for_replies_that_say_the_same() -> None:
    api = build()
    operations = [
        operation
        for _prefix, router in api._routers
        for path in router.path_operations.values()
        for operation in path.operations
    ]
    made = [model for operation in operations for model in operation.response_models.values()]
    own = {id(model) for model in made}
    assert len(made) > 500 and len(own) < len(made) / 10, (
        f"{len(own)} classes for {len(made)} replies. {MOVED}"
    )
