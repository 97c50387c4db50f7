"""Ký số: a signer sees what he signs and signs with his key, or hands in the PDF signed elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from phoihop.core import moment
from phoihop.core.access import note
from phoihop.core.actions import Forbidden, Refused, perform, the_action
from phoihop.core.models import Record
from phoihop.core.web.middleware import actor_of
from phoihop.core.web.places import address
from phoihop.core.web.views import capacity_of, fetch
from phoihop.core.who import Hat
from phoihop.documents.models import OutgoingDocument, OutgoingState, Signature, Way
from phoihop.documents.signatures.block import person_block
from phoihop.documents.signatures.changes import since
from phoihop.documents.signatures.forms import KeyForm, SignedElsewhereForm
from phoihop.documents.signatures.keys import KeyRefused
from phoihop.documents.signatures.matching import NotThis, copy_to_sign, match
from phoihop.documents.signatures.placing import place
from phoihop.documents.signatures.signing import sign


def _locked(request: HttpRequest, code: str) -> OutgoingDocument:
    document: OutgoingDocument = fetch(OutgoingDocument, request, code)
    if document.state != OutgoingState.LOCKED:
        raise Http404
    return document


def _hat(request: HttpRequest, document: OutgoingDocument, row: Signature | None) -> Hat | None:
    """The capacity in which this person acts for the body whose turn it is."""
    hats = the_action("documents.sign").by.hats(actor_of(request), document)
    return next((hat for hat in hats if row is not None and hat.body == row.body_id), None)


@sensitive_post_parameters("phrase")
@sensitive_variables("keys")
def sign_digital(request: HttpRequest, code: str) -> HttpResponse:
    """The page; one form signs here, the other takes in what was signed elsewhere."""
    document = _locked(request, code)
    row = document.next_signature()
    hat = _hat(request, document, row)
    here = request.method == "POST" and "phrase" in request.POST
    there = request.method == "POST" and not here
    keys = KeyForm(request.POST, request.FILES) if here else KeyForm()
    elsewhere = SignedElsewhereForm(request.POST, request.FILES) if there else SignedElsewhereForm()
    refusal: Refused | None = None
    if request.method == "POST" and row is not None and hat is not None:
        at = moment.now()
        form: Any = keys if here else elsewhere
        if form.is_valid():
            try:
                signed = (
                    _signed_here(document, row, keys, at) if here else form.cleaned_data["signed_file"].read()
                )
                _record(request, document, row, signed, hat=hat, at=at)
            except KeyRefused as error:
                form.add_error(
                    error.field if error.field in form.fields else None, f"{error.reason} {error.instead}"
                )
                refusal = Refused(error.reason, instead=error.instead)
            except Forbidden:
                raise Http404 from None
            except (Refused, ValidationError) as error:
                refusal = error if isinstance(error, Refused) else Refused("; ".join(error.messages))
            else:
                said = _("Đã ký số lúc %s.") % f"{timezone.localtime(at):%H:%M}"
                messages.success(request, said)
                return HttpResponseRedirect(address(document))
    status = 422 if request.method == "POST" and refusal is None else 409 if refusal else 200
    return render(
        request,
        "documents/sign_digital.html",
        _shown(request, document, row, hat, keys, elsewhere, refusal),
        status=status,
    )


def _signed_here(document: OutgoingDocument, row: Signature, keys: KeyForm, at: datetime) -> bytes:
    content = copy_to_sign(document)
    column = _column(document, row)
    authority, titles = (column.authority, column.titles) if column else ("", (row.title,))
    picture = keys.cleaned_data.get("picture")
    capacity = " – ".join(words for words in (authority, " ".join(titles)) if words)
    box = place(content, name=row.name, authority=authority)
    return sign(
        content, key=keys.key(), at=at, name=row.name, reason=capacity, box=box,
        block=person_block(row.name, at=at, picture=picture.read() if picture else b""),
    )  # fmt: skip


def _column(document: OutgoingDocument, row: Signature) -> Any:
    """How the signer is printed on the paper."""
    from phoihop.core.papers import Signatures  # noqa: PLC0415 only its name is wanted

    columns = [c for b in document.blocks().walk() if isinstance(b, Signatures) for c in b.columns]
    return next((c for c in columns if c.name == row.name), None)


def _record(
    request: HttpRequest,
    document: OutgoingDocument,
    row: Signature,
    content: bytes,
    *,
    hat: Hat,
    at: datetime,
) -> None:
    """By the action that signs. The file is looked at before, so that the books are not locked meanwhile."""
    try:
        match(document, row, content, at=at)
    except NotThis as error:
        raise Refused(error.reason, instead=error.instead) from error
    upload = ContentFile(content, name=f"{document.code}-ky-so.pdf")
    given: dict[str, Any] = {"way": Way.DIGITAL, "upload": upload, "body": row.body}
    verb, about = home_of(document, hat)
    perform(verb, about, actor=actor_of(request), at=at, hat=hat, key=request.POST.get("key", ""), **given)


def source_of(document: OutgoingDocument) -> Record:
    """The record that holds this paper."""
    found: Record = apps.get_model(document.source_type)._default_manager.get(pk=document.source_id)
    return found


def home_of(document: OutgoingDocument, hat: Hat) -> tuple[str, Record]:
    """The action that signs this paper: its own, or that of the record which holds it, whichever is open to this hat."""
    if not document.held_by:
        return "documents.sign", document
    source = source_of(document)
    for name in document.held_by.split():
        verb = the_action(name)
        if source.state in (verb.frm or ()) and verb.by.test(hat, source):
            return name, source
    raise Forbidden(document.held_by)


def _shown(
    request: HttpRequest, document: OutgoingDocument, row: Signature | None, hat: Hat | None, keys: KeyForm,
    elsewhere: SignedElsewhereForm, refusal: Refused | None,
) -> dict[str, Any]:  # fmt: skip
    actor = actor_of(request)
    print_of = document.fingerprint[:24].upper()
    return {
        "record": document,
        "row": row,
        "rows": list(document.signatures.all()),
        "hat": hat,
        "capacity": capacity_of(actor, [hat]) if hat else "",
        "keys": keys,
        "elsewhere": elsewhere,
        "refusal": refusal,
        "since": since(document, actor) if hat else None,
        "print": [" ".join(print_of[i + j : i + j + 4] for j in (0, 4, 8)) for i in (0, 12)],
        "back": address(document),
        "source": address(source_of(document)) if document.held_by else "",
        "copy": f"{address(document)}ky-so/ban-de-ky.pdf",
    }


def copy_for_signing(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF with the signatures so far, to be signed in other software; always an attachment."""
    document = _locked(request, code)
    note(request, kind="export", what=f"{document.code} ban-de-ky.pdf")
    response = HttpResponse(copy_to_sign(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.code}-de-ky.pdf"'
    return response
