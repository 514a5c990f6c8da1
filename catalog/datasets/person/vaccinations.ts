import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  own,
  personalData,
  townships,
  updatedAt,
  usualRules,
} from '../parts.ts'

const vaccination = own('vaccination')

/** 预防接种 (Article 13, item 5): one row a dose. */
export const vaccinations = defineDataset({
  id: 'vaccinations',
  name: named('预防接种信息', 'Vaccinations'),
  abstract: named(
    '免疫规划疫苗和非免疫规划疫苗的接种记录，每剂次一行。',
    'Doses of vaccines given, within the immunisation programme and beyond, one row a dose.',
  ),
  article: '13(5)',
  foundation: 'person',
  form: 'file',
  ...heldBy('health'),
  furtherCollectors: [townships],
  ...personalData({ basis: named('《中华人民共和国疫苗管理法》', 'Vaccine Administration Law') }),
  updateCycle: 'weekly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  recordKey: ['vaccine_code', 'dose_no', 'given_on'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('受种者身份证号'),
    nameCopy,
    birthDateCopy,
    vaccination('vaccine_code', '疫苗种类', {
      aliases: ['疫苗代码'],
      required: true,
      mapping: {
        BCG: '01',
        HepB: '02',
        PV: '03',
        DTP: '04',
        DT: '05',
        MMR: '06',
        JE: '07',
        MPV: '08',
        HepA: '09',
      },
    }),
    vaccination('dose_no', '接种剂次', { aliases: ['剂次'], required: true }),
    vaccination('given_on', '接种日期', { required: true }),
    vaccination('batch_no', '疫苗批号', { aliases: ['批号'] }),
    vaccination('institution', '接种单位名称', { aliases: ['接种单位'] }),
    vaccination('division', '接种地区划', { aliases: ['接种地区划代码'] }),
    updatedAt,
  ],
  rules: [
    { kind: 'range', field: 'dose_no', min: 1, max: 20 },
    { kind: 'date', field: 'given_on' },
    { kind: 'divisionAt', field: 'division', on: 'given_on', part: 'abolished' },
    { kind: 'dateOrder', earlier: 'birth_date', later: 'given_on' },
    notAfterDeath('given_on'),
    {
      kind: 'sequence',
      field: 'dose_no',
      fields: ['citizen_id', 'vaccine_code'],
      order: 'given_on',
      severity: 'warn',
    },
    ...usualRules(['citizen_id', 'vaccine_code', 'dose_no', 'given_on']),
  ],
})
