import type { Element } from '../element.ts'
import { coded, elementsFrom, internal, item, open } from './element_parts.ts'

/** Elements of the licence foundation. The part after `licence.` is the column of the golden table. */
export const licenceElements: Element[] = elementsFrom('licence', 'electronic_licences', [
  item('licence_id', '电子证照标识', 'Licence identifier', 'licenceId', internal, {
    standard: 'GB/T 36904-2018',
  }),
  item('type_code', '证照类型代码', 'Type code', 'text', open, {
    maxLength: 21,
    standard: 'GB/T 36904-2018',
  }),
  item('type_name', '证照类型名称', 'Type', 'text', open, { maxLength: 100 }),
  item('licence_no', '证照编号', 'Licence number', 'text', internal, { maxLength: 60 }),
  coded('holder_kind', '持证主体类型', 'Kind of holder', open, 'subject_kind'),
  item('holder_id', '持证主体证件号码', "Holder's identifier", 'subjectId', {
    grading: 'L4',
    mask: 'citizenId',
  }),
  item('holder_name', '持证主体名称', 'Holder', 'text', { grading: 'L3', mask: 'name' }, { maxLength: 200 }),
  item('issuer_uscc', '颁证机构统一社会信用代码', "Issuer's unified social credit code", 'uscc', open, {
    standard: 'GB 32100-2015',
  }),
  item('issuer_name', '颁证机构名称', 'Issuer', 'text', open, { maxLength: 200 }),
  item('issued_on', '颁证日期', 'Date of issue', 'date', internal),
  item('valid_from', '有效期起', 'Valid from', 'date', internal),
  item('valid_to', '有效期止', 'Valid to', 'date', internal),
  coded('last_event', '最近业务类型', 'Last event', open, 'licence_event'),
  coded('status', '证照状态', 'Status of licence', open, 'licence_status'),
  item('status_changed_on', '状态变更日期', 'Date of last change of status', 'date', internal),
  item('division', '颁证机构所在区划', 'Division of issuer', 'division', open, { standard: 'GB/T 2260' }),
])
