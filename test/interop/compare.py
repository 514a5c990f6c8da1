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


def content_of(table):
    """All rows of a version. deltalake reads deletion vectors by its query engine only, not as a PyArrow dataset."""
    everything = rows_of(QueryBuilder().register("t", table).execute("select * from t").read_all())
    if "deletionVectors" not in (table.protocol().reader_features or []):
        check("the same as a PyArrow table", rows_of(table.to_pyarrow_table()), everything)
    return everything


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
        feed = pa.table(DeltaTable(path).load_cdf(starting_version=first, ending_version=last).read_all())
        # deltalake gives an old feed the columns of the latest version, this program those of the feed's last.
        found = rows_of(feed.select(pq.read_schema(case["expected"]).names))
        found = sorted(timeless(found), key=repr)
        check(f"{case['table']} changes {first} to {last}", found, sorted(timeless(wanted), key=repr))
        continue
    table = DeltaTable(path, version=case["version"])
    check(f"{case['table']} version {case['version']}", content_of(table), wanted)

for name in ("base/person", "raw/people", "base/updated"):
    table = DeltaTable(str(root / "lake" / name))
    everything = content_of(table)
    query = QueryBuilder().register("t", table)
    row = next(row for row in everything if row["small"] is not None)
    for column, literal in (
        ("key", f"'{row['key']}'"),
        ("small", row["small"]),
        ("born", f"DATE '{row['born']}'"),
        ("amount", row["amount"]),
    ):
        wanted = [other for other in everything if other[column] == row[column]]
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

# Filters on rows that are deleted, of which the statistics still know.
table = DeltaTable(str(root / "lake/base/updated"))
deleted = QueryBuilder().register("t", table).execute("select key from t where key in ('k00005', 'k00017')").read_all()
check("base/updated where key is of deleted rows", rows_of(deleted), [])

# With the commits before the checkpoint gone, the table opens from the checkpoint alone.
for name in ("raw/people", "base/updated"):
    path = root / "lake" / name
    wanted = content_of(DeltaTable(str(path)))
    for version in range(10):
        (path / "_delta_log" / f"{version:020}.json").unlink()
    check(f"{name} from its checkpoint", content_of(DeltaTable(str(path))), wanted)

print("all equal" if failures == 0 else f"{failures} differences")
sys.exit(1 if failures else 0)
