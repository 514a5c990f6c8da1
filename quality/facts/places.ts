import { divisions } from '../../catalog/data/divisions.ts'

/** First two digits of GB/T 2260: the provinces, autonomous regions and municipalities, Taiwan, Hong Kong, Macao. */
export const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  )

/** First four digits of every league and city of the region that is or was; counties came and went too often. */
export const leagues = [...new Set(divisions.map(({ code }) => code.slice(0, 4)))].sort()

/** First digits of the numbers of residents of Hong Kong, Macao and Taiwan. */
export const residents = { hongkong: '810000', macao: '820000', taiwan: '830000' }
