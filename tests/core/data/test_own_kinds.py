"""The data people have: whatever the form, the same images and classes come back."""

import dataclasses
import io
import tracemalloc

import numpy as np
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pyarrow import parquet

from core.data import own_files as files
from vae_core import data
from vae_core.data.own import Options, OwnData, as_one, from_packed, read, read_path, to_bytes
from vae_core.errors import DatasetError

IMAGES = files.drawings()
LABELS = np.arange(len(IMAGES)) * 7 % 10
TENTHS = np.arange(len(IMAGES)) % 3


def images(own: OwnData) -> np.ndarray:
    return own.dataset.images.reshape(-1, 28, 28) * 255


def classes(own: OwnData) -> list[str]:
    return [own.class_names[label] for label in own.dataset.labels]


def is_the_same(own: OwnData, labels=LABELS) -> None:
    assert images(own) == pytest.approx(IMAGES.astype(float), abs=1)
    if labels is None:
        assert own.class_names == ()
        assert "No labels were found." in own.said
    else:
        assert classes(own) == [str(label) for label in labels]


# ---- any pixels, any labels, any packing --------------------------------------------------------------

PIXELS = {
    "bytes": (lambda x: x, None),
    "16 bits": (lambda x: x.astype(np.uint16) * 257, "65535 as full light"),
    "0 … 16": (lambda x: np.rint(x / 255 * 16), "16 as full light"),
    "0 … 1": (lambda x: (x / 255).astype(np.float32), None),
    "float16": (lambda x: (x / 255).astype(np.float16), None),
    "0 … 255 as floats": (lambda x: x.astype(np.float64) + 0.25 * (x > 99) * (x < 250), None),
    "-1 … 1": (lambda x: x / 127.5 - 1, "-1 was taken as no light, 1 as full light"),
    "-0.5 … 0.5": (lambda x: x / 255 - 0.5, "-0.5 was taken as no light, 0.5 as full light"),
    "-128 … 127": (lambda x: x.astype(np.int16) - 128, "-128 was taken as no light, 127 as full light"),
    "standardised": (lambda x: (x / 255 - 0.1307) / 0.3081, "was taken as no light"),
}
LAYOUTS = {
    "[n, h, w]": lambda x: x,
    "[n, h, w, 1]": lambda x: x[..., None],
    "[n, 1, h, w]": lambda x: x[:, None],
    "[n, 784]": lambda x: x.reshape(len(x), -1),
    "[n, 3, h, w]": lambda x: np.repeat(x[:, None], 3, 1),
    "[n, 3 · 784]": lambda x: np.tile(x.reshape(len(x), -1), 3),
}
LABELLED = {
    "none": (lambda y: None, lambda y: None),
    "bytes": (lambda y: y.astype(np.uint8), str),
    "[n, 1]": (lambda y: y[:, None], str),
    "floats": (lambda y: y.astype(np.float32), str),
    "text": (lambda y: np.array([f"d{each}" for each in y]), "d{}".format),
    "bytes of text": (lambda y: np.array([f"d{each}".encode() for each in y]), "d{}".format),
    "numbers as text": (lambda y: y.astype(str), str),
    "one-hot": (lambda y: np.eye(10, dtype=np.float32)[y], str),
    "one-hot, bool": (lambda y: np.eye(10, dtype=bool)[y], str),
    "negative": (lambda y: y - 5, lambda each: str(each - 5)),
    "bool": (lambda y: y > 4, lambda each: str(each > 4)),
}
PAIRS = [("images", "labels"), ("x", "y"), ("X", "Y"), ("data", "target"), ("arr_0", "arr_1"), ("features", "targets")]


@given(
    pixels=st.sampled_from(list(PIXELS)),
    layout=st.sampled_from(list(LAYOUTS)),
    labelled=st.sampled_from(list(LABELLED)),
    names=st.sampled_from(PAIRS),
    packing=st.sampled_from(["npz", *files.PACKINGS]),
)
@settings(max_examples=60, deadline=None)
def test_any_array_with_any_labels_in_any_packing_gives_the_same_images_and_classes(
    pixels, layout, labelled, names, packing
):
    make, said = PIXELS[pixels]
    form, name = LABELLED[labelled]
    arrays = {names[0]: LAYOUTS[layout](make(IMAGES))}
    if form(LABELS) is not None:
        arrays[names[1]] = form(LABELS)
    if packing == "npz":
        content = files.npz(**arrays)
    else:
        content = files.PACKINGS[packing]({f"{key}.npy": files.npy(value) for key, value in arrays.items()})
    own = read("mine", content)
    tolerance = 16 if pixels == "0 … 16" else 1
    assert np.abs(images(own) - IMAGES).max() <= tolerance
    assert own.class_names == () if labelled == "none" else classes(own) == [name(each) for each in LABELS]
    assert (said is None) == (not any("full light" in sentence for sentence in own.said))
    assert said is None or any(said in sentence for sentence in own.said)


@pytest.mark.parametrize("suffix", files.COMPRESSIONS)
def test_one_array_needs_no_archive(suffix):
    content = files.COMPRESSIONS[suffix](files.npy(IMAGES))
    is_the_same(read(f"plain.npy{suffix}", content), None)


def test_an_npz_may_lie_in_a_zip_beside_a_read_me():
    own = read("mine.zip", files.zipped({"READ.ME": b"hello", "mnist.npz": files.npz(x=IMAGES, y=LABELS)}))
    is_the_same(own)
    assert "Passed over, as no images: 1 (READ.ME)." in own.said


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, bool])
def test_0_and_1_are_black_and_white(dtype):
    own = read("mine.npz", files.npz(images=(IMAGES > 99).astype(dtype)))
    assert np.array_equal(images(own), 255 * (IMAGES > 99))


def test_levels_may_be_given():
    own = read("mine.npy", files.npy(IMAGES // 2), options=Options(levels=(0, 127)))
    assert np.abs(images(own) - IMAGES).max() <= 3


# ---- parts ---------------------------------------------------------------------------------------------

TEST = files.drawings(100)[60:]
PARTS = {
    "keras": {"x_train": IMAGES, "y_train": LABELS, "x_test": TEST, "y_test": LABELS[:40]},
    "medmnist": {
        "train_images": IMAGES,
        "val_images": TEST[:15],
        "test_images": TEST,
        "train_labels": LABELS[:, None],
        "val_labels": LABELS[:15, None],
        "test_labels": LABELS[:40, None],
    },
    "camels": {"trainX": IMAGES, "trainY": LABELS, "testX": TEST, "testY": LABELS[:40]},
    "run together": {"xtrain": IMAGES, "ytrain": LABELS, "xtest": TEST, "ytest": LABELS[:40]},
    "without names": {"arr_0": IMAGES, "arr_1": LABELS, "arr_2": TEST, "arr_3": LABELS[:40]},
}


def is_split(own: OwnData) -> None:
    is_the_same(own)
    assert own.held_out.images * 255 == pytest.approx(TEST.reshape(40, 784).astype(float), abs=1)
    assert own.held_out.labels.tolist() == LABELS[:40].tolist()
    assert (own.held_out.split, own.held_out.class_names) == ("test", own.class_names)
    assert "The file brings its own split, which is kept: 60 images to learn from, 40 held out." in own.said


@pytest.mark.parametrize("names", PARTS)
def test_a_split_that_the_file_brings_is_kept(names):
    own = read("mine.npz", files.npz(**PARTS[names]))
    is_split(own)
    left_out = "15 images of val_images are left out: a validation set is not needed here."
    assert (left_out in own.said) == (names == "medmnist")


def test_a_validation_set_is_held_out_where_there_is_no_other():
    own = read("a.npz", files.npz(x_train=IMAGES, y_train=LABELS, x_val=TEST, y_val=LABELS[:40]))
    is_split(own)


def test_images_on_both_sides_are_counted():
    own = read("a.npz", files.npz(x_train=IMAGES, x_test=IMAGES[:30]))
    assert "30 of the 30 held-out images are among those to learn from, too." in own.said


def test_too_few_for_a_test_are_learned_from():
    own = read("a.npz", files.npz(x_train=IMAGES, x_test=TEST[:9]))
    assert (len(own.dataset), own.held_out) == (69, None)
    assert "Only 9 images are kept apart for testing, too few: all are put together." in own.said


def test_both_parts_are_shuffled_for_the_lab_and_stay_apart():
    own = read("mine.npz", files.npz(**PARTS["keras"]))
    train, held_out = own.parts(seed=1)
    for shuffled, whole in ((train, own.dataset), (held_out, own.held_out)):
        assert not np.array_equal(shuffled.images, whole.images)
        rows = {image.tobytes(): label for image, label in zip(whole.images, whole.labels, strict=True)}
        assert all(rows.pop(x.tobytes()) == y for x, y in zip(shuffled.images, shuffled.labels, strict=True))
        assert not rows


# ---- IDX -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packing", files.PACKINGS)
def test_idx_files_bring_their_labels(packing):
    is_the_same(read("mine", files.PACKINGS[packing](files.idx_files(IMAGES, LABELS))))


def test_all_four_files_are_two_parts():
    four = files.idx_files(IMAGES, LABELS) | files.idx_files(TEST, LABELS[:40], "t10k")
    is_split(read("mine.zip", files.zipped({f"MNIST/raw/{name}": content for name, content in four.items()})))


def test_several_sets_in_one_archive_are_named():
    both = {
        f"emnist-{name}-{key}": value
        for name in ("letters", "digits")
        for key, value in files.idx_files(IMAGES, LABELS).items()
    }
    with pytest.raises(DatasetError, match="several data sets lie together in it: emnist digits, emnist letters"):
        read("gzip.zip", files.zipped(both))


def test_emnist_is_turned_upright_and_its_letters_have_names():
    lying = IMAGES.transpose(0, 2, 1)
    named = {f"emnist-letters-{key}": value for key, value in files.idx_files(lying, LABELS + 1).items()}
    own = read("mine.zip", files.zipped(named))
    is_the_same(own, ["abcdefghij"[label] for label in LABELS])
    assert "Rows and columns of each picture changed places, so that they stand upright." in own.said
    as_it_is = read("mine.zip", files.zipped(named), options=Options(turn="none"))
    assert np.array_equal(images(as_it_is), lying)


# ---- tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("labels", [None, LABELS, [f"d{each}" for each in LABELS]])
def test_a_table_of_pixels_with_a_label_or_none(header, last, index, labels):
    content = files.table(IMAGES, labels, header=header, last=last, index=index)
    is_the_same(read("train.csv", content), labels)


@pytest.mark.parametrize("delimiter", [";", "\t", " "])
@pytest.mark.parametrize("name", ["mine.csv", "mine", "mine.txt"])
def test_a_table_may_have_other_delimiters(delimiter, name):
    if name == "mine" and delimiter != ",":
        delimiter = ","
    is_the_same(read(name, files.table(IMAGES, LABELS, delimiter=delimiter)))


@pytest.mark.parametrize("suffix", files.COMPRESSIONS)
def test_a_table_may_be_packed(suffix):
    is_the_same(read(f"train.csv{suffix}", files.COMPRESSIONS[suffix](files.table(IMAGES, LABELS))))
    is_the_same(
        read(
            "archive.zip", files.zipped({f"train.csv{suffix}": files.COMPRESSIONS[suffix](files.table(IMAGES, LABELS))})
        )
    )


def test_kaggles_archive_has_a_test_table_without_labels():
    sample = b"ImageId,Label\n" + b"".join(b"%d,0\n" % number for number in range(40))
    kaggle = {"train.csv": files.table(IMAGES, LABELS), "test.csv": files.table(TEST), "sample_submission.csv": sample}
    own = read("digit-recognizer.zip", files.zipped(kaggle))
    is_the_same(own)
    assert own.held_out.labels.tolist() == [-1] * 40
    assert from_packed(to_bytes(own)).held_out.sha256 == own.held_out.sha256
    assert "Of the held-out images, 40 have no labels." in own.said
    assert any("sample_submission.csv: expected a row of pixels" in sentence for sentence in own.said)


def test_mnist_in_two_tables_is_split():
    is_split(
        read(
            "a.zip",
            files.zipped(
                {
                    "mnist_train.csv": files.table(IMAGES, LABELS, header=False),
                    "mnist_test.csv": files.table(TEST, LABELS[:40], header=False),
                }
            ),
        )
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name,age\nann,3\nbob,4\n", "expected a row of pixels for each image.*found 1 columns of numbers"),
        (files.table(IMAGES)[:-20], "as many in each row. CSV parse error: Expected 784 columns"),
        (files.table(IMAGES).replace(b",0,", b",,", 1), "for each pixel, found 1 empty cells among them"),
    ],
)
def test_a_table_that_is_no_images_is_refused(content, message):
    with pytest.raises(DatasetError, match=message):
        read("mine.csv", content)


# ---- Parquet -------------------------------------------------------------------------------------------


def test_parquet_of_the_hub_has_pictures_and_names():
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    is_the_same(read("train-00000-of-00001.parquet", files.hub(IMAGES, LABELS)))
    is_the_same(read("a.parquet", files.hub(IMAGES, LABELS, names)), [names[label] for label in LABELS])


def test_parquet_in_several_files_is_one_data_set():
    shards = {
        "data/train-00000-of-00002.parquet": files.hub(IMAGES[:30], LABELS[:30]),
        "data/train-00001-of-00002.parquet": files.hub(IMAGES[30:], LABELS[30:]),
        "data/test-00000-of-00001.parquet": files.hub(TEST, LABELS[:40]),
    }
    is_split(read("mnist.zip", files.zipped(shards)))


@pytest.mark.parametrize("layout", ["lists", "columns", "nested", "binary"])
def test_parquet_of_pixels(layout):
    flat = IMAGES.reshape(60, 784)
    columns = {
        "lists": lambda: {"label": LABELS, "pixels": flat.tolist()},
        "nested": lambda: {"label": LABELS, "image": IMAGES.tolist()},
        "columns": lambda: {"label": LABELS} | {f"pixel{place}": flat[:, place] for place in range(784)},
        "binary": lambda: {"label": LABELS.astype(str), "image": [files.picture(image) for image in IMAGES]},
    }
    is_the_same(read("mine.parquet", files.parquet_bytes(pyarrow.table(columns[layout]()))))


def test_parquet_that_is_damaged_or_without_images_is_refused():
    content = files.hub(IMAGES, LABELS)
    with pytest.raises(DatasetError, match="expected a whole Parquet file"):
        read("a.parquet", content[:-20])
    with pytest.raises(DatasetError, match="expected a column of pictures, or a column for each pixel, found: a"):
        read("a.parquet", files.parquet_bytes(pyarrow.table({"a": LABELS})))
    rows = [{"bytes": None, "path": "a.png"}] * 60
    with pytest.raises(DatasetError, match="found the paths of files that are elsewhere"):
        read("a.parquet", files.parquet_bytes(pyarrow.table({"image": rows})))


# ---- folders -------------------------------------------------------------------------------------------


def pictures(array: np.ndarray, where) -> dict[str, bytes]:
    return {where(number): files.picture(image) for number, image in enumerate(array)}


def test_folders_of_parts_and_classes():
    both = pictures(IMAGES, lambda n: f"d/train/{LABELS[n]}/{n}.png") | pictures(
        TEST, lambda n: f"d/test/{LABELS[n]}/{n}.png"
    )
    is_split(read("mine.zip", files.zipped(both)))


TABLES = {
    "paths": lambda n: f"images/{n:03}.png",
    "names": lambda n: f"{n:03}.png",
    "stems": lambda n: f"{n:03}",
    "paths of Windows": lambda n: f"images\\{n:03}.png",
}


@pytest.mark.parametrize("named", TABLES)
@pytest.mark.parametrize("header", [True, False])
def test_images_beside_a_table_of_labels(named, header):
    rows = [f"{TABLES[named](n)},{label}" for n, label in enumerate(LABELS)]
    content = "\n".join(["filename,label"] * header + rows).encode()
    own = read("mine.zip", files.zipped(pictures(IMAGES, lambda n: f"d/images/{n:03}.png") | {"d/labels.csv": content}))
    is_the_same(own)


def test_pictures_that_no_table_names_are_left_out_and_counted():
    content = "\n".join(f"{n:03}.png,{label}" for n, label in enumerate(LABELS[:55])).encode()
    own = read("mine.zip", files.zipped(pictures(IMAGES, lambda n: f"images/{n:03}.png") | {"labels.csv": content}))
    assert len(own.dataset) == 55
    assert "5 images of images are left out: they have no labels, and the others have." in own.said


def test_pictures_outside_of_folders_make_no_classes_which_is_said():
    own = read("mine.zip", files.zipped(pictures(IMAGES, lambda n: f"{n}.png" if n == 7 else f"{LABELS[n]}/{n}.png")))
    assert own.class_names == ()
    assert "The folders are not taken for classes: 1 of the pictures lie outside of them." in own.said


@pytest.mark.parametrize("what", ["idx", "pictures", "npz"])
def test_a_folder_or_a_file_on_disk_is_read_as_an_upload(tmp_path, what):
    contents = {
        "idx": files.idx_files(IMAGES, LABELS),
        "pictures": pictures(IMAGES, lambda n: f"{LABELS[n]}/{n:03}.png"),
        "npz": {"mine.npz": files.npz(x=IMAGES, y=LABELS)},
    }
    for name, content in contents[what].items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    own = read_path(tmp_path)
    assert sorted(classes(own)) == sorted(map(str, LABELS))
    loaded = data.load(tmp_path)
    assert loaded.sha256 == own.dataset.sha256
    train, test = (data.load(str(tmp_path), split=split) for split in ("train", "test"))
    assert (len(train), len(test)) == (48, 12)
    assert not {image.tobytes() for image in train.images} & {image.tobytes() for image in test.images}


def test_a_file_with_its_own_split_is_loaded_part_by_part(tmp_path):
    path = tmp_path / "mine.npz"
    path.write_bytes(files.npz(**PARTS["keras"]))
    own = read_path(path)
    train, test = (data.load(path, split=split) for split in ("train", "test"))
    assert (train.sha256, test.sha256) == (own.dataset.sha256, own.held_out.sha256)
    assert data.load(path).sha256 == train.sha256
    assert dataclasses.asdict(test)["said"] == own.said


def test_a_path_that_leads_nowhere_is_said():
    with pytest.raises(
        DatasetError, match=r"Unknown data set 'nowhere.zip': expected one of digits, mnist.*or the path"
    ):
        data.load("nowhere.zip")


# ---- more of what people have --------------------------------------------------------------------------


def test_mnist_of_kaggle_has_each_file_twice():
    named = files.idx_files(IMAGES, LABELS)
    twice = {f"{name}/{name}": content for name, content in named.items()}
    twice |= {name.replace("-idx", ".idx"): content for name, content in named.items()}
    is_the_same(read("archive.zip", files.zipped(twice)))


def test_a_header_that_pandas_has_numbered_is_one():
    first = ["7", *(f"0.{place}" if place else "0" for place in range(784))]
    content = ",".join(first).encode() + b"\n" + files.table(IMAGES, LABELS, header=False)
    is_the_same(read("A_Z Handwritten Data.csv", content))


def test_letters_of_emnist_in_a_table_have_names_and_stand_upright():
    content = files.table(IMAGES.transpose(0, 2, 1), LABELS + 1, header=False)
    is_the_same(read("emnist-letters-train.csv", content), ["abcdefghij"[label] for label in LABELS])


def test_labels_of_the_test_part_alone_are_not_learned():
    own = read("a.npz", files.npz(x_train=IMAGES, x_test=TEST, y_test=LABELS[:40]))
    assert (len(own.dataset), len(own.held_out), own.class_names) == (60, 40, ())
    assert "Not all images to learn from have labels: none are used." in own.said


def test_a_few_images_without_labels_are_put_to_others_that_have_some():
    own = read("a.npz", files.npz(x_train=IMAGES, y_train=LABELS, x_test=TEST[:5]))
    assert (len(own.dataset), own.held_out, own.class_names) == (65, None, ())
    assert from_packed(to_bytes(own)).dataset.sha256 == own.dataset.sha256


def test_a_table_that_names_none_of_the_pictures_is_spoken_of():
    named = pictures(IMAGES, lambda n: f"images/{n:03}.png")
    own = read("mine.zip", files.zipped(named | {"other.csv": b"id,label\na,1\nb,2\n", "READ ME.txt": b"a b\nc d"}))
    assert "mine.zip, other.csv names none of the pictures." in own.said
    assert not any("READ ME" in sentence for sentence in own.said)


def test_pictures_of_0_and_1_are_not_taken_for_black():
    own = read("a.zip", files.zipped(pictures((IMAGES > 99).astype(np.uint8), lambda n: f"{n:03}.png")))
    assert np.array_equal(images(own), 255 * (IMAGES > 99))
    assert "The pictures are nearly black: their brightest level, 1, was taken as white." in own.said
    levels = Options(levels=(0, 127))
    own = read("a.zip", files.zipped(pictures(IMAGES // 2, lambda n: f"{n:03}.png")), options=levels)
    assert np.abs(images(own) - IMAGES).max() <= 3


def test_each_image_standardised_by_itself_is_read():
    values = IMAGES.astype(np.float64)
    standardised = (values - values.mean((1, 2), keepdims=True)) / values.std((1, 2), keepdims=True)
    own = read("mine.npy", files.npy(standardised))
    is_the_same(own, None)
    assert any(sentence.startswith("Each image was standardised by itself") for sentence in own.said)


@pytest.mark.parametrize("columns", ["index,filename,label", "filename,label,split", "filename,split,class"])
def test_a_table_of_labels_may_have_other_columns(columns):
    def row(n: int) -> str:
        split = "train" if n < 60 else "test"
        cells = {
            "index": n,
            "filename": f"{n:03}.png",
            "label": LABELS[n % 60],
            "class": LABELS[n % 60],
            "split": split,
        }
        return ",".join(str(cells[name]) for name in columns.split(","))

    named = pictures(np.concatenate([IMAGES, TEST]), lambda n: f"images/{n:03}.png")
    content = "\n".join([columns, *map(row, range(100))]).encode()
    own = read("mine.zip", files.zipped(named | {"labels.csv": content}))
    if "split" in columns:
        is_split(own)
    else:
        assert classes(own) == [str(LABELS[n % 60]) for n in range(100)]


def test_a_table_for_each_part_says_its_classes():
    named = pictures(np.concatenate([IMAGES, TEST]), lambda n: f"{n:03}.png")
    named["train.csv"] = "\n".join(["id,label", *(f"{n:03},{LABELS[n]}" for n in range(60))]).encode()
    named["test.csv"] = "\n".join(["id,label", *(f"{n:03},{LABELS[n - 60]}" for n in range(60, 100))]).encode()
    is_split(read("mine.zip", files.zipped(named)))


def test_names_of_old_windows_are_read_in_chinese():
    content = files.zipped(pictures(IMAGES, lambda n: f"{'zz' if n % 2 else 'qq'}/{n}.png"))
    for plain, chinese in ((b"zz", "猫".encode("gb18030")), (b"qq", "鸟".encode("gb18030"))):
        content = content.replace(plain, chinese)
    assert set(read("mine.zip", content).class_names) == {"猫", "鸟"}


def test_a_column_may_say_which_part_a_row_is_of():
    flat = files.table(np.concatenate([IMAGES, TEST]), [*LABELS, *LABELS[:40]]).decode().splitlines()
    rows = [f"{'Usage' if not n else 'Training' if n <= 60 else 'PublicTest'},{row}" for n, row in enumerate(flat)]
    is_split(read("mine.csv", "\n".join(rows).encode()))


@pytest.mark.parametrize("script", ["utf-8-sig", "utf-16", "gb18030"])
def test_tables_of_excel_are_read(script):
    named = [f"字{label}" for label in LABELS]
    is_the_same(read("mine.csv", files.table(IMAGES, named).decode().encode(script)), named)


def test_columns_without_a_name_or_a_value_are_none():
    content = files.table(IMAGES, LABELS).replace(b"\r\n", b",\r\n")
    is_the_same(read("mine.csv", content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "This is a web page"),
        (b"\x80\x04\x95" + bytes(100), "This is a Python pickle"),
        (files.zipped({"archive/data.pkl": b"", "archive/data/0": bytes(99)}), "This is a file of PyTorch"),
        (files.tarred({"batches/data_batch_1": b"\x80\x04\x95", "batches/meta": b"\x80\x04"}), "Python pickle"),
        (b"MATLAB 5.0 MAT-file", "scipy.io.loadmat"),
        (b"\x89HDF" + bytes(100), "h5py.File"),
        (files.zipped({f"{n}.svg": b'<?xml version="1.0"?>\n<svg/>' for n in range(60)}), "Save them as PNG"),
        (b"Rar!" + bytes(100), "pack the folder as a zip"),
        (files.zipped({"[Content_Types].xml": b"", "xl/a.xml": b""}), "Save a table as CSV"),
        (files.zipped({"mnist/data-00000-of-00001.arrow": b"", "mnist/state.json": b""}), "dataset.to_parquet"),
        (b"% mnist\n@RELATION mnist", "Fetch the data set as CSV"),
    ],
)
def test_what_is_not_read_has_a_way_on(content, message):
    with pytest.raises(DatasetError, match=message):
        read("mine", content)


@pytest.mark.parametrize(
    "content",
    [
        b"a," * 2_000_000,
        b"1," * 900_000 + b"1" * 200_000,
        b"1," * 100 + b'"' + b"x" * 300_000 + b'"\n',
        b"1,2,3,4,5\n" * 200_000,
    ],
    ids=["columns", "a long cell", "a longer one", "rows"],
)
def test_a_table_made_to_take_memory_is_refused(content):
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError):
            read("mine.csv", content)
        assert tracemalloc.get_traced_memory()[1] < 300e6
    finally:
        tracemalloc.stop()


def test_files_that_are_chosen_together_are_one():
    is_the_same(read(*as_one(files.idx_files(IMAGES, LABELS))))
    chosen = pictures(IMAGES, lambda n: f"{n:03}.png")
    name, content = as_one(chosen | {"labels.csv": "\n".join(f"{n:03},{y}" for n, y in enumerate(LABELS)).encode()})
    assert name == "000.png + 60"
    is_the_same(read(name, content))
    is_the_same(read(*as_one({"images.npy": files.npy(IMAGES), "labels.npy": files.npy(LABELS)})))


def test_of_archives_the_last_one_is_meant():
    two = {"a.zip": b"PK\x03\x04", "b.npz": files.npz(x=IMAGES, y=LABELS)}
    assert as_one(two) == ("b.npz", two["b.npz"])
    assert as_one({"a.png": b""}) == ("a.png", b"")


@pytest.mark.parametrize("size", [28, 64])
@pytest.mark.parametrize("channels", [(), (1,), (3,)])
def test_images_along_the_last_axis_are_read_as_matlab_keeps_them(size, channels):
    padded = np.pad(files.drawings(80), ((0, 0), *[((size - 28) // 2,) * 2] * 2))
    as_python = read("mine.npz", files.npz(x=padded, y=np.arange(80) % 10))
    shape = (size, size, *[1] * len(channels), 80)
    last = np.tile(np.moveaxis(padded, 0, -1).reshape(shape), (1, 1, *channels, 1))
    own = read("mine.npz", files.npz(X=last, y=np.arange(80)[None] % 10))
    assert images(own) == pytest.approx(images(as_python), abs=1)
    assert own.class_names == tuple("0123456789")
    assert any(sentence.startswith("The images were the last axis, as in MATLAB") for sentence in own.said)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (IMAGES.astype(complex), "found complex numbers"),
        (IMAGES.astype(np.longdouble), "expected an array of real numbers, found <f"),
        (np.zeros(60, [("x", float)]), "found records of several fields"),
        (np.array([IMAGES[0], None], object), "found Python objects, which are never unpickled here"),
    ],
)
def test_an_array_alone_says_what_is_wrong_with_it(values, message):
    content = io.BytesIO()
    np.save(content, values, allow_pickle=True)
    with pytest.raises(DatasetError, match=message):
        read("mine.npy", content.getvalue())


def test_two_npz_files_are_two_parts():
    two = {
        "d/train.npz": files.npz(images=IMAGES, labels=LABELS),
        "d/test.npz": files.npz(images=TEST, labels=LABELS[:40]),
    }
    is_split(read("mine.zip", files.zipped(two)))


def test_folders_of_one_name_in_several_are_one_class_which_is_said():
    own = read(
        "mine.zip", files.zipped(pictures(IMAGES, lambda n: f"{'Greek' if n % 2 else 'Latin'}/c{n % 3}/{n}.png"))
    )
    assert own.class_names == ("c0", "c1", "c2")
    said = "Folders of one name are one class, wherever they lie: c0, c1, c2. Where they are not, give them names of"
    assert any(sentence.startswith(said) for sentence in own.said)
    by_split = pictures(IMAGES, lambda n: f"d/train/c{n % 3}/{n}.png") | pictures(TEST, lambda n: f"d/test/c0/{n}.png")
    assert not any("Folders of one name" in sentence for sentence in read("a.zip", files.zipped(by_split)).said)


@pytest.mark.parametrize(("script", "name"), [("gb18030", "数字"), ("cp437", "años"), ("utf-8", "números")])
def test_folders_of_an_old_zip_are_called_what_they_were_called(script, name):
    raw = name.encode(script)
    content = files.zipped(pictures(IMAGES, lambda n: f"{'Z' * len(raw)}{n % 3}/{n}.png"))
    own = read("mine.zip", content.replace(b"Z" * len(raw), raw))
    assert own.class_names == tuple(f"{name}{number}" for number in range(3))


def test_a_picture_of_more_pixels_than_any_is_too_large_and_not_damaged():
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    with pytest.raises(DatasetError, match=r"0\.png: expected an image of at most 4096 x 4096 pixels, found a far"):
        read("mine.zip", files.zipped({"0.png": huge.getvalue()} | pictures(IMAGES, lambda n: f"{n + 1}.png")))


def test_what_the_hub_notes_is_read_no_deeper_than_python_goes():
    """Named by nobody, classes have the numbers that they have."""
    table = parquet.read_table(io.BytesIO(files.hub(IMAGES, LABELS)))
    deep = table.replace_schema_metadata({"huggingface": "[" * 9000})
    is_the_same(read("a.parquet", files.parquet_bytes(deep)))


def test_what_a_damaged_archive_is_said_to_have_is_no_half_of_it():
    content = bytearray(files.npz(images=IMAGES))
    content[26:28] = b"\xff\x7f"  # of the first header: how long the name is
    with pytest.raises(DatasetError, match=r"^a\.npz: images\.npy in it is damaged .{20,200}$"):
        read("a.npz", bytes(content))
