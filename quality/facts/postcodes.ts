/** Six digits that begin with those of a province, or one of the two codes of Hong Kong and Macao; for RE2 and JavaScript alike. */
export const postcodeShape = '(0[1-9]|[1-7][0-9]|8[0-6])[0-9]{4}|99907[78]'

/** First digits of the region's postcodes. */
export const regionPostcodes = ['01', '02']

/** Leagues some of whose counties are served from a neighbouring province: Hinggan from Jilin, Hulunbuir from Heilongjiang. */
export const furtherPostcodes: Record<string, string[]> = { '1522': ['13'], '1507': ['16'] }
