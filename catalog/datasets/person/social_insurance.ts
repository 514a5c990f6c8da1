import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  copy,
  entityReference,
  heldBy,
  named,
  notAfterDeath,
  personalData,
  sexCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 社会保险参保 (Article 13, item 6). */
export const socialInsurance = defineDataset({
  id: 'social_insurance',
  name: named('社会保险参保信息', 'Social insurance'),
  abstract: named(
    '职工社会保险参保登记，由人力资源社会保障部门采集。',
    "Employees' enrolment in social insurance, collected by human resources and social security.",
  ),
  article: '13(6)',
  foundation: 'person',
  form: 'file',
  ...heldBy('human_resources'),
  ...personalData({
    basis: named('《中华人民共和国社会保险法》第八十一条', 'Social Insurance Law, Article 81'),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'city'],
  key: 'citizen_id',
  eventTime: 'updated_at',
  drift: 'discard',
  fields: [
    citizenKey('社会保障号码'),
    copy('name', '姓名', 'person.name', { required: true }),
    sexCopy,
    birthDateCopy,
    source('employer_uscc', '单位统一社会信用代码', 'person.employer_uscc', { aliases: ['用人单位代码'] }),
    source('enrolled_on', '参保日期', 'person.insurance_enrolled_on', { required: true }),
    source('contribution_base', '月缴费基数', 'person.contribution_base'),
    source('phone', '联系电话', 'person.phone', { aliases: ['手机号码'] }),
    updatedAt,
  ],
  rules: [
    { kind: 'range', field: 'contribution_base', min: 0, max: 1_000_000 },
    { kind: 'dateOrder', earlier: 'birth_date', later: 'enrolled_on' },
    { kind: 'amount', field: 'contribution_base', negative: true, decimals: 2 },
    entityReference('employer_uscc'),
    notAfterDeath('enrolled_on'),
    // Nobody is employed before 16 (Labour Law, Article 15).
    {
      kind: 'notBefore',
      field: 'enrolled_on',
      datasets: ['household_registration'],
      date: 'birth_date',
      years: 16,
      event: 'age',
      severity: 'warn',
    },
    ...usualRules(['citizen_id']),
  ],
})
