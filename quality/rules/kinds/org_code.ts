import { sql } from 'kysely'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { orgCodeCheck } from '../../check_digits.ts'
import { usccShape } from '../../facts/uscc.ts'
import { foldedText, hasShape } from '../../reference/context.ts'
import { type Examples, values } from '../example.ts'
import { given, rowKind, rowTest, violation } from '../kind.ts'
import { folded, fully } from '../matching.ts'
import { spoilt } from '../sound_numbers.ts'
import { isUscc } from './credit_code.ts'

/** Eight digits or letters and the check character (GB 11714), with or without hyphen; for RE2 and JavaScript alike. */
const orgCodeShape = '[0-9A-Z]{8}-?[0-9X]'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11714: eight characters and the check character, with or without hyphen. */
const orgCodeTest = rowTest<{ part: 'shape' | 'check' }>('orgCode', {
  bad(field, { part }) {
    const value = folded(field)
    const shaped = fully(value, orgCodeShape)
    if (part === 'shape') return sql`not ${shaped}`
    return sql`case when ${shaped} then right(${value}, 1) <> ${checkOf(value)} else false end`
  },
  broken: ({ text }, { part }) => orgCodeBroken(part, text),
  examples: (field, { part }) => orgCodeExamples(field, part),
  judgesBy: orgCodeShape,
})

/** The character that must follow the first 8. */
function checkOf(value: Expression): Expression {
  const terms = WEIGHTS.map(
    (weight, at) =>
      sql`(strpos(${sql.lit(ALPHABET)}, substr(${value}, ${sql.lit(at + 1)}, 1)) - 1) * ${sql.lit(weight)}`,
  )
  return sql`substr('0X987654321', (${sql.join(terms, sql` + `)}) % 11 + 1, 1)`
}

function orgCodeBroken(part: 'shape' | 'check', text: string): boolean {
  const code = foldedText(text)
  if (!hasShape(code, orgCodeShape)) return part === 'shape'
  return part === 'check' && orgCodeCheck(code) !== code.slice(-1)
}

function orgCodeExamples(field: string, part: 'shape' | 'check'): Examples {
  const good = ['MATEAT014', 'MATEAT01-4', 'mateat01-4', 'TEAT00015', '000000000', 'D2143569-X', 'd2143569x']
  if (part === 'shape')
    return values(field, good, ['MATEAT01', 'MATEAT0-14', 'MATEAT01--4', '12345678-Y', 'MATE T014'])
  return values(field, good, [
    'MATEAT015',
    'D2143569-0',
    ...Array.from({ length: 8 }, (_, at) => {
      const others = [...'0123456789'].map((by) => spoilt('MATEAT014', at, by))
      return others.find((each) => orgCodeCheck(each) !== '4') ?? ''
    }),
  ])
}

/** The organisation code is the one inside the unified social credit code. */
const orgCodeOfTest = rowTest<{ uscc: string }>('orgCodeOf', {
  bad(field, { uscc }) {
    const value = folded(field)
    return sql`${fully(value, orgCodeShape)} and ${fully(sql`${sql.id(uscc)}`, usccShape)}
    and replace(${value}, '-', '') <> substr(${sql.id(uscc)}, 9, 9)`
  },
  broken: ({ text }, { uscc }, { at }) => orgCodeOfBroken(text, at(uscc).text),
  examples: (field, { uscc }) => orgCodeOfExamples(field, uscc),
  judgesBy: [orgCodeShape, usccShape],
})

function orgCodeOfBroken(text: string, uscc: string | null): boolean {
  const code = foldedText(text)
  return hasShape(code, orgCodeShape) && isUscc(uscc) && code.replace('-', '') !== uscc.slice(8, 17)
}

function orgCodeOfExamples(field: string, other: string): Examples {
  const row = (code: string, credit: string | null) => ({ [field]: code, [other]: credit })
  const sound = '91150100MATEAT0143'
  return {
    good: [row('MATEAT014', sound), row('mateat01-4', sound), row('TEAT00015', null), row('x', sound)],
    bad: [row('TEAT00015', sound), row('D2143569-X', sound)],
  }
}

/** GB 11714 on its own, with or without hyphen; `uscc`: the field whose code must hold it. */
export const orgCode = rowKind(
  'orgCode',
  { ...ruleOnField, uscc: idSchema.optional() },
  {
    fieldsOf: ({ field, uscc }) => given(field, uscc),
    typesOf: ({ field, uscc }) => [
      [field, ['text']],
      ...(uscc ? [[uscc, ['uscc']] as [string, ['uscc']]] : []),
    ],
    codes: {
      'org_code.shape': violation('reject', 'format_compliance', {
        'zh-CN': '组织机构代码不是“8位本体代码+1位校验码”的规定格式',
        en: 'The organisation code does not have the prescribed shape',
      }),
      'org_code.check': violation('reject', 'content_correctness', {
        'zh-CN': '组织机构代码的校验码不正确',
        en: 'The check character of the organisation code is wrong',
      }),
      'org_code.mismatch': violation('warn', 'related_data', {
        'zh-CN': '组织机构代码与统一社会信用代码第9至17位不一致',
        en: 'The organisation code is not the one inside the unified social credit code',
      }),
    },
    tests: [orgCodeTest, orgCodeOfTest],
    declare({ field, uscc }, { add, options: { severity, as } }) {
      for (const part of ['shape', 'check'] as const)
        add(field, `org_code.${part}`, orgCodeTest.of({ part }), { severity, as })
      if (uscc) add(field, 'org_code.mismatch', orgCodeOfTest.of({ uscc }))
    },
  },
)
