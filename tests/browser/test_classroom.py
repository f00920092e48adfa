"""A whole class in real browsers: it is begun, joined, led, asked, and lives through bad moments."""

import csv
import io
import re

import pytest
from classmates import LAPTOP, PHONE, PROJECTOR, Class, School

pytestmark = pytest.mark.browser

AREA = {"page": "distributions", "step": "area"}
ASKED = {"en-US": "% of the probability", "zh-CN": "占全部概率的", "es-ES": "% de la probabilidad"}


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    school = School(tmp_path_factory.mktemp("school"))
    yield school
    school.kill()


@pytest.fixture
def lesson(browser, school):
    """A class that nobody has begun yet."""
    found = Class(browser, school.address)
    yield found
    assert found.close() == []


@pytest.fixture(scope="module")
def walked(browser, school):
    """A class with a teacher, a student with a phone in Chinese, and one with a laptop in Spanish."""
    found = Class(browser, school.address)
    found.begin()
    found.phone, found.laptop = found.welcome(PHONE), found.welcome(LAPTOP)
    yield found
    assert found.close() == []


@pytest.fixture
def room(walked) -> Class:
    """The same class, all at one step as it is at first, and nothing asked of it."""
    teacher = walked.teacher
    teacher.page.keyboard.press("Escape")
    if teacher.sheet.is_visible():
        teacher.button(teacher.sheet, "Put it away").click()
        teacher.sheet.wait_for(state="hidden")
    if teacher.place[0] != "distributions":
        teacher.lesson("distributions")
    if not teacher.place[1] == teacher.view["lead"]["query"] == {"step": "area"}:
        teacher.page.get_by_role("button", name="Start over").click()
        teacher.until(lambda: teacher.place[1] == {})
        teacher.step("area")
    again = teacher.page.get_by_role("button", name="Ask the class again")
    teacher.offer.or_(again).wait_for()
    if again.is_visible():
        again.click()
    teacher.offer.wait_for()
    teacher.press("Follow")
    calls = teacher.view["call"] + 1
    teacher.press("Call all back")
    for student in (walked.phone, walked.laptop):
        student.until(lambda student=student: student.view["call"] >= calls)
        student.until(lambda student=student: student.place == ("distributions", {"step": "area"}))
        student.until(student.is_with)
        student.until(student.is_settled)
    return walked


def counts(person, here: int, with_them: int) -> None:
    """Wait until the teacher's bar says so."""
    person.bar.get_by_text(f"{here} here, {with_them} with you").wait_for()


# ---- the way in and out -----------------------------------------------------------------------------


def test_a_class_is_joined_by_its_code_and_by_its_address_and_ends(lesson, school):
    teacher = lesson.begin()
    teacher.panel.get_by_text(f"{lesson.code[:3]} {lesson.code[3:]}").wait_for()
    teacher.panel.get_by_text(f"{school.address}/?class={lesson.code}").wait_for()
    assert teacher.panel.locator("img").evaluate("image => image.complete && image.naturalWidth > 100")
    phone = lesson.person(PHONE).come("/")
    phone.page.locator(".lobby input").fill(f" {lesson.code[:3].lower()}-{lesson.code[3:].lower()} ")
    phone.page.locator(".lobby form button").click()
    phone.panel.get_by_role("heading", name=f"加入课堂 {lesson.code}").wait_for()
    phone.join()
    laptop = lesson.person(LAPTOP).come(f"/elbo?class={lesson.code}")
    laptop.join()
    counts(teacher, 2, 2)
    assert phone.bar.locator(".me").inner_text() != laptop.bar.locator(".me").inner_text()
    laptop.until(lambda: laptop.place[0] == "", 20)
    teacher.press("The class")
    assert teacher.panel.locator(".member").count() == 2
    teacher.button(teacher.panel, "End the class").click()
    teacher.button(teacher.panel, "Delete all of it now").click()
    for person in (teacher, phone, laptop):
        person.panel.get_by_text(lesson.code).wait_for()
        person.panel.locator("button.main").click()
        person.page.locator(".classroom").wait_for(state="detached")
        assert "class=" not in person.page.url


def test_a_code_that_was_mistyped_is_said(lesson):
    student = lesson.person(LAPTOP).come("/")
    student.page.locator(".lobby input").fill("frg-2y7")
    student.page.locator(".lobby form button").click()
    said = student.page.locator(".lobby p")
    said.get_by_text("No hay ninguna clase FRG2Y7").wait_for()
    assert "class=" not in student.page.url
    student.come("/?class=FRG2Y7").panel.get_by_text("No hay ninguna clase FRG2Y7").wait_for()
    student.panel.locator("button.main").click()
    student.page.locator(".classroom").wait_for(state="detached")
    assert "class=" not in student.page.url
    student.come("/?class=FRG2Y").page.get_by_text("class=FRG2Y").wait_for()
    assert student.page.locator(".classroom").count() == 0


# ---- following --------------------------------------------------------------------------------------


def test_a_lesson_a_step_and_a_moved_handle_are_on_all_screens(room):
    teacher, students = room.teacher, (room.phone, room.laptop)
    teacher.move("density", "x2")
    teacher.until(lambda: "x2" in teacher.place[1])
    for student in students:
        student.until(lambda student=student: "x2" in student.place[1] and student.place == teacher.place)
    teacher.step("estimators")
    for student in students:
        student.arrives("distributions", step="estimators")
    teacher.lesson("elbo")
    for student in students:
        student.arrives("elbo")
        assert student.is_with()
    assert "lang" not in room.phone.page.url
    room.phone.page.get_by_text("拆开 ELBO").first.wait_for()
    counts(teacher, 2, 2)


def test_who_wanders_off_comes_back_by_one_button(room):
    teacher, laptop = room.teacher, room.laptop
    laptop.step("shapes")
    laptop.until(laptop.is_away)
    counts(teacher, 2, 1)
    teacher.step("estimators")
    room.phone.arrives("distributions", step="estimators")
    assert laptop.is_at("distributions", step="shapes")
    laptop.page.reload()
    laptop.bar.locator(".me").wait_for()
    laptop.until(laptop.is_away)
    assert laptop.is_at("distributions", step="shapes")
    counts(teacher, 2, 1)
    laptop.bar.locator("button.main").click()
    laptop.arrives("distributions", step="estimators")
    assert laptop.is_with()
    counts(teacher, 2, 2)


def test_all_are_called_back_also_to_where_they_have_been(room):
    room.laptop.step("shapes")
    room.phone.move("density", "x1", "ArrowLeft")
    for student in (room.phone, room.laptop):
        student.until(student.is_away)
    counts(room.teacher, 2, 0)
    room.teacher.press("Call all back")
    for student in (room.phone, room.laptop):
        student.arrives(**AREA)
        student.until(lambda student=student: student.place[1] == {"step": "area"})
    counts(room.teacher, 2, 2)


def test_who_roams_is_with_the_class_within_the_lesson(room):
    teacher, laptop, phone = room.teacher, room.laptop, room.phone
    teacher.press("Roam")
    for student in (laptop, phone):
        student.until(lambda student=student: student.view["mode"] == "roam")
    laptop.step("shapes")
    teacher.step("estimators")
    for student in (laptop, phone):
        student.until(lambda student=student: student.view["lead"]["query"] == {"step": "estimators"})
    phone.move("density", "x1", "ArrowLeft")
    laptop.until(lambda: laptop.is_at("distributions", step="shapes"))
    assert phone.is_at(**AREA)
    counts(teacher, 2, 2)
    laptop.lesson("elbo")
    laptop.until(laptop.is_away)
    counts(teacher, 2, 1)
    teacher.press("Follow")
    phone.arrives("distributions", step="estimators")
    assert laptop.is_at("elbo")


def test_a_pause_covers_every_screen(room):
    room.laptop.step("shapes")
    room.laptop.until(room.laptop.is_away)
    room.teacher.press("Pause")
    room.phone.cover.wait_for()
    covered = room.phone.cover.bounding_box()
    assert (covered["width"], covered["height"]) == (390, 844)
    assert room.teacher.cover.is_hidden()
    room.teacher.press("Follow")
    for student in (room.phone, room.laptop):
        student.cover.wait_for(state="hidden")
        student.arrives(**AREA)


# ---- questions --------------------------------------------------------------------------------------


def test_what_a_step_asks_is_answered_closed_and_revealed_in_three_languages(room):
    teacher, students = room.teacher, (room.phone, room.laptop)
    people = (teacher, *students)
    teacher.offer.click()
    prompts = []
    for person in people:
        person.sheet.wait_for()
        prompts.append(person.sheet.locator("h2").inner_text())
        person.page.get_by_text(ASKED[person.settings["locale"]]).first.wait_for(state="detached")
    assert len({*prompts}) == 3
    assert all(student.sheet.locator("li button").count() == 3 for student in students)
    assert teacher.sheet.locator("li button").count() == 0
    room.phone.sheet.locator("li button").nth(0).click()
    room.laptop.sheet.locator("li button").nth(1).click()
    teacher.sheet.get_by_text("2 of 2 have answered.").wait_for()
    room.phone.sheet.locator("li button").nth(1).click()
    room.phone.sheet.locator("li button[aria-pressed=true]").nth(0).wait_for()
    assert teacher.sheet.locator("li b").count() == 0, "nobody is led by what others say"
    teacher.button(teacher.sheet, "Close the question").click()
    for person in people:
        person.sheet.locator("li b").nth(2).wait_for()
        assert person.sheet.locator("li b").all_inner_texts() == ["0 · 0 %", "2 · 100 %", "0 · 0 %"]
        assert person.sheet.locator(".is-right").count() == 0
    teacher.button(teacher.sheet, "Reveal the answer").click()
    teacher.sheet.locator("li.is-right").wait_for()
    assert len(teacher.sheet.locator(".reason").inner_text()) > 20
    for person in people:
        person.page.get_by_text(ASKED[person.settings["locale"]]).first.wait_for()
    for student in students:
        student.sheet.locator("ol").wait_for(state="detached")
        student.sheet.get_by_role("button").click()
        student.sheet.locator("li.is-right").wait_for()
        assert student.sheet.locator("li").nth(1).get_attribute("class").split() == ["is-mine"]
    teacher.button(teacher.sheet, "Put it away").click()
    for person in people:
        person.sheet.wait_for(state="hidden")
    teacher.page.get_by_role("button", name="Ask the class again").click()
    teacher.offer.wait_for()
    for person in people:
        person.page.get_by_text(ASKED[person.settings["locale"]]).first.wait_for(state="detached")


def test_a_teacher_asks_something_of_their_own(room):
    teacher, students = room.teacher, (room.phone, room.laptop)
    teacher.press("Ask")
    teacher.panel.get_by_label("Your question").fill("Is $x^2$ **even**?")
    teacher.panel.get_by_label("Answer 1", exact=True).fill("yes")
    teacher.panel.get_by_label("Answer 2", exact=True).fill("no")
    teacher.button(teacher.panel, "One more answer").click()
    teacher.panel.get_by_label("Answer 3", exact=True).fill("where $x$ is")
    teacher.panel.get_by_label("Answer 1: This one is right").check()
    teacher.button(teacher.panel, "Ask the class").click()
    for student in students:
        student.sheet.locator("h2 math").wait_for()
        assert student.sheet.locator("h2 b").inner_text() == "even"
        assert student.sheet.locator("li").count() == 3
    room.phone.sheet.locator("li button").nth(0).click()
    room.laptop.sheet.locator("li button").nth(2).click()
    teacher.sheet.get_by_text("2 of 2").wait_for()
    teacher.button(teacher.sheet, "Close the question").click()
    teacher.button(teacher.sheet, "Reveal the answer").click()
    for person in (teacher, *students):
        person.sheet.locator("li.is-right").get_by_text("yes").wait_for()
    assert room.phone.sheet.locator("li.is-mine.is-right").count() == 1
    assert room.laptop.sheet.locator("li.is-mine.is-right").count() == 0


# ---- looking back -----------------------------------------------------------------------------------


def test_what_a_class_did_is_kept_and_taken_home(room):
    teacher = room.teacher
    teacher.press("Ask")
    teacher.panel.get_by_label("Your question").fill('So, "which"?')
    teacher.panel.get_by_label("Answer 1", exact=True).fill("=1+1")
    teacher.panel.get_by_label("Answer 2", exact=True).fill("two")
    teacher.button(teacher.panel, "Ask the class").click()
    room.phone.sheet.locator("li button").nth(1).click()
    teacher.sheet.get_by_text("1 of 2").wait_for()
    teacher.button(teacher.sheet, "Close the question").click()
    teacher.sheet.locator("li b").first.wait_for()
    teacher.press("Snapshot")
    teacher.notice.wait_for()
    teacher.button(teacher.sheet, "Put it away").click()
    teacher.press("The class")
    snapshot = teacher.panel.locator("ol a").last
    snapshot.wait_for()
    with teacher.page.context.expect_page() as opened:
        snapshot.click()
    home = opened.value
    home.wait_for_url(re.compile(r"/distributions\?"))
    home.locator(".contents [data-step=area][aria-current]").wait_for()
    assert "class=" not in home.url
    assert home.locator(".classroom").count() == 0
    home.close()
    with teacher.page.expect_download() as download:
        teacher.button(teacher.panel, "Answers as CSV").click()
    assert download.value.suggested_filename == f"class-{room.code}.csv"
    text = download.value.path().read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["question"] == 'So, "which"?']
    assert [(row["answer"], row["chosen"], row["answered"]) for row in rows] == [("'=1+1", "0", "1"), ("two", "1", "1")]
    with teacher.page.context.expect_page() as opened:
        teacher.button(teacher.panel, "Summary as a page").click()
    opened.value.get_by_text('So, "which"?').wait_for()
    opened.value.close()


# ---- bad moments ------------------------------------------------------------------------------------


def test_a_teacher_whose_page_is_closed_comes_back_and_the_class_has_gone_on(room):
    teacher, laptop, phone = room.teacher, room.laptop, room.phone
    context = teacher.page.context
    teacher.press("Ask")
    teacher.panel.get_by_label("Your question").fill("Who is there?")
    teacher.panel.get_by_label("Answer 1", exact=True).fill("I")
    teacher.panel.get_by_label("Answer 2", exact=True).fill("nobody")
    teacher.button(teacher.panel, "Ask the class").click()
    for student in (phone, laptop):
        student.sheet.wait_for()
    where = teacher.page.url
    teacher.page.close()
    phone.sheet.locator("li button").nth(0).click()
    phone.sheet.locator("li button[aria-pressed=true]").wait_for()
    room.teacher = again = room.person(PROJECTOR, context)
    again.page.goto(where)
    again.sheet.get_by_text("1 of 2 have answered.").wait_for()
    assert laptop.is_with()
    assert laptop.is_at(**AREA)


def test_a_class_moves_to_another_device_which_comes_to_where_it_is(room):
    teacher, laptop = room.teacher, room.laptop
    teacher.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    teacher.press("The class")
    teacher.button(teacher.panel, "Copy the link that moves the class to another device").click()
    teacher.notice.get_by_text("Copied").wait_for()
    link = teacher.page.evaluate("navigator.clipboard.readText()")
    teacher.page.keyboard.press("Escape")
    teacher.step("estimators")
    laptop.arrives("distributions", step="estimators")
    tablet = room.person({"viewport": {"width": 820, "height": 1180}, "locale": "en-US"})
    tablet.page.goto(link)
    tablet.arrives("distributions", step="estimators")
    assert "#" not in tablet.page.url, "nobody who looks over a shoulder reads it"
    counts(tablet, 2, 2)
    tablet.until(tablet.is_settled)
    tablet.step("shapes")
    laptop.arrives("distributions", step="shapes")
    tablet.page.context.close()


def test_of_two_tabs_of_a_teacher_the_one_in_front_leads(room):
    teacher, laptop = room.teacher, room.laptop
    led = teacher.view["lead"]["number"]
    other = room.person(PROJECTOR, teacher.page.context).come(f"/?class={room.code}")
    other.arrives(**AREA)
    counts(other, 2, 2)
    other.until(other.is_settled)
    assert other.view["lead"]["number"] == led, "whoever comes back moves nobody"
    other.lesson("elbo")
    laptop.arrives("elbo")
    teacher.page.bring_to_front()
    teacher.step("estimators")
    laptop.arrives("distributions", step="estimators")
    other.page.close()


def test_a_phone_that_was_asleep_is_at_the_latest_step(room):
    teacher, phone = room.teacher, room.phone
    phone.page.context.set_offline(True)
    teacher.step("estimators")
    room.laptop.arrives("distributions", step="estimators")
    teacher.lesson("elbo")
    room.laptop.arrives("elbo")
    assert phone.is_at(**AREA)
    phone.page.context.set_offline(False)
    phone.arrives("elbo")
    phone.until(phone.is_with)


def test_a_server_that_dies_in_the_middle_of_a_question_is_missed_by_nobody(room, school):
    teacher, students = room.teacher, (room.phone, room.laptop)
    teacher.offer.click()
    for student in students:
        student.sheet.wait_for()
    room.phone.sheet.locator("li button").nth(0).click()
    teacher.sheet.get_by_text("1 of 2 have answered.").wait_for()
    school.kill()
    teacher.bar.get_by_text("The line has broken").wait_for()
    room.laptop.sheet.locator("li button").nth(1).click()
    school.start()
    teacher.sheet.get_by_text("2 of 2 have answered.").wait_for()
    teacher.button(teacher.sheet, "Close the question").click()
    teacher.button(teacher.sheet, "Reveal the answer").click()
    teacher.sheet.locator("li.is-right").wait_for()
    for person in (teacher, *students):
        person.page.get_by_text(ASKED[person.settings["locale"]]).first.wait_for()
    teacher.button(teacher.sheet, "Put it away").click()
    teacher.step("estimators")
    for student in students:
        student.arrives("distributions", step="estimators")


def test_a_page_says_whose_it_is_until_the_server_knows(room, school):
    """Of two things that a page says in one moment, only the last is heard: here, that somebody wants the news."""
    teacher = room.teacher
    teacher.page.locator(".classroom").evaluate(
        """({ view }) => {
            const update = view.update;
            view.update = (data) => {
                update.call(view, data);
                if (data.seated) return;
                view.send({ news: true });
                view.update = update;
            };
        }"""
    )
    school.kill()
    teacher.bar.get_by_text("The line has broken").wait_for()
    school.start()
    teacher.sees(lambda: teacher.page.locator(".classroom").evaluate("({ view }) => view.data.seated"), False)
    teacher.sees(lambda: teacher.page.locator(".classroom").evaluate("({ view }) => view.data.seated"), True)
    teacher.offer.wait_for()
