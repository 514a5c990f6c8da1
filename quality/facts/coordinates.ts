/** Degrees as a plain decimal; for RE2 and JavaScript alike. */
export const degreesShape = '[+-]?[0-9]{1,3}([.][0-9]{1,12})?'
/** The region in whole degrees, with some room: longitudes and latitudes. */
export const regionBox = { west: 97, east: 127, south: 37, north: 54 }
