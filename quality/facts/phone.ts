/** Mobile number of the mainland; for RE2 and JavaScript alike. */
export const mobileShape = '(\\+?86-?)?1[3-9][0-9]{9}'
/** Landline with or without area code and extension. */
export const landlineShape = '(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,5})?'
export const phoneShape = `${mobileShape}|${landlineShape}`

const same = (digits: string, least: number, most: number) =>
  [...digits].map((digit) => `${digit}{${least},${most}}`).join('|')
/** Numbers that exist on paper only: eight equal digits at the end of a mobile number, seven or eight of a landline, 1 to 8 in a row. */
export const implausiblePhone = [
  `(\\+?86-?)?1[3-9][0-9](${same('0123456789', 8, 8)}|12345678)`,
  `(0[0-9]{2,3}-?)?(${same('23456789', 7, 8)})(-[0-9]{1,5})?`,
].join('|')
