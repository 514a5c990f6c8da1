import type { CitizenIdForm, RowCondition } from '../../catalog/rule.ts'
import type { Problem } from '../geometry/problems.ts'
import type { SetTest } from '../sets/tests.ts'

/** How the values of a field compare: as numbers, days, instants or texts. */
export type Comparison = 'number' | 'date' | 'datetime' | 'text'
/** What is kept of an age rule's lower limit: one for all, or one by the sex in the identity number of field `id`. */
export type LeastAge = number | { male: number; female: number; id: string }
/** A date field, or the birth date inside an identity number. */
export interface BirthField {
  field: string
  from: 'date' | 'citizenId'
}

type IdentityTest =
  | { kind: 'citizenId'; part: 'shape' | 'date' | 'check' | 'place' | 'age' }
  | { kind: 'citizenForm'; forms: CitizenIdForm[] }
  | { kind: 'uscc'; part: 'shape' | 'org_code' | 'check' | 'category' | 'place' }
  | { kind: 'authority'; authorities: string[] }
  | { kind: 'usccRegister'; categories: string[] }
  | { kind: 'usccKind'; uscc: string; kinds: { word: string; categories: string[] }[] }
  | { kind: 'orgCode'; part: 'shape' | 'check' }
  | { kind: 'orgCodeOf'; uscc: string }
  | { kind: 'licenceId'; part: 'shape' | 'check' | 'authority' | 'serial' }
  | { kind: 'licencePart'; id: string; part: 'type' | 'issuer' }
  | { kind: 'subjectId'; kindField: string; part: 'shape' | 'date' | 'check' }
  | { kind: 'birthDate'; id: string }
  | { kind: 'sex'; id: string }

type ValueTest =
  | { kind: 'required' }
  | { kind: 'readable' }
  | { kind: 'code'; codes: string[] }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'length'; min?: number; max?: number }
  | { kind: 'range'; min?: number; max?: number }
  | { kind: 'amount'; part: 'unit' | 'negative' }
  | { kind: 'amountSize'; most: number }
  | { kind: 'amountDecimals'; decimals: number }
  | { kind: 'name'; of: 'person' | 'organisation'; part: 'placeholder' | 'characters' }
  | { kind: 'phone' }
  | { kind: 'phoneImplausible' }
  | { kind: 'phoneKind'; accept: 'mobile' | 'landline' }
  | { kind: 'email' }

type TimeTest =
  | { kind: 'notFuture' }
  | { kind: 'dayPlausible'; type: 'date' | 'datetime'; min?: string; max?: string }
  | { kind: 'period'; part: 'invalid' | 'future' }
  | { kind: 'dateOrder'; earlier: string }
  | { kind: 'age'; birth: BirthField; min?: LeastAge; max?: number }

type PlaceTest =
  | { kind: 'division'; part: 'unknown' | 'historical' }
  | { kind: 'divisionAt'; on: string; type: 'date' | 'datetime'; part: 'both' | 'abolished' }
  | { kind: 'postcode' }
  | { kind: 'postcodeDivision'; division: string }
  | { kind: 'addressShort'; min: number }
  | { kind: 'addressPlaceholder' }
  | { kind: 'addressDivision'; division: string }
  | { kind: 'coordinates'; latitude: string; part: 'invalid' | 'zero' | 'swapped' | 'range' }
  | { kind: 'geometry'; problem: Problem; types?: readonly string[]; maxArea?: number; division?: string }

type CrossFieldTest =
  | { kind: 'compareFields'; as: Comparison; operator: '<' | '<=' | '=' | '<>' | '>=' | '>'; other: string }
  | { kind: 'requiredWhen'; when: RowCondition }
  | { kind: 'forbiddenWhen'; when: RowCondition }
  | { kind: 'exclusive'; fields: string[] }
  | { kind: 'sum'; parts: string[]; tolerance: number }
  | { kind: 'expression'; bad: string }

/** Judges one row. */
export type RowTest = IdentityTest | ValueTest | TimeTest | PlaceTest | CrossFieldTest

/** What makes a row bad. Field names are those of the dataset; values are judged after normalisation. */
export type Test = RowTest | SetTest
