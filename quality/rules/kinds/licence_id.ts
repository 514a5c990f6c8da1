import { sql } from 'kysely'
import { z } from 'zod'
import { idSchema } from '../../../catalog/names.ts'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { licenceIdCheck } from '../../check_digits.ts'
import { licencePrefix, licenceShape, shortestSerial } from '../../facts/licence_id.ts'
import { helper } from '../../normalise/level.ts'
import { foldedText, hasShape } from '../../reference/context.ts'
import { type Examples, values } from '../example.ts'
import { type Add, type RuleOptions, rowKind, rowTest, violation } from '../kind.ts'
import { folded } from '../matching.ts'
import { licenceId, uscc } from '../sound_numbers.ts'
import { entities, usccBroken, usccCheckBad, usccOrgCodeBad } from './credit_code.ts'

interface LicencePart {
  id: string
  part: 'type' | 'issuer'
}

/** GB/T 36904: shape, the check character, the length of the serial, the credit code of the authority that defined the type. */
function licenceIdBad(field: string, part: 'shape' | 'check' | 'authority' | 'serial'): Expression {
  const shaped = helper(field, 'shaped')
  if (part === 'shape') return sql`not ${shaped}`
  if (part === 'check')
    return sql`case when ${shaped} then right(${sql.id(field)}, 1) <> ${helper(field, 'check')} else false end`
  if (part === 'serial')
    return sql`case when ${shaped} then length(${partOf(field, 'serial')}) < ${sql.lit(shortestSerial)} else false end`
  const authority = `${field}$authority`
  return sql`(${usccCheckBad(authority, shaped)} or ${usccOrgCodeBad(authority, shaped)})`
}

function partOf(id: string, part: 'type' | 'issuer' | 'serial'): Expression {
  const place = { type: 1, issuer: 2, serial: 3 }[part]
  return sql`split_part(substr(${sql.id(id)}, ${sql.lit(licencePrefix.length + 1)}), '.', ${sql.lit(place)})`
}

function licenceIdBroken(part: 'shape' | 'check' | 'authority' | 'serial', text: string): boolean {
  if (!hasShape(text, licenceShape)) return part === 'shape'
  const [type = '', ...rest] = text.slice(licencePrefix.length, -1).split('.')
  if (part === 'check') return licenceIdCheck([type, ...rest].join('')) !== text.slice(-1)
  if (part === 'serial') return (rest[1]?.length ?? 0) < shortestSerial
  const authority = type.slice(0, 18)
  return part === 'authority' && (usccBroken('check', authority) || usccBroken('org_code', authority))
}

const licence = '1.2.156.3005.2.11100000000013338W011.11150000TEAT00015W.TEST2026000001.001.A'

function licenceIdExamples(field: string, part: 'shape' | 'check' | 'authority' | 'serial'): Examples {
  const sound = [
    licence,
    licence.toLowerCase(),
    licenceId('11100000000013338W999', 'X', '123456789', '002'),
    licenceId('11150000TEAT00015W001'),
    ...entities.slice(0, 7).map((entity) => licenceId(`${entity}001`)),
  ]
  switch (part) {
    case 'shape':
      return values(field, sound, [
        licence.replace('.001.', '.01.'),
        licence.replace('TEST2026000001', 'T'.repeat(33)),
        licence.replace('1.2.156', '1.2.840'),
        licence.replace('11100000000013338W', '11100000000013338I'),
        `${licence}.`,
      ])
    case 'check':
      return values(field, sound, [
        licence.replace(/A$/, 'B'),
        licence.replace('TEST2026000001', 'TEST2026000010'),
        licence.replace('.001.', '.002.'),
        licence.replace('W011', 'W012'),
        licence.replace('TEAT00015W.', 'TEAT00015X.'),
      ])
    case 'authority':
      return values(field, sound, [
        licenceId('11100000000013338X011'),
        licenceId('91110000600037341N001'),
        licenceId(`${uscc('91').slice(0, 16)}0Y001`),
      ])
    case 'serial':
      return values(
        field,
        [...sound, licenceId('11100000000013338W999', 'X', 'T'.repeat(32), '002')],
        ['2026001', '12345678', '1'].map((serial) => licenceId('11100000000013338W999', 'X', serial, '002')),
      )
  }
}

/** GB/T 36904: shape, check character, length of the serial, credit code of the authority that defined the type. */
const licenceIdTest = rowTest<{ part: 'shape' | 'check' | 'authority' | 'serial' }>('licenceId', {
  bad: (field, { part }) => licenceIdBad(field, part),
  broken: ({ text }, { part }) => licenceIdBroken(part, text),
  examples: (field, { part }) => licenceIdExamples(field, part),
  judgesBy: licenceShape,
})

const codes = {
  'licence_id.shape': violation('reject', 'format_compliance', {
    'zh-CN': '电子证照标识不符合规定的格式',
    en: 'The licence identifier does not have the prescribed shape',
  }),
  'licence_id.check': violation('reject', 'content_correctness', {
    'zh-CN': '电子证照标识的校验位不正确',
    en: 'The check character of the licence identifier is wrong',
  }),
  'licence_id.authority': violation('warn', 'content_correctness', {
    'zh-CN': '电子证照标识中证照类型定义机构的统一社会信用代码校验不通过',
    en: 'The credit code of the authority that defined the type, inside the licence identifier, fails its check',
  }),
  'licence_id.serial': violation('warn', 'format_compliance', {
    'zh-CN': '电子证照标识中的流水号不足9位',
    en: 'The serial number inside the licence identifier has fewer than 9 characters',
  }),
}

export function addLicenceId(field: string, add: Add<keyof typeof codes>, options: RuleOptions = {}): void {
  for (const part of ['shape', 'check'] as const) {
    add(field, `licence_id.${part}`, licenceIdTest.of({ part }), options)
  }
  add(field, 'licence_id.authority', licenceIdTest.of({ part: 'authority' }))
  add(field, 'licence_id.serial', licenceIdTest.of({ part: 'serial' }))
}

/** GB/T 36904 shape and MOD 37,36 check. */
export const licenceIdRule = rowKind('licenceId', ruleOnField, {
  codes,
  tests: [licenceIdTest],
  declare({ field }, { add, options: { severity, as } }) {
    addLicenceId(field, add, { severity, as })
  },
})

/** The type or the issuer is the one inside the licence identifier. */
const licencePartTest = rowTest<LicencePart>('licencePart', {
  bad: (field, { id, part }) =>
    sql`case when ${helper(id, 'shaped')} then ${folded(field)} <> ${partOf(id, part)} else false end`,
  broken: ({ text }, { id, part }, { at }) => licencePartBroken(text, part, at(id).text),
  examples: (field, test) => licencePartExamples(field, test),
  judgesBy: licenceShape,
})

function licencePartBroken(text: string, part: 'type' | 'issuer', licence: string | null): boolean {
  if (licence === null || !hasShape(licence, licenceShape)) return false
  return foldedText(text) !== licence.slice(licencePrefix.length).split('.')[part === 'type' ? 0 : 1]
}

function licencePartExamples(field: string, test: LicencePart): Examples {
  const row = (value: string, id: string | null = licence) => ({ [field]: value, [test.id]: id })
  const [own, other] =
    test.part === 'type'
      ? ['11100000000013338W011', '11150000TEAT00015W']
      : ['11150000TEAT00015W', '11100000000013338W']
  return {
    good: [row(own), row(own.toLowerCase()), row(other, null), row(other, 'x')],
    bad: [row(other), row(`${own}1`)],
  }
}

/** `field` is the type or the issuer inside the licence identifier `id`. */
export const licencePart = rowKind(
  'licencePart',
  { ...ruleOnField, id: idSchema, part: z.enum(['type', 'issuer']) },
  {
    fieldsOf: ({ field, id }) => [field, id],
    typesOf: ({ id }) => [[id, ['licenceId']]],
    codes: {
      'licence_id.part_mismatch': violation('warn', 'related_data', {
        'zh-CN': '与电子证照标识中的对应部分不一致',
        en: 'The value disagrees with its part of the licence identifier',
      }),
    },
    tests: [licencePartTest],
    declare({ field, id, part }, { add, options: { severity, as } }) {
      add(field, 'licence_id.part_mismatch', licencePartTest.of({ id, part }), { severity, as })
    },
  },
)
