"""Opens a package's GeoParquet with geopandas and compares it with what test/support/geography.ts put in."""
import sys

import geopandas
from shapely import wkt

SENT = {
    "DK15010200000001": "POLYGON((111 40,111.5 40,111.5 40.5,111 40.5,111 40))",
    "DK15010200000002": "MULTIPOLYGON(((112 41,112.1 41,112.1 41.1,112 41)),((113 41,113.5 41,113.5 41.5,113 41)))",
    "GX15010200000003": "LINESTRING(111.1 40.1,111.2 40.15)",
    "CJ15010200000004": "POINT(111.123456789 40.987654321)",
    "CJ15010200000005": None,
}

frame = geopandas.read_parquet(sys.argv[1])
assert frame.crs.to_epsg() == 4490, frame.crs
assert frame.geometry.name == "geometry"
found = dict(zip(frame["feature_id"], frame.geometry))
assert found.keys() == SENT.keys(), found.keys()
for key, text in SENT.items():
    if text is None:
        assert found[key] is None, key
    else:
        assert found[key].equals_exact(wkt.loads(text), 0), key
assert [round(each, 6) for each in frame.total_bounds] == [111, 40, 113.5, 41.5], frame.total_bounds
print(f"geopandas {geopandas.__version__} reads {len(frame)} features in EPSG:4490")
