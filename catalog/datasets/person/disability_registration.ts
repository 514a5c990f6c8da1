import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  copy,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  personalData,
  phoneCopy,
  sexCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 残疾人登记 (Article 13, item 8): the certificate in force, with its history. */
export const disabilityRegistration = defineDataset({
  id: 'disability_registration',
  name: named('残疾人登记信息', 'Disability registration'),
  abstract: named(
    '残疾人证的核发、等级变更和换领，由残疾人工作主管部门采集。',
    'Disability certificates issued, regraded and replaced, collected by the disabled persons’ federation.',
  ),
  article: '13(8)',
  foundation: 'person',
  form: 'file',
  ...heldBy('disabled_persons'),
  ...personalData({
    basis: named('《中华人民共和国残疾人保障法》', 'Law on the Protection of Persons with Disabilities'),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  history: true,
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    phoneCopy,
    copy('household_division', '户籍所在区划', 'person.household_division', { aliases: ['户籍区划代码'] }),
    source('certificate_no', '残疾人证号', 'person.disability_certificate_no', {
      aliases: ['残疾证号'],
      required: true,
    }),
    source('kind', '残疾类别', 'person.disability_kind', {
      aliases: ['残疾类别代码'],
      required: true,
      mapping: { SL: '1', TL: '2', YY: '3', ZT: '4', ZL: '5', JS: '6', DC: '7' },
    }),
    source('grade', '残疾等级', 'person.disability_grade', { aliases: ['残疾等级代码'], required: true }),
    source('certified_on', '残疾评定日期', 'person.disability_certified_on', {
      aliases: ['发证日期'],
      required: true,
    }),
    updatedAt,
  ],
  rules: [
    {
      kind: 'pattern',
      field: 'certificate_no',
      pattern: '^[0-9]{17}[0-9X][1-7][1-4](B[0-9])?$',
      examples: {
        good: [
          { certificate_no: '15010219000101001811' },
          { certificate_no: '33010219200403064X74' },
          { certificate_no: '15010219000101001811B1' },
        ],
        bad: [
          { certificate_no: '1501021900010100181' },
          { certificate_no: '15010219000101001881' },
          { certificate_no: '15010219000101001815' },
          { certificate_no: '15010219000101001811B' },
          { certificate_no: '15010219000101001811C1' },
        ],
      },
    },
    { kind: 'date', field: 'certified_on' },
    notAfterDeath('certified_on'),
    ...usualRules(['citizen_id']),
  ],
})
