import { sql } from 'kysely'
import { namesOfField } from '../../../catalog/lookup.ts'
import { hasNoUsableKey } from '../../../warehouse/candidates/waiting.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { values } from '../../../warehouse/engine/values.ts'
import { type Naming, recordName } from './fingerprint.ts'

/** What a register holds of the extracts that are looked at. */
export interface RegisterTables {
  quarantine: Relation
  std: Relation
  raw: Relation
  /** Extracts whose failing rows are asked for. `corrects`: a delta whose accepted rows are in force. */
  extracts: { seq: number; asOf: Date; corrects: boolean }[]
}

/**
 * Failing rows that a later accepted row of a delta puts right, or whose record it ends: `_extract, _line`. Later: in an
 * extract that came afterwards and is not of an earlier time, or, of a rejected row, further down in its own delta. The
 * record is told by its key and record key as received; a row in which one of these is in doubt is never put right.
 */
export function correctedRows(
  naming: Omit<Naming, 'secret'>,
  { quarantine, std, raw, extracts }: RegisterTables,
): Relation {
  const { dataset } = naming
  const key = sql.id(dataset.key)
  const among = (list: RegisterTables['extracts']) => sql`(${sql.join(list.map(({ seq }) => sql.lit(seq)))})`
  const times = values(
    { seq: 'INTEGER', as_of: 'BIGINT' },
    extracts.map(({ seq, asOf }) => ({ seq, as_of: asOf.getTime() })),
  )
  const received = (field: string) => sql`json_extract_string(q.raw, ${sql.lit(`$.${field}`)})`
  const raised = (field: string) => sql`r.${sql.id(field)}`
  return sql`(with times as ${times},
    failing as materialized (select _extract, _line, rejected, key, ${recordName(naming, received)} as name
      from ${quarantine} as q
      where _extract in ${among(extracts)} and key is not null and not ${hasNoUsableKey(dataset)} and not ${isInDoubt(naming)}),
    passed as (select s._extract, s._line, s.${key} as key, ${recordName(naming, raised)} as name
      from ${std} as s join ${raw} as r on r._extract = s._extract and r._line = s._line
      where s._extract in ${among(extracts.filter(({ corrects }) => corrects))} and s._op is distinct from 'R'
        and s.${key} in (select key from failing))
    select distinct f._extract, f._line from failing as f join passed as p on p.key = f.key and p.name = f.name
      join times as f_time on f_time.seq = f._extract join times as p_time on p_time.seq = p._extract
    where (p._extract > f._extract and p_time.as_of >= f_time.as_of)
      or (p._extract = f._extract and f.rejected and p._line > f._line))`
}

/** True of a row that was rejected for a field of the record key. */
function isInDoubt({ dataset }: Omit<Naming, 'secret'>): Relation {
  if (dataset.recordKey.length === 0) return sql`false`
  const fields = sql`[${sql.join(dataset.recordKey.flatMap((id) => namesOfField(dataset, id)).map((name) => sql.lit(name)))}]`
  const ofRecordKey = sql`each.severity <> 'warn' and list_has_any(string_split(coalesce(each.field, ''), '+'), ${fields})`
  return sql`(rejected and len(list_filter(violations, lambda each: ${ofRecordKey})) > 0)`
}
