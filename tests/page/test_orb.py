import colorsys
import re
from statistics import median

from playwright.async_api import expect

from tests.acceptance.models import LedModels
from tests.page.tabs import Tab, Tabs

COUNT_PICTURES = """window.pictures = 0;
const own = WebGL2RenderingContext.prototype.drawArrays;
WebGL2RenderingContext.prototype.drawArrays = function (...values) {
    window.pictures += 1;
    return own.apply(this, values);
};"""

LOSE_CONTEXT = """orb.querySelector('canvas').getContext('webgl2')
    .getExtension('WEBGL_lose_context').loseContext()"""

TIME_PICTURES = """window.times = [];
const own = window.requestAnimationFrame;
window.requestAnimationFrame = (paint) => own((now) => {
    const begun = performance.now();
    paint(now);
    window.times.push(performance.now() - begun);
});"""

SEEDS = """async () => {
    const { Feelings, PRESENT } = await import('/page/orb/feelings.js');
    const [one, again, other] = [5, 5, 6].map((seed) => new Feelings(seed).seed);
    const orb = new Feelings(5);
    orb.state.value = PRESENT;
    orb.become(6);
    return [one, again, other, orb.seed, orb.step(0.001, false).state];
}"""

VOICE = """async () => {
    const { Ear } = await import('/page/orb/sound.js');
    const { Feelings } = await import('/page/orb/feelings.js');
    const level = async (volume) => {
        const room = new OfflineAudioContext(1, 8192, 44100);
        const [tone, gain] = [room.createOscillator(), room.createGain()];
        const voice = room.createAnalyser();
        gain.gain.value = volume;
        tone.connect(gain).connect(voice).connect(room.destination);
        tone.start();
        await room.startRendering();
        return new Ear(voice).level();
    };
    const orb = new Feelings(5);
    const levels = [await level(0), await level(0.1), await level(0.9)];
    for (let frame = 0; frame < 20; frame++) {
        orb.sound(levels[2]);
        orb.step(1 / 60, false);
    }
    return [...levels, orb.energyOut.value];
}"""

SAD = "I feel so sad and alone tonight."
GLAD = "That is wonderful, I am so happy for you! "


async def hue(tab: Tab) -> float:
    """The hue of the middle of the orb as it is painted, in degrees."""
    red, green, blue = await tab.seen("#orb")
    return 360 * colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[0]


async def pictures(tab: Tab) -> int:
    count: int = await tab.page.evaluate("pictures")
    return count


def is_blue(degrees: float) -> bool:
    return 190 < degrees < 235


def is_purple(degrees: float) -> bool:
    return 240 < degrees < 310


def is_golden(degrees: float) -> bool:
    return 15 < degrees < 70


async def test_the_orb_is_painted_and_moves_from_mood_to_mood_also_in_mid_reply(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open(scheme="dark", webgl=True)
    orb = tab.page.locator("#orb")
    await expect(orb).to_have_attribute("data-painter", "webgl")
    await expect(orb).to_have_attribute("aria-label", "Lumi: calm")
    await tab.until(lambda: hue(tab), is_blue)

    await tab.say(SAD)
    line = await models.next_line()
    await expect(orb).to_have_attribute("aria-label", "Lumi: sad")
    await tab.until(lambda: hue(tab), is_purple)

    line.say(*[GLAD] * 5, "And ")
    await expect(orb).to_have_attribute("aria-label", re.compile("happy|excited"))
    await tab.until(lambda: hue(tab), is_golden)
    await expect(tab.page.locator("#state")).to_have_text("writing")
    line.end("now?")
    await tab.until_last("And now?")


async def test_without_webgl_the_orb_is_painted_on_a_plain_canvas(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open(scheme="dark", webgl=False)
    await expect(tab.page.locator("#orb")).to_have_attribute("data-painter", "canvas")
    await tab.until(lambda: hue(tab), is_blue)
    await tab.say(SAD)
    await tab.until(lambda: hue(tab), is_purple)
    (await models.next_line()).end("I am here.")


async def test_a_lost_graphics_card_leaves_the_plain_canvas(tabs: Tabs) -> None:
    tab = await tabs.open(scheme="dark", webgl=True)
    await tab.page.evaluate(LOSE_CONTEXT)
    await expect(tab.page.locator("#orb")).to_have_attribute("data-painter", "canvas")
    await tab.until(lambda: hue(tab), is_blue)


async def test_the_orb_breathes(tabs: Tabs) -> None:
    tab = await tabs.open(motion="no-preference", webgl=True, before=COUNT_PICTURES)
    seen = await pictures(tab)
    await tab.until(lambda: pictures(tab), lambda count: count > seen + 20)


async def test_where_motion_is_reduced_it_stands_still_and_only_its_colour_changes(
    tabs: Tabs, models: LedModels
) -> None:
    tab = await tabs.open(webgl=True, before=COUNT_PICTURES)

    async def grown() -> int:
        before = await pictures(tab)
        await tab.page.wait_for_timeout(300)
        return await pictures(tab) - before

    await tab.until(grown, lambda count: count == 0)
    before = await pictures(tab)
    await tab.say(SAD)
    await tab.until(lambda: pictures(tab), lambda count: count > before)
    (await models.next_line()).end("I am here.")


async def test_each_companion_looks_the_same_for_ever_and_unlike_the_others(tabs: Tabs) -> None:
    tab = await tabs.open()
    one, again, other, became, dimmed = await tab.page.evaluate(SEEDS)
    assert one == again != other
    assert became == other
    assert dimmed < 0.5


async def test_the_orb_moves_with_the_voice_as_loud_as_it_is(tabs: Tabs) -> None:
    tab = await tabs.open()
    silent, soft, loud, moved = await tab.page.evaluate(VOICE)
    assert silent == 0
    assert 0.1 < soft < loud <= 1
    assert moved > 0.3


async def test_a_picture_of_the_orb_takes_the_page_less_than_two_milliseconds(tabs: Tabs) -> None:
    tab = await tabs.open(motion="no-preference", webgl=True, before=TIME_PICTURES)
    await tab.until(lambda: tab.page.evaluate("times.length"), lambda count: count > 60)
    times: list[float] = await tab.page.evaluate("times.slice(10)")
    assert median(times) < 2.0
