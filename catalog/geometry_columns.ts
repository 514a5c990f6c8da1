/**
 * Columns that every table with a geometry has besides it, DOUBLE, in this order: area and length (of an area, of
 * its rings) on the ellipsoid of CGCS2000, and the bounds in degrees. They are measured on intake, never received.
 */
export const geometryColumns = ['area_m2', 'length_m', 'min_lon', 'min_lat', 'max_lon', 'max_lat'] as const
