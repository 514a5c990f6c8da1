import { sql } from 'kysely'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { usccShape } from '../../facts/uscc.ts'
import { helper } from '../../normalise/level.ts'
import { ENTITY, PERSON } from '../../normalise/subject_id.ts'
import type { RowContext, Value } from '../../reference/context.ts'
import type { Examples } from '../example.ts'
import type { Judging } from '../judging.ts'
import { rowKind, rowTest, violation } from '../kind.ts'
import { citizenIdBad, citizenIdBroken } from './citizen_id.ts'
import { isUscc, usccBad, usccBroken } from './credit_code.ts'

interface SubjectId {
  kindField: string
  part: 'shape' | 'date' | 'check'
}

const subjectIdTest = rowTest<SubjectId>('subjectId', {
  bad: (field, { kindField, part }, { judging }) => subjectIdBad(field, kindField, part, judging),
  broken: (value, { kindField, part }, row) => subjectIdBroken(part, row.at(kindField).text, value, row),
  examples: (field, test) => subjectIdExamples(field, test),
  judgesBy: usccShape,
})

/** A person's identity number or an organisation's credit code, as the kind says; of any other kind 18 characters. */
function subjectIdBad(
  field: string,
  kindField: string,
  part: 'shape' | 'date' | 'check',
  judging: Judging,
): Expression {
  const person = citizenIdBad(field, part, judging)
  return sql`case ${helper(kindField, 'text')} when ${sql.lit(PERSON)} then ${person}
    when ${sql.lit(ENTITY)} then ${entityBad(field, part)} else ${part === 'shape' ? sql`length(${sql.id(field)}) <> 18` : sql`false`} end`
}

function entityBad(field: string, part: 'shape' | 'date' | 'check'): Expression {
  if (part === 'date') return sql`false`
  if (part === 'shape') return usccBad(field, 'shape')
  return sql`(${usccBad(field, 'check')} or ${usccBad(field, 'org_code')})`
}

function subjectIdBroken(
  part: 'shape' | 'date' | 'check',
  kind: string | null,
  subject: Value,
  context: RowContext,
): boolean {
  const { text } = subject
  if (text === null) return false
  if (kind === '1') return citizenIdBroken(part, subject, context)
  if (kind !== '2') return part === 'shape' && [...text].length !== 18
  if (part === 'check') return usccBroken('check', text) || usccBroken('org_code', text)
  return part === 'shape' && !isUscc(text)
}

function subjectIdExamples(field: string, test: SubjectId): Examples {
  const row = (kind: string | null, id: string) => ({ [test.kindField]: kind, [field]: id })
  const good = [
    row('1', '150102190001010018'),
    row('1', '150102880730303'),
    row('2', '91150100mateat0143'),
    row(null, 'x'.repeat(18)),
  ]
  const bad = {
    shape: [
      row('1', '91150100MATEAT0143'),
      row('2', '12345'),
      row('2', '150102880730303'),
      row(null, '12345'),
    ],
    date: [row('1', '360426199113010079')],
    check: [row('1', '360426199101010072'), row('2', '91110000600037341N'), row('2', '150102190001010018')],
  }
  return { good, bad: bad[test.part] }
}

/** Kind 1: citizenId, 2: uscc. */
export const subjectId = rowKind(
  'subjectId',
  { ...ruleOnField, kindField: idSchema },
  {
    fieldsOf: ({ field, kindField }) => [field, kindField],
    codes: {
      'subject_id.shape': violation('reject', 'format_compliance', {
        'zh-CN': '主体代码的格式与主体类别不符（自然人为公民身份号码，法人和非法人组织为统一社会信用代码）',
        en: 'The identifier of the subject does not have the shape that its kind prescribes',
      }),
      'subject_id.date': violation('reject', 'content_correctness', {
        'zh-CN': '主体代码（公民身份号码）中的出生日期不存在或晚于数据日期',
        en: 'The birth date inside the identity number of the subject does not exist or lies in the future',
      }),
      'subject_id.check': violation('reject', 'content_correctness', {
        'zh-CN': '主体代码的校验码不正确',
        en: 'The check character of the identifier of the subject is wrong',
      }),
    },
    tests: [subjectIdTest],
    declare({ field, kindField }, { add, options: { severity, as } }) {
      for (const part of ['shape', 'date', 'check'] as const)
        add(field, `subject_id.${part}`, subjectIdTest.of({ kindField, part }), { severity, as })
    },
  },
)
