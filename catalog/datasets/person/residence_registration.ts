import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  heldBy,
  migrantServices,
  nameCopy,
  named,
  notAfterDeath,
  personalData,
  phoneCopy,
  sexCopy,
  source,
  townships,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 流动人口居住登记和居住变更登记 (Article 13, item 2): where a person lives now; moves are its history. */
export const residenceRegistration = defineDataset({
  id: 'residence_registration',
  name: named('流动人口居住登记信息', 'Residence registration'),
  abstract: named(
    '流动人口的居住登记和居住变更登记，由流动人口服务管理部门和受公安机关委托的机构采集。',
    'Residence of the floating population and its changes, collected by public security and the bodies it entrusts.',
  ),
  article: '13(2)',
  foundation: 'person',
  form: 'table',
  ...heldBy('public_security'),
  furtherCollectors: [migrantServices, townships],
  ...personalData({
    basis: named('《居住证暂行条例》', 'Interim Regulations on Residence Permits'),
  }),
  updateCycle: 'daily',
  levels: ['region', 'county'],
  history: true,
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    phoneCopy,
    source('division', '现居住地区划', 'person.residence_division', {
      aliases: ['居住地区划代码'],
      required: true,
    }),
    source('address', '现居住地址', 'person.residence_address', { aliases: ['居住地址'] }),
    source('registered_on', '居住登记日期', 'person.residence_registered_on', {
      aliases: ['登记日期'],
      required: true,
    }),
    source('reason', '居住事由', 'person.residence_reason', {
      aliases: ['居住事由代码'],
      mapping: { WG: '01', JS: '02', TQ: '03', QT: '99' },
    }),
    updatedAt,
  ],
  rules: [
    { kind: 'address', field: 'address', min: 4, division: 'division' },
    notAfterDeath('registered_on'),
    ...usualRules(['citizen_id']),
  ],
})
