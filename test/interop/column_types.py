"""Writes one table of every type as Parquet and as Arrow IPC, for test/column_types.test.ts. Needs pyarrow.

    python test/interop/column_types.py test/golden/types
"""
import datetime as dt
import decimal
import sys
import uuid

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
FRACTION = {"s": 0, "ms": 123, "us": 123456, "ns": 123456000}
AT = (dt.datetime(1960, 6, 5, 2, 0, 0) - dt.datetime(1970, 1, 1)) // dt.timedelta(seconds=1)


def columns():
    out = {}
    for unit, per_second in PER_SECOND.items():
        for zone in (None, "UTC", "Asia/Shanghai"):
            values = pa.array([AT * per_second + FRACTION[unit], None, 1717552800 * per_second], pa.int64())
            name = "timestamp_" + unit + ("" if zone is None else "_" + zone.split("/")[-1].lower())
            out[name] = values.cast(pa.timestamp(unit, zone))
    days = [dt.date(1960, 6, 5), None, dt.date(2024, 6, 5)]
    out["date32"] = pa.array(days)
    out["date64"] = pa.array(days, pa.date64())
    out["time32_s"] = pa.array([36000, None, 1], pa.int32()).cast(pa.time32("s"))
    out["time32_ms"] = pa.array([36000120, None, 1], pa.int32()).cast(pa.time32("ms"))
    out["time64_us"] = pa.array([36000123456, None, 1]).cast(pa.time64("us"))
    out["time64_ns"] = pa.array([36000123456789, None, 1]).cast(pa.time64("ns"))
    out["decimal128_5"] = pa.array([decimal.Decimal("-1.23"), None, decimal.Decimal("0.05")], pa.decimal128(5, 2))
    out["decimal128_30"] = pa.array([decimal.Decimal("-123456789012345678901234.567890"), None, 1], pa.decimal128(30, 6))
    out["decimal256_38"] = pa.array([decimal.Decimal("12345678901234567890.12"), None, -1], pa.decimal256(38, 2))
    out["float32"] = pa.array([0.1, None, 1.5], pa.float32())
    out["float64"] = pa.array([0.1, None, 1.5])
    for bits in (8, 16, 32, 64):
        out[f"int{bits}"] = pa.array([-(2 ** (bits - 1)), None, 1], getattr(pa, f"int{bits}")())
        out[f"uint{bits}"] = pa.array([2**bits - 1, None, 1], getattr(pa, f"uint{bits}")())
    out["bool"] = pa.array([True, None, False])
    out["string"] = pa.array(["巴雅尔", None, "x"])
    out["large_string"] = pa.array(["巴雅尔", None, "x"], pa.large_string())
    out["string_view"] = pa.array(["巴雅尔的一段较长的文字", None, "x"], pa.string_view())
    text = ["巴雅尔".encode(), None, b"x"]
    out["binary"] = pa.array(text)
    out["large_binary"] = pa.array(text, pa.large_binary())
    out["fixed_binary"] = pa.array([b"ab", None, b"cd"], pa.binary(2))
    out["dictionary"] = pa.array(["甲", None, "乙"]).dictionary_encode()
    out["list"] = pa.array([[1, 2], None, []])
    out["struct"] = pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}])
    number = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff").bytes
    out["uuid"] = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([number, None, number], pa.binary(16)))
    return out


folder = sys.argv[1]
table = pa.table(columns())
pq.write_table(table, f"{folder}/all.parquet")
pq.write_table(table, f"{folder}/all_v1.parquet", version="1.0", compression="gzip", store_schema=False)
pq.write_table(table.select(["timestamp_us", "timestamp_ns"]), f"{folder}/int96.parquet", use_deprecated_int96_timestamps=True)
impala = open(f"{folder}/int96.parquet", "rb").read()
created = f"parquet-cpp-arrow version {pa.__version__}".encode()
assert impala.count(created) == 1
open(f"{folder}/int96_impala.parquet", "wb").write(impala.replace(created, b"impala version 2.12.0".ljust(len(created))))
for codec in (None, "lz4", "zstd"):
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with pa.ipc.new_file(f"{folder}/all_{codec or 'plain'}.arrow", table.schema, options=options) as writer:
        writer.write_table(table)
    with pa.ipc.new_stream(f"{folder}/stream_{codec or 'plain'}.arrow", table.schema, options=options) as writer:
        writer.write_table(table)
feather.write_feather(table.select(["string", "int64"]), f"{folder}/feather1.arrow", version=1)
deltas = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
first = pa.record_batch({"dictionary": pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["甲", "乙"]))})
second = pa.record_batch({"dictionary": pa.DictionaryArray.from_arrays(pa.array([2, 0]), pa.array(["甲", "乙", "丙"]))})
with pa.ipc.new_stream(f"{folder}/deltas.arrow", first.schema, options=deltas) as writer:
    writer.write_batch(first)
    writer.write_batch(second)
for name, column in {
    "bytes": pa.array([b"\xff\x00", b"x"]),
    "duration": pa.array([1, 2], pa.duration("s")),
    "interval": pa.array([pa.MonthDayNano([1, 2, 3]), None]),
}.items():
    with pa.ipc.new_file(f"{folder}/odd_{name}.arrow", pa.schema([("odd", column.type)])) as writer:
        writer.write_table(pa.table({"odd": column}))
pq.write_table(pa.table({"odd": pa.array([b"\xff\x00", b"x"])}), f"{folder}/odd_bytes.parquet")
pq.write_table(pa.table({"odd": pa.array([decimal.Decimal(10) ** 40], pa.decimal256(50, 0))}), f"{folder}/odd_decimal.parquet")
