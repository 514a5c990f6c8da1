/** A month YYYYMM or YYYY-MM from 1800 on; for RE2 and JavaScript alike. */
export const monthShape = '(1[89]|2[01])[0-9]{2}-?(0[1-9]|1[0-2])'
