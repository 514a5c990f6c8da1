import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  heldBy,
  nameCopy,
  named,
  own,
  personalData,
  phoneCopy,
  updatedAt,
  usualRules,
} from '../parts.ts'

const training = own('training')

/** 职业培训 (Article 13, item 7): one row a certificate. */
export const vocationalTraining = defineDataset({
  id: 'vocational_training',
  name: named('职业技能培训信息', 'Vocational training'),
  abstract: named(
    '职业技能培训和培训合格证书，由人力资源社会保障部门采集。',
    'Vocational training and its certificates, collected by human resources and social security.',
  ),
  article: '13(7)',
  foundation: 'person',
  form: 'file',
  ...heldBy('human_resources'),
  ...personalData({ basis: named('《中华人民共和国职业教育法》', 'Vocational Education Law') }),
  updateCycle: 'monthly',
  levels: ['region', 'city'],
  key: 'citizen_id',
  recordKey: ['certificate_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    phoneCopy,
    training('certificate_no', '培训证书编号', { aliases: ['证书编号'], required: true }),
    training('occupation', '培训职业（工种）', { aliases: ['培训工种', '职业名称'], required: true }),
    training('level', '职业技能等级', { aliases: ['技能等级'] }),
    training('institution', '培训机构名称', { aliases: ['培训机构'] }),
    training('hours', '培训学时', { aliases: ['学时'] }),
    training('started_on', '培训开始日期', { aliases: ['开班日期'] }),
    training('ended_on', '培训结束日期', { aliases: ['结业日期'], required: true }),
    updatedAt,
  ],
  rules: [
    { kind: 'range', field: 'hours', min: 1, max: 3000 },
    {
      kind: 'expression',
      id: 'hours_beyond_days',
      field: 'hours',
      name: named(
        '学时多于培训起止日期之间的全部小时数',
        'More hours of training than the days between its dates have',
      ),
      indicator: 'content_correctness',
      bad: "hours > (date_diff('day', started_on, ended_on) + 1) * 24",
      examples: {
        good: [
          { hours: '24', started_on: '2026-01-01', ended_on: '2026-01-01' },
          { hours: '48', started_on: '2026-01-01', ended_on: '2026-01-02' },
          { hours: '3000', started_on: null, ended_on: '2026-01-02' },
        ],
        bad: [
          { hours: '25', started_on: '2026-01-01', ended_on: '2026-01-01' },
          { hours: '49', started_on: '2026-01-01', ended_on: '2026-01-02' },
        ],
      },
    },
    { kind: 'dateOrder', earlier: 'started_on', later: 'ended_on' },
    ...usualRules(['citizen_id', 'certificate_no']),
  ],
})
