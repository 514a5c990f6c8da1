import { citizenId, organisationCode, otherCheck, uscc } from './check_digits.ts'
import type { Extract } from './extracts.ts'
import type { Damage } from './files/writer.ts'
import type { Random } from './random.ts'
import { dayOf, isoDay } from './world/calendar.ts'
import { organisationOf } from './world/organisations.ts'

export type Values = Record<string, string | null>

/** A row as it will be written (`raw`), and what it means when it is accepted (`clean`). */
export interface Draft {
  raw: Values
  clean: Values
  random: Random
  extract: Extract
  seed: number
  organisations: number
}

/** One way in which a row is wrong, with every code that it must be found under. */
export interface FaultKind {
  codes: string[]
  rejected: boolean
  damage?: Damage
  operation?: string
  /** Spoils the values. False: this row does not allow it. */
  apply?(draft: Draft): boolean
}

type Change = (draft: Draft) => string | null | false

const reject = (codes: string, field: string, change: Change): FaultKind => ({
  codes: codes.split(' '),
  rejected: true,
  apply: (draft) => set(draft, field, change(draft)),
})
/** A value that is recorded and passes: the golden record has it. */
const warn = (code: string, field: string, change: Change): FaultKind => ({
  codes: [code],
  rejected: false,
  apply: (draft) => {
    const value = change(draft)
    return set(draft, field, value) && set({ ...draft, raw: draft.clean }, field, value)
  },
})
/** Only of a row of one line: what is left of a broken row of two lines would be a second broken row. */
const damage = (code: string, how: Damage): FaultKind => ({
  codes: [code],
  rejected: true,
  damage: how,
  apply: ({ raw }) => !Object.values(raw).some((each) => each?.includes('\n')),
})
const both = (a: FaultKind, b: FaultKind): FaultKind => ({
  codes: [...a.codes, ...b.codes],
  rejected: true,
  apply: (draft) => a.apply?.(draft) === true && b.apply?.(draft) === true,
})

function set(draft: { raw: Values }, field: string, value: string | null | false): boolean {
  if (value === false) return false
  draft.raw[field] = value
  return true
}

const value = (draft: Draft, field: string): string => draft.clean[field] ?? ''
const blank: Change = ({ random }) => random.pick([null, '', '  '])
const constant =
  (...values: string[]): Change =>
  ({ random }) =>
    random.pick(values)
const badDate = constant('2019-02-30', '2021-13-01', '不详', '2020-00-10')
const badMoment = constant('2026-13-45 25:61:00', '昨天', '2026-02-30 10:00:00')
const futureDate: Change = ({ random, extract }) => isoDay(dayOf(extract.asOf) + random.between(30, 900))
const badShape: Change = (draft) => {
  const id = value(draft, 'citizen_id')
  return draft.random.pick([
    `T${id.slice(1)}`,
    id.slice(0, 17),
    `${id}0`,
    `${id.slice(0, 14)}D${id.slice(15)}`,
  ])
}
const badIdDate: Change = (draft) => {
  const id = value(draft, 'citizen_id')
  return citizenId(id.slice(0, 10) + draft.random.pick(['1301', '0230', '0001', '0431']) + id.slice(14, 17))
}
const checkOf =
  (field: string): Change =>
  (draft) =>
    draft.clean[field] ? otherCheck(value(draft, field)) : false

const citizenKey: FaultKind[] = [
  reject('required', 'citizen_id', blank),
  reject('citizen_id.shape', 'citizen_id', badShape),
  reject('citizen_id.date', 'citizen_id', badIdDate),
  reject('citizen_id.check', 'citizen_id', checkOf('citizen_id')),
]

const usccShape =
  (field: string): Change =>
  (draft) => {
    const code = draft.clean[field]
    if (!code) return false
    return draft.random.pick([
      code.slice(0, 17),
      `${code.slice(0, 12)}IOZ${code.slice(15)}`,
      `${code.slice(0, 2)}A${code.slice(3)}`,
    ])
  }
const usccOrgCode =
  (field: string): Change =>
  (draft) => {
    const code = draft.clean[field]
    return code ? uscc(code.slice(0, 8) + otherCheck(organisationCode(code.slice(8, 16)))) : false
  }
const usccKey = (otherAuthority: string): FaultKind[] => [
  reject('required', 'uscc', blank),
  reject('uscc.shape', 'uscc', usccShape('uscc')),
  reject('uscc.org_code', 'uscc', usccOrgCode('uscc')),
  reject('uscc.check', 'uscc', checkOf('uscc')),
  reject('uscc.authority', 'uscc', (draft) => uscc(otherAuthority + value(draft, 'uscc').slice(1, 17))),
]

const longName = reject('length.outside', 'name', ({ random }) => '乌'.repeat(random.between(101, 130)))

const organisation: FaultKind[] = [
  reject('required', 'name', blank),
  reject('length.outside', 'name', ({ random }) => random.pick(['甲', '内蒙古'.repeat(70)])),
  reject('length.outside', 'address', () => '新华大街'.repeat(51)),
  reject('number.invalid', 'registered_capital', constant('壹佰万', '12O.5', '1.2.3')),
  reject('range.outside', 'registered_capital', constant('-1', '100000001', '-0.0100')),
  reject('date.invalid', 'established_on', badDate),
  reject('date.future', 'established_on', futureDate),
  reject('division.unknown', 'division', constant('159901', '990101', '15010')),
  reject('code.unknown', 'status', constant('8', '在业')),
  reject('citizen_id.check', 'representative_citizen_id', checkOf('representative_citizen_id')),
  reject('datetime.invalid', 'updated_at', badMoment),
  both(reject('uscc.check', 'uscc', checkOf('uscc')), reject('date.invalid', 'established_on', badDate)),
]

const kinds: Record<string, FaultKind[]> = {
  household_registration: [
    ...citizenKey,
    reject('required', 'name', blank),
    reject('required', 'division', blank),
    reject('code.unknown', 'sex', constant('5', 'M')),
    reject('code.unknown', 'ethnic_group', constant('60', '汉')),
    reject('code.unknown', 'education', constant('99', '05')),
    reject('division.unknown', 'division', constant('159901', '990101', '15010')),
    reject('date.invalid', 'birth_date', badDate),
    reject('datetime.invalid', 'updated_at', badMoment),
    reject('birth_date.mismatch', 'birth_date', (draft) =>
      isoDay(dayOf(value(draft, 'birth_date')) - draft.random.between(1, 300)),
    ),
    reject('sex.mismatch', 'sex', (draft) => (value(draft, 'sex') === '1' ? '2' : '1')),
    longName,
    reject('length.outside', 'address', () => '草原路'.repeat(67)),
    reject('length.outside', 'household_no', () => '1'.repeat(21)),
    both(
      reject('code.unknown', 'ethnic_group', constant('60')),
      reject('division.unknown', 'division', constant('159901')),
    ),
    both(
      reject('citizen_id.check', 'citizen_id', checkOf('citizen_id')),
      reject('datetime.invalid', 'updated_at', badMoment),
    ),
  ],
  marriage_registration: [
    ...citizenKey,
    reject('required', 'marital_status', blank),
    reject('required', 'registered_on', blank),
    reject('code.unknown', 'marital_status', constant('7', '已婚')),
    reject('date.invalid', 'registered_on', badDate),
    reject('date.future', 'registered_on', futureDate),
    reject('citizen_id.check', 'spouse_citizen_id', checkOf('spouse_citizen_id')),
    reject('datetime.invalid', 'updated_at', badMoment),
    longName,
  ],
  social_insurance: [
    ...citizenKey,
    reject('required', 'name', blank),
    reject('required', 'enrolled_on', blank),
    reject('number.invalid', 'contribution_base', constant('五千', '53OO.00', '5,3.0.0')),
    reject('range.outside', 'contribution_base', constant('-5', '1000000.01')),
    reject('date.order', 'enrolled_on', (draft) => {
      const born = draft.clean.birth_date
      return born ? isoDay(dayOf(born) - draft.random.between(1, 900)) : false
    }),
    reject('date.invalid', 'enrolled_on', badDate),
    reject('date.future', 'enrolled_on', futureDate),
    reject('code.unknown', 'sex', constant('5', 'F')),
    reject('uscc.shape', 'employer_uscc', usccShape('employer_uscc')),
    reject('uscc.org_code', 'employer_uscc', usccOrgCode('employer_uscc')),
    reject('uscc.check', 'employer_uscc', checkOf('employer_uscc')),
    reject('datetime.invalid', 'updated_at', badMoment),
    warn('phone.shape', 'phone', constant('1234567890123', '123', '99999999999')),
    warn(
      'reference.missing',
      'employer_uscc',
      ({ seed, organisations, random }) =>
        organisationOf(seed, organisations + 1000 + random.int(100_000)).uscc,
    ),
    both(
      reject('number.invalid', 'contribution_base', constant('五千')),
      reject('date.invalid', 'enrolled_on', badDate),
    ),
  ],
  death_registration: [
    ...citizenKey,
    reject('required', 'died_on', blank),
    reject('required', 'certificate_no', blank),
    reject('pattern.mismatch', 'certificate_no', constant('14123', '15012345678', 'A50123456789')),
    reject('date.order', 'died_on', (draft) => {
      const born = draft.clean.birth_date
      return born ? isoDay(dayOf(born) - draft.random.between(1, 900)) : false
    }),
    reject('date.invalid', 'died_on', badDate),
    reject('date.future', 'died_on', futureDate),
    reject('code.unknown', 'sex', constant('5')),
    reject('datetime.invalid', 'updated_at', badMoment),
  ],
  market_entities: [
    ...usccKey('5'),
    ...organisation,
    reject('code.unknown', 'industry', constant('Z', '批发')),
  ],
  social_organisations: [...usccKey('9'), ...organisation],
}

/** Every kind of fault that a row of `extract` can have. */
export function faultKindsOf(extract: Extract): FaultKind[] {
  const { form, mode } = extract
  const text = form.csv?.encoding
  const operation: FaultKind = { codes: ['parse.operation'], rejected: true, operation: 'X' }
  return [
    ...(kinds[extract.dataset] ?? []),
    ...(text
      ? [damage('parse.columns_missing', 'columns_missing'), damage('parse.columns_extra', 'columns_extra')]
      : []),
    ...(text ? [damage('parse.quote', 'quote'), damage('parse.nul', 'nul')] : []),
    ...(text && text !== 'utf16le' ? [damage('parse.encoding', 'encoding')] : []),
    ...(form.kind === 'jsonl' ? [damage('parse.json', 'json')] : []),
    ...(form.kind === 'xlsx' ? [floated(extract.dataset)].filter((each) => each !== undefined) : []),
    ...(mode === 'delta' ? [operation] : []),
  ]
}

/** An identity number that a spreadsheet kept as a number. Only one without X can become one. */
function floated(dataset: string): FaultKind | undefined {
  if (dataset === 'social_organisations') return undefined
  return {
    codes: ['xlsx.number_damaged'],
    rejected: true,
    damage: 'float',
    apply: (draft) => !value(draft, 'citizen_id').endsWith('X'),
  }
}
