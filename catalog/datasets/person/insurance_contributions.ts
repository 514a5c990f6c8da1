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

const contribution = own('insurance_contribution')

/** 社会保险费缴纳 (Article 13, item 6): one row a person, kind of insurance and month. */
export const insuranceContributions = defineDataset({
  id: 'insurance_contributions',
  name: named('社会保险费缴纳信息', 'Insurance contributions'),
  abstract: named(
    '税务部门征收的社会保险费明细，每人每险种每费款所属期一行。',
    'Social insurance contributions levied by the tax organs, one row a person, kind and month.',
  ),
  article: '13(6)',
  foundation: 'person',
  form: 'table',
  ...heldBy('tax'),
  ...personalData({
    basis: named('《中华人民共和国社会保险法》第八十一条', 'Social Insurance Law, Article 81'),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  recordKey: ['insurance_kind', 'period'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('缴费人身份证号'),
    nameCopy,
    contribution('insurance_kind', '险种', {
      aliases: ['征收品目'],
      required: true,
      mapping: {
        '10201': '1',
        '10202': '2',
        '10210': '3',
        '10203': '4',
        '10204': '5',
        '10205': '6',
        '10212': '7',
      },
    }),
    contribution('period', '费款所属期', { aliases: ['所属期'], required: true }),
    contribution('base', '缴费基数'),
    contribution('employer_amount', '单位缴费金额', { aliases: ['单位应缴'] }),
    contribution('personal_amount', '个人缴费金额', { aliases: ['个人应缴'], required: true }),
    contribution('payer_uscc', '缴费单位统一社会信用代码', { aliases: ['纳税人识别号'] }),
    contribution('paid_on', '缴费日期', { aliases: ['入库日期'] }),
    updatedAt,
  ],
  rules: [
    // Contributions began in October 1986 (国发〔1986〕77号: pensions of workers under contract); arrears are paid to this day.
    {
      kind: 'pattern',
      field: 'period',
      pattern: '^(19861[0-2]|(198[7-9]|199[0-9]|20[0-9]{2})(0[1-9]|1[0-2]))$',
      examples: {
        good: [{ period: '202601' }, { period: '202012' }, { period: '199901' }, { period: '198610' }],
        bad: [
          { period: '202013' },
          { period: '198609' },
          { period: '197001' },
          { period: '2026-01' },
          { period: '202600' },
        ],
      },
    },
    { kind: 'range', field: 'base', min: 0, max: 1_000_000 },
    { kind: 'range', field: 'employer_amount', min: 0, max: 300_000 },
    { kind: 'range', field: 'personal_amount', min: 0, max: 300_000 },
    ...['base', 'employer_amount', 'personal_amount'].map((field) => ({
      kind: 'amount' as const,
      field,
      negative: true,
      decimals: 2,
    })),
    entityReference('payer_uscc'),
    notAfterDeath('paid_on', { days: 62 }),
    ...usualRules(['citizen_id', 'insurance_kind', 'period']),
  ],
})
