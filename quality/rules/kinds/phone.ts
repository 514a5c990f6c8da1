import { sql } from 'kysely'
import { z } from 'zod'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import * as phones from '../../facts/phone.ts'
import { helper } from '../../normalise/level.ts'
import { hasShape } from '../../reference/context.ts'
import { values } from '../example.ts'
import { type Add, type RuleOptions, rowKind, rowTest, violation } from '../kind.ts'
import { fully } from '../matching.ts'

const { implausiblePhone, landlineShape, mobileShape, phoneShape } = phones
const judgesBy = { ...phones }

/** A mobile number or a landline of this country. */
const phoneTest = rowTest('phone', {
  bad: (field) => sql`not ${fully(helper(field, 'text'), phoneShape)}`,
  broken: ({ text }) => !hasShape(text, phoneShape),
  examples: (field) =>
    values(
      field,
      [
        '13800138000',
        '+8613800138000',
        '86-13800138000',
        '0471-1234567'.replace('1234567', '2234567'),
        '22345678',
        '047122345678-123',
        '１３８００１３８０００',
        '0086 138 0013 8000',
        '（0471）691-2345转801',
        '+86 (0)471-6912345',
      ],
      [
        '1234567890123',
        '123',
        '99999999999',
        '12800138000',
        '1380013800',
        '138001380000',
        '047-12345',
        '电话',
      ],
    ),
  judgesBy,
})

/** No number that nobody has. */
const phoneImplausibleTest = rowTest('phoneImplausible', {
  bad: (field) => fully(helper(field, 'text'), implausiblePhone),
  broken: ({ text }) => hasShape(text, implausiblePhone),
  examples: (field) =>
    values(
      field,
      ['13800138000', '13800000001', '0471-2234567', '13912345679'],
      [
        '13800000000',
        '13911111111',
        '8618899999999',
        '13812345678',
        '0471-2222222',
        '88888888',
        '047166666666-1',
      ],
    ),
  judgesBy,
})

/** No number of the other kind. */
const phoneKindTest = rowTest<{ accept: 'mobile' | 'landline' }>('phoneKind', {
  bad: (field, { accept }) => fully(helper(field, 'text'), accept === 'mobile' ? landlineShape : mobileShape),
  broken: ({ text }, { accept }) => hasShape(text, accept === 'mobile' ? landlineShape : mobileShape),
  examples(field, { accept }) {
    const mobile = ['13800138000', '+8613800138000']
    const landline = ['0471-2234567', '22345678']
    return accept === 'mobile' ? values(field, mobile, landline) : values(field, landline, mobile)
  },
  judgesBy,
})

const codes = {
  'phone.shape': violation('warn', 'format_compliance', {
    'zh-CN': '电话号码格式不规范',
    en: 'The phone number does not have a known shape',
  }),
  'phone.implausible': violation('warn', 'dirty_data', {
    'zh-CN': '电话号码明显不真实（如号码全部相同）',
    en: 'Nobody has this phone number: equal or consecutive digits',
  }),
  'phone.kind': violation('warn', 'business_rule', {
    'zh-CN': '电话号码种类不符（要求手机号码或固定电话）',
    en: 'The phone number is of the other kind (mobile, landline)',
  }),
}

export function addPhone(field: string, add: Add<keyof typeof codes>, options: RuleOptions = {}): void {
  add(field, 'phone.shape', phoneTest.of({}), options)
  add(field, 'phone.implausible', phoneImplausibleTest.of({}))
}

export const phone = rowKind(
  'phone',
  { ...ruleOnField, accept: z.enum(['mobile', 'landline']).optional() },
  {
    codes,
    tests: [phoneTest, phoneImplausibleTest, phoneKindTest],
    declare({ field, accept }, { add, options: { severity, as } }) {
      addPhone(field, add, { severity, as })
      if (accept) add(field, 'phone.kind', phoneKindTest.of({ accept }), { severity, as })
    },
  },
)
