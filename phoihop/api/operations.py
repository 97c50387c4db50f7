"""One operation per action and two per readable record, built from the registries."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema, Status
from ninja.errors import HttpError
from ninja.errors import ValidationError as ValidationErrors
from ninja.operation import Operation
from ninja.security import django_auth

from phoihop.api.schemas import Done, Page, Problem, form_data, input_schema, record_out, whole
from phoihop.api.tokens import TokenAuth, for_the_known, out_of_scope, refusal
from phoihop.core import moment
from phoihop.core.actions import Action, Forbidden, Refused, perform, registry
from phoihop.core.forms import bind, inputs_of
from phoihop.core.models import Record
from phoihop.core.room import trouble
from phoihop.core.text import BadText
from phoihop.core.web.middleware import actor_of
from phoihop.core.who import Actor, Hat

PAGE = 50
FAULTS: dict[int, Any] = dict.fromkeys((400, 401, 403, 413, 422, 429, 503), Problem)
REPLIES: dict[int, Any] = FAULTS | {200: Done, 404: Problem, 409: Problem}


def _share_replies() -> None:
    """The library makes a class of the reply for every status of every operation, eight hundred of them while
    a server starts; ours say the same few things. Their checks are built when one is first used."""
    Schema.model_config["defer_build"] = True
    make = Operation._create_response_model
    made: dict[Any, Any] = {}

    def shared(operation: Operation, kind: Any) -> Any:
        if kind not in made:
            made[kind] = make(operation, kind)
        return made[kind]

    Operation._create_response_model = shared  # type: ignore[method-assign,assignment]


def build() -> NinjaAPI:
    """The whole API: nothing in it is written by hand, so a new folder brings its own operations."""
    _share_replies()
    api = NinjaAPI(
        title="Phối Hợp", version="1", auth=[TokenAuth(), django_auth], docs_url=None, docs_decorator=for_the_known,
        urls_namespace="api",
    )  # fmt: skip
    offered = [verb for verb in registry.values() if not verb.inner]
    # The address that makes a record looks like that of a record: it must be asked first.
    for verb in offered:
        if verb.frm is None:
            _writes(api, verb)
    for model in apps.get_models():
        if issubclass(model, Record) and model.path:
            _reads(api, model)
    for verb in offered:
        if verb.frm is not None:
            _writes(api, verb)
    api.exception_handler(ValidationErrors)(_misshapen)
    api.exception_handler(HttpError)(_unreadable)
    return api


def _misshapen(request: HttpRequest, error: ValidationErrors) -> HttpResponse:
    """Input that does not have the declared shape is told field by field, as a form tells it."""
    fields: dict[str, list[str]] = {}
    for fault in error.errors:
        name = str(fault["loc"][-1]) if fault.get("loc") else ""
        fields.setdefault(name, []).append(str(fault.get("msg", "")))
    body = Problem(
        what=_("Dữ liệu gửi lên không đúng dạng."), instead=_("Xem OpenAPI của thao tác."), fields=fields
    )
    return JsonResponse(body.model_dump(), status=422)


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refusal(error.status_code)


def _reads(api: NinjaAPI, model: type[Record]) -> None:
    label = model._meta.label_lower.replace(".", "_")
    references = [f.name for f in model._meta.concrete_fields if f.is_relation]

    def listed(request: HttpRequest, after: int | None = None) -> Any:
        if out_of_scope(request, "read", model.path):
            return Status(403, _not_given())
        rows = model._default_manager.visible_to(actor_of(request))
        if after is not None:
            rows = rows.filter(pk__lt=after)
        found = list(rows.select_related(*references).order_by("-pk")[: PAGE + 1])
        more = found[PAGE - 1].pk if len(found) > PAGE else None
        return {"items": [record_out(r) for r in found[:PAGE]], "after": more}

    def one(request: HttpRequest, code: str) -> Any:
        if out_of_scope(request, "read", model.path):
            return Status(403, _not_given())
        found = (
            model._default_manager.visible_to(actor_of(request))
            .select_related(*references).filter(code=code).first()
        )  # fmt: skip
        return Status(200, record_out(found)) if found else Status(404, _missing())

    name = str(model._meta.verbose_name)
    api.get(
        f"/{model.path}",
        response=FAULTS | {200: Page},
        operation_id=f"{label}_list",
        summary=name,
        tags=[model.path],
    )(listed)
    api.get(
        f"/{model.path}/{{code}}", response=FAULTS | {200: dict[str, Any], 404: Problem}, operation_id=f"{label}_read",
        summary=name, tags=[model.path],
    )(one)  # fmt: skip


def _writes(api: NinjaAPI, verb: Action) -> None:
    payload_type = input_schema(verb)
    path = f"/{verb.on.path or verb.on._meta.model_name}"
    short = verb.name.split(".", 1)[1]
    view: Callable[..., Any]
    if verb.frm is None:

        def view(
            request: HttpRequest,
            payload: payload_type,  # type: ignore[valid-type]
            key: str = "",
            capacity: int | None = None,
        ) -> Any:
            if out_of_scope(request, "act", verb.on.path):
                return Status(403, _not_given())
            return run(request, verb, None, payload.model_dump(), key=key, capacity=capacity)  # type: ignore[attr-defined]

        path = f"{path}/{short}"
    else:

        def view(
            request: HttpRequest,
            code: str,
            payload: payload_type,  # type: ignore[valid-type]
            key: str = "",
            capacity: int | None = None,
        ) -> Any:
            if out_of_scope(request, "act", verb.on.path):
                return Status(403, _not_given())
            found = verb.on._default_manager.visible_to(actor_of(request)).filter(code=code).first()
            if found is None:
                return Status(404, _missing())
            return run(request, verb, found, payload.model_dump(), key=key, capacity=capacity)  # type: ignore[attr-defined]

        path = f"{path}/{{code}}/{short}"
    api.post(
        path, response=REPLIES, operation_id=verb.name.replace(".", "_"), summary=str(verb.label),
        tags=[verb.on.path or "khác"],
    )(view)  # fmt: skip


def run(
    request: HttpRequest,
    verb: Action,
    record: Record | None,
    given: dict[str, Any],
    *,
    key: str,
    capacity: int | None = None,
) -> Any:
    """Bind the form, perform, and answer with the record or with the reason nothing was written."""
    actor = actor_of(request)
    try:
        whole(given)
        data, files = form_data(verb, given)
        form = bind(verb, record, actor, data, files)
    except BadText as error:
        return _problem(422, str(error))
    if form is not None and not form.is_valid():
        faults = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        return _problem(422, _("Biểu mẫu còn thiếu hoặc sai."), _("Sửa các ô nêu tên."), faults)
    try:
        made = perform(
            verb, record, actor=actor, at=moment.now(), hat=_hat(actor, capacity), key=key, **inputs_of(form)
        )
    except Forbidden:
        if record is None:
            return _problem(403, _("Vai trò của đồng chí không làm được việc này."), _("Hỏi quản trị."))
        return _problem(403, _("Việc này thuộc đơn vị khác."), _("Hỏi đơn vị giữ bản ghi."))
    except Refused as refusal:
        return _problem(409, refusal.reason, refusal.instead)
    except ValidationError as error:
        return _problem(422, "; ".join(error.messages))
    except (OperationalError, OSError) as error:
        found = trouble(error)
        if found is None:
            raise
        return _problem(503, str(found.what), _("Chưa ghi gì vào sổ; gửi lại sau, cùng mã gửi."))
    return Status(200, Done(code=made.code, state=made.state, seq=made.seq, digest=made.head))


def _hat(actor: Actor, capacity: int | None) -> Hat | None:
    """Who wears several hats says by its mandate in which one it is done; else the first that may."""
    if capacity is None:
        return None
    found = next((hat for hat in actor.hats if hat.mandate == capacity), None)
    if found is None:
        raise Forbidden("capacity")
    return found


def _problem(
    status: int, what: str, instead: str = "", fields: dict[str, list[str]] | None = None
) -> Status[Problem]:
    return Status(status, Problem(what=what, instead=instead, fields=fields or {}))


def _not_given() -> Problem:
    return Problem(
        what=_("Khóa này không được làm việc đó."), instead=_("Xin quản trị cấp khóa có quyền ấy.")
    )


def _missing() -> Problem:
    return Problem(
        what=_("Không có bản ghi này, hoặc đồng chí không được xem."), instead=_("Kiểm tra lại mã.")
    )
