import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  copy,
  heldBy,
  nameCopy,
  named,
  personalData,
  sexCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 死亡申报 (Article 13, item 4): deaths elsewhere than in medical institutions; those are `death_registration`. */
export const deathReports = defineDataset({
  id: 'death_reports',
  name: named('死亡申报登记信息', 'Death reports'),
  abstract: named(
    '向户口登记机关申报的死亡登记，由公安机关采集；家中、养老服务机构和其他场所死亡的，以本表为准。',
    'Deaths reported to the household registration organs; authoritative for deaths at home, in care homes and elsewhere.',
  ),
  article: '13(4)',
  foundation: 'person',
  form: 'table',
  ...heldBy('public_security'),
  ...personalData({
    basis: named('《中华人民共和国户口登记条例》第八条', 'Regulations on Household Registration, Article 8'),
  }),
  updateCycle: 'weekly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    birthDateCopy,
    source('died_on', '死亡日期', 'person.died_on', { required: true }),
    source('certificate_no', '死亡证明编号', 'person.death_certificate_no', {
      aliases: ['死亡医学证明编号'],
    }),
    source('death_place_kind', '死亡地点类别', 'person.death_place_kind', {
      aliases: ['死亡地点', '死亡地点代码'],
      required: true,
      mapping: { H: '3', Y: '4', Q: '9', Z: '0' },
    }),
    copy('division', '户籍所在区划', 'person.household_division', { aliases: ['户籍区划代码'] }),
    updatedAt,
  ],
  rules: [{ kind: 'dateOrder', earlier: 'birth_date', later: 'died_on' }, ...usualRules(['citizen_id'])],
})
