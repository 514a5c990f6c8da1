/**
 * Named ways to hide part of a value (reference defaults, configurable per request).
 * `none` is allowed for L1 and L2 only; `drop` removes the column. A request may ask for a clear value
 * of a masked field; that needs its own legal basis.
 */
export const maskIds = [
  'none',
  'citizenId', // first 1 and last 2 kept
  'mobile', // first 3 and last 4 kept
  'landline', // last 4 kept
  'name', // first character kept
  'address', // last 8 hidden
  'email', // first character and domain kept
  'year', // a date's year
  'hash', // keyed HMAC, for joins
  'drop',
] as const
export type MaskId = (typeof maskIds)[number]
