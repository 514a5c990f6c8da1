"""Soda Core on DuckDB: one check of failed rows a rule, which it counts; without its cloud it keeps none."""

import json
import os

import duckdb
from soda_core.contracts import verify_contract_locally
from soda_duckdb import DuckDBDataSource

from common import finish, loaded, task, timed

path = loaded()
contract = {
    "dataset": "bench/main/register",
    "columns": [],
    "checks": [
        {"failed_rows": {"name": check["rule"], "qualifier": "r%d" % at, "query": "select _line from register where " + check["sql"]}}
        for at, check in enumerate(task["checks"])
    ],
}
file = os.path.join(task["out"], "contract.yml")
json.dump(contract, open(file, "w"), ensure_ascii=False)
connection = duckdb.connect(path)
connection.execute("set memory_limit = '%s'" % task["memory"])
connection.execute("set TimeZone = 'UTC'")
with timed("checks"):
    result = verify_contract_locally(
        data_sources=[DuckDBDataSource.from_existing_cursor(connection.cursor(), name="bench")],
        contract_file_path=file,
        publish=False,
    )
checks = [check for each in result.contract_verification_results for check in each.check_results]
if not checks or result.get_errors():
    raise SystemExit(str(result.get_errors())[:1500])
values = [list((check.diagnostic_metric_values or {}).values()) for check in checks]
finish({"failing": int(sum(value[0] or 0 for value in values if value)), "rules": len(checks)})
