import { sql } from 'kysely'
import { hmac } from '../../../warehouse/candidates/fingerprint.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'

/** Hex digits of a pseudonym: 128 bits. */
const DIGITS = 32

/** A name for values that says nothing of them to whoever has not the secret. NULL counts as empty text. */
export function pseudonym(secret: Uint8Array, values: Expression[]): Expression {
  const parts = values.map((value) => sql`coalesce(${value}, '')`)
  return sql`left(${hmac(secret, sql`concat_ws(chr(31), ${sql.join(parts)})`)}, ${sql.lit(DIGITS)})`
}
