import { defineDataset } from '../../dataset.ts'
import {
  copy,
  entityNameCopy,
  entityReference,
  heldBy,
  named,
  own,
  updatedAt,
  usccKey,
  usualRules,
} from '../parts.ts'
import { openRegister } from './entity_parts.ts'

const filing = own('elderly_care')

/**
 * 养老机构备案 (Measures for Elderly-care Institutions, Order 66 of the Ministry of Civil Affairs): one row an institution and
 * filing; a body files at each county where it runs one. Who the body is, its own register says: copies are compared.
 */
export const elderlyCareFilings = defineDataset({
  id: 'elderly_care_filings',
  name: named('养老机构备案信息', 'Filings of elderly-care institutions'),
  abstract: named(
    '养老机构向服务场所所在地县级民政部门的备案及其变更、注销。',
    'Filings of elderly-care institutions with the civil affairs of the county where they serve, their changes and ends.',
  ),
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('civil_affairs'),
  ...openRegister([
    '《养老机构管理办法》（民政部令第66号）',
    'Measures for the Administration of Elderly-care Institutions (Order 66 of the Ministry of Civil Affairs)',
  ]),
  updateCycle: 'monthly',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  recordKey: ['filing_no'],
  eventTime: 'updated_at',
  fields: [
    usccKey(),
    entityNameCopy,
    copy('representative_name', '法定代表人姓名', 'legal_entity.representative_name', {
      aliases: ['法定代表人', '主要负责人姓名'],
    }),
    copy('address', '住所', 'legal_entity.address', { aliases: ['登记住所', '地址'] }),
    filing('filing_no', '备案回执编号', { aliases: ['备案编号'], required: true }),
    filing('filed_on', '备案日期', { required: true }),
    filing('beds', '养老床位数量', { aliases: ['床位数'], required: true }),
    filing('service_scope', '服务范围', { aliases: ['服务内容'] }),
    filing('division', '服务场所所在区划', { aliases: ['区划代码'], required: true }),
    filing('phone', '联系电话', { aliases: ['联系方式'] }),
    filing('status', '备案状态', { required: true, mapping: { BA: '1', BG: '2', ZX: '3' } }),
    filing('cancelled_on', '注销日期'),
    filing('filed_with', '备案机关'),
    updatedAt,
  ],
  rules: [
    entityReference('uscc'),
    { kind: 'range', field: 'beds', min: 1, max: 5000 },
    { kind: 'dateOrder', earlier: 'filed_on', later: 'cancelled_on' },
    { kind: 'requiredWhen', field: 'cancelled_on', when: { field: 'status', oneOf: ['3'] } },
    // A receipt belongs to one institution.
    { kind: 'single', fields: ['filing_no'], when: [{ field: 'status', oneOf: ['1', '2'] }] },
    ...usualRules(['uscc', 'filing_no'], 0.8),
  ],
})
