"""The code examines itself: rules of the house that no import contract can see."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.checks import run_checks
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from phoihop.core.actions import registry
from phoihop.core.links import KINDS
from phoihop.core.models import Part, Record

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "phoihop"
ORDER = (
    "core",
    "directory",
    "accounts",
    "documents",
    "commitments",
    "petitions",
    "meetings",
    "activities",
    "reports",
    "ingest",
    "desk",
    "portal",
    "api",
    "upkeep",
    "config",
)
FORBIDDEN_FILES = {
    "utils.py",
    "helpers.py",
    "services.py",
    "managers.py",
    "signals.py",
    "serializers.py",
    "permissions.py",
    "tasks.py",
}
#: Where rows are written: the engine, the actions, and what belongs to no record.
WRITERS = {
    "accounts/background.py",  # rows of the sign-in library, no records: sealed anew by a new key
    "core/indexing.py",
    "core/ledger.py",
    "core/store.py",
    "core/counters.py",
    "core/drafts.py",
    "core/access.py",
    "core/scrub.py",
    "upkeep/openings.py",  # the officer who guards the vault is told
    "core/vault.py",  # what is sealed is no record: the record holds its reference
    "core/seed.py",
    "core/notices.py",
    "core/standing.py",  # puts past rows back and always undoes it
    "core/actions.py",
    "core/many.py",  # many new records at once, each with its entry
    "core/phrases.py",  # a row ends and another begins, inside the action that changes the words
    "petitions/alike.py",  # an index made from the petitions
    "upkeep/package/restoring.py",  # rows and entries of a proved package, into an installation that holds nothing
    "config/demo/build.py",  # marks the database as a demo; everything else there is performed
}
WRITES = {"save", "create", "update_or_create", "get_or_create", "bulk_create", "bulk_update", "delete"}


def sources() -> Iterator[Path]:
    for path in sorted(CODE.rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            yield path


def our_models() -> list[type]:
    return [
        m for m in apps.get_models() if m.__module__.startswith("phoihop.") and ".tests." not in m.__module__
    ]


def layer(module: str) -> int:
    return ORDER.index(module.split(".")[1])


def test_references_between_tables_follow_the_layers() -> None:
    upward = []
    for model in our_models():
        for field in model._meta.concrete_fields:  # type: ignore[attr-defined]
            target = field.related_model if field.is_relation else None
            if target is not None and target.__module__.startswith("phoihop."):
                if layer(target.__module__) > layer(model.__module__):
                    upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_rows_are_written_only_by_the_engine_and_in_actions() -> None:
    found = []
    for path in sources():
        name = str(path.relative_to(CODE))
        if path.name == "actions.py" or name in WRITERS:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                owner = ast.unparse(node.func.value)
                if ".objects" in owner or owner.endswith(("_manager", "record", "row")):
                    found.append(f"{name}:{node.lineno} {owner}.{node.func.attr}")
    assert found == []


def test_no_file_has_a_name_that_collects_anything() -> None:
    assert [
        str(p.relative_to(ROOT))
        for p in sources()
        if p.name in FORBIDDEN_FILES and (p.parent / "apps.py").exists()
    ] == []


def test_every_action_has_a_label_a_sentence_and_a_notice_where_it_tells() -> None:
    faults = []
    for name, verb in registry.items():
        if ".tests." in verb.function.__module__:
            continue
        if not str(verb.label).strip() or not str(verb.says).strip():
            faults.append(f"{name}: no words")
        if verb.tells or verb.calls:
            try:
                get_template(f"{name.replace('.', '/notices/', 1)}.txt")
            except TemplateDoesNotExist:
                faults.append(f"{name}: no notice template")
    assert faults == []


#: States that are an end: nothing leads out of them, and that is meant.
FINAL = {
    "petitions.Custody": {"concluded", "passed"},
    "reception.ReceptionDay": {"held", "missed"},
    "reception.Reception": {"concluded", "refused"},
    "accounts.Identity": {"ended"},
    "accounts.Mandate": {"ended"},
    "accounts.SecondStepRule": {"lifted"},
    "accounts.Token": {"revoked"},
    "commitments.Commitment": {"verified", "dropped"},
    "commitments.Showing": {"off"},
    "directory.Organisation": {"ended"},
    "directory.Person": {"left"},
    "directory.Territory": {"ended"},
    "documents.File": {"withdrawn"},
    "dialogue.Dialogue": {"published", "cancelled"},
    "documents.IncomingDocument": {"done"},
    "documents.OutgoingDocument": {"recalled", "dropped"},
    "documents.TrustedRoot": {"ended"},
    "ingest.Reading": {"recorded"},
    "meetings.Feed": {"revoked"},
    "meetings.Meeting": {"closed", "cancelled"},
    "meetings.Minutes": {"locked"},
    "petitions.CompiledList": {"sent", "dropped"},
    "petitions.PastList": {"recorded", "dropped"},
    "petitions.Petition": {
        "verified",
        "withdrawn",
        "handed_over",
        "merged",
        "retracted",
    },  # merged: back to where it was
    "programmes.Comment": {"answered", "taken_back"},
    "programmes.Programme": {"closed", "ended"},
    "programmes.Target": {"ended"},
    "programmes.TargetValue": {"returned"},
    "reports.Report": {"issued", "abandoned"},
    "upkeep.DataRequest": {"closed"},
    "upkeep.Incident": {"closed"},
    "upkeep.UnitSetting": {"in_force"},
    "voter_contact.Request": {"refused", "compiled"},
    "voter_contact.VoterContact": {"reported_back", "cancelled"},
}


@pytest.mark.parametrize(
    "model", [m for m in our_models() if issubclass(m, Record)], ids=lambda m: m.__name__
)
def test_every_state_is_reached_and_no_state_is_a_trap(model: type[Record]) -> None:
    verbs = [v for v in registry.values() if v.on is model]
    reached = {v.to for v in verbs if v.to}
    assert {s.value for s in model.states} - reached == set()
    assert {s for s in model.marks} == {s.value for s in model.states}
    left = {state for v in verbs if v.to for state in v.frm or () if state != v.to}
    assert {s.value for s in model.states} - left - FINAL.get(model._meta.label, set()) == set()


def test_every_kind_of_link_that_is_made_has_its_words_in_both_directions() -> None:
    made = {
        kind
        for path in sources()
        for kind in re.findall(r'\.link\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert made - set(KINDS) == set()


def test_every_part_names_its_parent() -> None:
    for model in our_models():
        if issubclass(model, Part):
            assert issubclass(model._meta.get_field(model.parent).related_model, Record)  # type: ignore[arg-type]


def test_every_reader_path_of_a_record_leads_to_a_body() -> None:
    for model in our_models():
        if issubclass(model, Record):
            for path in model.readers:
                model._base_manager.filter(**{f"{path}__in": [1]})  # raises if the path leads nowhere


def test_migrations_are_named_and_linear() -> None:
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if not app.name.startswith("phoihop.") or not folder.exists():
            continue
        names = sorted(p.stem for p in folder.glob("0*.py"))
        assert [n[:4] for n in names] == [f"{i:04d}" for i in range(1, len(names) + 1)], app.label
        assert [n for n in names if "_auto_" in n] == []


def urls(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from urls(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


#: Addresses open without signing in, each with its reason.
OPEN = {
    r"^suc-khoe/": "the health address says only ok",
    r"^tai-khoan/": "sign-in itself (allauth guards its own pages)",
    r"^lich/<str:code>-<slug:token>\.ics": "a telephone reads the calendar: the address is the key, and can be taken back",
    r"^api/v1/": "the API answers 401 by its own authentication",
    r"^nguoi-dan/": "what modules declare for everybody: timetables, programmes in force",
    r"^gui-kien-nghi/": "anyone sends a petition; nothing is read there",
    r"^tra-cuu/": "the lookup code is the key; content only where the asker agreed, nobody's name",
    r"^cam-ket/": "closed until the three chairs have switched it on",
    r"^kiem-tra/": "anyone may ask the register about a paper; what is not public is only confirmed",
    r"^ghi-nhanh/(sw\.js)?$": "the empty page of Ghi nhanh and its worker: they hold nothing, what is written is opened by a sign-in",
    r"^cong-khai/": "files that were opened to the public; one taken back says so and no more, of others nothing is said",
}


def test_every_address_asks_who_is_there_or_says_why_not() -> None:
    open_ones = [
        path for path, entry in urls(get_resolver())
        if getattr(entry.callback, "login_required", True) is False and not any(re.match(p, path) for p in OPEN)
    ]  # fmt: skip
    assert open_ones == []
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_every_template_of_the_house_compiles() -> None:
    names = []
    for folder in (CODE / "core/web/templates", *CODE.rglob("templates")):
        names += [str(p.relative_to(folder)) for p in folder.rglob("*.html")]
    for name in set(names):
        get_template(name)


def test_the_engine_stays_small() -> None:
    lines = len((CODE / "core/actions.py").read_text().splitlines())
    assert lines <= 330, "the engine is a page to read in one sitting: move what can stand elsewhere"


#: Files that speak HTTP: doors, pages, addresses, and what allauth calls during a sign-in.
SPEAKS_HTTP = re.compile(
    r"^(config|desk|api|portal)/|^core/web/|/(views(_\w+)?|urls)\.py$|^accounts/adapter\.py$"
)
HTTP = re.compile(r"^django\.(http|shortcuts|views|urls|middleware|test)\b")
#: A parsed form is kept as it was typed: the only class of django.http that is data.
AS_TYPED = {"core/drafts.py"}


def test_no_request_or_response_below_the_doors() -> None:
    found = []
    for path in sources():
        name = str(path.relative_to(CODE))
        if SPEAKS_HTTP.search(name) or name in AS_TYPED:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [module]
            found += [f"{name}: {n}" for n in names if HTTP.match(n)]
    assert found == []


def templates() -> dict[str, str]:
    """Name → text of every page template of the house."""
    found: dict[str, str] = {}
    for folder in CODE.rglob("templates"):
        found |= {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*.html")}
    return found


def test_every_picture_a_page_names_is_drawn() -> None:
    drawn = {*re.findall(r'id="([\w-]+)"', (CODE / "core/web/static/phoihop/icons.svg").read_text())}
    pages = "\n".join(templates().values())
    named = {*re.findall(r'{%\s*icon "([\w-]*\w)"', pages)} | {
        f"s-{n}" for n in re.findall(r'{%\s*st "(\w+)"', pages)
    }
    told = {f"s-{n}" for p in sources() for n in re.findall(r'\bshape="(\w+)"', p.read_text())}
    assert sorted((named | told) - drawn) == []


def test_every_address_named_in_a_template_exists() -> None:
    known = {
        f"{space}:{entry.name}" if space else entry.name
        for space, entry in named(get_resolver())
        if entry.name
    }
    used = {
        name for text in templates().values() for name in re.findall(r"{%\s*url\s+['\"]([\w:-]+)['\"]", text)
    }
    assert used - known == set()


def named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry, ":".join(filter(None, (space, entry.namespace))))
        else:
            yield space, entry


def test_every_partial_named_exists_in_its_template() -> None:
    missing = []
    for name, text in templates().items():
        defined = set(re.findall(r"{%\s*(?:startpartial|partialdef)\s+([\w-]+)", text))
        missing += [f"{name}#{p}" for p in re.findall(r"{%\s*partial\s+([\w-]+)", text) if p not in defined]
    for path in sources():
        for page, part in re.findall(r"[\"']([\w/]+\.html)#([\w-]+)[\"']", path.read_text()):
            if not re.search(rf"{{%\s*(?:startpartial|partialdef)\s+{part}\b", templates().get(page, "")):
                missing.append(f"{path.name}: {page}#{part}")
    assert missing == []


#: Looked up by a name that is put together, by the engine or by a library.
FOUND_BY_RULE = re.compile(
    r"^(list|detail|act)\.html$|/act_\w+\.html$|/\w+_(detail|list)\.html$|/detail\.html$|/list\.html$|^account/|^mfa/|^allauth/|^(403|404|429|500)\.html$"
)


def test_every_template_is_used() -> None:
    everything = "\n".join([*templates().values(), *(p.read_text() for p in sources())])
    unused = [n for n in templates() if not FOUND_BY_RULE.search(n) and f"{n}" not in everything]
    assert unused == []


def test_what_no_form_can_ask_for_is_not_offered_at_any_door() -> None:
    """A button, address or operation without the inputs it needs would end in an error page."""
    faults = []
    names = {f"{space}:{entry.name}" for space, entry in named(get_resolver())}
    for name, verb in registry.items():
        app, short = name.split(".")
        asked = {
            p.name for p in inspect.signature(verb.function).parameters.values()
            if p.kind is p.KEYWORD_ONLY and p.default is p.empty
        } - {"actor", "at"}  # fmt: skip
        if verb.form is None and asked and f"{app}:{short}" in names:
            faults.append(name)
    assert faults == []
    assert [n for n, v in registry.items() if v.inner] != []


def test_every_action_is_named_in_a_test() -> None:
    """One performed only inside others (never offered) is proven through them."""
    tests = "\n".join(p.read_text() for p in [*CODE.rglob("tests/**/*.py"), *(ROOT / "tests").rglob("*.py")])
    untested = [
        name for name, verb in registry.items()
        if not verb.inner and not re.search(rf"\b{verb.function.__name__}\b", tests)
    ]  # fmt: skip
    assert untested == []


def test_no_template_writes_an_address_from_the_root() -> None:
    """The pages may be served under another site's path: ``{{ root }}/…`` or ``{% url %}``, never ``/…``."""
    written = re.compile(r'(?:href|action|src|hx-get|hx-post)="/(?!/)')
    assert [name for name, text in templates().items() if written.search(text)] == []


def names_a_body(model: type) -> Iterator[str]:
    """The references and key columns of a model that hold a body of the directory."""
    for field in model._meta.get_fields():  # type: ignore[attr-defined]
        if field.auto_created:
            continue
        target = field.related_model.__name__ if field.is_relation and field.related_model else ""
        key = isinstance(field, models.BigIntegerField) and field.name.split("_")[-1] == "body"
        if target == "Organisation" or key:
            yield field.name


#: Every reference to a body: what follows a merger, and what keeps the name it was signed, issued or done under.
BODIES = {
    "accounts.Account": "home moves",
    "accounts.Identity": "home moves",
    "accounts.Mandate": "body stays",
    "accounts.SecondStepRule": "owner moves",
    "accounts.Token": "body stays",
    "commitments.Commitment": "lead moves, owner moves, verifier moves",
    "commitments.Cooperation": "body moves",
    "commitments.Proof": "body stays",
    "commitments.Showing": "committee stays, council stays, front stays",
    "core.Deadline": "body moves",
    "core.JournalEntry": "actor_body stays",
    "core.Notice": "body stays",
    "core.NoticeMark": "body stays",
    "core.SealedOpening": "body stays",
    "dialogue.Dialogue": "council moves, front moves, owner moves",
    "dialogue.Promise": "lead moves",
    "directory.Appointment": "body stays",
    "directory.Parentage": "above moves, body stays",
    "directory.Term": "body stays",
    "documents.File": "owner moves",
    "documents.Handling": "unit stays",
    "documents.Helper": "unit moves",
    "documents.IncomingDocument": "owner moves, sender stays, unit moves",
    "documents.JointBody": "body stays",
    "documents.NumberSeries": "body stays",
    "documents.OutgoingDocument": "drafter moves, owner moves",
    "documents.Recipient": "body stays",
    "documents.Share": "body moves",
    "documents.Signature": "body stays",
    "ingest.Reading": "owner moves",
    "meetings.Attendance": "body stays",
    "meetings.CoHost": "body moves",
    "meetings.Conclusion": "lead moves",
    "meetings.Feed": "owner moves",
    "meetings.Invitation": "body moves",
    "meetings.Meeting": "host moves",
    "meetings.Room": "owner moves",
    "meetings.Turn": "body stays",
    "meetings.Vehicle": "owner moves",
    "petitions.Custody": "owner moves",
    "reception.Reception": "owner moves",
    "reception.ReceptionDay": "owner moves",
    "petitions.Answer": "returned_by stays, unit stays",
    "petitions.CoAnswerer": "body moves",
    "petitions.CompiledList": "owner moves, receiver_body moves",
    "petitions.PastList": "owner moves",
    "petitions.Petition": "answering moves, forwarder moves, front moves, receiver moves, responsible moves",
    "petitions.PetitionProof": "body stays",
    "petitions.Transfer": "from_body stays, to_body stays",
    "programmes.Agreement": "body stays",
    "programmes.Asked": "body moves",
    "programmes.Comment": "body stays",
    "programmes.Party": "body stays",
    "programmes.Programme": "ending_by stays, keeper moves, owner moves, reporting_party moves, scan_for stays, turn stays",
    "programmes.SigningRound": "withdrawn_by stays",
    "programmes.Target": "lead moves",
    "programmes.TargetValue": "checker stays, submitter stays",
    "programmes.Version": "body stays",
    "reports.Asked": "body moves",
    "reports.Audience": "body moves",
    "reports.Compilation": "owner moves",
    "reports.Intake": "body stays",
    "reports.IntakeReader": "body moves",
    "reports.Remark": "body stays",
    "reports.Report": "owner moves",
    "upkeep.DataRequest": "owner moves",
    "upkeep.Incident": "guard moves, owner moves",
    "upkeep.UnitSetting": "owner moves",
    "voter_contact.Request": "owner moves",
    "voter_contact.VoterContact": "committee moves, compiler moves, front moves, owner moves",
}


def test_every_reference_to_a_body_is_declared_as_moving_or_staying() -> None:
    found, faults = {}, []
    for model in our_models():
        moves, stays = getattr(model, "moves", ()), getattr(model, "stays", ())
        there = set(names_a_body(model))
        said = sorted([f"{n} moves" for n in moves] + [f"{n} stays" for n in stays])
        if there != {*moves, *stays} or set(moves) & set(stays):
            faults.append(f"{model._meta.label}: {sorted(there)} declared as {said}")  # type: ignore[attr-defined]
        if said:
            found[model._meta.label] = ", ".join(said)  # type: ignore[attr-defined]
    assert faults == []
    assert found == BODIES


def test_a_code_leads_to_one_kind_of_record_and_an_address_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [found for found in run_checks(tags=["models"]) if found.id == "phoihop.E003"] == []
    one, other = sorted(
        (m for m in apps.get_models() if issubclass(m, Record) and m.prefix and m.path),
        key=lambda m: m._meta.label,
    )[:2]
    monkeypatch.setattr(other, "prefix", one.prefix)
    assert [found.id for found in run_checks(tags=["models"])] == ["phoihop.E003"]
