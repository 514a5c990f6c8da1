"""dbt tests on DuckDB: one a rule, with the failing rows stored."""

import os
import subprocess
import sys

from common import finish, loaded, task, timed

path = loaded()
project = os.path.join(task["out"], "dbt")
os.makedirs(os.path.join(project, "tests"))
os.makedirs(os.path.join(project, "models"))
write = lambda name, text: open(os.path.join(project, name), "w").write(text)
write(
    "dbt_project.yml",
    "name: bench\nversion: '1.0'\nprofile: bench\nmodel-paths: [models]\ntest-paths: [tests]\n"
    "data_tests:\n  +store_failures: true\n  +severity: warn\nflags:\n  send_anonymous_usage_stats: false\n",
)
write(
    "profiles.yml",
    "bench:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: %s\n      threads: 1\n"
    "      settings:\n        memory_limit: %s\n        TimeZone: UTC\n" % (path, task["memory"]),
)
write(
    "models/sources.yml",
    "sources:\n  - name: main\n    schema: main\n    tables:\n      - name: register\n      - name: employers\n",
)
for at, check in enumerate(task["checks"]):
    sql = check["sql"].replace("{", "{{ '{' }}") if "{" in check["sql"] else check["sql"]
    write("tests/rule_%d.sql" % at, "select _line from {{ source('main', 'register') }} where " + sql)
with timed("checks"):
    run = subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), "dbt"), "--quiet", "test", "--project-dir", project, "--profiles-dir", project],
        capture_output=True,
        text=True,
        env={**os.environ, "DO_NOT_TRACK": "1"},
    )
if run.returncode != 0:
    raise SystemExit((run.stdout + run.stderr)[-1500:])
import duckdb

connection = duckdb.connect(path, read_only=True)
tables = connection.execute("select schema_name, table_name from duckdb_tables() where schema_name like '%audit%'").fetchall()
told = sum(connection.execute('select count(*) from "%s"."%s"' % table).fetchone()[0] for table in tables)
finish({"failing": told, "rules": len(tables)})
