import { usccShape } from './uscc.ts'

/** What every identifier of an electronic licence starts with (GB/T 36904). */
export const licencePrefix = '1.2.156.3005.2.'

/**
 * Shape of an identifier of an electronic licence, for RE2 and JavaScript alike: the prefix; the type (credit code
 * of the authority that defined it and 3 digits); the issuer, in general a credit code; the serial number of 9 to
 * 32 characters, of which issuers also write fewer; the version of 3 digits; the check character.
 */
export const licenceShape = `1\\.2\\.156\\.3005\\.2\\.${usccShape}[0-9]{3}\\.[0-9A-Z]{1,32}\\.[0-9A-Z]{1,32}\\.[0-9]{3}\\.[0-9A-Z]`

/** The fewest characters of a serial number. A shorter one with a right check character is what its issuer gave out. */
export const shortestSerial = 9
