"""pandera on polars: a check a rule, as polars expressions that are true of a good row. All failure cases are kept."""

import pandera.polars as pa
import polars as pl

from common import finish, task, timed

LAST_DAY = pl.date(2026, 9, 2)
CITIZEN = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
USCC = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
ORG = [3, 7, 9, 10, 5, 8, 4, 2]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FULL = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
facts = task["facts"]


def citizen(field):
    text = pl.col(field)
    shaped = text.str.contains("^[0-9]{17}[0-9X]$")
    n = pl.when(shaped).then(text.str.slice(0, 17)).cast(pl.Int64, strict=False)
    return [shaped.alias(field + "_shaped"), n.alias(field + "_n"), pl.when(shaped).then(text.str.slice(6, 8)).str.to_date("%Y%m%d", strict=False).alias(field + "_born")]


def citizen_check(field):
    n = pl.col(field + "_n")
    total = sum((n // 10 ** (16 - at) % 10 * weight for at, weight in enumerate(CITIZEN)), pl.lit(0, pl.Int64))
    return (total % 11).replace_strict(list(range(11)), list("10X98765432"), default=None, return_dtype=pl.String).alias(field + "_check")


def weighted(field, alphabet, weights, start):
    digits = lambda at: pl.col(field).str.slice(start + at, 1).replace_strict(list(alphabet), list(range(len(alphabet))), default=None, return_dtype=pl.Int64)
    return sum((digits(at) * weight for at, weight in enumerate(weights)), pl.lit(0, pl.Int64))


def read():
    register = pl.scan_parquet(task["parquet"])
    register = register.with_columns(pl.col(pl.String).str.strip_chars()).with_columns(
        pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)).name.keep()
    )
    dates = [pl.col(field).str.to_date("%Y-%m-%d", strict=False).alias(field + "_d") for field in ("birth_date", "registered_on", "valid_until")]
    register = register.with_columns(
        *citizen("citizen_id"),
        *citizen("spouse_id"),
        *dates,
        pl.col("height").cast(pl.Int64, strict=False).alias("height_n"),
        pl.col("serial").cast(pl.Int64, strict=False).alias("serial_n"),
        pl.col("income").cast(pl.Float64, strict=False).alias("income_n"),
        pl.col("updated_at").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).alias("updated_at_t"),
        pl.col("employer").str.contains("^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$").alias("employer_shaped"),
        (pl.col("citizen_id").is_duplicated() & pl.col("citizen_id").is_not_null()).alias("citizen_id_repeated"),
    )
    return register.with_columns(citizen_check("citizen_id"), citizen_check("spouse_id")).collect()


def place_known(field):
    text = pl.col(field)
    province = text.str.slice(0, 2)
    return (
        pl.when(text.str.slice(0, 1) == "9").then(text.str.slice(1, 2).is_in(facts["provinces"]))
        .when(text.str.slice(0, 1) == "8").then(text.str.slice(0, 6).is_in(["810000", "820000", "830000"]))
        .when(province == "15").then(text.str.slice(0, 4).is_in(facts["leagues"]))
        .otherwise(province.is_in(facts["provinces"]))
    )


def good(rule, field, test):
    """An expression that is false of a bad row; None for a rule that is not expressed."""
    value = pl.col(field)
    if rule.endswith(".required"):
        return value.is_not_null()
    if ".citizen_id." in "." + rule:
        shaped, born = pl.col(field + "_shaped"), pl.col(field + "_born")
        part = rule.split(".")[-1]
        return {
            "shape": value.is_null() | shaped,
            "date": shaped.not_() | (born.is_not_null() & (born <= LAST_DAY)),
            "check": shaped.not_() | (value.str.slice(17, 1) == pl.col(field + "_check")),
            "place": shaped.not_() | place_known(field),
            "age": shaped.not_() | (born >= pl.date(1896, 9, 2)),
            "duplicate": pl.col("citizen_id_repeated").not_(),
        }[part]
    kind = test["kind"]
    if kind == "code":
        return value.is_in(test["codes"])
    if kind == "division":
        return value.is_in(facts["divisions"] + facts["historical"]) if test["part"] == "unknown" else value.is_in(facts["historical"]).not_()
    if kind == "length":
        return value.str.len_chars() <= test["max"]
    if kind == "range":
        return pl.col(field + "_n").is_between(test["min"], test["max"])
    if kind == "readable":
        typed = {"updated_at": "updated_at_t"}.get(field, field + ("_n" if rule.endswith("number.invalid") else "_d"))
        return value.is_null() | pl.col(typed).is_not_null()
    if kind == "pattern":
        return value.str.contains(test["pattern"])
    if kind == "dayPlausible":
        return pl.col(field + "_d") >= pl.date(1900, 1, 1)
    if kind == "notFuture":
        return pl.col("updated_at_t") < pl.datetime(2026, 9, 3) if field == "updated_at" else pl.col(field + "_d") <= LAST_DAY
    whole = lambda pattern: value.str.contains("^(?:%s)$" % pattern)
    shaped = pl.col("employer_shaped")
    return {
        "name.name.placeholder": lambda: whole(facts["personPlaceholder"]).not_(),
        "name.name.characters": lambda: whole(facts["personCharacters"]),
        "mobile.phone.shape": lambda: whole(facts["phoneShape"]),
        "mobile.phone.implausible": lambda: whole(facts["implausiblePhone"]).not_(),
        "birth_date.birth_date.mismatch": lambda: pl.col("birth_date_d") == pl.col("citizen_id_born"),
        "sex.sex.mismatch": lambda: pl.when(value == "1").then(pl.col("citizen_id_n") % 2 == 1).when(value == "2").then(pl.col("citizen_id_n") % 2 == 0),
        "registered_on.date.order": lambda: pl.col("registered_on_d") >= pl.col("birth_date_d"),
        "valid_until.date.order": lambda: pl.col("valid_until_d") >= pl.col("registered_on_d"),
        "employer.uscc.shape": lambda: shaped,
        "employer.uscc.category": lambda: shaped.not_() | value.str.slice(0, 2).is_in(facts["categories"]),
        "employer.uscc.place": lambda: shaped.not_() | (value.str.slice(0, 1) == "A") | pl.when(value.str.slice(2, 2) == "15").then(value.str.slice(2, 4).is_in(facts["leagues"])).otherwise(value.str.slice(2, 2).is_in(["10"] + facts["provinces"])),
        "employer.uscc.check": lambda: shaped.not_() | (value.str.slice(17, 1) == ((31 - weighted(field, ALPHABET, USCC, 0) % 31) % 31).replace_strict(list(range(31)), list(ALPHABET), default=None, return_dtype=pl.String)),
        "employer.uscc.org_code": lambda: shaped.not_() | (value.str.slice(16, 1) == (weighted(field, FULL, ORG, 8) % 11).replace_strict(list(range(11)), list("0X987654321"), default=None, return_dtype=pl.String)),
        "employer.reference.missing": lambda: value.is_in(employers),
    }.get(rule, lambda: None)()


with timed("load"):
    register = read()
    employers = pl.read_parquet(task["employers"])["key"].implode()
with timed("checks"):
    checks, left_out = [], []
    for check in task["checks"]:
        expression = good(check["rule"], check["field"], check["test"])
        if expression is None:
            left_out.append(check["rule"])
            continue
        # A null says nothing against a row.
        passes = expression.fill_null(True).alias(check["rule"])
        checks.append(pa.Check(lambda data, passes=passes: data.lazyframe.select(passes), name=check["rule"]))
    schema = pa.DataFrameSchema(checks=checks)
    cases = None
    try:
        schema.validate(register, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
found = {} if cases is None else dict(cases.group_by("check").len().iter_rows())
finish({check["rule"]: found.get(check["rule"], 0) for check in task["checks"] if check["rule"] not in left_out})
