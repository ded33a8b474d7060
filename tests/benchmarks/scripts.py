"""The scripts of benchmarks/, which find each other by bare names, as modules for tests."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "benchmarks"

sys.path.insert(0, str(FOLDER))
try:
    corpus = import_module("corpus")
    edits = import_module("edits")
    floor = import_module("floor")
    output = import_module("output")
    performance = import_module("performance")
    plot = import_module("plot")
    programs = import_module("programs")
    report = import_module("report")
    results = import_module("results")
    run = import_module("run")
    stages = import_module("stages")
    stories = import_module("stories")
finally:
    sys.path.remove(str(FOLDER))
