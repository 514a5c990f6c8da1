import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetOf } from '../../catalog/lookup.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { listKeyDecisions } from '../../warehouse/ledger/key_decisions.ts'
import { decide, undo } from './decide.ts'
import { finishDecisions } from './finish.ts'

const HOUSEHOLD = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const RESIDENCE = '公民身份号码,姓名,性别,联系电话,现居住地区划,现居住地址,居住登记日期,居住事由,更新时间'
const NAMES = ['王小明', '王小芳', '李大刚', '云梅', '张三', '赵四']
/** The record of person `at` stands on this line of both files. */
const lineOf = (at: number) => at + 2
const person = (at: number) => citizenId(`15010219${50 + at}0101${String(at * 2 + 3).padStart(3, '0')}`)

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
  for (const { id } of platform.catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  send('household_registration_full_20260901.csv', HOUSEHOLD, (name, at) => {
    const id = person(at)
    return `${id},${name},1,${id.slice(6, 10)}-01-01,150102,2026-01-01 10:00:00,01,70,某街,H1`
  })
  send(
    'residence_registration_full_20260901.csv',
    RESIDENCE,
    (name, at) => `,${name},1,1380000000${at},150103,某街道${at}号,2026-05-01,01,2026-06-01 10:00:00`,
  )
  await platform.run('person')
}, 120_000)
afterAll(() => platform.close())

function send(file: string, header: string, row: (name: string, at: number) => string): void {
  writeFileSync(
    join(platform.paths.drop('public_security'), file),
    `${[header, ...NAMES.map(row)].join('\n')}\n`,
  )
}

const dataset = () => datasetOf(platform.catalogue, 'residence_registration')
const place = (at: number) => ({ dataset: dataset(), extract: 1, line: lineOf(at) })

type Cut = [table: 'decisions' | 'std', when: 'before' | 'after']
const CUTS: Cut[] = [
  ['decisions', 'before'],
  ['decisions', 'after'],
  ['std', 'before'],
  ['std', 'after'],
]

/** The platform of a process that dies before or after it commits to a table. */
function dying([layer, when]: Cut): TestPlatform {
  const table: TestPlatform['lake']['table'] = (name) => {
    const found = platform.lake.table(name)
    if (name !== `${layer}/${dataset().id}`) return found
    return {
      ...found,
      commit: async (change) => {
        if (when === 'after') await found.commit(change)
        throw new Error('died')
      },
    }
  }
  return { ...platform, lake: { ...platform.lake, table } }
}

/** What is known everywhere of the record on a line, whatever the numbers of its decisions. */
async function stateOf(at: number) {
  const line = sql.lit(lineOf(at))
  const read = async (name: string, columns: string) => {
    const table = platform.lake.table(`${name}/${dataset().id}`)
    return platform.engine.rows<Record<string, unknown>>(
      sql`select ${sql.raw(columns)} from ${table.select(await table.snapshot())} where _line = ${line} order by all`,
    )
  }
  const ledger = await listKeyDecisions(platform.ledger.db, dataset().id)
  const audit = await platform.ledger.db.selectFrom('audit').selectAll().execute()
  const acts = audit.filter(({ action, detail }) => {
    const { line: of } = detail as { line?: number }
    return (action === 'decide' || action === 'undo') && of === lineOf(at)
  })
  const text = JSON.stringify({
    std: await read('std', "_op, citizen_id, regexp_replace(_repair, '\\d+', 'n') as repair"),
    kept: await read('decisions', 'action, key, of is null as first'),
    ledger: ledger
      .filter((each) => Number(each.line) === lineOf(at))
      .map((each) => [each.action, each.status]),
    acts: acts.map(({ action }) => action).sort(),
  })
  return JSON.parse(text.replaceAll(person(at), 'key')) as unknown
}

const numberOf = async (at: number, action: string) =>
  (await listKeyDecisions(platform.ledger.db, dataset().id)).findLast(
    (each) => each.action === action && Number(each.line) === lineOf(at),
  )?.seq

const given = (at: number) => ({ key: person(at), reason: 'asked at the counter' })

describe('a decision whose process dies', () => {
  let decided: unknown
  let undone: unknown
  beforeAll(async () => {
    const { decision } = await decide(platform, place(0), given(0))
    decided = await stateOf(0)
    await undo(platform, decision, 'the wrong person')
    undone = await stateOf(0)
  })

  it('is undisturbed to begin with', () => {
    expect(decided).toMatchObject({ std: [{ _op: 'I', citizen_id: 'key' }], ledger: [['decide', 'done']] })
    expect(undone).toMatchObject({ std: [{ _op: 'I' }, { _op: 'R' }], acts: ['decide', 'undo'] })
  })

  it.each(CUTS.map((cut, at) => [...cut, at + 1] as const))(
    'at %s, %s the commit, ends as an undisturbed one',
    async (table, when, at) => {
      const isLost = table === 'decisions' && when === 'before'
      await expect(decide(dying([table, when]), place(at), given(at))).rejects.toThrow('died')
      await finishDecisions(platform, dataset())
      // Nobody but the dead process knew the key: the record waits again.
      if (isLost) expect(await numberOf(at, 'decide')).toBeUndefined()
      if (isLost) await decide(platform, place(at), given(at))
      expect(await stateOf(at)).toEqual(decided)
      const name = `${dataset().id}.${await numberOf(at, 'decide')}`
      await expect(undo(dying([table, when]), name, 'the wrong person')).rejects.toThrow('died')
      await finishDecisions(platform, dataset())
      if (isLost) await undo(platform, name, 'the wrong person')
      expect(await stateOf(at)).toEqual(undone)
      await finishDecisions(platform, dataset())
      expect(await stateOf(at)).toEqual(undone)
    },
  )
})
