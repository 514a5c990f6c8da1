/** Mobile number, or landline with or without area code and extension; for RE2 and JavaScript alike. */
export const phoneShape = '(\\+?86-?)?1[3-9][0-9]{9}|(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,5})?'
