import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Expression } from '../engine/relation.ts'
import { fieldsOf, profileOf } from './profile.ts'

const BLOCK = 64
/** Fields beside key and event time that a record needs to be known again, where its foundation has no profile. */
const ENOUGH = 3

/**
 * Names a record as received, without its key: equal for the same fields, unreadable without `secret`. HMAC-SHA-256
 * in hex, over the fields that are given, by name. A field that the catalogue gets later changes nothing while it is
 * empty.
 */
export function fingerprintOf(dataset: Dataset, secret: Uint8Array): Expression {
  const ids = dataset.fields.map(({ id }) => id).filter((id) => id !== dataset.key)
  const parts = ids.toSorted().map((id) => {
    const value = sql`trim(${sql.id(id)})`
    return sql`case when ${value} <> '' then ${sql.lit(id)} || '=' || ${value} end`
  })
  const text = sql`array_to_string(list_filter([${sql.join(parts)}], lambda each: each is not null), chr(31))`
  return hmac(secret, text)
}

/** HMAC-SHA-256 as RFC 2104 has it, of text, in lower-case hex. `secret`: at most 64 bytes. */
export function hmac(secret: Uint8Array, text: Expression): Expression {
  if (secret.length > BLOCK) throw new RangeError(`a secret of at most ${BLOCK} bytes, not ${secret.length}`)
  const pad = (byte: number) => {
    const padded = new Uint8Array(BLOCK).fill(byte)
    for (const [at, value] of secret.entries()) padded[at] = value ^ byte
    return sql`unhex(${Buffer.from(padded).toString('hex')}::varchar)`
  }
  return sql`sha256(${pad(0x5c)} || unhex(sha256(${pad(0x36)} || encode(${text}))))`
}

/**
 * True of a record, as received, that says enough to be known again: a name and one more thing to tell people or
 * entities apart by; where there is no profile, three fields. Two records with less may be of different subjects and
 * yet look the same, so that a decision on one says nothing about the other.
 */
export function isDistinctive(catalogue: Catalogue, foundation: Foundation, dataset: Dataset): Expression {
  const profile = profileOf(foundation)
  const given = (fields: string[]) =>
    sql`(${sql.join(
      fields.map((field) => sql`coalesce(trim(${sql.id(field)}) <> '', false)::integer`),
      sql` + `,
    )})`
  if (!profile) {
    const others = dataset.fields
      .map(({ id }) => id)
      .filter((id) => id !== dataset.key && id !== dataset.eventTime)
    return others.length === 0 ? sql`false` : sql`${given(others)} >= ${sql.lit(ENOUGH)}`
  }
  const fields = (pick: (kind: string) => boolean) =>
    profile.features
      .filter((feature) => pick(feature.id))
      .flatMap((feature) => fieldsOf(catalogue, dataset, profile, feature))
  const names = fields((id) => id === 'name')
  const others = fields((id) => ['birth_date', 'phone', 'representative', 'established_on'].includes(id))
  return names.length === 0 || others.length === 0
    ? sql`false`
    : sql`(${given(names)} > 0 and ${given(others)} > 0)`
}
