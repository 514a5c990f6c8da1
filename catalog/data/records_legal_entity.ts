import type { Element } from '../element.ts'
import { coded, elementsFrom, internal, item, open, personal } from './element_parts.ts'

const uscc = { standard: 'GB 32100-2015' }

const changes = elementsFrom('entity_change', 'entity_changes', [
  coded('item', '变更事项', 'Item of change', open, 'entity_change_item'),
  item('changed_on', '变更日期', 'Date of change', 'date', open),
  item('before', '变更前内容', 'Before', 'text', internal, { maxLength: 2000 }),
  item('after', '变更后内容', 'After', 'text', internal, { maxLength: 2000 }),
  item('registered_by', '变更登记机关', 'Registration authority of the change', 'text', open, {
    maxLength: 100,
  }),
])

const branches = elementsFrom('branch', 'entity_branches', [
  item('branch_uscc', '分支机构统一社会信用代码', 'Unified social credit code of branch', 'uscc', open, uscc),
  item('branch_name', '分支机构名称', 'Name of branch', 'text', open, { maxLength: 200 }),
  item('principal_name', '分支机构负责人姓名', 'Principal of branch', 'personName', internal, {
    maxLength: 100,
  }),
  item('established_on', '分支机构成立日期', 'Branch established on', 'date', open),
  item('cancelled_on', '分支机构注销日期', 'Branch cancelled on', 'date', open),
  item('division', '分支机构所在区划', 'Division of branch', 'division', open, { standard: 'GB/T 2260' }),
  item('address', '分支机构营业场所', 'Address of branch', 'text', internal, { maxLength: 200 }),
  coded('status', '分支机构登记状态', 'Status of branch', open, 'registration_status'),
])

const shareholders = elementsFrom('shareholder', 'entity_shareholders', [
  coded('holder_kind', '股东主体类型', 'Kind of shareholder', open, 'subject_kind'),
  item('holder_id', '股东证件号码', "Shareholder's identifier", 'subjectId', {
    grading: 'L4',
    mask: 'citizenId',
  }),
  item(
    'holder_name',
    '股东名称',
    "Shareholder's name",
    'text',
    { grading: 'L3', mask: 'name' },
    {
      maxLength: 200,
    },
  ),
  item('subscribed', '认缴出资额', 'Subscribed contribution', 'decimal', internal, { unit: '10000 CNY' }),
  item('paid', '实缴出资额', 'Paid contribution', 'decimal', internal, { unit: '10000 CNY' }),
  item('share', '持股比例', 'Share', 'decimal', internal, { unit: '%' }),
  coded('contribution_form', '出资方式', 'Form of contribution', internal, 'contribution_form'),
  item('joined_on', '入股日期', 'Shareholder since', 'date', personal),
  item('left_on', '退出日期', 'Shareholder until', 'date', personal),
])

const codeChanges = elementsFrom('code_change', 'entity_code_changes', [
  item('former_uscc', '原统一社会信用代码', 'Former unified social credit code', 'uscc', open, uscc),
  coded('reason', '代码变更原因', 'Reason of code change', open, 'code_change_reason'),
  item('changed_on', '代码变更日期', 'Date of code change', 'date', open),
  item('document_no', '代码变更文号', 'Document of code change', 'text', open, { maxLength: 60 }),
])

const successions = elementsFrom('succession', 'entity_successions', [
  item(
    'predecessor_uscc',
    '前身统一社会信用代码',
    'Unified social credit code of predecessor',
    'uscc',
    open,
    uscc,
  ),
  item('predecessor_name', '前身名称', 'Name of predecessor', 'text', open, { maxLength: 200 }),
  coded('kind', '承继方式', 'Kind of succession', open, 'succession_kind'),
  item('effective_on', '承继生效日期', 'Succession effective on', 'date', open),
  item('document_no', '承继登记文号', 'Document of succession', 'text', open, { maxLength: 60 }),
])

const elderlyCare = elementsFrom('elderly_care', 'elderly_care_filings', [
  item('filing_no', '养老机构备案回执编号', 'Receipt of filing', 'text', open, { maxLength: 40 }),
  item('filed_on', '养老机构备案日期', 'Filed on', 'date', open),
  item('beds', '养老床位数量', 'Beds', 'integer', open),
  item('service_scope', '养老服务范围', 'Scope of service', 'text', open, { maxLength: 500 }),
  item('division', '养老服务场所所在区划', 'Division of service', 'division', open, {
    standard: 'GB/T 2260',
  }),
  item('phone', '养老机构联系电话', 'Contact phone of institution', 'phone', internal),
  coded('status', '养老机构备案状态', 'Status of filing', open, 'elderly_care_filing_status'),
  item('cancelled_on', '养老机构备案注销日期', 'Filing cancelled on', 'date', open),
  item('filed_with', '养老机构备案机关', 'Filed with', 'text', open, { maxLength: 100 }),
])

/** Records of legal entities' registers with many records per entity. */
export const legalEntityRecords: Element[] = [
  ...changes,
  ...branches,
  ...shareholders,
  ...codeChanges,
  ...successions,
  ...elderlyCare,
]
