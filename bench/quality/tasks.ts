import { join } from 'node:path'
import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import { implausiblePhone, phoneShape } from '../../quality/facts/phone.ts'
import { leagues, provinces } from '../../quality/facts/places.ts'
import { personCharacters, personPlaceholder } from '../../quality/facts/texts.ts'
import { usccCategories } from '../../quality/facts/uscc.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { rowChecks, typed } from './floor_sql.ts'
import { registerOf } from './register.ts'

/** Rules on several rows, for tools that take SQL. Every row of a repeated key is told, not all but the latest. */
const setChecks: Record<string, string> = {
  'employer.reference.missing': 'employer is not null and employer not in (select key from employers)',
  'citizen_id.unique.duplicate':
    'citizen_id in (select citizen_id from register where citizen_id is not null group by citizen_id having count(*) > 1)',
}

/** Lists and shapes for the tool that does not take SQL. */
const facts = {
  divisions: currentDivisionCodes,
  historical: historicalDivisions.map(({ code }) => code),
  categories: usccCategories,
  leagues,
  provinces,
  implausiblePhone,
  phoneShape,
  personCharacters,
  personPlaceholder,
}

/** What a side in Python is given: the typed rows as SQL, and every rule as SQL that is true of a bad row. */
export function taskOf(root: string, bad: string, memory: string) {
  const { catalogue, dataset } = registerOf()
  const { row, set } = rulesOf(catalogue, dataset)
  const checks = [...row, ...set].flatMap(({ id, field, test }) => {
    const rule = id.slice(dataset.id.length + 1)
    const sql = rowChecks[rule] ?? setChecks[rule]
    return sql === undefined ? [] : [{ rule, field, test, sql }]
  })
  const parquet = join(root, `raw-${bad}.parquet`)
  return {
    parquet,
    employers: join(root, 'employers.parquet'),
    typed: typed(`read_parquet('${parquet}')`),
    checks,
    facts,
    memory,
    out: join(root, 'tool'),
  }
}
