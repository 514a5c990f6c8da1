import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { judgeRows } from './test_support.ts'

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: folder })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const household = datasetOf(catalogue, 'household_registration')
const good = {
  citizen_id: '150102190001010018',
  name: '巴特尔',
  sex: '1',
  birth_date: '1900-01-01',
  division: '150102',
  updated_at: '2026-09-01 10:00:00',
}

describe('judge', () => {
  it('accepts a good row and types it', async () => {
    const { accepted, quarantined, counts } = await judgeRows(engine, household, [good])
    expect(counts).toEqual({ accepted: 1, quarantined: 0, warned: 0 })
    expect(quarantined).toEqual([])
    expect(accepted[0]).toMatchObject({
      citizen_id: good.citizen_id,
      birth_date: '1900-01-01',
      _repair: null,
    })
  })

  it('finds every violation of a row at once', async () => {
    const bad = {
      ...good,
      citizen_id: '150102190001010019',
      name: ' ',
      sex: '5',
      birth_date: '2019-02-30',
      division: '990101',
    }
    const { quarantined } = await judgeRows(engine, household, [bad])
    expect(quarantined[0]?.codes).toEqual([
      'citizen_id.check',
      'code.unknown',
      'date.invalid',
      'division.unknown',
      'required',
    ])
  })
})
