import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { judge } from '../../quality/judge.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { report, Stopwatch } from '../contestant.ts'
import { registerOf } from './register.ts'
import { asOf, employersOf } from './rows.ts'

/** Judging alone, of so many columns: the register's, again and again under other names, each with its rules. */
const [root = '', columns = '20', memory = '3GB'] = process.argv.slice(2)
const spill = join(root, 'curve')
const { catalogue, dataset } = registerOf(Number(columns))
const { row, set } = rulesOf(catalogue, dataset)
const engine = await openEngine({ tempDirectory: spill, memoryLimit: memory })
const received = sql.join(
  dataset.fields.map(({ id }) => sql`${sql.id(id.replace(/_again\d+$/, ''))} as ${sql.id(id)}`),
)
const raw = sql`(select _extract, _line, _op, ${received}, _extra from read_parquet(${sql.lit(join(root, 'raw-0.01.parquet'))}))`
const references = { employers: employersOf(root) }
const watch = new Stopwatch()
const judged = await watch.time('judge', () => judge(engine, { catalogue, dataset, raw, asOf, references }))
await judged.dispose()
engine.close()
await rm(spill, { recursive: true, force: true })
await report(watch, undefined, { rules: row.length + set.length })
