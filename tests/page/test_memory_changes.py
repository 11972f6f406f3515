import re

from playwright.async_api import Locator, Page, expect

from storage.remembered import Remembered
from tests.page.house import PageHouse
from tests.page.known import make_known
from tests.page.memory_view import kept, line, open_memory, unfold
from tests.page.tabs import Tabs
from tests.remembering import read, somebody


def focused(page: Page) -> Locator:
    return page.locator(":focus")


async def test_a_memory_is_corrected_in_its_place_and_had_back(
    view: Locator, house: PageHouse
) -> None:
    page = view.page
    agency = await unfold(view, "Left the agency after six years")
    await agency.get_by_role("button", name="Correct").click()
    field = view.get_by_role("textbox", name="What it should say")
    await expect(field).to_be_focused()
    await field.fill("Left the agency after seven years")
    await field.press("Enter")
    mended = line(view, "Left the agency after seven years")
    await expect(mended).to_contain_text("Set right.")
    await expect(view.locator("[role=status]")).to_contain_text("Set right.")
    await expect(mended.locator("> .entry-main .entry-toggle")).to_be_focused()
    await expect(mended).to_contain_text("Certain: you wrote it yourself (100 %)")
    await expect(mended).to_contain_text("You wrote this here yourself, today.")
    assert "Left the agency after seven years" in await kept(house)
    await expect(view.get_by_role("region", name="What changed")).to_contain_text("seven")

    await mended.get_by_role("button", name="Undo").click()
    await expect(line(view, "Left the agency after six years")).to_contain_text("Taken back.")
    assert "Left the agency after six years" in await kept(house)
    await expect(view.get_by_role("region", name="What changed")).to_contain_text("taken back")
    await expect(focused(page)).to_have_attribute("aria-label", re.compile("six years"))


async def test_escape_leaves_a_correction_and_not_the_view(view: Locator) -> None:
    agency = await unfold(view, "Left the agency")
    await agency.get_by_role("button", name="Correct").click()
    await view.page.keyboard.press("Escape")
    await expect(view.get_by_role("textbox", name="What it should say")).to_have_count(0)
    await expect(view).to_be_visible()
    await agency.get_by_role("button", name="Forget").click()
    await view.page.keyboard.press("Escape")
    await expect(agency.get_by_role("button", name="Forget")).to_be_focused()
    await expect(view).to_be_visible()


async def test_an_impatient_person_corrects_once(view: Locator, house: PageHouse) -> None:
    agency = await unfold(view, "Left the agency")
    await agency.get_by_role("button", name="Correct").click()
    await view.get_by_role("textbox", name="What it should say").fill("Left the agency, at last")
    await view.get_by_role("button", name="Save", exact=True).dblclick()
    await expect(line(view, "Left the agency, at last")).to_contain_text("Set right.")
    person = await house.owner()
    page = await Remembered(house.running.database).changes(person.id, None, after=None, limit=10)
    assert [change.kind for change in page.changes] == ["corrected", "superseded"]


async def test_a_memory_is_pinned_and_let_go(view: Locator) -> None:
    runs = await unfold(view, "Runs along the river")
    await runs.get_by_role("button", name="Pin", exact=True).click()
    await expect(runs.locator(".entry-pin")).to_have_text("pinned")
    await expect(runs).to_contain_text("Certain: you pinned it")
    await runs.get_by_role("button", name="Unpin").click()
    await expect(runs.locator(".entry-pin")).to_have_count(0)


async def test_a_memory_is_shared_with_every_companion_and_kept_between_two_again(
    view: Locator, house: PageHouse
) -> None:
    runs = await unfold(view, "Runs")
    await runs.get_by_role("button", name="Everyone may know").click()
    await expect(runs.locator(".entry-pin", has_text="everyone may know")).to_be_visible()
    await expect(runs).to_contain_text("Our talk stays between us.")
    person, remembered = await house.owner(), Remembered(house.running.database)
    [heard] = await remembered.shared(person.id, "fern")
    assert "Runs" in heard.content
    await runs.get_by_role("button", name="Only I may know").click()
    await expect(runs).to_contain_text("Only I know this again.")
    assert await remembered.shared(person.id, "fern") == ()


async def test_to_forget_is_asked_once_and_then_it_is_gone_everywhere(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_known(house)
    tab = await tabs.open()
    await tab.until(tab.talk, lambda seen: any("museum" in words for _, words in seen))
    view = await open_memory(tab)
    museum = await unfold(view, "Has an interview at the museum")
    await museum.get_by_role("button", name="Forget").click()
    await expect(museum).to_contain_text("Nobody can bring it back.")
    await expect(museum.get_by_role("button", name="Keep it")).to_be_focused()
    await museum.get_by_role("button", name="Keep it").click()
    assert "Has an interview at the museum on Friday" in await kept(house)

    await museum.get_by_role("button", name="Forget").click()
    await museum.get_by_role("button", name="Forget it for good").click()
    gone = view.locator(".entry-gone")
    await expect(gone).to_contain_text("Forgotten. It is gone everywhere.")
    await expect(gone).to_be_focused()
    await expect(view).not_to_contain_text("museum")
    assert not [words for words in await kept(house, state="all") if "museum" in words]
    await tab.until(
        tab.talk, lambda seen: bool(seen) and not any("museum" in one for _, one in seen)
    )
    await tab.page.keyboard.press("Escape")
    view = await open_memory(tab)
    await expect(view.locator(".entry-gone")).to_have_count(0)


async def test_what_is_found_can_be_corrected_too(view: Locator) -> None:
    await view.get_by_role("searchbox", name="Search what I know").fill("coffee")
    found = view.get_by_role("region", name="Found for")
    coffee = await unfold(found, "coffee")
    await coffee.get_by_role("button", name="Correct").click()
    await view.get_by_role("textbox", name="What it should say").fill("Drinks coffee with milk")
    await view.get_by_role("button", name="Save", exact=True).click()
    await expect(line(found, "Drinks coffee with milk")).to_contain_text("Set right.")


async def test_two_names_of_one_person_are_joined_and_parted(view: Locator) -> None:
    people = view.get_by_role("region", name="People in your life")
    await expect(people.locator(".person-name")).to_have_text(["Ana", "Tiago", "Annie"])
    ana = await unfold(people, "Ana")
    await expect(
        ana.get_by_text("Her sister Ana lives twenty minutes away, in Graça")
    ).to_be_visible()
    annie = await unfold(people, "Annie")
    await annie.get_by_role("button", name="Same person as").click()
    await annie.get_by_role("combobox").select_option(label="Ana (sister)")
    await annie.get_by_role("button", name="Make them one").click()
    await expect(people.locator(".person-name")).to_have_text(["Ana", "Tiago"])
    ana = people.locator(".person").first
    await expect(ana).to_contain_text("Annie and Ana are one person to me now.")
    await expect(ana).to_contain_text("also Annie")
    await ana.get_by_role("button", name="Not the same").click()
    await expect(people.locator(".person-name")).to_have_text(["Ana", "Tiago", "Annie"])


async def test_who_is_called_what_they_are_is_named_once(tabs: Tabs, house: PageHouse) -> None:
    now = house.clock.now()
    parents = [
        somebody("Dad", now=now, relationship="dad", mention_count=2),
        somebody("妈妈", now=now, relationship="妈妈"),
    ]
    person = await house.owner()
    await read(house.running.database, person.id, people=parents, now=now)
    tab = await tabs.open()
    await tab.page.get_by_role("button", name="What I know about you").click()
    view = tab.page.get_by_role("dialog", name="What I know about you")
    people = view.get_by_role("region", name="People in your life")
    await expect(people.locator(".person-name")).to_have_text(["Dad", "妈妈"])
    await expect(people.locator(".person-role")).to_have_count(0)
    dad = await unfold(people, "Dad")
    await dad.get_by_role("button", name="Same person as").click()
    await expect(dad.get_by_role("option")).to_have_text(["妈妈"])


async def test_a_person_is_forgotten_with_all_that_is_known_of_them(
    view: Locator, house: PageHouse
) -> None:
    people = view.get_by_role("region", name="People in your life")
    ana = people.locator(".person").first
    await ana.get_by_role("button", name="More about: Ana").click()
    await ana.get_by_role("button", name="Forget Ana").click()
    await ana.get_by_role("button", name="Forget it for good").click()
    await expect(people.locator(".entry-gone")).to_be_focused()
    await expect(view.get_by_role("region", name="You and others")).to_have_count(0)
    assert not [words for words in await kept(house) if "Ana" in words]


async def test_a_preference_is_corrected_had_back_and_forgotten(view: Locator) -> None:
    settled = view.get_by_role("region", name="What I go by")
    await expect(settled.locator(".preference-key").first).to_have_text("Your name")
    diet = settled.locator(".entry", has_text="How you eat")
    await diet.get_by_role("button", name="More about").click()
    await diet.get_by_role("button", name="Correct").click()
    await view.get_by_role("textbox", name="What it should say").fill("vegan")
    await view.get_by_role("button", name="Save", exact=True).click()
    await expect(diet.locator(".entry-title")).to_have_text("How you eat vegan")
    await expect(diet.get_by_text("Earlier (1)")).to_be_visible()
    await diet.get_by_role("button", name="Undo").click()
    await expect(diet.locator(".entry-title")).to_have_text("How you eat vegetarian")
    await diet.get_by_role("button", name="Forget").click()
    await diet.get_by_role("button", name="Forget it for good").click()
    await expect(settled.locator(".entry-gone")).to_be_focused()
    await expect(settled.get_by_text("How you eat")).to_have_count(0)


async def test_what_a_talk_changed_is_taken_back(view: Locator, house: PageHouse) -> None:
    changes = view.get_by_role("region", name="What changed")
    await changes.get_by_role("button", name="Undo: Lives in London, now: Lives in Lisbon").click()
    await expect(changes.locator(".change-undone")).to_be_focused()
    await expect(
        line(view.get_by_role("region", name="Who you are"), "Lives in London")
    ).to_be_visible()
    assert {"Lives in London", "Lives in Lisbon"} <= set(await kept(house))


async def test_what_is_gone_already_is_told_and_the_page_mends_itself(
    tabs: Tabs, house: PageHouse
) -> None:
    tabs.forgiven += ["Failed to load resource"]
    await make_known(house)
    tab, other = await tabs.open(), await tabs.open()
    view, elsewhere = await open_memory(tab), await open_memory(other)
    coffee, same = await unfold(view, "coffee"), await unfold(elsewhere, "coffee")
    await same.get_by_role("button", name="Forget").click()
    await same.get_by_role("button", name="Forget it for good").click()
    await expect(elsewhere.locator(".entry-gone")).to_be_visible()
    await coffee.get_by_role("button", name="Pin", exact=True).click()
    await expect(view.locator("[role=status]")).to_contain_text("That is not there any more.")
    await expect(view.locator(".part .entry", has_text="coffee")).to_have_count(0)


async def test_everything_is_forgotten_only_for_the_words_that_say_so(
    tabs: Tabs, house: PageHouse
) -> None:
    await make_known(house)
    tab = await tabs.open()
    view = await open_memory(tab)
    yours = view.get_by_role("region", name="It is yours")
    await yours.get_by_role("button", name="Forget everything …").click()
    sure = yours.get_by_role("button", name="Forget everything for good")
    await expect(sure).to_be_disabled()
    field = yours.get_by_role("textbox")
    await expect(field).to_be_focused()
    await field.fill("forget")
    await expect(sure).to_be_disabled()
    await field.fill("Forget everything")
    await sure.click()
    await expect(tab.page.locator("#memory h1")).to_have_text(
        "I don’t know anything about you yet."
    )
    assert await kept(house, state="all") == []
    await tab.page.keyboard.press("Escape")
    await expect(tab.page.locator("#room")).to_have_attribute("data-scene", "empty")
    assert await tab.talk() == []
