"""What every contestant in Python shares: the task, the clock, the last line."""

import json
import os
import resource
import sys
import time
from contextlib import contextmanager

task = json.load(open(sys.argv[1]))
times = []


@contextmanager
def timed(stage):
    start, cpu = time.perf_counter(), cpu_seconds()
    yield
    times.append({"stage": stage, "seconds": time.perf_counter() - start, "cpu": cpu_seconds() - cpu})


def cpu_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def finish(failing, rules):
    """`failing`: what the tool told of failing rows, in rows or cases; `rules`: how many rules it checked."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    times.append({"stage": "failing", "seconds": 0, "rows": failing})
    times.append({"stage": "rules", "seconds": 0, "rows": rules})
    print("\n" + json.dumps({"times": times, "peakMb": round(peak / 1024)}))


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
