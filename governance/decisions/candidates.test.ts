import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetOf } from '../../catalog/lookup.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { reprocess } from '../../pipelines/reprocess/reprocess.ts'
import { judge } from '../../quality/judge.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import { listKeyDecisions, openKeyDecision } from '../../warehouse/ledger/key_decisions.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { actor } from '../record.ts'
import { applyDecisions } from './apply.ts'
import { decide, undo } from './decide.ts'
import { finishDecisions, storeDecision } from './finish.ts'
import { countWaiting, listWaiting } from './list.ts'
import { showWaiting } from './show.ts'

const person = (number: number) =>
  citizenId(`15010219${50 + number}0101${String(number * 2 + 1).padStart(3, '0')}`)
const household = (number: number, name: string) => {
  const id = person(number)
  return `${id},${name},1,${id.slice(6, 10)}-01-01,150102,2026-01-01 10:00:00`
}
const residence = (
  key: string,
  name: string,
  phone: string,
  division = '150103',
  at = '2026-06-01 10:00:00',
) => `${key},${name},1,${phone},${division},某街道100号,2026-05-01,01,${at}`

const HOUSEHOLD = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const RESIDENCE = '公民身份号码,姓名,性别,联系电话,现居住地区划,现居住地址,居住登记日期,居住事由,更新时间'

let platform: TestPlatform
beforeAll(async () => {
  const officers = [{ id: 'chief', name: '值班负责人', account: actor() }]
  platform = await startTestPlatform({ config: { officers } })
  for (const { id } of platform.catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  const people = ['王小明', '王小芳', '李大刚', '张三'].map(
    (name, at) => `${household(at + 1, name)},01,70,某街,H1`,
  )
  send('household_registration_full_20260901.csv', [HOUSEHOLD, ...people])
})
afterAll(() => platform.close())

const dataset = () => datasetOf(platform.catalogue, 'residence_registration')
const place = (extract: number, line: number) => ({ dataset: dataset(), extract, line })

function send(name: string, lines: string[]): void {
  const folder = platform.paths.drop('public_security')
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
}

async function rows<T>(table: string, query: (relation: ReturnType<typeof sql>) => ReturnType<typeof sql>) {
  const version = (await latestRelease(platform.ledger.db, 'person'))?.tables[table]
  const found = platform.lake.table(table)
  const snapshot = await found.snapshot(version === undefined ? {} : { version })
  return platform.engine.rows<T>(query(sql`${found.select(snapshot)}`))
}

/** Where the people of the published foundation live, by name. */
const living = () =>
  rows<{ name: string; residence_division: string | null }>(
    'base/person',
    (base) => sql`select name, residence_division, residence_registered_on from ${base} order by citizen_id`,
  )

const std = () =>
  rows<{ _op: string; _line: number; citizen_id: string; _repair: string | null }>(
    'std/residence_registration',
    (log) =>
      sql`select _extract, _line::integer as _line, _op, citizen_id, _repair from ${log} order by 1, 2, 3`,
  )

describe('a record without a usable key', () => {
  it('waits, and says nothing of itself before it is shown', async () => {
    const wrong = `${person(3).slice(0, 16)}${(Number(person(3)[16]) + 1) % 10}${person(3)[17]}`
    send('residence_registration_full_20260901.csv', [
      RESIDENCE,
      residence(person(1), '王小明', '13800000001'),
      residence('', '王小芳', '13800000002'),
      residence(wrong, '李大刚', '13800000003'),
      residence('', '云梅', '', '150103'),
    ])
    await platform.run('person')
    expect(await countWaiting(platform, dataset())).toBe(3)
    const listed = await listWaiting(platform, dataset())
    expect(listed).toMatchObject([
      { department: 'public_security', extract: 1, line: 3, codes: 'required', remembered: true },
      { extract: 1, line: 4, codes: 'citizen_id.check', remembered: true },
      { extract: 1, line: 5, codes: 'required', remembered: false },
    ])
    expect(JSON.stringify(listed)).not.toMatch(/王小芳|138/)
    expect((await std()).map(({ _line }) => _line)).toEqual([2])
  })

  it('is shown with candidates; who looked is in the audit log', async () => {
    const shown = await showWaiting(platform, place(1, 3))
    expect(shown.fields).toMatchObject({ name: '王小芳', citizen_id: null })
    expect(shown.candidates[0]).toMatchObject({ rank: 1, key: person(2), known: { name: '王小芳' } })
    expect((await showWaiting(platform, place(1, 4))).candidates[0]).toMatchObject({
      key: person(3),
      parts: { key: 32 },
    })
    expect((await showWaiting(platform, place(1, 5))).candidates).toEqual([])
    const audit = await platform.ledger.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'candidates')
      .execute()
    expect(audit.map(({ subject, detail }) => [subject, detail])).toContainEqual([
      'residence_registration',
      { extract: 1, line: 3 },
    ])
  })

  it('goes nowhere without a decision that holds', async () => {
    const choice = { key: person(2), reason: 'asked at the counter' }
    await expect(decide(platform, place(1, 2), choice)).rejects.toMatchObject({
      code: 'candidates.no_such_record',
    })
    await expect(decide(platform, place(1, 3), { ...choice, key: person(9) })).rejects.toMatchObject({
      code: 'candidates.unknown_key',
    })
    await expect(decide(platform, place(1, 3), { ...choice, reason: ' ' })).rejects.toMatchObject({
      code: 'candidates.no_reason',
    })
    await expect(undo(platform, 'residence_registration.1', 'x')).rejects.toMatchObject({
      code: 'candidates.not_in_force',
    })
    expect(await std()).toHaveLength(1)
    expect(await listKeyDecisions(platform.ledger.db, 'residence_registration')).toEqual([])
  })

  it('gets the key that a person decided on, once, and the counts of its extract stay', async () => {
    const decided = await decide(platform, place(1, 3), {
      key: ` ${person(2).toLowerCase()}`,
      reason: 'asked',
    })
    expect(decided).toEqual({ decision: 'residence_registration.1', remembered: true })
    expect(await std()).toMatchObject([
      { _line: 2 },
      { _line: 3, _op: 'I', citizen_id: person(2), _repair: 'decision:1' },
    ])
    await platform.run('person')
    expect(await living()).toMatchObject([
      { name: '王小明', residence_division: '150103' },
      { name: '王小芳', residence_division: '150103' },
      { name: '李大刚', residence_division: null },
      { name: '张三' },
    ])
    const [extract] = await listExtracts(platform.ledger.db, 'residence_registration')
    expect(extract).toMatchObject({ received: 4, accepted: 1, quarantined: 3 })
    expect(await countWaiting(platform, dataset())).toBe(2)
    await expect(decide(platform, place(1, 3), { key: null, reason: 'x' })).rejects.toThrow(
      /waits for a decision/,
    )
  })

  it('leaves no key in the ledger', async () => {
    const [decision] = await listKeyDecisions(platform.ledger.db, 'residence_registration')
    expect(decision).toMatchObject({ seq: 1, action: 'decide', status: 'done', reason: 'asked' })
    const audit = await platform.ledger.db.selectFrom('audit').selectAll().execute()
    expect(audit.map(({ action }) => action)).toContain('decide')
    expect(JSON.stringify([decision, audit])).not.toContain(person(2).slice(0, 10))
    expect(decision?.pseudonym).toMatch(/^[0-9a-f]{16}$/)
  })

  it('gets it again when it comes again without one, unless two look the same', async () => {
    const fields = ['_extract', '_line', '_op', ...dataset().fields.map(({ id }) => id), '_extra']
    const raw = (...lines: (string | null)[][]) => {
      const values = lines.map(
        (line, at) =>
          sql`(9, ${sql.lit(at + 2)}::bigint, 'I', ${sql.join(line.map((each) => sql`${sql.lit(each)}::varchar`))}, null::varchar)`,
      )
      return sql`(select * from (values ${sql.join(values)}) as t (${sql.join(fields.map((field) => sql.id(field)))}))`
    }
    const again = residence('', '王小芳', '13800000002')
      .split(',')
      .map((each) => each || null)
    const other = residence('', '王小芳', '13800000009')
      .split(',')
      .map((each) => each || null)
    const keyed = residence(person(4), '王小芳', '13800000002').split(',')
    const apply = async (relation: ReturnType<typeof raw>) => {
      const applied = await applyDecisions(platform.engine, platform, dataset(), relation)
      const keys = await platform.engine.rows<{ citizen_id: string | null }>(
        sql`select citizen_id from ${applied.raw} order by _line`,
      )
      await applied.dispose()
      return { lines: applied.lines, keys: keys.map(({ citizen_id }) => citizen_id) }
    }
    expect(await apply(raw(other, again, keyed))).toEqual({
      lines: [{ line: 3, decision: 1 }],
      keys: [null, person(2), person(4)],
    })
    expect(await apply(raw(again, ['not a number', ...again.slice(1)]))).toEqual({
      lines: [],
      keys: [null, 'not a number'],
    })
    const applied = await applyDecisions(platform.engine, platform, dataset(), raw(again, other))
    const judged = await judge(platform.engine, {
      catalogue: platform.catalogue,
      dataset: dataset(),
      raw: applied.raw,
    })
    const accepted = await platform.engine.rows(
      sql`select _line::integer as _line, citizen_id, _repair from ${applied.accepted(judged.accepted)}`,
    )
    expect(accepted).toEqual([{ _line: 2, citizen_id: person(2), _repair: 'decision:1' }])
    const early = await judge(platform.engine, {
      catalogue: platform.catalogue,
      dataset: dataset(),
      raw: applied.raw,
      asOf: new Date('2026-01-01T00:00:00Z'),
    })
    const refused = await platform.engine.rows<{ key: string; raw: string }>(
      sql`select key, raw from ${applied.quarantined(early.quarantined)} where _line = 2`,
    )
    expect(refused).toMatchObject([{ key: person(2) }])
    expect(JSON.parse(refused[0]?.raw ?? '')).not.toHaveProperty('citizen_id', person(2))
    await early.dispose()
    await judged.dispose()
    await applied.dispose()
    const left = await platform.engine.rows(
      sql`select 1 from duckdb_tables() where table_name like 'decided_%'`,
    )
    expect(left).toEqual([])
  })

  it('is the only one that ever gets a key: any other row stays as it was received', async () => {
    const columns = ['_extract', '_line', '_op', ...dataset().fields.map(({ id }) => id), '_extra']
    const names = sql.join(columns.map((column) => sql.id(column)))
    const pick = (...values: (string | null)[]) => fc.constantFrom(...values)
    const row = fc.tuple(
      pick(null, '', 'x', person(1), `${person(1).slice(0, 17)}Z`),
      pick('王小芳', ' 王小芳', '王小明', null),
      pick('1', null),
      pick('13800000002', '13800000003'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), async (rows) => {
        const tuples = rows.map(([key, name, sex, phone], at) => {
          const rest = ['150103', '某街道100号', '2026-05-01', '01', '2026-06-01 10:00:00']
          const values = [key, name, sex, phone, ...rest].map((value) => sql`${sql.lit(value)}::varchar`)
          return sql`(9, ${sql.lit(at)}::bigint, 'I', ${sql.join(values)}, null::varchar)`
        })
        const raw = sql`(select * from (values ${sql.join(tuples)}) as t (${names}))`
        const applied = await applyDecisions(platform.engine, platform, dataset(), raw)
        const keys = await platform.engine.rows<{ citizen_id: string | null }>(
          sql`select citizen_id from ${applied.raw} order by _line`,
        )
        await applied.dispose()
        const alike = ([key, name, sex, phone]: (typeof rows)[number]) =>
          key !== person(1) && name?.trim() === '王小芳' && sex === '1' && phone === '13800000002'
        const single = rows.filter(alike).length === 1
        expect(keys.map(({ citizen_id }) => citizen_id)).toEqual(
          rows.map((each) => (single && alike(each) ? person(2) : each[0])),
        )
      }),
      { numRuns: 25 },
    )
  })

  it('waits again when the decision is undone, and all is as it was', async () => {
    await undo(platform, 'residence_registration.1', 'the wrong person')
    expect((await std()).filter(({ _op }) => _op === 'R')).toMatchObject([
      { _line: 3, _repair: 'decision:1' },
    ])
    await platform.run('person')
    expect(await living()).toMatchObject([
      { residence_division: '150103' },
      { name: '王小芳', residence_division: null, residence_registered_on: null },
      { residence_division: null },
      { residence_division: null },
    ])
    expect(await countWaiting(platform, dataset())).toBe(3)
    await expect(undo(platform, 'residence_registration.1', 'x')).rejects.toMatchObject({
      code: 'candidates.not_in_force',
    })
  })

  it('can be decided again, and as nobody’s', async () => {
    await decide(platform, place(1, 3), { key: person(2), reason: 'after all' })
    await platform.run('person')
    expect((await living())[1]).toMatchObject({ name: '王小芳', residence_division: '150103' })
    const decided = await decide(platform, place(1, 5), { key: null, reason: 'a test record' })
    expect(decided.remembered).toBe(false)
    expect(await countWaiting(platform, dataset())).toBe(1)
  })

  it('drops a decision that a killed process never stored, and finishes one that it did', async () => {
    const opened = {
      dataset: dataset().id,
      extract: 1,
      line: 4,
      actor: 'x',
      reason: 'x',
      decidedAt: new Date(),
    }
    const lost = await openKeyDecision(platform.ledger.db, { ...opened, action: 'none' })
    await finishDecisions(platform, dataset())
    const stored = await openKeyDecision(platform.ledger.db, {
      ...opened,
      action: 'decide',
      pseudonym: 'f00d',
    })
    const { seq } = stored
    const decision = {
      action: 'decide' as const,
      of: null,
      fingerprint: null,
      key: person(3),
      extract: 1,
      line: 4,
    }
    await storeDecision(platform, dataset(), { ...decision, seq })
    await finishDecisions(platform, dataset())
    await finishDecisions(platform, dataset())
    const all = await listKeyDecisions(platform.ledger.db, dataset().id)
    expect(all.map((each) => each.seq)).not.toContain(lost.seq)
    expect(all.every(({ status }) => status === 'done')).toBe(true)
    const rescued = (await std()).filter(({ _line }) => _line === 4)
    expect(rescued).toMatchObject([{ citizen_id: person(3), _repair: `decision:${seq}` }])
  })

  it('stays decided, undone and decided again where the register is made again', async () => {
    const whole = () =>
      rows<{ _op: string }>(
        'std/residence_registration',
        (log) => sql`select * from ${log} order by _extract, _line, _op, _repair`,
      )
    const before = await whole()
    const order = { officer: 'chief', reason: 'the rules were looked at' }
    expect(await reprocess(platform, dataset().id, order)).toMatchObject({ changed: [] })
    expect(await whole()).toEqual(before)
    for (const { seq } of await listExtracts(platform.ledger.db, dataset().id, 'ingested')) {
      const only = { ...order, extracts: [seq] }
      expect(await reprocess(platform, dataset().id, only)).toMatchObject({ extracts: 1, changed: [] })
      expect(await whole()).toEqual(before)
    }
    expect(before.filter(({ _op }) => _op === 'R').length).toBeGreaterThan(0)
  })
})
