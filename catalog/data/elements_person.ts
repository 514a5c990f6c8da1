import type { Element } from '../element.ts'
import {
  address,
  citizenId,
  coded,
  elementsFrom,
  hashed,
  internal,
  item,
  personal,
  personName,
  phone,
  yearOnly,
} from './element_parts.ts'
import { personLifeElements } from './elements_person_life.ts'
import { personWelfareElements } from './elements_person_welfare.ts'
import {
  personEducationRecords,
  personHealthRecords,
  personIdentityRecords,
  personInsuranceRecords,
  personPropertyRecords,
} from './records_person.ts'

/** Who a person is, and where they are registered. */
const householdElements = elementsFrom('person', 'household_registration', [
  item('citizen_id', '公民身份号码', 'Citizen identity number', 'citizenId', citizenId, {
    standard: 'GB 11643-1999',
  }),
  item('name', '姓名', 'Name', 'personName', personName, {
    maxLength: 100,
    fallbacks: ['social_insurance.name'],
  }),
  coded('sex', '性别', 'Sex', internal, 'sex', { standard: 'GB/T 2261.1' }),
  item('birth_date', '出生日期', 'Birth date', 'date', yearOnly),
  coded('ethnic_group', '民族', 'Ethnic group', personal, 'ethnic_group', { standard: 'GB/T 3304' }),
  coded('education', '文化程度', 'Education', internal, 'education', { standard: 'GB/T 4658-2006' }),
  item('household_division', '户籍所在区划', 'Division of household registration', 'division', internal, {
    authority: 'household_registration.division',
    standard: 'GB/T 2260',
  }),
  item('household_address', '户籍地址', 'Address of household registration', 'text', address, {
    authority: 'household_registration.address',
    maxLength: 200,
  }),
  item('household_no', '户号', 'Household number', 'text', hashed, { maxLength: 20 }),
])

const marriageElements = elementsFrom('person', 'marriage_registration', [
  coded('marital_status', '婚姻状况', 'Marital status', personal, 'marital_status', {
    standard: 'GB/T 2261.2',
  }),
  item('spouse_citizen_id', '配偶公民身份号码', "Spouse's identity number", 'citizenId', citizenId),
  item('marriage_registered_on', '婚姻登记日期', 'Date of marriage registration', 'date', yearOnly, {
    authority: 'marriage_registration.registered_on',
  }),
])

const insuranceElements = elementsFrom('person', 'social_insurance', [
  item(
    'employer_uscc',
    '参保单位统一社会信用代码',
    "Employer's unified social credit code",
    'uscc',
    internal,
  ),
  item('insurance_enrolled_on', '参保日期', 'Date of enrolment in social insurance', 'date', internal, {
    authority: 'social_insurance.enrolled_on',
  }),
  item('contribution_base', '月缴费基数', 'Monthly contribution base', 'decimal', personal, { unit: 'CNY' }),
  item('phone', '联系电话', 'Phone', 'phone', phone),
])

/**
 * Elements of the natural-person foundation: the part after `person.` is the column of the golden table. Then those
 * of the registers with many records per person, which are named after their kind of record.
 */
export const personElements: Element[] = [
  ...householdElements,
  ...marriageElements,
  ...insuranceElements,
  ...personLifeElements,
  ...personWelfareElements,
  ...personIdentityRecords,
  ...personHealthRecords,
  ...personInsuranceRecords,
  ...personEducationRecords,
  ...personPropertyRecords,
]
