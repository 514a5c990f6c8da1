import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { fixedClock } from '../../core/clock.ts'
import { citizenId } from '../../demo/check_digits.ts'
import { platformKeys } from '../../exchange/keys.ts'
import { masked } from '../../exchange/masks.ts'
import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { objectStage } from '../../pipelines/stages/objections.ts'
import { personRequest } from './exchange.ts'
import { startTestPlatform, type TestPlatform } from './platform.ts'

/** 呼和浩特 receives the key as a hash, or in clear by a second request; 包头 receives rows of its own. */
export const HOHHOT = { kind: 'city', id: '150100' } as const
export const BAOTOU = { kind: 'city', id: '150200' } as const
export const REQUESTS = {
  hashed: 'hohhot_person',
  clear: 'hohhot_clear',
  masked: 'hohhot_masked',
  other: 'baotou_person',
} as const
/** Persons 1 to 6 live in 150102, which is delivered to 呼和浩特; 7 in 150103, not covered by `clear`; 8 in 包头. */
export const PERSONS = 8

const clear = { element: 'person.citizen_id', clear: true, clearLegalBasis: '测试依据' }
const fields = [{ element: 'person.name' }, { element: 'person.household_division' }]
const deliveries = [
  personRequest({
    fields: [{ element: 'person.citizen_id', hash: true }, ...fields, { element: 'person.education' }],
  }),
  personRequest({ id: REQUESTS.clear, divisions: ['150102'], fields: [clear, ...fields] }),
  personRequest({
    id: REQUESTS.masked,
    divisions: ['150102'],
    fields: [{ element: 'person.citizen_id' }, ...fields],
    delivery: 'full',
  }),
  personRequest({
    id: REQUESTS.other,
    city: BAOTOU.id,
    divisions: ['150202'],
    fields: [clear, ...fields],
  }),
]

/** The identity number of test person `number`. */
export function personKey(number: number): string {
  return citizenId(`15010219${50 + number}0101${String(number * 2 + 1).padStart(3, '0')}`)
}

const HEADER = '公民身份号码,姓名,性别,出生日期,户籍所在区划,更新时间,民族,文化程度,户籍地址,户号'
const line = (number: number) => {
  const id = personKey(number)
  const division = number === 7 ? '150103' : number === 8 ? '150202' : '150102'
  return `${id},人员甲,1,${id.slice(6, 10)}-01-01,${division},2026-09-01 10:00:00,01,70,海拉尔大街${number}号院,H${number}`
}

/** A platform on which the person foundation is published and delivered to both cities. */
export async function deliveredPlatform(day = '2026-11-02'): Promise<TestPlatform> {
  const platform = await startTestPlatform({
    config: { deliveries: deliveries.map((request) => ({ ...request, sink: { kind: 'folder' } })) },
    clock: fixedClock(`${day}T02:00:00Z`),
  })
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  const people = Array.from({ length: PERSONS }, (_, at) => line(at + 1))
  const path = join(platform.paths.drop('public_security'), 'household_registration_full_20260901.csv')
  writeFileSync(path, `${[HEADER, ...people].join('\n')}\n`)
  await platform.run(...Object.values(REQUESTS))
  return platform
}

let batches = 0

/** Their department sends persons again, with another name and school, or off the register; the platform takes it. */
export async function sendAgain(
  platform: TestPlatform,
  numbers: number[],
  { op = 'U' }: { op?: 'U' | 'D' } = {},
): Promise<void> {
  batches += 1
  const time = new Date(Date.parse('2026-09-02T00:00:00Z') + batches * 60_000).toISOString()
  const rows = numbers.map((number) =>
    line(number)
      .replace('人员甲', `人员${'乙丙丁戊己庚辛'[batches % 7]}`)
      .replace(',70,', `,${batches % 2 === 0 ? 10 : 60},`)
      .replace('2026-09-01 10:00:00', time.slice(0, 19).replace('T', ' ')),
  )
  const file = `household_registration_delta_20260910_b${String(batches).padStart(3, '0')}.csv`
  const path = join(platform.paths.drop('public_security'), file)
  writeFileSync(path, `${[`${HEADER},操作标志`, ...rows.map((row) => `${row},${op}`)].join('\n')}\n`)
  await ingestStage(platform, 'household_registration')
  await objectStage(platform, 'person')
}

/** A key as 呼和浩特 received it, hashed. */
export async function hashedKey(
  platform: TestPlatform,
  number: number,
  city: string = HOHHOT.id,
): Promise<string> {
  const key = (await platformKeys(platform.paths.keys)).hashKeyFor(city)
  const [row] = await platform.engine.rows<{ h: string }>(
    sql`select ${masked('hash', sql.lit(personKey(number)), key)} as h`,
  )
  return row?.h ?? ''
}
