/** How a function is written, and how many arguments it takes. */
export interface AllowedFunction {
  least: number
  most: number
  /** Places of arguments that must be constants: patterns, parts of dates, what is put in. */
  constants?: number[]
}

const args = (least: number, most = least, constants?: number[]): AllowedFunction => ({
  least,
  most,
  ...(constants ? { constants } : {}),
})

/**
 * The functions that an expression may call: deterministic, of the row's values only, and of results no longer
 * than what they are given. Whatever is not here is refused, also what a later version of the engine brings.
 */
export const allowedFunctions: ReadonlyMap<string, AllowedFunction> = new Map(
  Object.entries({
    // texts
    lower: args(1),
    upper: args(1),
    length: args(1),
    strlen: args(1),
    trim: args(1, 2, [1]),
    ltrim: args(1, 2, [1]),
    rtrim: args(1, 2, [1]),
    left: args(2),
    right: args(2),
    substr: args(2, 3),
    substring: args(2, 3),
    contains: args(2),
    starts_with: args(2),
    prefix: args(2),
    suffix: args(2),
    ends_with: args(2),
    strpos: args(2),
    instr: args(2),
    position: args(2),
    split_part: args(3),
    replace: args(3, 3, [1, 2]),
    concat: args(1, 20),
    unicode: args(1),
    ascii: args(1),
    regexp_matches: args(2, 2, [1]),
    regexp_full_match: args(2, 2, [1]),
    regexp_extract: args(2, 3, [1, 2]),
    levenshtein: args(2),
    // numbers
    abs: args(1),
    sign: args(1),
    round: args(1, 2),
    floor: args(1),
    ceil: args(1),
    trunc: args(1),
    mod: args(2),
    greatest: args(1, 20),
    least: args(1, 20),
    nullif: args(2),
    // days and instants
    year: args(1),
    month: args(1),
    day: args(1),
    quarter: args(1),
    hour: args(1),
    isodow: args(1),
    last_day: args(1),
    make_date: args(3),
    date_part: args(2, 2, [0]),
    date_trunc: args(2, 2, [0]),
    date_diff: args(3, 3, [0]),
    datediff: args(3, 3, [0]),
    date_sub: args(3, 3, [0]),
    datesub: args(3, 3, [0]),
  }),
)

/** Operators with one argument before, or two around. `~~` is LIKE, `~~*` ILIKE. */
export const allowedOperators: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '||',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '^@',
])

/** Types that a value may be cast to. */
export const allowedTypes: ReadonlySet<string> = new Set([
  'VARCHAR',
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'DECIMAL',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
])
