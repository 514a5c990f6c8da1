import { citizenId, coded, elementsFrom, hashed, internal, item } from './element_parts.ts'

/** Changes of the identity number, and residence permits. */
export const personIdentityRecords = [
  ...elementsFrom('identity_change', 'identity_number_changes', [
    item('former_citizen_id', '原公民身份号码', 'Former identity number', 'citizenId', citizenId, {
      standard: 'GB 11643-1999',
    }),
    coded('reason', '公民身份号码变更原因', 'Reason of change', internal, 'identity_change_reason'),
    item('changed_on', '公民身份号码变更日期', 'Changed on', 'date', internal),
    item('division', '办理机关所在区划', 'Division of the organ', 'division', internal, {
      standard: 'GB/T 2260',
    }),
  ]),
  ...elementsFrom('residence_permit', 'residence_permits', [
    item('permit_no', '居住证编号', 'Residence permit number', 'text', hashed, { maxLength: 30 }),
    item('division', '居住证签发地区划', 'Division of issue', 'division', internal, {
      standard: 'GB/T 2260',
    }),
    item('issued_on', '居住证签发日期', 'Issued on', 'date', internal),
    item('endorsed_until', '居住证签注有效期至', 'Endorsed until', 'date', internal),
    coded('status', '居住证状态', 'Status of residence permit', internal, 'residence_permit_status'),
  ]),
]
