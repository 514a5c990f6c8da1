import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue as real } from '../catalog/catalogue.ts'
import { citizenId } from '../demo/check_digits.ts'
import { openPublished, publishedViews } from '../exchange/published.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { scoreStage } from '../pipelines/stages/score.ts'
import { queryableTables } from '../warehouse/tables/queryable.ts'
import { allowanceRow, send, take } from './support/objected_rows.ts'
import { startTestPlatform } from './support/platform.ts'

const REGISTER = 'minimum_living_allowance'

test('the tables of docs/tables.md are those that a query sees, column by column', async () => {
  const catalogue = structuredClone(real)
  for (const foundation of catalogue.foundations) Object.assign(foundation, { buckets: 2, minShareOfLast: 0 })
  const person = catalogue.foundations.find(({ id }) => id === 'person')
  if (person)
    person.datasets = person.datasets.filter((id) => ['household_registration', REGISTER].includes(id))
  const started = await startTestPlatform()
  const platform = { ...started, catalogue }
  try {
    mkdirSync(platform.paths.drop('public_security'), { recursive: true })
    const rows = ['001', '003'].map((serial) => citizenId(`15010219900101${serial}`))
    send(
      platform,
      { dataset: REGISTER, mode: 'full', day: '20260901' },
      rows.map((key, at) => allowanceRow(key, `DB${at}`, at === 0 ? { amount: '-1' } : {})),
    )
    await take(platform, REGISTER)
    await buildStage(platform, 'person', null)
    await scoreStage(platform)
    const views = await publishedViews(platform)
    const reader = await openPublished(platform)
    try {
      const told = new Map(queryableTables(catalogue).map((each) => [`${each.schema}.${each.name}`, each]))
      for (const { schema, name } of views) {
        const { columns } = await reader.select(`select * from "${schema}"."${name}"`, 1)
        expect([`${schema}.${name}`, columns]).toEqual([
          `${schema}.${name}`,
          told.get(`${schema}.${name}`)?.columns.map((column) => column.name),
        ])
      }
      expect(views.map(({ schema, name }) => `${schema}.${name}`)).toEqual(
        expect.arrayContaining([
          ...['main.person', 'conflicts.person', `std.${REGISTER}`, `raw.${REGISTER}`],
          ...[`quarantine.${REGISTER}`, `history.${REGISTER}`, `current.${REGISTER}`],
          ...['quality.history', 'quality.rules', 'quality.indicators', 'quality.scores', 'objections.items'],
        ]),
      )
    } finally {
      reader.close()
    }
  } finally {
    await started.close()
  }
})
