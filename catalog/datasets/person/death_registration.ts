import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  heldBy,
  nameCopy,
  named,
  personalData,
  sexCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 死亡登记 (Article 13, item 4): deaths in medical institutions and on the way to one; others are `death_reports`. */
export const deathRegistration = defineDataset({
  id: 'death_registration',
  name: named('死亡登记信息', 'Death registration'),
  abstract: named(
    '死亡医学证明登记，由卫生健康部门采集；医疗卫生机构内和来院途中死亡的，以本表为准。',
    'Medical certificates of death, collected by the health commission; authoritative for deaths in medical institutions and on the way there.',
  ),
  article: '13(4)',
  foundation: 'person',
  form: 'file',
  ...heldBy('health'),
  ...personalData({
    basis: named('《中华人民共和国基本医疗卫生与健康促进法》', 'Basic Healthcare and Health Promotion Law'),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    birthDateCopy,
    source('died_on', '死亡日期', 'person.died_on', { required: true }),
    source('certificate_no', '死亡医学证明编号', 'person.death_certificate_no', { required: true }),
    source('death_place_kind', '死亡地点类别', 'person.death_place_kind', {
      aliases: ['死亡地点'],
      required: true,
    }),
    updatedAt,
  ],
  rules: [
    { kind: 'dateOrder', earlier: 'birth_date', later: 'died_on' },
    {
      kind: 'pattern',
      field: 'certificate_no',
      pattern: '^15[0-9]{10}$',
      examples: {
        good: [{ certificate_no: '150123456789' }],
        bad: [
          { certificate_no: '140123456789' },
          { certificate_no: '15012345678' },
          { certificate_no: '1501234567890' },
          { certificate_no: '15012345678X' },
        ],
      },
    },
    ...usualRules(['citizen_id']),
  ],
})
