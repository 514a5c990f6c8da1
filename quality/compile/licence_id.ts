import { type RawBuilder, sql } from 'kysely'
import { licencePrefix, shortestSerial } from '../facts/licence_id.ts'
import { helper } from '../normalise/level.ts'
import { folded } from './matching.ts'
import { usccCheckBad, usccOrgCodeBad } from './uscc.ts'

type Expression = RawBuilder<unknown>

/** GB/T 36904: shape, the check character, the length of the serial, the credit code of the authority that defined the type. */
export function licenceIdBad(field: string, part: 'shape' | 'check' | 'authority' | 'serial'): Expression {
  const shaped = helper(field, 'shaped')
  if (part === 'shape') return sql`not ${shaped}`
  if (part === 'check')
    return sql`case when ${shaped} then right(${sql.id(field)}, 1) <> ${helper(field, 'check')} else false end`
  if (part === 'serial')
    return sql`case when ${shaped} then length(${partOf(field, 'serial')}) < ${sql.lit(shortestSerial)} else false end`
  const authority = `${field}$authority`
  return sql`(${usccCheckBad(authority, shaped)} or ${usccOrgCodeBad(authority, shaped)})`
}

/** The type or the issuer is not the one inside the licence identifier. */
export function licencePartBad(field: string, id: string, part: 'type' | 'issuer'): Expression {
  return sql`case when ${helper(id, 'shaped')} then ${folded(field)} <> ${partOf(id, part)} else false end`
}

function partOf(id: string, part: 'type' | 'issuer' | 'serial'): Expression {
  const place = { type: 1, issuer: 2, serial: 3 }[part]
  return sql`split_part(substr(${sql.id(id)}, ${sql.lit(licencePrefix.length + 1)}), '.', ${sql.lit(place)})`
}
