import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  heldBy,
  nameCopy,
  named,
  own,
  personalData,
  sexCopy,
  updatedAt,
  usualRules,
} from '../parts.ts'

const qualification = own('qualification')

/** 资格证书 (Article 13, item 10): one row a certificate. */
export const professionalQualifications = defineDataset({
  id: 'professional_qualifications',
  name: named('职业资格证书信息', 'Professional qualifications'),
  abstract: named(
    '专业技术人员职业资格和职称证书，由颁发单位采集、人力资源社会保障部门提供。',
    'Professional qualification and title certificates, provided by human resources and social security.',
  ),
  article: '13(10)',
  foundation: 'person',
  form: 'file',
  ...heldBy('human_resources'),
  ...personalData({ basis: named('《中华人民共和国劳动法》第六十九条', 'Labour Law, Article 69') }),
  updateCycle: 'quarterly',
  key: 'citizen_id',
  recordKey: ['certificate_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    qualification('certificate_no', '资格证书编号', { aliases: ['证书编号', '管理号'], required: true }),
    qualification('title', '资格名称', { required: true }),
    qualification('level', '资格级别', { aliases: ['级别'] }),
    qualification('issuer', '发证机关', { aliases: ['发证单位'] }),
    qualification('issued_on', '取得日期', { aliases: ['批准日期', '发证日期'], required: true }),
    updatedAt,
  ],
  rules: [
    { kind: 'length', field: 'certificate_no', min: 6, max: 40 },
    { kind: 'date', field: 'issued_on' },
    ...usualRules(['citizen_id', 'certificate_no'], 0.9),
  ],
})
