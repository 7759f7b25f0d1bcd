"""Weka 3.6.14 as an oracle: its stored answers, which a test asks for again where the Debian package is installed.

`python tests/oracles/weka.py` runs Weka on every question the tests ask, and stores its answers and the data.
"""

import csv
import gzip
import json
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

JAR = Path("/usr/share/java/weka.jar")
DATA = Path("/usr/share/doc/weka/examples")
STORED = Path(__file__).with_name("weka.json.gz")
J48_SETS = ["iris", "vote", "labor", "weather.nominal", "contact-lenses", "soybean", "diabetes", "breast-cancer"]
MORE_J48_SETS = ["weather.numeric", "glass", "credit-g", "ionosphere"]
UNPRUNED = ["iris", "vote", "labor", "soybean", "diabetes", "breast-cancer"]
RANKED = ["weather.nominal", "iris"]
CUT = ["iris", "diabetes", "glass", "ionosphere", "labor"]
EVALUATORS = {"InfoGain": "InfoGain", "GainRatio": "GainRatio", "SymmUncert": "SymmetricalUncert"}


class DataSet(NamedTuple):
    X: pd.DataFrame  # nominal columns are Categorical, with the declared levels
    y: np.ndarray
    classes: list[str]  # as declared


def data(name: str) -> DataSet:
    """A data set of Weka; its last column is the class."""
    names, levels, rows = [], [], []
    for line in stored()["data"][name].splitlines():
        if re.match("@(relation|data)", line, re.IGNORECASE):
            continue
        if match := re.match(r"@attribute\s+('[^']*'|\S+)\s+(.*)", line, re.IGNORECASE):
            names.append(match[1].strip("'"))
            declared = match[2].strip()
            levels.append(_fields(declared.strip("{}")) if declared.startswith("{") else None)
        else:
            rows.append([None if field == "?" else field for field in _fields(line)])
    columns = {}
    for name_, levels_, values in zip(names, levels, zip(*rows, strict=True), strict=True):
        columns[name_] = (
            np.array(values, dtype=float) if levels_ is None else pd.Categorical(values, categories=levels_)
        )
    frame = pd.DataFrame(columns)
    return DataSet(frame.iloc[:, :-1], np.asarray(frame.iloc[:, -1]), levels[-1])


def j48(name: str, *options: str) -> dict[str, float]:
    """Leaves and size of the tree of all rows, the accuracy on them, and that of 10-fold cross-validation."""
    text = _weka("weka.classifiers.trees.J48", *options, "-t", name)
    accuracy = re.findall(r"Correctly Classified Instances\s+\d+\s+([\d.]+)", text)
    return {
        "leaves": int(re.search(r"Number of Leaves\s*:\s*(\d+)", text)[1]),
        "size": int(re.search(r"Size of the tree\s*:\s*(\d+)", text)[1]),
        "train": float(accuracy[0]),
        "cross-validated": float(accuracy[1]),
        "tree": text[text.index("\n---") : text.index("Number of Leaves")].strip("-\n"),
    }


def folds(name: str) -> list[int]:
    """The fold of each row in Weka's 10-fold cross-validation."""
    return json.loads(stored()["answers"][f"folds -t {name}"])


def ranking(name: str, evaluator: str) -> dict[str, float]:
    """What an attribute evaluator of Weka says of each attribute."""
    text = _weka(f"weka.attributeSelection.{EVALUATORS[evaluator]}AttributeEval", "-s", RANKER, "-i", name)
    return {name_: float(value) for value, name_ in re.findall(r"^\s*([\d.]+)\s+\d+\s+(\S+)", text, re.MULTILINE)}


def mdlp(name: str, *options: str) -> dict[str, list[float]]:
    """The cut points of the supervised Discretize filter, with six digits."""
    text = _weka(DISCRETIZE, *options, "-R", "first-last", "-c", "last", "-i", name)
    cuts = {}
    for attribute, ranges in re.findall(r"@attribute (\S+) \{(.*(?:inf|All).*)\}", text):
        cuts[attribute] = [float(high) for high in re.findall(r"\((?:-inf|-?[\d.]+)-(-?[\d.]+)\]", ranges)]
    return cuts


RANKER = "weka.attributeSelection.Ranker"
DISCRETIZE = "weka.filters.supervised.attribute.Discretize"


def _weka(command: str, *arguments: str) -> str:
    return stored()["answers"][" ".join([command, *arguments])]


def ask(question: str) -> str:
    """What Weka itself answers to a question that is stored, without the rows and the time that it took."""
    command, *arguments, name = question.split(" ")
    if command == "folds":
        return json.dumps(_folds(name))
    java = ["java", "-cp", str(JAR), command, *arguments, str(DATA / f"{name}.arff")]
    text = subprocess.run(java, check=True, capture_output=True, text=True).stdout
    return re.sub(r"^Time taken .*\n", "", text.partition("@data")[0], flags=re.MULTILINE)


def _folds(name: str) -> list[int]:
    """Weka removes all but one fold; a number of the row, put in front of it, tells which rows those are."""
    with tempfile.TemporaryDirectory() as folder:
        numbered = Path(folder) / "numbered.arff"
        add = "weka.filters.unsupervised.attribute.AddID"
        java = ["java", "-cp", str(JAR)]
        subprocess.run([*java, add, "-i", DATA / f"{name}.arff", "-o", numbered], check=True, capture_output=True)
        fold_of = {}
        for fold in range(1, 11):
            keep = ["weka.filters.supervised.instance.StratifiedRemoveFolds", "-S", "1", "-N", "10", "-F", str(fold)]
            done = subprocess.run(
                [*java, *keep, "-c", "last", "-i", numbered], check=True, capture_output=True, text=True
            )
            for number in re.findall(r"^(\d+),", done.stdout[done.stdout.index("@data") :], re.MULTILINE):
                fold_of[int(number)] = fold
        return [fold_of[number] for number in sorted(fold_of)]


@cache
def stored() -> dict[str, Any]:
    """Its answers by question, and its data by name."""
    return json.loads(gzip.decompress(STORED.read_bytes()))


def _fields(line: str) -> list[str]:
    quote = "'" if "'" in line else '"'
    return [field.strip() for field in next(csv.reader([line.strip()], quotechar=quote, skipinitialspace=True))]


def published(name: str) -> str:
    """A data set as the Debian package has it, without comments."""
    lines = (DATA / f"{name}.arff").read_text(encoding="latin1").splitlines()
    return "\n".join(line for line in lines if line.strip() and not line.startswith("%"))


def main() -> None:
    """Ask Weka everything, and store what it says."""
    asked = [("weka.classifiers.trees.J48", "-t", name) for name in J48_SETS + MORE_J48_SETS]
    asked += [("weka.classifiers.trees.J48", "-U", "-t", name) for name in UNPRUNED]
    asked += [("weka.classifiers.trees.J48", "-S", "-t", name) for name in UNPRUNED]
    asked += [("folds", "-t", name) for name in J48_SETS]
    for evaluator in EVALUATORS.values():
        asked += [(f"weka.attributeSelection.{evaluator}AttributeEval", "-s", RANKER, "-i", name) for name in RANKED]
    asked += [(DISCRETIZE, "-R", "first-last", "-c", "last", "-i", name) for name in CUT]
    asked += [(DISCRETIZE, "-E", "-R", "first-last", "-c", "last", "-i", name) for name in RANKED]
    answers = {question: ask(question) for question in map(" ".join, asked)}
    data = {name: published(name) for name in sorted({question[-1] for question in asked})}
    STORED.write_bytes(gzip.compress(json.dumps({"answers": answers, "data": data}, indent=0).encode(), mtime=0))


if __name__ == "__main__":
    main()
