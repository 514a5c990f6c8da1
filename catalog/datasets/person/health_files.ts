import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  copy,
  heldBy,
  nameCopy,
  named,
  phoneCopy,
  sexCopy,
  source,
  townships,
  updatedAt,
  usualRules,
  withheldData,
} from '../parts.ts'

/** 居民健康档案 (Article 13, item 5): one file a person; not shared, other bodies ask for verification. */
export const healthFiles = defineDataset({
  id: 'health_files',
  name: named('居民健康档案信息', 'Health files'),
  abstract: named(
    '居民电子健康档案的基本信息，由卫生健康部门和基层医疗卫生机构采集。',
    'Basic data of residents’ electronic health files, collected by the health commission.',
  ),
  article: '13(5)',
  foundation: 'person',
  form: 'file',
  ...heldBy('health'),
  furtherCollectors: [townships],
  ...withheldData({
    basis: named(
      '《中华人民共和国基本医疗卫生与健康促进法》第九十二条；《中华人民共和国个人信息保护法》第二十八条',
      'Basic Healthcare and Health Promotion Law, Article 92; Personal Information Protection Law, Article 28',
    ),
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
    phoneCopy,
    copy('residence_address', '现居住地址', 'person.residence_address', { aliases: ['现住址'] }),
    source('file_no', '健康档案编号', 'person.health_file_no', { aliases: ['档案编号'], required: true }),
    source('blood_type', '血型', 'person.blood_type', {
      aliases: ['血型代码'],
      mapping: { A: '1', B: '2', O: '3', AB: '4', U: '5' },
    }),
    source('chronic_diseases', '慢性病管理病种', 'person.chronic_diseases', { aliases: ['慢病病种'] }),
    source('opened_on', '建档日期', 'person.health_file_opened_on', { required: true }),
    source('institution', '管理机构名称', 'person.health_file_institution', { aliases: ['建档机构'] }),
    updatedAt,
  ],
  rules: [
    {
      kind: 'pattern',
      field: 'file_no',
      pattern: '^15[0-9]{15}$',
      examples: {
        good: [{ file_no: '15010200100100001' }],
        bad: [
          { file_no: '1501020010010000' },
          { file_no: '14010200100100001' },
          { file_no: '150102001001000012' },
        ],
      },
    },
    { kind: 'dateOrder', earlier: 'birth_date', later: 'opened_on' },
    ...usualRules(['citizen_id']),
  ],
})
