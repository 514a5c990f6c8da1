import { sql } from 'kysely'
import type { Relation } from '../engine/relation.ts'
import type { TopicTables } from './tables.ts'

/** Kinds of succession that end the predecessor: absorbed, merged anew, split up. */
const ENDING = ['1', '2', '4']

/**
 * One row per legal entity: its registration, changes, valid licences, penalties in force, insured people, and what
 * became of it. Licences and penalties count by the status that their registers give them; penalties that have a day of
 * repair, or whose time of showing is over, do not. Insured people are the living whose employer is the entity.
 */
export function enterpriseLifecycle(tables: TopicTables): Relation {
  const entities = tables.of('base/legal_entity')
  const joins = sql.join(
    [
      changes(tables.of('history/entity_changes')),
      licences(tables.of('base/licence')),
      penalties(tables.of('base/credit')),
      insured(tables.of('base/person')),
      successions(tables.of('history/entity_successions')),
    ].map((each) => sql`left join ${each} using (uscc)`),
    sql` `,
  )
  return sql`(select uscc, name, kind, division, industry, status, record_status, established_on,
      coalesce(cancelled_on, ended_on) as closed_on, coalesce(changes, 0)::bigint as changes, last_changed_on,
      coalesce(licences_valid, 0)::bigint as licences_valid,
      coalesce(penalties_in_force, 0)::bigint as penalties_in_force, last_penalised_on,
      coalesce(insured_people, 0)::bigint as insured_people, successors, succession_kind, succeeded_on
    from ${entities} ${joins})`
}

function changes(history: Relation): Relation {
  return sql`(select uscc, count(*) as changes, max(changed_on) as last_changed_on
    from ${history} where _valid_to is null group by uscc) as changes_of`
}

function licences(base: Relation): Relation {
  return sql`(select holder_id as uscc, count(*) as licences_valid from ${base} where status = '1' group by 1) as licences_of`
}

function penalties(base: Relation): Relation {
  return sql`(select subject_id as uscc, count(*) as penalties_in_force, max(decided_on) as last_penalised_on
    from ${base} where starts_with(record_id, 'CF') and status = '1' and repaired_on is null and record_status <> 'expired' group by 1) as penalties_of`
}

function insured(base: Relation): Relation {
  return sql`(select employer_uscc as uscc, count(*) as insured_people
    from ${base} where employer_uscc is not null and died_on is null group by 1) as insured_of`
}

/**
 * Of the last day on which others took over: who, and how. And the first day on which a succession ended the entity,
 * whatever others took over later.
 */
function successions(history: Relation): Relation {
  const ending = sql.join(ENDING.map((kind) => sql.lit(kind)))
  return sql`(select predecessor_uscc as uscc, string_agg(distinct uscc, ',' order by uscc) as successors,
      min(kind) as succession_kind, effective_on as succeeded_on, any_value(ended_on) as ended_on
    from (select *, min(case when kind in (${ending}) then effective_on end) over (partition by predecessor_uscc) as ended_on
      from ${history} where _valid_to is null)
    group by predecessor_uscc, effective_on
    qualify row_number() over (partition by predecessor_uscc order by effective_on desc nulls last) = 1) as successions_of`
}
