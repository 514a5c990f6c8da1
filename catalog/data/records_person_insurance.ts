import { coded, elementsFrom, internal, item, personal } from './element_parts.ts'

/** Enrolments in social insurance by kind, and contributions by kind and month. */
export const personInsuranceRecords = [
  ...elementsFrom('insurance_enrolment', 'insurance_enrolments', [
    coded('insurance_kind', '参保险种', 'Kind of insurance', internal, 'insurance_kind'),
    item('enrolled_on', '险种参保日期', 'Enrolled on', 'date', internal),
    item('ended_on', '险种终止日期', 'Ended on', 'date', internal),
    coded('status', '险种参保状态', 'Status of enrolment', internal, 'insurance_status'),
    item('employer_uscc', '险种参保单位代码', 'Employer', 'uscc', internal, { standard: 'GB 32100-2015' }),
    item('division', '参保地区划', 'Division of enrolment', 'division', internal, {
      standard: 'GB/T 2260',
    }),
  ]),
  ...elementsFrom('insurance_contribution', 'insurance_contributions', [
    coded('insurance_kind', '缴费险种', 'Kind of insurance', internal, 'insurance_kind'),
    item('period', '费款所属期', 'Period', 'text', internal, { maxLength: 6 }),
    item('base', '缴费基数', 'Contribution base', 'decimal', personal, { unit: 'CNY' }),
    item('employer_amount', '单位缴费金额', "Employer's part", 'decimal', personal, { unit: 'CNY' }),
    item('personal_amount', '个人缴费金额', "Person's part", 'decimal', personal, { unit: 'CNY' }),
    item('payer_uscc', '缴费单位代码', 'Payer', 'uscc', internal, { standard: 'GB 32100-2015' }),
    item('paid_on', '缴费日期', 'Paid on', 'date', internal),
  ]),
]
