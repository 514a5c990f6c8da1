import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  entityReference,
  heldBy,
  nameCopy,
  named,
  own,
  personalData,
  sexCopy,
  updatedAt,
  usualRules,
} from '../parts.ts'

const practice = own('practice')

/** 执业证书 (Article 13, item 10): practising certificates of physicians and nurses, issued by health. */
export const practisingCertificates = defineDataset({
  id: 'practising_certificates',
  name: named('医护人员执业证书信息', 'Practising certificates'),
  abstract: named(
    '医师、护士和乡村医生执业证书的注册和变更，由卫生健康部门颁发和采集。',
    'Practising certificates of physicians, nurses and village doctors, issued and collected by the health commission.',
  ),
  article: '13(10)',
  foundation: 'person',
  form: 'file',
  ...heldBy('health'),
  ...personalData({
    basis: named('《中华人民共和国医师法》；《护士条例》', 'Physicians Law; Regulations on Nurses'),
  }),
  updateCycle: 'weekly',
  levels: ['region', 'city'],
  key: 'citizen_id',
  recordKey: ['certificate_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    practice('certificate_no', '执业证书编号', { aliases: ['证书编号'], required: true }),
    practice('kind', '执业类别', {
      aliases: ['人员类别'],
      required: true,
      mapping: { YS: '1', ZL: '2', HS: '3', XC: '4' },
    }),
    practice('scope', '执业范围'),
    practice('institution_uscc', '执业机构统一社会信用代码', { aliases: ['执业机构代码'] }),
    practice('issued_on', '发证日期', { required: true }),
    practice('valid_to', '有效期至'),
    practice('status', '证书状态', { aliases: ['执业状态'], required: true }),
    practice('division', '执业地区划', { aliases: ['执业地点区划'] }),
    updatedAt,
  ],
  rules: [
    entityReference('institution_uscc'),
    { kind: 'date', field: 'valid_to', allowFuture: true },
    { kind: 'dateOrder', earlier: 'issued_on', later: 'valid_to' },
    ...usualRules(['citizen_id', 'certificate_no'], 0.8),
  ],
})
