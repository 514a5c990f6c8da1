"""Great Expectations on DuckDB: its own expectations where it has them, else one query of unexpected rows a rule."""

import great_expectations as gx
from great_expectations import expectations as gxe
from great_expectations.execution_engine import sqlalchemy_execution_engine

from common import finish, loaded, task, timed

# DuckDB is none of its databases: without this the result is gone with the connection before it is fetched.
class Dialect(str):
    value = "duckdb"


sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS += (Dialect("duckdb"),)


def expectation(check):
    field, test = check["field"], check["test"]
    if test["kind"] == "required":
        return gxe.ExpectColumnValuesToNotBeNull(column=field)
    if test["kind"] == "code":
        return gxe.ExpectColumnValuesToBeInSet(column=field, value_set=test["codes"])
    if test["kind"] == "length":
        return gxe.ExpectColumnValueLengthsToBeBetween(column=field, max_value=test["max"])
    if test["kind"] == "range":
        return gxe.ExpectColumnValuesToBeBetween(column=field + "_n", min_value=test["min"], max_value=test["max"])
    sql = check["sql"].replace("{", "{{").replace("}", "}}")
    return gxe.UnexpectedRowsExpectation(unexpected_rows_query="select _line from {batch} where " + sql)


path = loaded()
with timed("checks"):
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql("bench", connection_string="duckdb:///" + path)
    asset = source.add_table_asset("register", table_name="register")
    batch = asset.add_batch_definition_whole_table("all")
    suite = gx.ExpectationSuite(name="rules", expectations=[expectation(check) for check in task["checks"]])
    result = batch.get_batch().validate(suite, result_format="COMPLETE")
broken = [str(each.exception_info)[:3000] for each in result.results if each.exception_info.get("raised_exception") is not False and not each.result]
if broken:
    raise SystemExit("%d expectations did not run: %s" % (len(broken), broken[0]))
told = sum(each.result.get("unexpected_count") or each.result.get("observed_value") or 0 for each in result.results if not each.success)
finish({"failing": int(told), "rules": len(result.results)})
