"""The Pollock benchmark's own metrics over what `pollock.ts` wrote: arguments are its repository and that folder.
Fails where a score is not above the least that the reader must reach."""
import json
import os
import re
import sys
from collections import defaultdict

FILES = 2290
# DuckDB's sniffer, the best of the benchmark's own readers, scores 9.105 and 8.443.
LEAST_SIMPLE = 9.875
LEAST_WEIGHTED = 9.105

repository, loaded = sys.argv[1:3]
sys.path.insert(0, repository)
from pollock import metrics  # noqa: E402

folder = os.path.join(repository, "polluted_files")
with open(os.path.join(repository, "pollock_weights.json"), encoding="utf-8") as file:
    weights = json.load(file)


def score(name):
    path = os.path.join(loaded, name + "_converted.csv")
    if not metrics.successful_csv(path):
        return 0.0
    clean = os.path.join(folder, "clean", name)
    return 1.0 + float(sum(metrics.header_record_cell_measures_csv(clean, path)))


scores = {name: score(name) for name in sorted(os.listdir(os.path.join(folder, "csv")))}
groups = defaultdict(list)
for name, value in scores.items():
    groups[name if name.startswith("file_") else re.sub(r"\d+", "N", name)].append(value)
for group, values in sorted(groups.items()):
    print(f"{sum(values) / len(values):7.3f} {len(values):5d} {group}")
total = sum(weights[name] for name in scores)
simple = sum(scores.values()) / len(scores)
weighted = sum(value * weights[name] for name, value in scores.items()) / total
print(f"files {len(scores)}  simple {simple:.3f}  weighted {weighted:.3f}")
for kind, value, least in [("simple", simple, LEAST_SIMPLE), ("weighted", weighted, LEAST_WEIGHTED)]:
    if value <= least:
        sys.exit(f"FAILED: the {kind} score {value:.3f} is not above {least}")
if len(scores) != FILES:
    sys.exit(f"FAILED: {len(scores)} files instead of {FILES}")
