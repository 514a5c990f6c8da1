import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { columnOf, elementsOf, foundationOf } from '../../catalog/lookup.ts'
import { dayOf } from '../../core/day.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import type { Measured, Output, Place } from '../benchmark.ts'
import { outputOfQuery } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { pythonContestant, REQUIREMENTS } from '../python/environment.ts'
import { type Model, modelsOf, modelsOfAll } from './models.ts'
import { writeProject } from './project.ts'
import { fieldsOf, foundationsOf, NIGHT, registersOf } from './registers.ts'

/** The night by dbt on DuckDB: the same models, a test a rule, one `dbt build`. */
export async function nightByDbt({ root, memory }: Place, count: number): Promise<Measured> {
  const [out, project] = [join(root, 'dbt'), join(root, 'dbt', 'project')]
  mkdirSync(out, { recursive: true })
  const database = join(out, 'night.duckdb')
  const registers = registersOf(count)
  const models: Model[] = []
  const tests: Model[] = []
  const day = dayOf(new Date())
  const engine = await openEngine({ tempDirectory: join(out, 'spill'), memoryLimit: memory })
  for (const dataset of registers) {
    const own = await modelsOf(engine, dataset, {
      night: join(root, 'night', `${dataset.id}_delta_${day.replaceAll('-', '')}_night.csv`),
      seed: join(root, 'seed', `${dataset.id}.parquet`),
      asOf: new Date(`${day}T00:00:00+08:00`),
    })
    models.push(...own.models)
    tests.push(...own.tests)
  }
  engine.close()
  models.push(...modelsOfAll(registers))
  writeProject(project, database, memory, { models, tests })
  const tables = models.map(({ name }) => name).filter((name) => /^(std|history|base)_/.test(name))
  const task = { out, project, database, tables, tests: tests.length, models: models.length }
  const measured = await pythonContestant(REQUIREMENTS, 'run_nightly.py', task)
  return {
    ...measured,
    outputs: await outputsOf(out, memory, registers),
  }
}

async function outputsOf(out: string, memory: string, registers: Dataset[]): Promise<Record<string, Output>> {
  const { connection, close } = await openScript(join(out, 'spill'), memory)
  const of = (table: string) => `read_parquet('${join(out, `${table}.parquet`)}')`
  const outputs: Record<string, Output> = {}
  for (const dataset of registers) {
    const { id } = dataset
    outputs[`std/${id}`] = await outputOfQuery(
      connection,
      `select _line, ${fieldsOf(dataset).join(', ')} from ${of(`std_${id}`)} where _extract = ${NIGHT}`,
    )
    outputs[`history/${id}`] = await outputOfQuery(
      connection,
      `select rule, sum(checked)::bigint as checked, sum(failed)::bigint as failed from ${of(`history_${id}`)} group by rule`,
    )
  }
  for (const id of foundationsOf(registers)) {
    const { key, keyElement } = foundationOf(catalogue, id)
    const columns = elementsOf(catalogue, id).filter((element) => element.id !== keyElement)
    const names = [key, ...columns.map((element) => columnOf(element.id))]
    outputs[`base/${id}`] = await outputOfQuery(
      connection,
      `select ${names.join(', ')}, record_status from ${of(`base_${id}`)}`,
    )
  }
  close()
  return outputs
}
