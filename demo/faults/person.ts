import { dayOf, isoDay } from '../world/calendar.ts'
import { organisationOf } from '../world/organisations.ts'
import { both, type FaultKind, reject, warn } from './kind.ts'
import {
  badDate,
  badIdDate,
  badMoment,
  badShape,
  blank,
  checkOf,
  constant,
  futureDate,
  usccOrgCode,
  usccShape,
  value,
} from './values.ts'

const citizenKey: FaultKind[] = [
  reject('required', 'citizen_id', blank),
  reject('citizen_id.shape', 'citizen_id', badShape),
  reject('citizen_id.date', 'citizen_id', badIdDate),
  reject('citizen_id.check', 'citizen_id', checkOf('citizen_id')),
]

const longName = reject('length.outside', 'name', ({ random }) => '乌'.repeat(random.between(101, 130)))

/** Insured as an employee at fifteen: found where the household register knows the person (see `SetTruth`). */
const tooYoung: FaultKind = {
  ...warn('before.age', 'enrolled_on', ({ clean, random }) =>
    clean.birth_date ? isoDay(dayOf(clean.birth_date) + 15 * 365 + random.int(300)) : false,
  ),
  codes: [],
}

/** Married too young for their sex: a man at 19 or 20, a woman at 17 or 18. */
const tooYoungToMarry = warn('age.outside', 'registered_on', ({ clean, random }) => {
  const [, born = '', sex = ''] = /^.{6}(\d{8}).{2}(\d).$/.exec(clean.citizen_id ?? '') ?? []
  if (!born || clean.marital_status !== '20') return false
  const years = Number(sex) % 2 === 1 ? 19 : 17
  return isoDay(dayOf(born.replace(/(....)(..)(..)/, '$1-$2-$3')) + years * 366 + random.int(700))
})

/** Faults of the person registers' rows, by dataset. */
export const personFaults: Record<string, FaultKind[]> = {
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
    tooYoungToMarry,
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
    tooYoung,
    reject('date.invalid', 'enrolled_on', badDate),
    reject('date.future', 'enrolled_on', futureDate),
    reject('number.invalid amount.unit', 'contribution_base', constant('5000元', '1.2万元')),
    reject('code.unknown', 'sex', constant('5', 'F')),
    reject('uscc.shape', 'employer_uscc', usccShape('employer_uscc')),
    reject('uscc.org_code', 'employer_uscc', usccOrgCode('employer_uscc')),
    reject('uscc.check', 'employer_uscc', checkOf('employer_uscc')),
    reject('datetime.invalid', 'updated_at', badMoment),
    warn('phone.shape', 'phone', constant('1234567890123', '123', '99999999999')),
    warn('phone.implausible', 'phone', constant('13800000000', '13911111111')),
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
}
