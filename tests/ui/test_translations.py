"""Nothing is left untranslated, stale, or with a broken placeholder."""

import ast
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from ui import i18n

PARTS = ("classroom", "ui", "sections", "pages")
# What can go wrong where a person trains, uploads or downloads is said on a page; what the rest of the core refuses
# (a configuration made by hand, a damaged file of ours) reaches a programmer first, in English.
CORE = (
    "vae_core/data",
    "vae_core/exchange",
    "vae_core/lab",
    "vae_core/packing.py",
    "vae_core/storage.py",
    *(f"vae_core/training/{name}.py" for name in ("checkpoints", "jobs", "watch")),
)
# The address refuses what is no drawing before anybody could be shown a sentence about it.
UNSEEN = ("vae_core/data/drawing.py",)
ERRORS = (
    "Sentence",
    "VaeCoreError",
    "ConfigError",
    "DatasetError",
    "CheckpointError",
    "RunError",
    "StoreError",
    "ClassError",
)
CLASS_ERRORS = ("StoreError", "ClassError", "NoClass")
KEYWORDS = {"_": None, "mark": None, **dict.fromkeys((*ERRORS, *CLASS_ERRORS, "TrainingDiverged")), "require": (2,)}
OTHERS = [language for language in i18n.LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def python_files(root):
    folders = [root / part for part in (*PARTS, *CORE)]
    files = [root / "app.py", *folders, *(file for folder in folders for file in folder.rglob("*.py"))]
    return [file for file in files if file.is_file()]


@pytest.fixture(scope="module")
def messages(root) -> set[str]:
    """Every message that Babel finds in the source."""
    return {
        message
        for file in python_files(root)
        for _line, message, _comments, _context in extract_from_file("python", file, keywords=KEYWORDS)
    }


def translations(language: str) -> Catalog:
    with (i18n.LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module", params=OTHERS)
def catalogue(request) -> Catalog:
    return translations(request.param)


def test_every_message_is_translated(messages, catalogue):
    translated = {message.id for message in catalogue if message.id and message.string}
    assert messages - translated == set()


def test_no_translation_is_stale_or_uncertain(messages, catalogue):
    kept = {message.id for message in catalogue if message.id}
    assert kept - messages == set()
    assert not catalogue.obsolete
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


def test_placeholders_are_the_same_in_both_languages(catalogue):
    for message in catalogue:
        if message.id:
            assert set(PLACEHOLDER.findall(message.string)) == set(PLACEHOLDER.findall(message.id)), message.id


def test_formatting_is_the_same_in_both_languages(catalogue):
    for message in catalogue:
        if message.id:
            for sign in ("**", "$", "`", "\n"):
                assert message.string.count(sign) == message.id.count(sign), message.id


def test_what_is_bold_is_seen_to_be(catalogue):
    """Markdown takes two stars for the end of bold only where a space follows a full stop before them."""
    for message in catalogue:
        if message.id:
            for bold, after in re.findall(r"\*\*(.+?)\*\*(.?)", message.string):
                assert bold[-1] not in "。：，；？！、）”" or not after or not (after.isalnum() or after in "{$"), (
                    message.id
                )


def test_babel_sees_every_call(root, messages):
    """Babel passes over a call inside an f-string; such a text would never be translated."""
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                (place,) = KEYWORDS[node.func.id] or (1,)
                argument = node.args[place - 1]
                if isinstance(argument, ast.Constant):
                    assert argument.value in messages, f"{path}:{node.lineno}"
                else:
                    varies = isinstance(argument, ast.JoinedStr) and str(path.relative_to(root)) not in UNSEEN
                    assert not varies, f"{path}:{node.lineno}: a message that varies"


def test_prose_reaches_the_page_only_through_gettext(root):
    """Titles, markdown, captions and headers in pages are never bare strings, save the app's name."""
    shown = {
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "write",
        "info",
        "warning",
        "error",
        "success",
        "reading",
    }
    for path in [*(root / "pages").glob("*.py"), *(root / "sections").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in shown:
                argument = node.args[0]
                bare = isinstance(argument, ast.Constant) and argument.value != "VAE Playground"
                assert not bare, f"{path}:{node.lineno}"


def test_bold_words_end_where_markdown_sees_it(catalogue):
    """After full-width punctuation, the closing ** needs a space before the next word, or the asterisks stay."""

    def is_lost(text: str) -> bool:
        parts = text.split("**")
        bold = zip(parts[1::2], parts[2::2], strict=False)
        return any(re.search(r"[，。！？：；、）”》…]$", inside) and re.match(r"\w", after) for inside, after in bold)

    assert is_lost("**谁？**他")
    assert not is_lost("好。**谁？** 他")
    assert [message.string for message in catalogue if message.id and is_lost(message.string)] == []


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("隐", "潜(?!在)"),
        ("重构", "重建"),
        ("斜率", "坡度"),
        ("奈特", "纳特"),
        ("解码", "译码"),
        ("标准差", "标准偏差"),
    ],
)
def test_one_thing_has_one_name(word, others):
    said = [str(message.string) for message in translations("zh_CN") if message.id]
    assert any(word in text for text in said)
    assert [text for text in said if re.search(others, text)] == []
