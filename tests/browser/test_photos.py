"""Photos on the phone: small and upright when they leave, each trouble on its tile, words never held up."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.chaos import Chaos
from tests.browser.conftest import Site, settled
from tests.browser.residents import (
    QINGNIANLU,
    ask,
    at_home,
    choose_photos,
    kept_pictures,
    picture_file,
    shelf,
    size_of,
    stored,
    until,
)
from tests.pictures import CANARY, UPRIGHT, a_photo, a_scene, as_file, corners

HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 500
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; HLK-AL00) AppleWebKit/537.36 Chrome/107.0 Mobile MicroMessenger/8.0.38"
)
SPOIL = """async () => {
  const db = await new Promise((done) => {
    const opening = indexedDB.open("linli");
    opening.onsuccess = () => done(opening.result);
  });
  const store = db.transaction("photos", "readwrite").objectStore("photos");
  const photos = await new Promise((done) => {
    const asking = store.getAll();
    asking.onsuccess = () => done(asking.result);
  });
  photos[0].bytes = new TextEncoder().encode("these bytes went bad").buffer;
  await new Promise((done) => {
    store.put(photos[0]).onsuccess = done;
  });
  db.close();
}"""


def on_photo_step(page: Page, url: str) -> Page:
    at_home(page, url)
    page.get_by_role("link", name="我要求助").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("拍照片，还是直接写？")
    return page


def finish(page: Page, words: str) -> str:
    """From the photo step to the end, without a phone number; gives the request's id."""
    page.get_by_role("button", name="下一步：说情况").click()
    page.get_by_role("textbox", name="出了什么事？").fill(words)
    page.get_by_role("button", name="下一步：在哪里").click()
    page.get_by_role("checkbox", name="不留电话").check()
    page.get_by_role("button", name="提交求助").click()
    page.wait_for_url("**/help/sent/*")
    return page.url.rsplit("/", 1)[1]


def test_what_cannot_be_used_says_why_on_its_tile_and_the_good_ones_go(site: Site, phone: Page) -> None:
    words = "六个文件，三张照片"
    on_photo_step(phone, site.url)
    noise = as_file(Image.effect_noise((1100, 1000), 90).convert("RGB"), "PNG")
    assert len(noise) > 2_500_000
    choose_photos(
        phone,
        picture_file(as_file(a_scene(8000, 6000), quality=60), "48mp.jpg"),
        picture_file(a_photo(6, (900, 1600)), "dark.jpg"),
        picture_file(b"", "empty.jpg"),
        picture_file(b"<!doctype html><p>not a picture", "text.jpg"),
        picture_file(HEIC, "apple.heic", "image/heic"),
        picture_file(noise, "noise.png", "image/png"),
        picture_file(a_photo(), "seventh.jpg"),
    )

    expect(phone.locator(".photos .photo img")).to_have_count(3)
    bad = phone.locator(".addphoto--bad")
    expect(bad).to_have_count(3)
    expect(bad.nth(0)).to_contain_text("空的，里面没有照片")
    expect(bad.nth(1)).to_contain_text("不是照片")
    expect(bad.nth(2)).to_contain_text("HEIC")
    expect(phone.get_by_text("最多 6 张，多出的 1 张没加。")).to_be_visible()
    for _ in range(3):
        bad.first.get_by_role("button").click()
    expect(bad).to_have_count(0)
    id = finish(phone, words)
    until(lambda: len(kept_pictures(site, id)) == 3, phone)

    (request,) = stored(site, words)
    assert request["photos_expected"] == 3
    assert [max(size_of(picture)) for picture in kept_pictures(site, id)] == [1600, 1600, 1100]
    assert all(CANARY.encode() not in picture for picture in kept_pictures(site, id))


def test_every_way_to_hold_a_phone_arrives_upright(site: Site, phone: Page) -> None:
    on_photo_step(phone, site.url)
    choose_photos(phone, *(picture_file(a_photo(turn), f"{turn}.jpg") for turn in (2, 3, 5, 6, 7, 8)))
    id = finish(phone, "六种拿法")
    pictures = until(lambda: len(found := kept_pictures(site, id)) == 6 and found, phone)

    assert [corners(picture) for picture in pictures] == [UPRIGHT] * 6


def test_a_photo_that_finds_no_room_says_so_and_goes_when_there_is(site: Site, phone: Page) -> None:
    chrome = phone.context.new_cdp_session(phone)
    chrome.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 1})
    settled(phone, f"{site.url}/help", place=QINGNIANLU)
    phone.get_by_role("link", name="我要求助").click()
    big = as_file(Image.effect_noise((1600, 1200), 90).convert("RGB"), quality=95)
    phone.locator("input[data-source=album]").set_input_files([picture_file(big)] * 3)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("这一张没加上")
    expect(phone.get_by_role("alert")).to_contain_text("手机满了")
    expect(phone.get_by_role("link", name="打 96345 说")).to_be_visible()

    chrome.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    phone.get_by_role("button", name="再试一次").click()

    expect(phone.locator(".photos .photo img")).to_have_count(3)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("拍照片，还是直接写？")


def refused(site: Site, net: Chaos, page: Page, words: str) -> str:
    """A request whose first photo of two goes bad on the phone before it leaves."""
    at_home(page, net.url)
    net.cut()
    page.context.set_offline(True)
    id = ask(page, words, [a_photo(), a_photo(3)])
    page.evaluate(SPOIL)
    net.mend()
    page.context.set_offline(False)
    until(lambda: stored(site, words), page)
    until(lambda: kept_pictures(site, id), page)
    page.goto(f"{net.url}/help")
    return id


def test_a_photo_that_the_server_refuses_holds_nothing_up_and_can_be_replaced(
    site: Site, net: Chaos, phone: Page
) -> None:
    id = refused(site, net, phone, "一张照片没收下，换一张")
    expect(phone.get_by_role("heading", name="等您")).to_be_visible()
    phone.get_by_role("link", name="2 张照片到了 1 张").click()
    expect(phone.get_by_role("heading", name="2 张照片到了 1 张")).to_be_visible()
    with phone.expect_file_chooser() as choosing:
        phone.get_by_role("button", name="换一张").click()
    choosing.value.set_files([picture_file(a_photo(8))])

    until(lambda: len(kept_pictures(site, id)) == 2 and not shelf(phone, "outbox"), phone)
    assert shelf(phone, "photos") == []


def test_a_photo_that_the_server_refuses_can_be_given_up(site: Site, net: Chaos, phone: Page) -> None:
    words = "一张照片没收下，不要了"
    refused(site, net, phone, words)
    phone.get_by_role("link", name="2 张照片到了 1 张").click()
    phone.get_by_role("button", name="不要这张了").click()

    until(lambda: stored(site, words)[0]["photos_expected"] == 1 and not shelf(phone, "outbox"), phone)
    expect(phone.get_by_role("heading", name="照片到了")).to_have_count(0)
    assert shelf(phone, "photos") == []


def test_where_a_photo_was_taken_is_sent_only_when_the_resident_says_so(
    site: Site, open_phone: Callable[..., Page]
) -> None:
    found: list[tuple[Any, Any]] = []
    for words, gives in (("不附拍摄地点", False), ("附上拍摄地点", True)):
        page = on_photo_step(open_phone(), site.url)
        choose_photos(page, picture_file(positioned()))
        page.get_by_role("button", name="下一步：说情况").click()
        page.get_by_role("textbox", name="出了什么事？").fill(words)
        page.get_by_role("button", name="下一步：在哪里").click()
        if gives:
            page.get_by_role("button", name="用照片里的拍摄地点").click()
            expect(page.get_by_text("已附上照片的拍摄地点")).to_be_visible()
        page.get_by_role("checkbox", name="不留电话").check()
        page.get_by_role("button", name="提交求助").click()
        (request,) = until(lambda words=words: stored(site, words), page)
        found.append((request["latitude"], request["longitude"]))

    (none, given) = found
    assert none == (None, None)
    assert given == pytest.approx((30.25, 120.17), abs=0.001)


def positioned() -> bytes:
    """A photo taken at 30°15' N, 120°10'12" E."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 10.0, 12.0)})
    return as_file(a_scene(), exif=exif)


def test_how_much_will_be_sent_is_said_before(site: Site, phone: Page) -> None:
    on_photo_step(phone, site.url)
    choose_photos(phone, picture_file(a_photo()), picture_file(a_photo(3)))
    phone.get_by_role("button", name="下一步：说情况").click()
    phone.get_by_role("textbox", name="出了什么事？").fill("有多大")
    phone.get_by_role("button", name="下一步：在哪里").click()

    expect(phone.locator(".review")).to_contain_text("2 张，约")
    expect(phone.locator(".review")).to_contain_text("KB")


def test_wechat_on_android_gets_inputs_that_it_can_open(site: Site, open_phone: Callable[..., Page]) -> None:
    page = on_photo_step(open_phone(user_agent=WECHAT), site.url)
    camera, album = page.locator("input[data-source=camera]"), page.locator("input[data-source=album]")

    for field in (camera, album):
        expect(field).to_have_attribute("accept", "image/*")
    expect(camera).to_have_attribute("capture", "environment")
    assert (album.get_attribute("multiple"), album.get_attribute("capture")) == (None, None)


def test_a_photo_shared_from_the_gallery_opens_the_form_with_it(site: Site, net: Chaos, phone: Page) -> None:
    at_home(phone, net.url)
    net.cut()
    phone.context.set_offline(True)
    phone.evaluate(
        """() => {
          const form = document.createElement("form");
          Object.assign(form, { id: "share", method: "post", action: "/share" });
          form.enctype = "multipart/form-data";
          form.append(Object.assign(document.createElement("input"), { type: "file", name: "photos" }));
          document.body.append(form);
        }"""
    )
    phone.set_input_files("#share input", [picture_file(a_photo(6))])
    phone.evaluate("() => document.getElementById('share').submit()")

    expect(phone.get_by_role("img", name="照片 1")).to_be_visible()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("拍照片，还是直接写？")


def test_a_photo_taken_before_the_words_is_there_after_a_reload(site: Site, phone: Page) -> None:
    on_photo_step(phone, site.url)
    choose_photos(phone, picture_file(a_photo()))
    expect(phone.get_by_text("草稿已存好")).to_be_visible()
    phone.reload()

    expect(phone.get_by_role("img", name="照片 1")).to_be_visible()
    phone.get_by_role("button", name="删掉照片 1").click()
    expect(phone.get_by_role("img", name="照片 1")).to_have_count(0)
    until(lambda: not shelf(phone, "photos"), phone)
