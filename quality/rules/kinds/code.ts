import { sql } from 'kysely'
import { z } from 'zod'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { isNoneOf } from '../../normalise/members.ts'
import { values } from '../example.ts'
import { rowKind, rowTest, type Test, violation } from '../kind.ts'

/** A member of the code table, after the department's codes were mapped. */
const codeMemberTest = rowTest<{ codes: string[] }>('code', {
  bad: (field, { codes }) => isNoneOf(sql`${sql.id(field)}`, codes),
  broken: ({ text }, { codes }) => !codes.includes(text),
  examples(field, { codes }, { mapped }) {
    const good = codes.filter((code) => !mapped(field, code))
    return values(field, good, ['~', 'XX99', '未知码'])
  },
})

/** Membership of a code table of the catalogue. */
export function codeTest(catalogue: Catalogue, id: string): Test {
  const table = catalogue.codeTables.find((each) => each.id === id)
  return codeMemberTest.of({ codes: Object.keys(table?.codes ?? {}) })
}

export const code = rowKind(
  'code',
  { ...ruleOnField, table: z.string() },
  {
    faultsOf: ({ field, table }, { codeTables }) =>
      codeTables.some(({ id }) => id === table)
        ? []
        : [{ what: 'rule_unknown_table', fields: { field, table } }],
    codes: {
      'code.unknown': violation('reject', 'reference_data', {
        'zh-CN': '代码不在标准代码表中',
        en: 'The code is not in the standard code table',
      }),
    },
    tests: [codeMemberTest],
    declare({ field, table }, { add, catalogue, options }) {
      add(field, 'code.unknown', codeTest(catalogue, table), options)
    },
  },
)
