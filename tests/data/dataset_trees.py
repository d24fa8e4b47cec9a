"""Small trees of files in the layouts that public datasets are published in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
from small_clips import make_frames

from understudy.data.video import encode_mp4

TRAIN_BY_CSV = "label,youtube_id,time_start,time_end,split\n"


@cache
def film_bytes(number: int) -> bytes:
    return encode_mp4(make_frames(number), 10.0)


def put_films(root: Path, names: Iterable[str]) -> None:
    """Writes a different small film under each name."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(film_bytes(sum(name.encode())))


def put_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def ucf101(root: Path) -> str:
    """Two classes, one of them with the odd case, lists with carriage returns."""
    put_films(
        root / "UCF-101",
        [
            *(f"Archery/v_Archery_g{g:02d}_c{c:02d}.avi" for g in (1, 8, 9) for c in (1, 2)),
            *(f"HandstandPushups/v_HandStandPushups_g{g:02d}_c01.avi" for g in (1, 8, 9)),
        ],
    )
    lists = root / "ucfTrainTestlist"
    put_text(lists / "classInd.txt", "3 Archery\r\n37 HandstandPushups\r\n")
    for split, tested in ((1, 1), (2, 8), (3, 9)):
        learnt = [g for g in (1, 8, 9) if g != tested]
        train = [
            *(f"Archery/v_Archery_g{g:02d}_c{c:02d}.avi 3" for g in learnt for c in (1, 2)),
            *(f"HandstandPushups/v_HandStandPushups_g{g:02d}_c01.avi 37" for g in learnt),
        ]
        test = [
            *(f"Archery/v_Archery_g{tested:02d}_c{c:02d}.avi" for c in (1, 2)),
            f"HandstandPushups/v_HandstandPushups_g{tested:02d}_c01.avi",
        ]
        put_text(lists / f"trainlist0{split}.txt", "\r\n".join(train) + "\r\n")
        put_text(lists / f"testlist0{split}.txt", "\r\n".join(test) + "\r\n")
    return f"ucf101:{root}"


HMDB_FILMS = {
    "brush_hair": ("April_09_brush_hair_u_nm_np1_ba_goo_0", "April_09_brush_hair_u_nm_np1_ba_goo_1",
                   "Brush_my_hair(1)_[x]_brush_hair_h_cm_np1_fr_med_0"),
    "wave": ("50_FIRST_DATES_wave_f_cm_np1_fr_med_36", "-who!_wave_u_nm_np1_le_bad_2"),
}  # fmt: skip


def hmdb51(root: Path) -> str:
    for label, stems in HMDB_FILMS.items():
        put_films(root / label, [f"{stem}.avi" for stem in stems])
        for split in (1, 2, 3):
            parts = [1, 1, 2] if label == "brush_hair" else [1, 2]
            if split == 2:
                parts[0] = 0
            lines = [f"{stem}.avi {part} " for stem, part in zip(stems, parts, strict=True)]
            folder = root / "testTrainMulti_7030_splits"
            put_text(folder / f"{label}_test_split{split}.txt", "\n".join(lines) + "\n")
    return f"hmdb51:{root}"


SSV2 = {
    "train": [("1", "Pulling [something] from left to right"), ("2", "Holding [something]"),
              ("3", "Pulling [something] from right to left")],
    "validation": [("4", "Holding [something]"), ("5", "Pulling [something] from left to right")],
}  # fmt: skip


def something_something_v2(root: Path, *, old_names: bool = False) -> str:
    labels = {}
    for part, entries in SSV2.items():
        put_films(root / "20bn-something-something-v2", [f"{name}.webm" for name, _ in entries])
        listed = [
            {"id": name, "label": "holding a cup", "template": template, "placeholders": ["a cup"]}
            for name, template in entries
        ]
        file = f"something-something-v2-{part}.json" if old_names else f"labels/{part}.json"
        put_text(root / file, json.dumps(listed))
        labels |= {template.replace("[", "").replace("]", ""): "0" for _, template in entries}
    if not old_names:
        put_text(root / "labels" / "labels.json", json.dumps(labels))
    return f"something_something_v2:{root}"


def diving48(root: Path) -> str:
    train = [("-mmq0PT-u8k_00155", 0), ("_8Vy3dlHg2w_00000", 47), ("_8Vy3dlHg2w_00001", 29)]
    test = [("abcdefghijk_00003", 0)]
    put_films(root / "rgb", [f"{name}.mp4" for name, _ in train + test])
    for part, entries in (("train", train), ("test", test)):
        listed = [
            {"vid_name": name, "label": label, "start_frame": 0, "end_frame": 6}
            for name, label in entries
        ]
        put_text(root / f"Diving48_V2_{part}.json", json.dumps(listed))
    return f"diving48:{root}"


def ikea_fa(root: Path) -> str:
    put_films(
        root / "ikea_furniture" / "videos",
        [
            "spin_in/GOPR0086_00117_00294_05.MP4",
            "spin_in/GOPR0020_00117_00294_05.MP4",
            "attach_leg_1/GOPR0086_00300_00310_01.MP4",
        ],
    )
    return f"ikea_fa:{root}"


def uav_human(root: Path) -> str:
    names = [
        f"P{person:03d}S01G10B00H10UC102000LC092000A{action:03d}R0_09131758.avi"
        for person in (0, 1, 2, 3)
        for action in (31, 154)
    ]
    put_films(root, names)
    return f"uav_human:{root}"


def kinetics(root: Path) -> str:
    """As torchvision lays it out: classes are folders, with underscores."""
    put_films(
        root,
        [
            "train/riding_a_bike/-abc_efghij_000010_000020.mp4",
            "train/riding_a_bike/-abc_efghij_000030_000040.mp4",
            "train/passing_american_football_(in_game)/bbbbbbbbbbb_000001_000011.mp4",
            "val/riding_a_bike/ccccccccccc_000001_000011.mp4",
            "test/riding_a_bike/ddddddddddd_000001_000011.mp4",
        ],
    )
    return f"kinetics:{root}"


def kinetics_by_list(root: Path) -> str:
    put_films(root, ["train/-abc_efghij_000010_000020.mp4", "val/ccccccccccc_000001_000011.mp4"])
    rows = "riding a bike,-abc_efghij,10,20,train\nzumba,vanishedxyz,1,11,train\n"
    put_text(root / "annotations" / "train.csv", TRAIN_BY_CSV + rows)
    put_text(root / "annotations" / "val.csv", TRAIN_BY_CSV + "zumba,ccccccccccc,1,11,validate\n")
    return f"kinetics:{root}"


def ntu_rgbd(root: Path) -> str:
    names = [
        f"S{setup:03d}C{camera:03d}P{person:03d}R001A{action:03d}_rgb.avi"
        for setup, person, action in ((1, 1, 1), (2, 3, 1), (18, 41, 61), (2, 3, 60))
        for camera in (1, 2)
    ]
    put_films(root / "nturgb+d_rgb", names)
    return f"ntu_rgbd:{root}"


def ut_interaction(root: Path) -> str:
    put_films(root / "segmented_set1", [f"{n}_{1 + n // 6}_{n % 6}.avi" for n in range(12)])
    put_films(root / "segmented_set2", [f"{n}_{11 + n // 6}_{n % 6}.avi" for n in range(12)])
    return f"ut_interaction:{root}"


def gmdcsa24(root: Path) -> str:
    head = "File Name,Length (seconds),Time of Recording,Attire,Description, Classes\n"
    for subject in (1, 2):
        folder = root / f"Subject {subject}"
        put_films(folder, ["ADL/01.mp4", "ADL/02.mp4", "Fall/01.mp4"])
        put_text(
            folder / "ADL.csv",
            head + '01.mp4,01,Day,Shirt,"Sits, walks",Sitting [0 to 0.3];Walking[0.3 to 0.6]:;\n'
            "02.mp4,01,Day,Shirt,Standing, Standing[0 to 0.2; 0.4 to 0.6]\n",
        )  # fmt: skip
        put_text(folder / "Fall.csv", head + "01.mp4,01,Day,Shirt,Falls,Falling (BW[0.2 to 0.6]\n")
    return f"gmdcsa24:{root}"


def utd_mhad(root: Path) -> str:
    from scipy.io import savemat

    depth_mm = np.zeros((24, 32, 5), np.uint16)
    depth_mm[5:20, 10:20, :] = 3000
    for subject in (1, 2):
        for action in (1, 2, 23):
            name = f"a{action}_s{subject}_t1"
            for folder in ("Depth", "Skeleton", "RGB"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            depth_mm[0, 0, 0] = 10 * subject + action
            savemat(root / "Depth" / f"{name}_depth.mat", {"d_depth": depth_mm})
            joints = np.full((20, 3, 5), 0.1 * action)
            savemat(root / "Skeleton" / f"{name}_skeleton.mat", {"d_skel": joints})
            put_films(root / "RGB", [f"{name}_color.avi"])
    return f"utd_mhad:{root}"


def folder(root: Path) -> str:
    put_films(root, ["wave/P1.mp4", "wave/P2.mp4", "sit/P1.mp4"])
    return f"folder:{root}"


TREES: dict[str, Callable[[Path], str]] = {
    "ucf101": ucf101,
    "hmdb51": hmdb51,
    "something_something_v2": something_something_v2,
    "diving48": diving48,
    "ikea_fa": ikea_fa,
    "uav_human": uav_human,
    "kinetics": kinetics,
    "ntu_rgbd": ntu_rgbd,
    "ut_interaction": ut_interaction,
    "gmdcsa24": gmdcsa24,
    "utd_mhad": utd_mhad,
    "folder": folder,
}
"""Kind of dataset -> function that writes a small one into a folder and says how to open it."""
