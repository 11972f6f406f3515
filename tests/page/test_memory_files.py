import json
from pathlib import Path

from playwright.async_api import Locator, expect

from tests.page.house import PageHouse
from tests.page.memory_view import kept
from tests.page.tabs import Tab, Tabs

FOREIGN = b"# About me\n\n- Lives in Porto with two cats\n- Plays the cello on Sundays\n"


async def bring(view: Locator, name: str, content: bytes) -> Locator:
    """Choose a file; returns where the page says what became of it."""
    part = view.locator(".own-part", has_text="Bring something along")
    await part.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )
    return part.locator(".entry-note")


async def take(tab: Tab, view: Locator, button: str, folder: Path) -> Path:
    """Save a file, as a person does."""
    async with tab.page.expect_download() as coming:
        await view.get_by_role("button", name=button).click()
    file = await coming.value
    path = folder / file.suggested_filename
    await file.save_as(path)
    return path


async def test_all_of_it_is_taken_along_and_brought_back(
    view: Locator, house: PageHouse, tabs: Tabs, tmp_path: Path
) -> None:
    tab = Tab(page=view.page, house=house)
    markdown = await take(tab, view, "Save as Markdown", tmp_path)
    assert markdown.suffix == ".md"
    assert "Lives in Lisbon" in markdown.read_text()
    saved = await take(tab, view, "Save as JSON", tmp_path)
    assert "Lives in Lisbon" in json.dumps(json.loads(saved.read_text()))
    await expect(await bring(view, saved.name, saved.read_bytes())).to_contain_text(
        "There was nothing new for me in it."
    )
    await house.running.keeping.forget_everything((await house.owner()).id, None, whole=False)
    assert await kept(house) == []
    await expect(await bring(view, saved.name, saved.read_bytes())).to_contain_text("I learned")
    assert "Lives in Lisbon" in await kept(house)
    await expect(view.get_by_role("region", name="Who you are")).to_contain_text("Lives in Lisbon")


async def test_the_memory_file_of_another_assistant_is_read(tabs: Tabs, house: PageHouse) -> None:
    tab = await tabs.open()
    await tab.page.click("#memory-open")
    view = tab.page.get_by_role("dialog")
    said = await bring(view, "MEMORY.md", FOREIGN)
    await expect(said).to_contain_text("I learned 2 new things.")
    await expect(view).to_contain_text("Plays the cello on Sundays")
    await view.get_by_role("button", name="More about").first.click()
    await expect(view).to_contain_text("You brought this along in a file, today.")


async def test_a_broken_file_is_refused_in_words_and_nothing_is_kept(
    tabs: Tabs, house: PageHouse
) -> None:
    tabs.forgiven += ["Failed to load resource"]
    tab = await tabs.open()
    await tab.page.click("#memory-open")
    view = tab.page.get_by_role("dialog")
    for name, content, words in (
        ("memories.json", b'{"memories": [', "I could not read that file, and nothing of it"),
        ("memories.json", b"", "That file is empty."),
        ("memories.json", b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ):
        await expect(await bring(view, name, content)).to_contain_text(words)
    assert await kept(house, state="all") == []


async def test_a_file_is_chosen_by_a_button(view: Locator) -> None:
    choose = view.get_by_role("button", name="Choose a file", exact=True)
    async with view.page.expect_file_chooser():
        await choose.click()
