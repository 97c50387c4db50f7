"""The frame around every page: menu, name of the locality, capacity, notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from phoihop.core import moment, notices
from phoihop.core.apps import ModuleConfig
from phoihop.core.deadlines import open_for, passed
from phoihop.core.models import Record
from phoihop.core.web.counting import bounded, count_all
from phoihop.core.web.held import browser_mark
from phoihop.core.web.places import place
from phoihop.core.who import PUBLIC, Actor

#: The groups of the menu in their order (users.md §5a); a group without rooms is not shown.
GROUPS = {
    "": "", "chuong-trinh": _("Chương trình phối hợp"), "cu-tri": _("Cử tri và người dân"), "ky-hop": _("Kỳ họp"),
    "giam-sat": _("Giám sát và phản biện"), "phong-trao": _("Phong trào và nguồn lực"),
    "bao-cao": _("Báo cáo và công khai"), "quan-tri": _("Quản trị"),
}  # fmt: skip


@dataclass
class Entry:
    title: str
    url: str
    icon: str = ""
    roles: tuple[str, ...] = ()
    here: bool = False


@dataclass
class Group:
    title: str
    entries: list[Entry] = field(default_factory=list)
    open: bool = False


@lru_cache(maxsize=1)
def entries() -> list[tuple[str, Entry]]:
    """Every room that exists: a module's own entry, then one per further record with a path."""
    found: list[tuple[str, int, int, Entry]] = []
    for n, config in enumerate(apps.get_app_configs()):
        if not isinstance(config, ModuleConfig) or not config.menu:
            continue
        records = [m for m in config.get_models() if issubclass(m, Record) and m.path and m.in_menu]
        records.sort(key=lambda model: model.menu_place)
        for k, (title, url, *others) in enumerate(config.pages):
            own = Entry(title=str(title), url=url, icon=config.icon, roles=(*others, *config.menu_roles))
            found.append((config.menu, config.menu_order, n * 100 + len(records) + k, own))
        for k, model in enumerate(records):
            title = (
                str(model.listing.title)
                if model.listing
                else str(model._meta.verbose_name_plural).capitalize()
            )
            told = model.reader_roles or config.menu_roles
            roles = told if model.menu_roles is None else model.menu_roles
            entry = Entry(title=title, url=f"/{model.path}/", icon=config.icon, roles=roles)
            found.append((config.menu, config.menu_order, n * 100 + k, entry))
    return [(menu, entry) for menu, _order, _k, entry in sorted(found, key=lambda row: row[:3])]


def menu_for(actor: Actor, path: str) -> list[Group]:
    """The groups this actor sees, the one in use open."""
    groups = {code: Group(title=str(title)) for code, title in GROUPS.items() if code}
    for menu, entry in entries():
        if menu not in groups or (entry.roles and not actor.holds(*entry.roles)):
            continue
        here = path.startswith(entry.url)
        groups[menu].entries.append(
            Entry(title=entry.title, url=place(entry.url), icon=entry.icon, here=here)
        )
        groups[menu].open = groups[menu].open or here
    return [group for group in groups.values() if group.entries]


@lru_cache(maxsize=1)
def telephone_entries() -> list[Entry]:
    """What modules put into the bar at the foot of a telephone."""
    told = [c.telephone for c in apps.get_app_configs() if isinstance(c, ModuleConfig) and c.telephone]
    return [Entry(title=str(title), url=url, icon=icon, roles=roles) for title, url, icon, roles in told]


def telephone_bar(actor: Actor) -> list[Entry]:
    """The entries this actor sees, with the address as a browser must ask for it."""
    mine = [entry for entry in telephone_entries() if not entry.roles or actor.holds(*entry.roles)]
    return [Entry(title=entry.title, url=place(entry.url), icon=entry.icon) for entry in mine]


def frame_counts(actor: Actor) -> dict[str, Any]:
    """The counters of the frame, to be counted together with those of the page."""
    return {
        "frame.unread": notices.unread(actor),
        "frame.late": open_for(actor).filter(passed(moment.today(), moment.now())),
    }


def hats_words(actor: Actor) -> str:
    """ "Chủ tịch UBND; thay Vũ Hoàng Nam: Chủ tịch UBND": every capacity of the day, lent ones with their lender."""
    own: dict[str, list[str]] = {}
    for hat in actor.hats:
        title = f"thay {hat.lender}: {hat.title}" if hat.lender else hat.title
        own.setdefault(title, []).append(hat.body_name)
    return "; ".join(_joined(title, ", ".join(dict.fromkeys(bodies))) for title, bodies in own.items())


def hat_short(actor: Actor) -> str:
    """One short line for the header: the first capacity, and how many more there are."""
    words, *more = hats_words(actor).split("; ")
    return f"{words}; +{len(more)} vai trò" if more else words


def _joined(title: str, bodies: str) -> str:
    """ "Chủ tịch Hội" of "Hội LHPN" is "Chủ tịch Hội LHPN"."""
    last = f"{title.rpartition(' ')[2]} "
    same = bodies.casefold().startswith(last.casefold())
    return f"{title} {bodies[len(last) :] if same else bodies}".strip()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; runs one query unless the page has counted already."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    user = getattr(request, "user", None)
    out: dict[str, Any] = {
        "sprite": static("phoihop/icons.svg"),
        "signed_in": bool(user and user.is_authenticated),
    }
    out |= {
        "root": place("/").removesuffix("/"),
        "demo": bool(settings.DEMO),
        "idle_minutes": settings.IDLE_MINUTES,
    }
    if not out["signed_in"]:
        return out
    counts = getattr(request, "counts", None) or count_all(frame_counts(actor))
    hat = actor.hats[0] if actor.hats else None
    return out | {
        "actor": actor,
        "menu": menu_for(actor, request.path_info),
        "unread": counts.get("frame.unread", 0),
        "late": counts.get("frame.late", 0),
        "unread_words": bounded(counts.get("frame.unread", 0)),
        "hat_words": hat.title if hat else "",
        "hats_words": hats_words(actor),
        "hat_short": hat_short(actor),
        "leads": actor.holds("leader"),
        "body_words": hat.body_name if hat else "",
        "place_name": hat.place if hat else "",
        "place_words": hat.place[:1].upper() + hat.place[1:] if hat else "",
        "today": moment.today(),
        "request_path": request.path,
        "browser_mark": browser_mark(actor),
        "telephone": telephone_bar(actor),
    }
