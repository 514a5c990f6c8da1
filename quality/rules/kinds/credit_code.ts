import { sql } from 'kysely'
import { z } from 'zod'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { orgCodeCheck, usccCheck } from '../../check_digits.ts'
import { leagues, provinces, residents } from '../../facts/places.ts'
import { usccCategories, usccShape } from '../../facts/uscc.ts'
import { helper } from '../../normalise/level.ts'
import { isNoneOf, isOneOf } from '../../normalise/members.ts'
import { hasShape } from '../../reference/context.ts'
import { type Examples, values } from '../example.ts'
import { type Add, type RuleOptions, rowKind, rowTest, violation } from '../kind.ts'
import { any, begins, fully } from '../matching.ts'
import { spoilt, uscc } from '../sound_numbers.ts'

interface Uscc {
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place'
}

interface UsccKind {
  uscc: string
  kinds: { word: string; categories: string[] }[]
}

/** GB 32100: shape, organisation code (GB 11714), check character, the pair of authority and category, the place. */
export function usccBad(
  field: string,
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place',
): Expression {
  const value = sql`${sql.id(field)}`
  const shaped = helper(field, 'shaped')
  switch (part) {
    case 'shape':
      return sql`not ${shaped}`
    case 'category':
      return sql`${shaped} and ${isNoneOf(sql`substr(${value}, 1, 2)`, usccCategories)}`
    case 'place':
      return sql`${shaped} and not starts_with(${value}, 'A') and not ${placeKnown(value)}`
    case 'check':
      return usccCheckBad(field, shaped)
    case 'org_code':
      return usccOrgCodeBad(field, shaped)
  }
}

/** Of a shaped code: the last character is not the one that must follow. */
export function usccCheckBad(field: string, shaped: Expression): Expression {
  return sql`(${shaped} and ${helper(field, 'rest')} <> 0)`
}

/** Of a shaped code: the organisation code inside fails its check. */
export function usccOrgCodeBad(field: string, shaped: Expression): Expression {
  return sql`(${shaped} and ${helper(field, 'orgRest')} is distinct from 0)`
}

/** The province of the authority, in this region the league, or 10: an authority of the state. The army's codes are not judged. */
function placeKnown(value: Expression): Expression {
  return sql`case when substr(${value}, 3, 2) = '15' then ${isOneOf(sql`substr(${value}, 3, 4)`, leagues)}
    else ${isOneOf(sql`substr(${value}, 3, 2)`, ['10', ...provinces])} end`
}

export function isUscc(text: string | null): text is string {
  return text !== null && hasShape(text, usccShape)
}

/** GB 32100, with the organisation code of GB 11714 inside. */
export function usccBroken(
  part: 'shape' | 'org_code' | 'check' | 'category' | 'place',
  text: string,
): boolean {
  if (!isUscc(text)) return part === 'shape'
  switch (part) {
    case 'shape':
      return false
    case 'org_code':
      return orgCodeCheck(text.slice(8)) !== text.charAt(16)
    case 'check':
      return usccCheck(text) !== text.charAt(17)
    case 'category':
      return !usccCategories.includes(text.slice(0, 2))
    case 'place': {
      const place = text.slice(2, 6)
      if (text.startsWith('A') || place.startsWith('10')) return false
      return place.startsWith('15') ? !leagues.includes(place) : !provinces.includes(place.slice(0, 2))
    }
  }
}

/** A sound code with this check character. */
function endingIn(check: string): string {
  const codes = Array.from({ length: 100 }, (_, at) => uscc('91', '150100', `MATEA${100 + at}`))
  return codes.find((each) => each.endsWith(check)) ?? ''
}

/** Sound codes with a letter at every place that may have one, and at their end. */
const lettered = [
  ...[...'AHJNPRTUWY'].map((letter) => uscc(letter.repeat(2), '150100', letter.repeat(8))),
  ...[...'AJPTW'].map(endingIn),
]

/** Sound codes of all sorts. */
export const entities = [
  '11150000TEAT00015W',
  '91150100MATEAT0143',
  '52150200MJATEAT108',
  'N2150121MF00TE01XP',
  endingIn('0'),
  uscc('91', '152921'),
  '93152500MACTE001X3',
  '91150100mateat0143',
]

function usccExamples(field: string, part: Uscc['part']): Examples {
  const sound = entities[1] ?? ''
  switch (part) {
    case 'shape':
      return values(
        field,
        [...entities, uscc('A1'), uscc('Y1')],
        [
          '9111000060003IOZSV',
          '12345',
          '9115010XMATEAT0143',
          '91150100MATEAT014',
          '91150100MATEAT01433',
          '911501O0MATEAT0143',
          '91150100MATEAS0143',
        ],
      )
    case 'check': {
      const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
      const next = (at: number) => alphabet.charAt((alphabet.indexOf(sound.charAt(at)) + 1) % 31)
      const off = Array.from({ length: 18 }, (_, at) => at).filter((at) => at < 2 || at > 7)
      return values(
        field,
        [...entities, ...lettered],
        [
          '91110000600037341N',
          'A1110000600037341L',
          ...off.map((at) => spoilt(sound, at, next(at))),
          ...[2, 3, 4, 5, 6, 7].map((at) => spoilt(sound, at, String((Number(sound.charAt(at)) + 1) % 10))),
        ],
      )
    }
    case 'org_code': {
      const wrong = Array.from({ length: 9 }, (_, at) => {
        const others = [...'0123456789'].map((by) => spoilt(sound.slice(0, 17), 8 + at, by))
        const off = others.find((each) => orgCodeCheck(each.slice(8)) !== each.charAt(16)) ?? ''
        return off + usccCheck(off)
      })
      return values(
        field,
        [...entities, uscc('91', '150100', '00000000'), uscc('91', '150100', 'A0000000')],
        wrong,
      )
    }
    case 'category':
      return values(
        field,
        usccCategories.map((pair) => uscc(pair)),
        ['14', '22', '57', '94', 'A2', 'N4', 'Y2', 'B1'].map((pair) => uscc(pair)),
      )
    case 'place': {
      const known = ['100000', ...provinces.filter((each) => each !== '15').map((each) => `${each}0000`)]
      const own = leagues.map((league) => `${league}99`)
      const good = [...known, ...own].map((place) => uscc('91', place))
      return values(
        field,
        [...good, uscc('A1', '990000')],
        ['990000', '159900', '170000', '000000'].map((place) => uscc('91', place)),
      )
    }
  }
}

/** GB 32100: shape, organisation code (GB 11714), check character, the pair of authority and category, the place. */
const usccTest = rowTest<Uscc>('uscc', {
  bad: (field, { part }) => usccBad(field, part),
  broken: ({ text }, { part }) => usccBroken(part, text),
  examples: (field, { part }) => usccExamples(field, part),
  judgesBy: [usccShape, usccCategories, [provinces, leagues, residents]],
})

/** The registration authority is one of those that this register belongs to. */
const authorityTest = rowTest<{ authorities: string[] }>('authority', {
  bad: (field, { authorities }) =>
    sql`${fully(sql`${sql.id(field)}`, usccShape)} and ${isNoneOf(sql`left(${sql.id(field)}, 1)`, authorities)}`,
  broken: ({ text }, { authorities }) => isUscc(text) && !authorities.includes(text.charAt(0)),
  examples: (field, { authorities }) => authorityExamples(field, authorities),
  judgesBy: usccShape,
})

function authorityExamples(field: string, authorities: readonly string[]): Examples {
  const all = [...new Set(usccCategories.map((pair) => pair.charAt(0)))]
  const of = (starts: readonly string[]) => starts.map((start) => uscc(`${start}1`))
  return values(field, of(authorities), of(all.filter((start) => !authorities.includes(start))))
}

/** The code begins with one of the pairs of authority and category that this register holds. */
const usccRegisterTest = rowTest<{ categories: string[] }>('usccRegister', {
  bad(field, { categories }) {
    const value = sql`${sql.id(field)}`
    return sql`${fully(value, usccShape)} and not ${begins(value, categories)}`
  },
  broken: ({ text }, { categories }) => isUscc(text) && !categories.some((start) => text.startsWith(start)),
  examples: (field, { categories }) => usccRegisterExamples(field, categories),
  judgesBy: usccShape,
})

function usccRegisterExamples(field: string, categories: readonly string[]): Examples {
  const held = (pair: string) => categories.some((start) => pair.startsWith(start))
  return values(
    field,
    usccCategories.filter(held).map((pair) => uscc(pair)),
    usccCategories.filter((pair) => !held(pair)).map((pair) => uscc(pair)),
  )
}

const codes = {
  'uscc.shape': violation('reject', 'format_compliance', {
    'zh-CN': '统一社会信用代码不是18位的规定格式',
    en: 'The unified social credit code does not have the prescribed shape',
  }),
  'uscc.org_code': violation('reject', 'content_correctness', {
    'zh-CN': '统一社会信用代码中的主体标识码（组织机构代码）校验不通过',
    en: 'The organisation code inside the unified social credit code fails its check',
  }),
  'uscc.check': violation('reject', 'content_correctness', {
    'zh-CN': '统一社会信用代码的校验码不正确',
    en: 'The check character of the unified social credit code is wrong',
  }),
  'uscc.authority': violation('reject', 'business_rule', {
    'zh-CN': '统一社会信用代码的登记管理部门不属于本数据集',
    en: 'The registration authority in the unified social credit code does not belong to this register',
  }),
  'uscc.category': violation('warn', 'reference_data', {
    'zh-CN': '统一社会信用代码的机构类别不在该登记管理部门的已知范围内',
    en: 'The category in the unified social credit code is unknown for its registration authority',
  }),
  'uscc.place': violation('warn', 'reference_data', {
    'zh-CN': '统一社会信用代码中的登记管理机关区划未知，请核对',
    en: 'The division of the registration authority in the unified social credit code is unknown',
  }),
  'uscc.register': violation('warn', 'business_rule', {
    'zh-CN': '统一社会信用代码的机构类别不属于本数据集',
    en: 'The category in the unified social credit code does not belong to this register',
  }),
}

/** An unknown pair of authority and category and an unknown place only warn, whatever the rule says. */
export function addUscc(field: string, add: Add<keyof typeof codes>, options: RuleOptions = {}): void {
  for (const part of ['shape', 'org_code', 'check'] as const) {
    add(field, `uscc.${part}`, usccTest.of({ part }), options)
  }
  add(field, 'uscc.category', usccTest.of({ part: 'category' }))
  add(field, 'uscc.place', usccTest.of({ part: 'place' }))
}

/** Registration authority, or authority and category (GB 32100). */
const usccStart = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{1,2}$/)

/** GB 32100. `authorities`, `categories` (authority and category): those that the register may hold. */
export const usccRule = rowKind(
  'uscc',
  {
    ...ruleOnField,
    authorities: z.array(z.string().length(1)).optional(),
    categories: z.array(usccStart).min(1).optional(),
  },
  {
    codes,
    tests: [usccTest, authorityTest, usccRegisterTest],
    declare({ field, authorities, categories }, { add, options: { severity, as } }) {
      addUscc(field, add, { severity, as })
      if (authorities) add(field, 'uscc.authority', authorityTest.of({ authorities }), { severity, as })
      if (categories) add(field, 'uscc.register', usccRegisterTest.of({ categories }))
    },
  },
)

/** The kind of organisation names none that a code of this category cannot be. An unknown category is another violation. */
const usccKindTest = rowTest<UsccKind>('usccKind', {
  bad: (field, test) => usccKindBad(field, test.uscc, test.kinds),
  broken: ({ text }, test, { at }) => usccKindBroken(text, at(test.uscc).text, test.kinds),
  examples: (field, test) => usccKindExamples(field, test),
  judgesBy: usccShape,
})

/** The kind of organisation names one that a code of this category cannot be. An unknown category is another violation. */
function usccKindBad(
  field: string,
  uscc: string,
  kinds: readonly { word: string; categories: string[] }[],
): Expression {
  const value = sql`${sql.id(uscc)}`
  const contradictions = kinds.map(
    ({ word, categories }) =>
      sql`(contains(${helper(field, 'text')}, ${sql.lit(word)}) and not ${begins(value, categories)})`,
  )
  const known = isOneOf(sql`left(${value}, 2)`, usccCategories)
  return sql`${fully(value, usccShape)} and ${known} and ${any(contradictions)}`
}

function usccKindBroken(
  kind: string,
  uscc: string | null,
  kinds: readonly { word: string; categories: string[] }[],
): boolean {
  if (!isUscc(uscc) || !usccCategories.includes(uscc.slice(0, 2))) return false
  return kinds.some(
    ({ word, categories }) => kind.includes(word) && !categories.some((start) => uscc.startsWith(start)),
  )
}

function usccKindExamples(field: string, test: UsccKind): Examples {
  const row = (word: string, pair: string) => ({ [field]: word, [test.uscc]: uscc(pair) })
  const fits = (pair: string, categories: string[]) => categories.some((start) => pair.startsWith(start))
  return {
    good: test.kinds.flatMap(({ word, categories }) =>
      usccCategories.filter((pair) => fits(pair, categories)).map((pair) => row(word, pair)),
    ),
    bad: test.kinds.flatMap(({ word, categories }) =>
      usccCategories.filter((pair) => !fits(pair, categories)).map((pair) => row(`某${word}`, pair)),
    ),
  }
}

/** The kind of organisation in `field` names one that a code of this category cannot be. */
export const usccKind = rowKind(
  'usccKind',
  {
    ...ruleOnField,
    uscc: idSchema,
    kinds: z.array(z.strictObject({ word: z.string().min(1), categories: z.array(usccStart).min(1) })).min(1),
  },
  {
    fieldsOf: (rule) => [rule.field, rule.uscc],
    typesOf: (rule) => [[rule.uscc, ['uscc']]],
    codes: {
      'uscc.kind_mismatch': violation('warn', 'related_data', {
        'zh-CN': '组织类型与统一社会信用代码的机构类别不一致',
        en: 'The kind of organisation disagrees with the category in the unified social credit code',
      }),
    },
    tests: [usccKindTest],
    declare({ field, uscc: id, kinds }, { add, options: { severity, as } }) {
      add(field, 'uscc.kind_mismatch', usccKindTest.of({ uscc: id, kinds }), { severity, as })
    },
  },
)
