"""Zero-shot transfer: no clip of the target dataset is learned from, a class map does the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from understudy.data.class_map import Counterparts, identity_class_map, load_class_map
from understudy.errors import InputError, StorageError, nearest_names
from understudy.evaluation.evaluate import EvaluationSetup, dataset_stamp, evaluate
from understudy.evaluation.recogniser import load_recogniser
from understudy.runs import EVALUATION_FILE, TRANSFERS_FOLDER, EvaluationRecord, write_record
from understudy.types import ClipSource


def zero_shot(
    run_dir: Path,
    source: ClipSource,
    class_map: Mapping[str, Sequence[str]] | str | Path | None,
    *,
    actions: Sequence[str] | Counterparts | None = None,
    name: str | None = None,
    dataset_path: str = "",
    view_count: int = 5,
    crop_count: int = 1,
    skip_limit: float = 0.05,
    seed: int = 0,
    threads: int = 2,
    on_progress: Callable[[int, int], None] | None = None,
) -> EvaluationRecord:
    """Tests a run on a dataset that it has not learned from; writes and returns the record.

    Only labels that the run has an action for are asked about, and chance is one over their
    number. The record's `dataset.clips` says how many clips these are ("covered" of "all").

    Args:
        run_dir: folder of a training run; the record goes to its `transfers/NAME` folder.
        source: the dataset; all of its clips count, whatever split they are in.
        class_map: target label -> names of actions, of which the run may know only some; or a YAML
            file, or the name of a map that comes with the package or of a public label set; None:
            labels that are named like the run's actions stand for these.
        actions: every action that there is, to find misspelt names in a YAML file; without it a
            name that the run does not know is taken for an action that it has not learned. With
            what label sets call each action, the sets' class maps are known.
        name: folder of the result; default the dataset's name.
        dataset_path: where the dataset lies, for the record.
        view_count: windows per clip at most, evenly over it; their probabilities are averaged.
        crop_count: 1 for the centre square of the frame, 3 for its ends as well.
        skip_limit: share of unreadable clips at which to give up.
        seed: of the bootstrap and the choice of sample films.
        threads: clips decoded at a time.
        on_progress: called with (clips done, clips in all).

    Raises:
        DatasetError: no readable checkpoint, or too many unreadable clips.
        InputError: the map names labels that the dataset lacks, or fewer than two labels remain;
            the dataset has no such layer as the run looks at.
        StorageError: the disk is full.
    """
    recogniser = load_recogniser(run_dir)
    if not recogniser.classes:
        raise InputError(
            f"{run_dir} was pretrained without classes (masked clips): zero-shot needs some; "
            "probe or fine-tune it"
        )
    covered = known_labels(class_map, recogniser.classes, source, actions)
    indices = [number for number, record in enumerate(source.records) if record.label in covered]
    if not indices:
        raise InputError(f"{source.name} has no clip labelled {', '.join(covered)}")
    folder = re.sub(r"[^\w.-]+", "_", name or source.name).strip("._") or "dataset"
    out_dir = run_dir / TRANSFERS_FOLDER / folder
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        record = evaluate(
            recogniser,
            source,
            indices,
            covered,
            setup=EvaluationSetup(
                name=folder,
                protocol="zero-shot",
                view_count=view_count,
                crop_count=crop_count,
                skip_limit=skip_limit,
                seed=seed,
                threads=threads,
            ),
            stamp=dataset_stamp(
                source, {"all": len(source.records), "covered": len(indices)}, dataset_path
            ),
            out_dir=out_dir,
            on_progress=on_progress,
        )
        write_record(record, out_dir / EVALUATION_FILE)
    except OSError as error:
        raise StorageError(
            f"cannot write to {out_dir}: {error}; free some space and run the same command again"
        ) from None
    return record


class _EveryName(tuple[str, ...]):
    """A vocabulary that no name is missing from."""

    def __contains__(self, name: object) -> bool:
        return True


def known_labels(
    class_map: Mapping[str, Sequence[str]] | str | Path | None,
    classes: Sequence[str],
    source: ClipSource,
    actions: Sequence[str] | Counterparts | None,
) -> dict[str, tuple[str, ...]]:
    """Returns the part of a class map that a network with these classes can answer.

    Args:
        class_map, source, actions: see `zero_shot`.
        classes: the network's.

    Raises:
        InputError: the map names labels that the dataset lacks, or fewer than two labels remain.
    """
    return covered_labels(_targets(class_map, classes, source, actions), classes, source)


def _targets(
    class_map: Mapping[str, Sequence[str]] | str | Path | None,
    classes: Sequence[str],
    source: ClipSource,
    actions: Sequence[str] | Counterparts | None,
) -> Mapping[str, Sequence[str]]:
    if class_map is None:
        return identity_class_map(actions=classes, classes=source.classes).targets
    if isinstance(class_map, str | Path):
        vocabulary = _EveryName() if actions is None else (*actions, *classes)
        counterparts = actions if isinstance(actions, Mapping) else None
        return load_class_map(
            class_map, actions=vocabulary, classes=source.classes, counterparts=counterparts
        ).targets
    return class_map


def covered_labels(
    class_map: Mapping[str, Sequence[str]], classes: Sequence[str], source: ClipSource
) -> dict[str, tuple[str, ...]]:
    """Returns the part of a class map that a network with these classes can answer.

    Raises:
        InputError: the map names labels that the dataset lacks, or fewer than two labels remain.
    """
    for label in class_map:
        if label not in source.classes:
            near = nearest_names(label, source.classes) or sorted(source.classes)[:8]
            raise InputError(
                f"the class map names the label '{label}', which {source.name} does not have; "
                f"its labels: {', '.join(near)}"
            )
    covered = {
        label: tuple(dict.fromkeys(name for name in names if name in classes))
        for label, names in class_map.items()
    }
    covered = {label: names for label, names in covered.items() if names}
    if len(covered) < 2:
        wanted = sorted({name for names in class_map.values() for name in names})
        raise InputError(
            f"the class map covers {len(covered)} label(s) of {source.name} with what this run "
            f"learned; two or more are needed. The run knows: {', '.join(classes)}; the map "
            f"asks for: {', '.join(wanted)}"
        )
    return covered
