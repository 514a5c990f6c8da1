"""What every side in Python shares: its task, its clock, its last line."""

import json
import os
import resource
import sys
import time
from contextlib import contextmanager

task = json.load(open(sys.argv[1]))
stages = []


@contextmanager
def timed(stage):
    start, processor = time.perf_counter(), processor_seconds()
    yield
    stages.append({"stage": stage, "clock": time.perf_counter() - start, "processor": processor_seconds() - processor})


def processor_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def finish(counts):
    """`counts`: what was counted, by name."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print("\n" + json.dumps({"stages": stages, "peakMb": round(peak / 1024), "outputs": {}, "counts": counts}))


def loaded():
    """A database of the typed rows and the employers, made once: every check then reads plain columns."""
    import duckdb

    path = os.path.join(task["out"], "register.duckdb")
    with timed("load"):
        connection = duckdb.connect(path)
        connection.execute("set memory_limit = '%s'" % task["memory"])
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("create table register as select * from " + task["typed"])
        connection.execute("create table employers as select * from read_parquet('%s')" % task["employers"])
        connection.close()
    return path
