import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Model } from './models.ts'

/** Threads of dbt: one, as more take no less processor time. */
const THREADS = 1

/** Writes a project of dbt with these models and tests, on the database `path`. */
export function writeProject(
  folder: string,
  path: string,
  memory: string,
  { models, tests }: { models: Model[]; tests: Model[] },
): void {
  for (const name of ['models', 'tests']) mkdirSync(join(folder, name), { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write(
    'dbt_project.yml',
    "name: bench\nversion: '1.0'\nprofile: bench\nmodel-paths: [models]\ntest-paths: [tests]\nmodels:\n  +materialized: table\n" +
      'data_tests:\n  +store_failures: false\n  +severity: warn\nflags:\n  send_anonymous_usage_stats: false\n',
  )
  write(
    'profiles.yml',
    `bench:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: ${path}\n      threads: ${THREADS}\n` +
      `      settings:\n        memory_limit: ${memory}\n        TimeZone: UTC\n`,
  )
  for (const model of models) write(join('models', `${model.name}.sql`), modelText(model))
  for (const test of tests) write(join('tests', `${test.name}.sql`), `${refs(test)}\n${raw(test.sql)}\n`)
}

function modelText(model: Model): string {
  const { sql, first } = model
  if (first === undefined) return `${refs(model)}\n${raw(sql)}\n`
  return `{{ config(materialized='incremental') }}\n${refs(model)}\n{% if is_incremental() %}\n${raw(sql)}\n{% else %}\n${raw(first)}\n{% endif %}\n`
}

/** Names what the statement reads, whose text is left as it is. */
const refs = ({ of }: Model) => of.map((name) => `-- depends_on: {{ ref('${name}') }}`).join('\n')
const raw = (text: string) => `{% raw %}${text}{% endraw %}`
