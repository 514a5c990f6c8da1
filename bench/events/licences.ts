import { divisions } from '../../catalog/data/divisions.ts'
import { citizenId, organisationCode, uscc } from '../../demo/check_digits.ts'
import { licenceId } from '../../demo/check_digits_licence.ts'

const counties = divisions
  .filter(({ level, validTo }) => level === 'county' && !validTo)
  .map(({ code }) => code)
const issuer = uscc(`11150000${organisationCode('MB000001')}`)
const type = `${uscc(`11100000${organisationCode('00001333')}`)}011`

/** Event number `n` of a synthetic stream of licences: each a valid licence of its own, issued to a person. */
export function licenceEvent(n: number, now: Date): Record<string, string> {
  const county = counties[n % counties.length] ?? '150102'
  const born = new Date(Date.UTC(1950, 0, 1 + (n % 20_000))).toISOString().slice(0, 10)
  const time = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
  return {
    licence_id: licenceId(type, issuer, `S${String(n).padStart(12, '0')}`, '001'),
    type_code: type,
    type_name: '出生医学证明',
    licence_no: `BENCH-${n}`,
    holder_kind: '1',
    holder_id: citizenId(`${county}${born.replaceAll('-', '')}${String(n % 1000).padStart(3, '0')}`),
    holder_name: `持证人${n}`,
    issuer_uscc: issuer,
    issuer_name: '自治区测试机关',
    issued_on: '2026-10-01',
    valid_from: '2026-10-01',
    valid_to: '2036-09-30',
    last_event: '1',
    status: '1',
    status_changed_on: '2026-10-01',
    division: county,
    updated_at: time,
  }
}
