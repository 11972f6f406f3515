"""Under which licences the pinned packages may be used."""

from tests.licences import is_allowed, licence_of, pinned


def test_every_pinned_package_states_a_licence_that_lets_us_use_it() -> None:
    stated = {one.metadata["Name"]: licence_of(one) for one in pinned()}
    assert len(stated) > 50
    assert {name: told for name, told in stated.items() if not is_allowed(name, told)} == {}


def test_a_licence_that_asks_for_more_is_noticed() -> None:
    for licence in ("AGPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only", "", "MIT AND SSPL-1.0"):
        assert not is_allowed("new-package", licence)
