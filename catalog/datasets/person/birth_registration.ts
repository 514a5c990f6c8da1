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

/** 出生登记 (Article 13, item 4): birth certificates with the parents. */
export const birthRegistration = defineDataset({
  id: 'birth_registration',
  name: named('出生登记信息', 'Birth registration'),
  abstract: named(
    '出生医学证明登记，含父母身份号码，由卫生健康部门采集。',
    'Medical certificates of birth with the parents’ identity numbers, collected by the health commission.',
  ),
  article: '13(4)',
  foundation: 'person',
  form: 'file',
  ...heldBy('health'),
  ...personalData({
    basis: named(
      '《中华人民共和国母婴保健法》第二十三条',
      'Law on Maternal and Infant Health Care, Article 23',
    ),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey('新生儿公民身份号码'),
    nameCopy,
    sexCopy,
    birthDateCopy,
    source('certificate_no', '出生医学证明编号', 'person.birth_certificate_no', { required: true }),
    source('place_division', '出生地区划', 'person.birth_division', { aliases: ['出生地区划代码'] }),
    source('institution', '接生机构名称', 'person.birth_institution', { aliases: ['助产机构'] }),
    source('mother_citizen_id', '母亲公民身份号码', 'person.mother_citizen_id', {
      aliases: ['母亲身份证号'],
    }),
    source('father_citizen_id', '父亲公民身份号码', 'person.father_citizen_id', {
      aliases: ['父亲身份证号'],
    }),
    updatedAt,
  ],
  rules: [
    {
      kind: 'pattern',
      field: 'certificate_no',
      pattern: '^[A-Z][0-9]{9}$',
      examples: {
        good: [{ certificate_no: 'A123456789' }],
        bad: [
          { certificate_no: '1234567890' },
          { certificate_no: 'A12345678' },
          { certificate_no: 'a123456789' },
          { certificate_no: 'AB12345678' },
        ],
      },
    },
    { kind: 'birthDateMatchesId', field: 'birth_date', id: 'citizen_id', severity: 'warn' },
    {
      kind: 'reference',
      field: 'mother_citizen_id',
      datasets: ['household_registration', 'residence_registration'],
      severity: 'warn',
    },
    ...usualRules(['citizen_id']),
  ],
})
