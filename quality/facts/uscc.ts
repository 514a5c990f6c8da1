/** Authority and category of GB 32100 that belong together. An unknown pair is a warning. */
export const usccCategories =
  '11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 54 55 59 61 62 69 71 72 79 81 89 91 92 93 A1 A9 N1 N2 N3 N9 Y1'.split(
    ' ',
  )
/** Shape of a unified social credit code, for RE2 and JavaScript alike. */
export const usccShape = '[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}'
