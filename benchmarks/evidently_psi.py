"""`python evidently_psi.py REFERENCE CURRENT`: Evidently's drift preset with PSI, as its users run it on two files."""

import sys

import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

reference, current = (pd.read_parquet(path) for path in sys.argv[1:])
result = Report([DataDriftPreset(method="psi")]).run(current, reference)
print(len(result.dict()["metrics"]))
