import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  entityReference,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  own,
  personalData,
  updatedAt,
  usualRules,
} from '../parts.ts'

const enrolment = own('insurance_enrolment')

/** 社会保险分险种参保登记 (Article 13, item 6): one row a person and kind of insurance. */
export const insuranceEnrolments = defineDataset({
  id: 'insurance_enrolments',
  name: named('社会保险分险种参保信息', 'Insurance enrolments'),
  abstract: named(
    '养老、失业、工伤等险种的参保登记和变更，每人每险种一行。',
    'Enrolment in old-age, unemployment and work-injury insurance, one row a person and kind.',
  ),
  article: '13(6)',
  foundation: 'person',
  form: 'file',
  ...heldBy('human_resources'),
  ...personalData({
    basis: named('《中华人民共和国社会保险法》第八十一条', 'Social Insurance Law, Article 81'),
  }),
  updateCycle: 'weekly',
  levels: ['region', 'city'],
  key: 'citizen_id',
  recordKey: ['insurance_kind'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('社会保障号码'),
    nameCopy,
    enrolment('insurance_kind', '险种', {
      aliases: ['险种类型'],
      required: true,
      mapping: { '110': '1', '120': '2', '170': '3', '210': '4', '410': '5' },
    }),
    enrolment('enrolled_on', '参保日期', { required: true }),
    enrolment('ended_on', '终止日期', { aliases: ['停保日期'] }),
    enrolment('status', '参保状态', { aliases: ['人员参保状态'], required: true }),
    enrolment('employer_uscc', '参保单位统一社会信用代码', { aliases: ['单位统一社会信用代码'] }),
    enrolment('division', '参保地区划', { aliases: ['参保地区划代码'] }),
    updatedAt,
  ],
  rules: [
    { kind: 'dateOrder', earlier: 'enrolled_on', later: 'ended_on' },
    entityReference('employer_uscc'),
    // The register of employees does not have those who are insured as residents (kinds 3 and 7).
    {
      kind: 'reference',
      field: 'citizen_id',
      datasets: ['social_insurance'],
      when: [{ field: 'insurance_kind', noneOf: ['3', '7'] }],
      severity: 'warn',
    },
    notAfterDeath('ended_on', { openEnd: true, days: 62 }),
    ...usualRules(['citizen_id', 'insurance_kind']),
  ],
})
