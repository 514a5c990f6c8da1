import { coded, elementsFrom, hashed, internal, item, personal, sensitive } from './element_parts.ts'

const healthElements = elementsFrom('person', 'health_files', [
  item('health_file_no', '健康档案编号', 'Health file number', 'text', sensitive, {
    authority: 'health_files.file_no',
    maxLength: 17,
  }),
  coded('blood_type', '血型', 'Blood type', sensitive, 'blood_type'),
  item('chronic_diseases', '慢性病管理病种', 'Managed chronic diseases', 'text', sensitive, {
    maxLength: 100,
  }),
  item('health_file_opened_on', '建档日期', 'Health file opened on', 'date', sensitive, {
    authority: 'health_files.opened_on',
  }),
  item('health_file_institution', '管理机构名称', 'Institution that keeps the file', 'text', sensitive, {
    authority: 'health_files.institution',
    maxLength: 100,
  }),
])

const allowanceElements = elementsFrom('person', 'minimum_living_allowance', [
  item('allowance_no', '低保证号', 'Allowance certificate number', 'text', hashed, {
    authority: 'minimum_living_allowance.certificate_no',
    maxLength: 30,
  }),
  coded('allowance_kind', '低保类别', 'Kind of allowance', personal, 'allowance_kind', {
    authority: 'minimum_living_allowance.kind',
  }),
  item('allowance_from', '保障起始日期', 'Allowance from', 'date', personal, {
    authority: 'minimum_living_allowance.from_date',
  }),
  item('allowance_until', '保障终止日期', 'Allowance until', 'date', personal, {
    authority: 'minimum_living_allowance.until_date',
  }),
  item('allowance_amount', '月保障金额', 'Monthly allowance', 'decimal', personal, {
    authority: 'minimum_living_allowance.amount',
    unit: 'CNY',
  }),
])

const disabilityElements = elementsFrom('person', 'disability_registration', [
  item('disability_certificate_no', '残疾人证号', 'Disability certificate number', 'text', sensitive, {
    authority: 'disability_registration.certificate_no',
    maxLength: 22,
  }),
  coded('disability_kind', '残疾类别', 'Kind of disability', sensitive, 'disability_kind', {
    authority: 'disability_registration.kind',
    standard: 'GB/T 26341-2010',
  }),
  coded('disability_grade', '残疾等级', 'Grade of disability', sensitive, 'disability_grade', {
    authority: 'disability_registration.grade',
    standard: 'GB/T 26341-2010',
  }),
  item('disability_certified_on', '残疾评定日期', 'Disability certified on', 'date', sensitive, {
    authority: 'disability_registration.certified_on',
  }),
])

const housingFundElements = elementsFrom('person', 'housing_fund', [
  item('housing_fund_account', '个人公积金账号', 'Housing fund account', 'text', hashed, {
    authority: 'housing_fund.account_no',
    maxLength: 20,
  }),
  coded('housing_fund_status', '公积金账户状态', 'Housing fund status', personal, 'housing_fund_status', {
    authority: 'housing_fund.status',
  }),
  item('housing_fund_opened_on', '公积金开户日期', 'Housing fund opened on', 'date', internal, {
    authority: 'housing_fund.opened_on',
  }),
  item('housing_fund_base', '公积金月缴存基数', 'Housing fund base', 'decimal', personal, {
    authority: 'housing_fund.base',
    unit: 'CNY',
  }),
  item('housing_fund_payer_uscc', '公积金缴存单位代码', 'Housing fund payer', 'uscc', internal, {
    authority: 'housing_fund.payer_uscc',
    standard: 'GB 32100-2015',
  }),
  item('housing_fund_division', '公积金缴存地区划', 'Division of housing fund', 'division', internal, {
    authority: 'housing_fund.division',
    standard: 'GB/T 2260',
  }),
])

/** Health, allowance, disability and housing fund: columns of the natural-person foundation. */
export const personWelfareElements = [
  ...healthElements,
  ...allowanceElements,
  ...disabilityElements,
  ...housingFundElements,
]
