import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { registersOf } from '../catalog/rule.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { judgeRows } from './judge.testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
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
    const { accepted, quarantined, counts } = await judgeRows(engine, household, [good], { catalogue })
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
    const { quarantined } = await judgeRows(engine, household, [bad], { catalogue })
    expect(quarantined[0]?.codes).toEqual([
      'citizen_id.check',
      'code.unknown',
      'date.invalid',
      'division.unknown',
      'required',
    ])
  })

  it.each([
    ['150102190001010018', []],
    ['152921200002290024', []],
    ['81000019980902013X', ['citizen_id.form']],
    ['932682198501010017', ['citizen_id.form']],
    ['150102880730303', ['birth_date.mismatch']],
    ['360426199101010072', ['citizen_id.check']],
    ['360426199113010079', ['citizen_id.date']],
    ['36042619910102009X', ['citizen_id.check']],
    ['T60426199101010078', ['citizen_id.shape']],
    ['3301022011022000D6', ['citizen_id.shape']],
    ['990426199112010074', ['citizen_id.form', 'citizen_id.place']],
  ])('judges the identity number %s', async (id, codes) => {
    const born = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`
    const row = {
      ...good,
      citizen_id: id,
      sex: '9',
      birth_date: codes.includes('citizen_id.date') || id.length < 18 ? '1990-01-01' : born,
    }
    const { quarantined } = await judgeRows(engine, household, [row], { catalogue })
    expect((quarantined[0]?.codes ?? []).filter((code) => !code.startsWith('date.'))).toEqual(codes)
  })

  it.each([
    ['91150100MATEAT0143', []],
    ['91110000600037341N', ['uscc.check']],
    ['A1110000600037341L', ['uscc.authority', 'uscc.check']],
    ['9111000060003IOZSV', ['uscc.shape']],
    ['12345', ['uscc.shape']],
    ['52150200MJATEAT108', ['uscc.authority']],
  ])('judges the credit code %s', async (uscc, codes) => {
    const row = {
      uscc,
      name: '蒙源公司',
      established_on: '2020-01-01',
      division: '150102',
      status: '1',
      updated_at: '2026-08-01',
    }
    const { quarantined } = await judgeRows(engine, datasetOf(catalogue, 'market_entities'), [row], {
      catalogue,
    })
    expect(quarantined[0]?.codes ?? []).toEqual(codes)
  })

  it('conserves rows when all fail, judges deletions by key and time only, and keeps the latest of a key', async () => {
    const allBad = await judgeRows(
      engine,
      household,
      Array.from({ length: 5000 }, () => ({ ...good, sex: '7' })),
      { catalogue },
    )
    expect(allBad.counts).toEqual({ accepted: 0, quarantined: 5000, warned: 0 })
    const deletion = { citizen_id: good.citizen_id, updated_at: good.updated_at, _op: 'D', sex: '7' }
    expect((await judgeRows(engine, household, [deletion], { catalogue })).counts.accepted).toBe(1)
    const rows = [{ ...good, updated_at: '2026-09-01 11:00:00' }, good]
    const twice = await judgeRows(engine, household, rows, { catalogue, mode: 'full' })
    expect(twice.quarantined).toMatchObject([{ line: 3, rejected: false, codes: ['unique.duplicate'] }])
    const changes = await judgeRows(engine, household, [...rows, good], { catalogue, mode: 'delta' })
    expect(changes.quarantined).toMatchObject([{ line: 3, rejected: false, codes: ['unique.duplicate'] }])
    expect(twice.counts).toEqual({ accepted: 2, quarantined: 0, warned: 1 })
  })

  it('repairs keys and abolished divisions, and says so', async () => {
    const row = {
      ...good,
      citizen_id: ' １５０１０２０００１０１００１ ',
      birth_date: '1900-01-01',
      division: '152101',
    }
    const { accepted, quarantined } = await judgeRows(engine, household, [row], { catalogue })
    expect(accepted[0]).toMatchObject({
      citizen_id: '150102190001010018',
      division: '150702',
      _repair: 'fullwidth,trim,15to18',
    })
    expect(quarantined[0]).toMatchObject({ rejected: false, codes: ['division.historical'] })
  })

  it('looks references up only when all their registers are given', async () => {
    const social = datasetOf(catalogue, 'social_insurance')
    const row = {
      citizen_id: good.citizen_id,
      name: '甲乙',
      employer_uscc: '91150100MATEAT0143',
      enrolled_on: '2020-01-01',
      updated_at: '2026-08-01',
    }
    const none = (id: string) => ({
      dataset: datasetOf(catalogue, id),
      live: () => sql`(select 'x'::varchar as ${sql.id(datasetOf(catalogue, id).key)})`,
    })
    expect((await judgeRows(engine, social, [row], { catalogue })).counts.warned).toBe(0)
    const references = Object.fromEntries(
      social.rules
        .filter(({ kind }) => kind === 'reference')
        .flatMap(registersOf)
        .map((id) => [id, none(id)]),
    )
    expect((await judgeRows(engine, social, [row], { references, catalogue })).quarantined[0]?.codes).toEqual(
      ['reference.missing'],
    )
  })
})
