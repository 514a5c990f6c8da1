/** Area codes without the trunk prefix 0: two digits of Beijing and the large cities, three of all other places. */
const area = '(?:10|2[0-9]|[3-9][0-9]{2})'
/** A landline's own number. */
const local = '[2-9][0-9]{6,7}'

/** Mobile number of the mainland, in the standard form: eleven digits. For RE2 and JavaScript alike, as all here. */
export const mobileShape = '1[3-9][0-9]{9}'
/** Landline in the standard form, with or without area code and extension: `0471-6912345-801`. */
export const landlineShape = `(0${area}-)?${local}(-[0-9]{1,6})?`
export const phoneShape = `${mobileShape}|${landlineShape}`

/**
 * How numbers are written, once signs between their parts are `-` and what announces an extension is `#`. Parts are
 * told from extensions by their length: four digits after a hyphen may be the end of a number or an extension, which
 * only the part before them says.
 */
const country = '(?:(?:[+]|00-?)?86-?)'
export const writtenMobile = `${country}?0?1[3-9](?:[0-9]{9}|[0-9]-[0-9]{4}-?[0-9]{4}|[0-9]{5}-[0-9]{4}|[0-9]{2}-[0-9]{3}-?[0-9]{4}|[0-9]-[0-9]{3}-?[0-9]{5})`
/** With the country code the trunk prefix is left out, or not. */
export const countryBeforeArea = `${country}0?-?(${area}-?[2-9].*)`
export const writtenLandline = `(?:0(${area})-?)?(${local}|[2-9][0-9]{2,3}-[0-9]{4})(?:[#-]+([0-9]{1,6}))?`

/** What stands between the parts of a number, and what announces an extension. */
export const phoneGaps = '[ \\t\u00a0\u3000()\\[\\]._·—–‐‑−-]+'
export const extensionWords = '(?:转|轉|分机|分機|[eE][xX][tT]|[xX#*])+[-.:号]*'

const same = (digits: string, least: number, most: number) =>
  [...digits].map((digit) => `${digit}{${least},${most}}`).join('|')
/** Numbers that exist on paper only: eight equal digits at the end of a mobile number, seven or eight of a landline, 1 to 8 in a row. */
export const implausiblePhone = [
  `1[3-9][0-9](${same('0123456789', 8, 8)}|12345678)`,
  `(0${area}-)?(${same('23456789', 7, 8)})(-[0-9]{1,6})?`,
].join('|')
