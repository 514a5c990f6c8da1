import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  heldBy,
  nameCopy,
  named,
  own,
  personalData,
  universities,
  updatedAt,
  usualRules,
} from '../parts.ts'

const degree = own('degree')

/** 学历学位 (Article 13, item 7): one row a certificate. */
export const degrees = defineDataset({
  id: 'degrees',
  name: named('学历学位证书信息', 'Education and degree certificates'),
  abstract: named(
    '高等教育学历证书和学位证书，由教育部门汇总高等院校数据。',
    'Certificates of higher education and degrees, gathered by education from the institutions.',
  ),
  article: '13(7)',
  foundation: 'person',
  form: 'file',
  ...heldBy('education'),
  furtherCollectors: [universities],
  ...personalData({
    basis: named('《中华人民共和国教育法》；《中华人民共和国学位法》', 'Education Law; Academic Degrees Law'),
  }),
  updateCycle: 'yearly',
  key: 'citizen_id',
  recordKey: ['certificate_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    degree('certificate_no', '证书编号', { aliases: ['毕业证书编号', '学位证书编号'], required: true }),
    degree('education', '学历', { aliases: ['学历代码'], required: true }),
    degree('degree', '学位', {
      aliases: ['学位代码'],
      mapping: { BS: '2', SS: '3', XS: '4' },
    }),
    degree('institution', '毕业院校', { aliases: ['学校名称', '学位授予单位'], required: true }),
    degree('major', '专业名称', { aliases: ['专业'] }),
    degree('graduated_on', '毕业日期', { aliases: ['授予日期'], required: true }),
    updatedAt,
  ],
  rules: [
    { kind: 'length', field: 'certificate_no', min: 8, max: 30 },
    { kind: 'date', field: 'graduated_on' },
    ...usualRules(['citizen_id', 'certificate_no'], 0.9),
  ],
})
