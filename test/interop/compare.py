"""Reads the published tables with `deltalake` and compares them with what the publisher expects."""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, QueryBuilder

root = Path(sys.argv[1])
failures = 0


def rows_of(table):
    rows = [{name: row[name] for name in sorted(row)} for row in pa.table(table).to_pylist()]
    return sorted(rows, key=repr)


def timeless(rows):
    """Commit times agree to the millisecond; deltalake takes them from the commit."""
    return [{**row, "_commit_timestamp": row["_commit_timestamp"].timestamp()} for row in rows]


def check(name, found, wanted):
    global failures
    if found == wanted:
        print(f"ok    {name}: {len(wanted)} rows")
        return
    failures += 1
    different = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
    print(f"WRONG {name}: {len(found)} rows found, {len(wanted)} expected; first difference: {different[:1]}")


for case in json.loads((root / "cases.json").read_text()):
    path = str(root / "lake" / case["table"])
    wanted = rows_of(pq.ParquetFile(case["expected"]).read())
    if "feed" in case:
        first, last = case["feed"]
        feed = DeltaTable(path).load_cdf(starting_version=first, ending_version=last).read_all()
        found = sorted(timeless(rows_of(feed)), key=repr)
        check(f"{case['table']} changes {first} to {last}", found, sorted(timeless(wanted), key=repr))
        continue
    table = DeltaTable(path, version=case["version"])
    check(f"{case['table']} version {case['version']}", rows_of(table.to_pyarrow_table()), wanted)

for name in ("base/person", "raw/people"):
    table = DeltaTable(str(root / "lake" / name))
    everything = rows_of(table.to_pyarrow_table())
    query = QueryBuilder().register("t", table)
    for column, literal in (("key", "'k00007'"), ("small", "-43"), ("born", "DATE '1949-10-08'"), ("amount", "7.0007")):
        value = next(row[column] for row in everything if row["key"] == "k00007")
        wanted = [row for row in everything if row[column] == value]
        found = rows_of(query.execute(f'select * from t where "{column}" = {literal}').read_all())
        check(f"{name} where {column} = {literal}", [row["key"] for row in found], [row["key"] for row in wanted])
    for sign, extreme in ((">=", max), ("<=", min)):
        instant = extreme(row["seen"] for row in everything if row["seen"])
        found = query.execute(f"select key from t where seen {sign} TIMESTAMP '{instant.isoformat()}'").read_all()
        wanted = [row["key"] for row in everything if row["seen"] == instant]
        check(f"{name} where seen {sign} its extreme", [row["key"] for row in rows_of(found)], wanted)

table = DeltaTable(str(root / "lake/base/person"), version=3)
bucket = table.to_pyarrow_table(filters=[("bucket", "=", 2)])
wanted = [row for row in rows_of(table.to_pyarrow_table()) if row["bucket"] == 2]
check("base/person bucket 2", rows_of(bucket), wanted)

# With the commits before the checkpoint gone, the table opens from the checkpoint alone.
path = root / "lake/raw/people"
wanted = rows_of(DeltaTable(str(path)).to_pyarrow_table())
for version in range(10):
    (path / "_delta_log" / f"{version:020}.json").unlink()
check("raw/people from its checkpoint", rows_of(DeltaTable(str(path)).to_pyarrow_table()), wanted)

print("all equal" if failures == 0 else f"{failures} differences")
sys.exit(1 if failures else 0)
