#!/usr/bin/env bash
# Publishes tables with this program and compares what the Python package `deltalake` reads from them:
# content at the latest and at older versions (deletion vectors, binary and added columns, a replaced definition
# among them), filtered reads, and the change feed; and opens a package with geometries with geopandas. Needs
# python3 with venv. With POLLOCK set to a working tree of the repository HPI-Information-Systems/Pollock, also runs its
# 2,290 polluted CSV files against its own metrics; of them nothing is kept here.
set -euo pipefail
cd "$(dirname "$0")/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check deltalake pyarrow geopandas
node --import tsx test/interop/publish.ts "$work"
"$work/venv/bin/python" test/interop/compare.py "$work"
node --import tsx test/interop/geoparquet.ts "$work/packages"
"$work/venv/bin/python" test/interop/geoparquet.py "$work"/packages/*/data.parquet
if [ -n "${POLLOCK:-}" ]; then
  "$work/venv/bin/pip" install --quiet --disable-pip-version-check multiset chardet joblib price-parser python-dateutil numpy
  node --import tsx test/interop/pollock.ts "$POLLOCK" "$work/pollock"
  "$work/venv/bin/python" test/interop/pollock.py "$POLLOCK" "$work/pollock"
else
  echo "SKIPPED: the Pollock benchmark. Set POLLOCK to a working tree of github.com/HPI-Information-Systems/Pollock."
fi
