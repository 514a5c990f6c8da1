import { uscc } from '../check_digits.ts'
import { both, type FaultKind, reject } from './kind.ts'
import {
  badDate,
  badMoment,
  blank,
  checkOf,
  constant,
  futureDate,
  usccOrgCode,
  usccShape,
  value,
} from './values.ts'

const usccKey = (otherAuthority: string): FaultKind[] => [
  reject('required', 'uscc', blank),
  reject('uscc.shape', 'uscc', usccShape('uscc')),
  reject('uscc.org_code', 'uscc', usccOrgCode('uscc')),
  reject('uscc.check', 'uscc', checkOf('uscc')),
  reject('uscc.authority', 'uscc', (draft) => uscc(otherAuthority + value(draft, 'uscc').slice(1, 17))),
]

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

/** Faults of the organisation registers' rows, by dataset. */
export const organisationFaults: Record<string, FaultKind[]> = {
  market_entities: [
    ...usccKey('5'),
    ...organisation,
    reject('code.unknown', 'industry', constant('Z', '批发')),
  ],
  social_organisations: [...usccKey('9'), ...organisation],
}
