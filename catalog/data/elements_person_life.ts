import type { ElementInput } from './element_parts.ts'
import {
  address,
  citizenId,
  coded,
  elementsFrom,
  internal,
  item,
  personal,
  yearOnly,
} from './element_parts.ts'

/** Health answers for deaths in medical institutions and on the way there, public security for all others. */
function byPlaceOfDeath(field: string): ElementInput['authority'] {
  const when = (...places: string[]) => ({ field: 'death_place_kind', in: places })
  return [
    { field: `death_registration.${field}`, when: when('1', '2') },
    { field: `death_reports.${field}`, when: when('3', '4', '9', '0') },
  ]
}

const deathElements = elementsFrom('person', 'death_registration', [
  item('died_on', '死亡日期', 'Date of death', 'date', yearOnly, { authority: byPlaceOfDeath('died_on') }),
  item('death_certificate_no', '死亡医学证明编号', 'Death certificate number', 'text', personal, {
    authority: byPlaceOfDeath('certificate_no'),
    maxLength: 30,
  }),
  coded('death_place_kind', '死亡地点类别', 'Kind of place of death', personal, 'death_place', {
    authority: byPlaceOfDeath('death_place_kind'),
  }),
])

const birthElements = elementsFrom('person', 'birth_registration', [
  item('birth_certificate_no', '出生医学证明编号', 'Birth certificate number', 'text', personal, {
    authority: 'birth_registration.certificate_no',
    maxLength: 10,
  }),
  item('birth_division', '出生地区划', 'Division of birth', 'division', internal, {
    authority: 'birth_registration.place_division',
    standard: 'GB/T 2260',
  }),
  item('birth_institution', '接生机构名称', 'Institution of birth', 'text', personal, {
    authority: 'birth_registration.institution',
    maxLength: 100,
  }),
  item('mother_citizen_id', '母亲公民身份号码', "Mother's identity number", 'citizenId', citizenId, {
    standard: 'GB 11643-1999',
  }),
  item('father_citizen_id', '父亲公民身份号码', "Father's identity number", 'citizenId', citizenId, {
    standard: 'GB 11643-1999',
  }),
])

const residenceElements = elementsFrom('person', 'residence_registration', [
  item('residence_division', '现居住地区划', 'Division of residence', 'division', internal, {
    authority: 'residence_registration.division',
    standard: 'GB/T 2260',
  }),
  item('residence_address', '现居住地址', 'Address of residence', 'text', address, {
    authority: 'residence_registration.address',
    maxLength: 200,
  }),
  item('residence_registered_on', '居住登记日期', 'Date of residence registration', 'date', internal, {
    authority: 'residence_registration.registered_on',
  }),
  coded('residence_reason', '居住事由', 'Reason of residence', internal, 'residence_reason', {
    authority: 'residence_registration.reason',
  }),
])

/** Birth, residence and death: columns of the natural-person foundation. */
export const personLifeElements = [...deathElements, ...birthElements, ...residenceElements]
