import { divisions } from '../../catalog/data/divisions.ts'
import { withUnit } from '../facts/amounts.ts'
import { degreesShape, regionBox } from '../facts/coordinates.ts'
import { licenceShape } from '../facts/licence_id.ts'
import { monthShape } from '../facts/months.ts'
import { orgCodeShape } from '../facts/org_code.ts'
import * as phones from '../facts/phone.ts'
import { leagues, provinces, residents } from '../facts/places.ts'
import { furtherPostcodes, postcodeShape, regionPostcodes } from '../facts/postcodes.ts'
import * as texts from '../facts/texts.ts'
import { usccCategories, usccShape } from '../facts/uscc.ts'
import type { Test } from './test.ts'

const places = [provinces, leagues, residents]

/** The shapes, lists and tables by which tests of a kind judge, beside what the test itself says. */
const facts: Partial<Record<Test['kind'], unknown>> = {
  citizenId: places,
  citizenForm: residents,
  uscc: [usccShape, usccCategories, places],
  authority: usccShape,
  usccRegister: usccShape,
  usccKind: usccShape,
  orgCode: orgCodeShape,
  orgCodeOf: [orgCodeShape, usccShape],
  licenceId: licenceShape,
  licencePart: licenceShape,
  subjectId: usccShape,
  division: divisions,
  divisionAt: divisions,
  addressDivision: divisions,
  postcode: postcodeShape,
  postcodeDivision: [postcodeShape, regionPostcodes, furtherPostcodes],
  addressPlaceholder: texts.addressPlaceholder,
  coordinates: [degreesShape, regionBox],
  period: monthShape,
  amount: withUnit,
  name: [
    texts.personPlaceholder,
    texts.personCharacters,
    texts.organisationPlaceholder,
    texts.organisationNoise,
    texts.letter,
  ],
  phone: { ...phones },
  phoneImplausible: { ...phones },
  phoneKind: { ...phones },
  email: texts.emailShape,
}

export function factsUsed(test: Test): unknown {
  return facts[test.kind] ?? null
}
