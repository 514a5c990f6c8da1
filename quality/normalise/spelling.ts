import { sql } from 'kysely'
import { hasMatch, matchOf, replaceMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'

/** A space, the no-break spaces that programs put before AM, the wide space. */
export const B = '[ \u00a0\u202f\u3000]'
const WEEKDAY =
  '\\b(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\\b|(?:星期|周|礼拜)[一二三四五六日天]'
/** Numerals, as on a cheque too, and words of the same meaning. */
const NUMERALS = ['○零壹贰叁肆伍陆柒捌玖拾点号', '〇〇一二三四五六七八九十时日'] as const
const DIGITS = ['〇一二三四五六七八九', '0123456789'] as const
const NO_NUMERAL = '(^|[^〇一二三四五六七八九十])'

const NAMES = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'
const MONTH = `(${NAMES}|[0-9]{1,2}月)[.]?`
const DATE = '([0-9]{1,2})(?:st|nd|rd|th)?'
/** What stands between the parts of a day that names its month, and behind the day before a time. */
const GAP = `${B}*[-/,.]?${B}*`
const WIDE_GAP = `(?:${B}*[-/,.]${B}*|${B}+)`
/** A month in digits is apart from the digits before it. */
const MONTH_BEHIND = `(?:${GAP}(${NAMES})[.]?|${WIDE_GAP}([0-9]{1,2}月))`
const TIME = `(?:(?:${B}*,${B}*|:|${B}+at${B}+)(.+)|t([^ \u00a0\u202f\u3000].*)|(${B}.*)?)$`
const OFFSET = '[+-][0-9]{1,2}(?::?[0-9]{2})?'
/** A day and what parts it from its time: the hyphens of the day are no sign of an offset. */
const DAY_BEFORE = '(?:.*[Tt日 \u00a0\u202f\u3000]|[0-9]{14}).*'

type Rewriting = readonly [pattern: string, replacement: string, all?: 'g']

/** What programs put around a moment when they write it as their own source text. */
const UNWRAPPED: readonly Rewriting[] = [
  [`^(?:ISODate|Timestamp)[(]["']([^"']*)["'][)]$`, '\\1'],
  [`^[{]"[$]date": ?"([^"]*)"[}]$`, '\\1'],
  ['^#(.*)#$', '\\1'],
  ['^datetime[.]date[(]([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2})[)]$', '\\1-\\2-\\3'],
  ['^(datetime[.]datetime[(].*), tzinfo=datetime[.]timezone[.]utc[)]$', '\\1)Z'],
  [
    '^datetime[.]datetime[(]([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2})[)](Z?)$',
    '\\1-\\2-\\3 \\4时\\5分\\6',
  ],
  [
    '^datetime[.]datetime[(]([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2})[)](Z?)$',
    '\\1-\\2-\\3 \\4时\\5分\\6秒\\7',
  ],
  [
    '^datetime[.]datetime[(]([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,6})[)](Z?)$',
    '\\1-\\2-\\3 \\4时\\5分\\6.00000\\7秒\\8',
  ],
  ['分([0-9]{1,2})[.]0*([0-9]{6})秒', '分\\1.\\2秒'],
]

/** Tens as digits: 十 is 10, 十五 15, 二十 20, 二十五 25. */
const TENS: readonly Rewriting[] = [
  ['廿', '二十', 'g'],
  ['卅', '三十', 'g'],
  [`${NO_NUMERAL}([一二三四五])十([一二三四五六七八九])`, '\\1\\2\\3', 'g'],
  [`${NO_NUMERAL}([一二三四五])十`, '\\1\\2〇', 'g'],
  [`${NO_NUMERAL}十([一二三四五六七八九])`, '\\1一\\2', 'g'],
  [`${NO_NUMERAL}十`, '\\1一〇', 'g'],
]

const DAYS: readonly Rewriting[] = [
  [
    '(?i)(jan)uary|(feb)ruary|(mar)ch|(apr)il|(jun)e|(jul)y|(aug)ust|(sep)t(?:ember)?|(oct)ober',
    '\\1\\2\\3\\4\\5\\6\\7\\8\\9',
  ],
  ['(?i)(nov|dec)ember', '\\1'],
  // asctime of C, and Java, which puts the zone before the year.
  [
    `(?i)^${MONTH} +${DATE} +([0-9]{1,2}:[0-9]{2}:[0-9]{2}) +(?:([^ 0-9][^ ]*) +)?([0-9]{4})(?: +([^ ]+))?$`,
    '\\2-\\1-\\5 \\3\\4\\6',
  ],
  [`(?i)^${MONTH}${GAP}${DATE}${WIDE_GAP}([0-9]{4})${TIME}`, '\\2-\\1-\\3 \\4\\5\\6'],
  [`(?i)^${DATE}${MONTH_BEHIND}${GAP}([0-9]{4})${TIME}`, '\\1-\\2\\3-\\4 \\5\\6\\7'],
  [`(?i)^([0-9]{4})${MONTH_BEHIND}${GAP}${DATE}${TIME}`, '\\4-\\2\\3-\\1 \\5\\6\\7'],
  [`^([0-9]{4})${B}*年${B}*([0-9]{1,2})${B}*月${B}*([0-9]{1,2})${B}*日`, '\\1年\\2月\\3日'],
  [`^([0-9]{4})${B}+([0-9]{1,2})${B}+([0-9]{1,2})(${B}|$)`, '\\1-\\2-\\3 '],
  // A day of XML Schema with its zone.
  ['^([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})$', '\\1 00:00:00\\2'],
  // DB2.
  ['^([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{1,2}[.][0-5][0-9][.][0-5][0-9])', '\\1 \\2'],
]

const TIMES: readonly Rewriting[] = [
  [`${B}*([时分])${B}*`, '\\1', 'g'],
  [`${B}*秒`, '秒'],
  ['([^0-9.][0-9]{1,2})[.]([0-5][0-9])[.]([0-5][0-9])', '\\1:\\2:\\3'],
  ['([0-9]:[0-5][0-9]:[0-5][0-9]):([0-9]{3})($|[^0-9])', '\\1.\\2\\3'],
  [`(?i)([ap])[.]${B}?m[.]`, '\\1m'],
]

/** An abbreviation or a name behind an offset says nothing more, unless it is one of UTC and the offset another. */
const ZONES: readonly Rewriting[] = [
  [' m=[+-][0-9.]+$', ''],
  [`^(${DAY_BEFORE}[+-]00(?::?00)?)${B}*(?:UTC|GMT)$`, '\\1'],
  [`^(${DAY_BEFORE}${OFFSET})(?:${B}*[(][^()]*[)]|${B}+[A-FH-TV-Z][A-Z]{2,4})$`, '\\1'],
  [`^(${DAY_BEFORE}[+]08(?::?00)?)${B}+[+]08$`, '\\1'],
  [`${B}*[(]((?:UTC|GMT)${OFFSET})[)]$`, ' \\1'],
  [
    `${B}*(?:北京时间|[(]北京时间[)]|中国标准时间|[(]中国标准时间[)]|China Standard Time|PRC|Asia/Chongqing|Asia/Harbin)$`,
    ' Asia/Shanghai',
  ],
  ['时整?($|[^0-9整])', '时00分\\1'],
  ['时([0-9])分', '时0\\1分'],
  ['分([0-9])(秒|[.,])', '分0\\1\\2'],
]

/** Milliseconds since 1970, as .NET and MongoDB write them: what they are is said. */
const MILLISECONDS =
  '^(?:/Date[(](-?[0-9]{1,14})(?:[+-][0-9]{4})?[)]/|[{]"[$]date": ?(?:(-?[0-9]{1,14})|[{]"[$]numberLong": ?"(-?[0-9]{1,14})"[}])[}])$'

/** A moment in words, or in a program's own notation, as the forms that are read; what is neither comes out as no moment. */
export function respelt(text: Expression): Expression {
  const millis = (group: number) => matchOf(text, MILLISECONDS, group)
  const instant = sql`make_timestamp(concat(${millis(1)}, ${millis(2)}, ${millis(3)})::bigint * 1000)`
  const bare = rewritten(text, UNWRAPPED)
  const weekday = `(?i)${B}*,?${B}*[(]?(?:${WEEKDAY})[)]?[.,]?${B}*`
  const named = sql`trim(${replaceMatch(bare, weekday, ' ')})`
  const digits = translated(rewritten(translated(named, NUMERALS), TENS), DIGITS)
  return sql`case when ${hasMatch(text, MILLISECONDS)} then strftime(${instant}, '%Y-%m-%d %H:%M:%S.%f') || 'Z'
    else ${rewritten(digits, [...DAYS, ...TIMES, ...ZONES])} end`
}

/** The day of the week that is named in the text, 1 to 7 from Monday on; NULL where none is. */
export function weekdayIn(text: Expression): Expression {
  const name = matchOf(text, `(?i)${WEEKDAY}`)
  const english = sql`(position(lower(left(${name}, 3)) in 'montuewedthufrisatsun') + 2) // 3`
  const chinese = sql`position(replace(right(${name}, 1), '天', '日') in '一二三四五六日')`
  return sql`case when ${name} <> '' then greatest(${english}, ${chinese}) end`
}

function rewritten(text: Expression, rewritings: readonly Rewriting[]): Expression {
  return rewritings.reduce<Expression>(
    (before, [pattern, replacement, all]) =>
      replaceMatch(before, pattern, replacement, all ? 'all' : 'first'),
    text,
  )
}

function translated(text: Expression, [from, to]: readonly [string, string]): Expression {
  return sql`translate(${text}, ${sql.lit(from)}, ${sql.lit(to)})`
}
