"""The drawing of the layers says what the sources do, and no import in it goes up or sideways."""

from __future__ import annotations

from phoihop.core.import_graph import drawing, imports, layers


def test_every_import_leads_to_a_layer_below() -> None:
    place = {name: n for n, row in enumerate(layers()) for name in row}
    assert [pair for pair in sorted(imports()) if place[pair[0]] >= place[pair[1]]] == []
    assert {("accounts", "directory"), ("accounts", "core"), ("desk", "core")} <= imports()


def test_the_drawing_is_the_same_each_time_and_has_one_mark_for_each_import() -> None:
    assert drawing() == drawing()
    assert drawing().count("<circle") == len(imports())
