import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Catalogue, catalogue as real } from '../catalog/catalogue.ts'
import { checkCatalogue } from '../catalog/check.ts'
import type { Dataset, Field } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { datasetOf, foundationOf } from '../catalog/lookup.ts'
import { citizenId } from '../demo/check_digits.ts'
import { openPublished } from '../exchange/published.ts'
import { itemsOf } from '../governance/objections/items.ts'
import { listObjections } from '../governance/objections/list.ts'
import { fieldWords } from '../governance/objections/words.ts'
import { headersOf } from '../governance/reports/figures/problem_rows.ts'
import type { Platform } from '../pipelines/platform.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { ingestStage } from '../pipelines/stages/ingest/ingest.ts'
import { objectStage } from '../pipelines/stages/objections.ts'
import { traceRecord } from '../pipelines/trace.ts'
import { catalogueChange, catalogueChanges } from '../quality/catalogue_changes/find.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import './support/texts.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** The catalogue changes while a register's rows are there: they are the rows of a platform that always had it so. */

const REGISTER = 'social_insurance'
const people = [1, 3, 5, 7].map((number) =>
  citizenId(`15010219${60 + number}0101${String(number).padStart(3, '0')}`),
)

type Spoil = (draft: { dataset: Dataset; catalogue: Catalogue }) => void

/** The region's catalogue with one register of the person foundation, as `change` has it. */
function catalogueWith(...changes: Spoil[]): Catalogue {
  const catalogue = structuredClone(real)
  for (const foundation of catalogue.foundations) {
    foundation.buckets = 2
    foundation.minShareOfLast = 0
    if (foundation.id !== 'person') continue
    foundation.datasets = ['household_registration', REGISTER]
    foundation.confirmedBy = ['household_registration']
  }
  const dataset = datasetOf(catalogue, REGISTER)
  dataset.history = true
  dataset.rules = []
  for (const change of changes) change({ dataset, catalogue })
  return catalogue
}

const field = (id: string, header: string, more: Partial<Field> = {}): Field => ({
  ...{ id, header, formerly: [], aliases: [], element: `person.${id}`, role: 'source', required: false },
  ...more,
})

/** A field with an element of its own, before the time of the last change. */
function adds(id: string, type: ElementType, more: Partial<Field> = {}): Spoil {
  return ({ dataset, catalogue }) => {
    dataset.fields.splice(-1, 0, field(id, `新列${id}`, more))
    const model = catalogue.elements.find((each) => each.id === 'person.contribution_base')
    if (!model) throw new Error('the catalogue lost the element that the test takes as a model')
    const name = { 'zh-CN': id, en: id }
    const authority = `${REGISTER}.${id}`
    catalogue.elements.push({ ...model, id: `person.${id}`, name, type, authority, unit: undefined })
  }
}

const renames: Spoil = ({ dataset, catalogue }) => {
  const phone = dataset.fields.find(({ id }) => id === 'phone')
  if (phone) Object.assign(phone, { id: 'mobile', formerly: ['phone'] })
  const element = catalogue.elements.find(({ id }) => id === 'person.phone')
  if (element) element.authority = `${REGISTER}.mobile`
}

let platforms: TestPlatform[]
let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  platforms = [platform]
})
afterEach(() => Promise.all(platforms.map((each) => each.close())))

const under = (catalogue: Catalogue, of: Platform = platform): Platform => ({ ...of, catalogue })

/** Sends one person a line with the values of further columns, as a delta of its own day. */
function send(
  of: Platform,
  day: number,
  header: string,
  rows: [person: number, ...values: string[]][],
): void {
  const folder = of.paths.drop('human_resources')
  mkdirSync(folder, { recursive: true })
  const lines = rows.map(([person, ...values]) =>
    ['U', people[person], '王芳', '2026-01-01', `2026-09-0${day} 10:00:00`, ...values].join(),
  )
  const text = [`_op,社会保障号码,姓名,参保日期,更新时间${header && `,${header}`}`, ...lines, ''].join('\n')
  writeFileSync(join(folder, `${REGISTER}_delta_2026090${day}.csv`), text)
}

async function bring(of: Platform): Promise<void> {
  await ingestStage(of, REGISTER)
  const built = await buildStage(of, 'person', null)
  expect(built.problems).toEqual([])
}

async function rows(of: Platform, text: string): Promise<Record<string, unknown>[]> {
  const published = await openPublished(of)
  try {
    return (await published.select(text, 100)).rows
  } finally {
    published.close()
  }
}

/** std, history and golden records, whole, with columns by name. */
async function everything(of: Platform): Promise<unknown> {
  const read = async (view: string, order: string) =>
    (await rows(of, `select * from ${view} order by ${order}`)).map((row) =>
      Object.fromEntries(Object.entries(row).sort()),
    )
  return {
    std: await read(`std.${REGISTER}`, '_extract, _line'),
    history: await read(`history.${REGISTER}`, 'citizen_id, _valid_from'),
    golden: await read('person', 'citizen_id'),
  }
}

/** What a platform that had the last catalogue from the start has of the same files. */
async function fromTheStart(catalogue: Catalogue, sends: ((of: Platform) => void)[]): Promise<unknown> {
  const fresh = await startTestPlatform()
  platforms.push(fresh)
  for (const each of sends) {
    each(fresh)
    await bring(under(catalogue, fresh))
  }
  return everything(under(catalogue, fresh))
}

describe('an optional field is added', () => {
  const before = catalogueWith()
  const after = catalogueWith(adds('insurer', 'text'))
  const first = (of: Platform) => send(of, 1, '', [[0], [1]])
  const second = (of: Platform) =>
    send(of, 2, '新列insurer', [
      [1, '甲'],
      [2, '乙'],
    ])

  it('which older rows have no value in', async () => {
    first(platform)
    await bring(under(before))
    const change = { added: ['insurer'], renamed: [], retyped: [], refused: [] }
    expect(await catalogueChanges(under(after))).toEqual([{ dataset: REGISTER, ...change }])
    expect(await catalogueChanges(under(before))).toEqual([])
    const old = await traceRecord(under(after), foundationOf(after, 'person'), people[0] ?? '')
    expect(old.elements.find(({ element }) => element === 'person.insurer')?.value).toBeNull()
    second(platform)
    await bring(under(after))
    expect(await rows(under(after), 'select citizen_id, insurer from person order by 1')).toEqual([
      { citizen_id: people[0], insurer: null },
      { citizen_id: people[1], insurer: '甲' },
      { citizen_id: people[2], insurer: '乙' },
    ])
    expect(
      await rows(under(after), `select insurer from history.${REGISTER} order by citizen_id, _valid_from`),
    ).toEqual([{ insurer: null }, { insurer: null }, { insurer: '甲' }, { insurer: '乙' }])
    const traced = await traceRecord(under(after), foundationOf(after, 'person'), people[1] ?? '')
    expect(traced.elements.find(({ element }) => element === 'person.insurer')).toMatchObject({
      ...{ value: '甲', dataset: REGISTER, extract: 2 },
    })
    expect(await catalogueChange(under(after), datasetOf(after, REGISTER))).toBeUndefined()
    expect(await everything(under(after))).toEqual(await fromTheStart(after, [first, second]))
  })

  it('without a new file, and single records are made anew after it', async () => {
    first(platform)
    await bring(under(before))
    await bring(under(after))
    expect(
      await rows(under(after), 'select count(insurer)::int as n, count(*)::int as people from person'),
    ).toEqual([{ n: 0, people: 2 }])
    second(platform)
    await bring(under(after))
    expect(
      await rows(under(after), 'select count(insurer)::int as n, count(*)::int as people from person'),
    ).toEqual([{ n: 2, people: 3 }])
  })

  it('but not one that every row must have', async () => {
    first(platform)
    await bring(under(before))
    const required = catalogueWith(adds('insurer', 'text', { required: true }))
    second(platform)
    await expect(ingestStage(under(required), REGISTER)).rejects.toMatchObject({
      ...{ code: 'pipelines.field_required_anew', fields: { dataset: REGISTER, field: 'insurer' } },
    })
    expect(await listExtracts(platform.ledger.db, REGISTER)).toHaveLength(1)
    mkdirSync(platform.paths.drop('public_security'), { recursive: true })
    await ingestStage(under(required), 'household_registration')
    await bring(under(after))
    expect(await listExtracts(platform.ledger.db, REGISTER, 'ingested')).toHaveLength(2)
  })
})

describe('a type is changed', () => {
  const integer = catalogueWith(adds('grade', 'integer'))
  const decimal = catalogueWith(adds('grade', 'decimal'))
  const text = catalogueWith(adds('grade', 'text'))
  const first = (of: Platform) =>
    send(of, 1, '新列grade', [
      [0, '007'],
      [1, '12'],
      [2, ''],
    ])
  const second = (of: Platform) => send(of, 2, '新列grade', [[1, '1.5']])
  const third = (of: Platform) => send(of, 3, '新列grade', [[2, '甲等']])

  it('and older values are read again from what was received', async () => {
    first(platform)
    await bring(under(integer))
    expect(await catalogueChanges(under(decimal))).toMatchObject([
      { retyped: [{ field: 'grade', from: 'BIGINT', to: 'DECIMAL(18,4)' }], refused: [] },
    ])
    second(platform)
    await bring(under(decimal))
    expect(await everything(under(decimal))).toEqual(await fromTheStart(decimal, [first, second]))
    third(platform)
    await bring(under(text))
    expect(await rows(under(text), 'select grade from person order by citizen_id')).toEqual(
      ['007', '1.5', '甲等'].map((grade) => ({ grade })),
    )
    expect(await everything(under(text))).toEqual(await fromTheStart(text, [first, second, third]))
  })

  it('but not where a value that is there could not be read', async () => {
    third(platform)
    await bring(under(text))
    const before = await everything(under(text))
    const refusal = {
      code: 'pipelines.type_not_read',
      fields: { dataset: REGISTER, field: 'grade', rows: 1 },
    }
    await expect(ingestStage(under(decimal), REGISTER)).rejects.toMatchObject(refusal)
    expect((await catalogueChanges(under(decimal)))[0]?.refused).toMatchObject([
      { code: 'error.pipelines.type_not_read' },
    ])
    expect(await everything(under(text))).toEqual(before)
  })
})

describe('a field is renamed', () => {
  const before = catalogueWith()
  const after = catalogueWith(renames)
  const first = (of: Platform) =>
    send(of, 1, '联系电话', [
      [0, '13947112345'],
      [1, '13947154321'],
      [2, '1394'],
    ])
  const second = (of: Platform) => send(of, 2, 'phone', [[1, '13947100000']])

  it('and what came under its old name is its own', async () => {
    expect(checkCatalogue(after).filter(({ code }) => code.includes('duplicate'))).toEqual([])
    first(platform)
    await bring(under(before))
    expect(await catalogueChanges(under(after))).toMatchObject([
      { renamed: [{ from: 'phone', to: 'mobile' }], refused: [] },
    ])
    const old = await traceRecord(under(after), foundationOf(after, 'person'), people[0] ?? '')
    expect(old.elements.find(({ element }) => element === 'person.phone')?.value).toBe('13947112345')
    second(platform)
    await bring(under(after))
    expect(await rows(under(after), 'select phone from person order by citizen_id limit 2')).toEqual([
      { phone: '13947112345' },
      { phone: '13947100000' },
    ])
    expect(
      await rows(
        under(after),
        `select raw->>'mobile' as mobile, raw->>'phone' as phone from quarantine.${REGISTER}`,
      ),
    ).toEqual([{ mobile: '1394', phone: null }])
    expect(
      await rows(
        under(after),
        `select mobile from raw.${REGISTER} where _extract = 1 order by _line limit 1`,
      ),
    ).toEqual([{ mobile: '13947112345' }])
    expect(await everything(under(after))).toEqual(await fromTheStart(after, [first, second]))
  })

  it('and what it failed under its old name is told under its own', async () => {
    first(platform)
    await bring(under(before))
    await objectStage(under(before), 'person')
    const [objection] = await listObjections(under(before), { dataset: REGISTER })
    const named = async (of: Platform) => ({
      quarantine: await rows(
        of,
        `select distinct v.field as field from quarantine.${REGISTER}, unnest(violations) as u(v)`,
      ),
      history: await rows(of, `select distinct field from quality.history where failed > 0`),
      items: await rows(of, 'select distinct field from objections.items'),
      objection: (await itemsOf(of, objection?.id ?? 0)).map(({ field }) => ({ field })),
    })
    const namedAll = (field: string) => {
      const one = [{ field }]
      return { quarantine: one, history: one, items: one, objection: one }
    }
    expect(await named(under(before))).toEqual(namedAll('phone'))
    await bring(under(after))
    expect(await named(under(after))).toEqual(namedAll('mobile'))
    const header = datasetOf(after, REGISTER).fields.find(({ id }) => id === 'mobile')?.header
    expect(objection && fieldWords(after, objection, 'zh-CN')).toBe(header)
    expect(headersOf(datasetOf(after, REGISTER), 'name+phone')).toBe(`姓名 + ${header}`)
  })

  it('also where the process dies between the tables', async () => {
    first(platform)
    await bring(under(before))
    const table: Platform['lake']['table'] = (name) => {
      const inner = platform.lake.table(name)
      const dies = () => Promise.reject(new Error('killed'))
      return name.startsWith('std/') ? { ...inner, rewrite: dies } : inner
    }
    const dying = { ...under(after), lake: { ...platform.lake, table } }
    await expect(ingestStage(dying, REGISTER)).rejects.toThrow('killed')
    expect(await rows(under(before), 'select count(phone)::int as n from person')).toEqual([{ n: 3 }])
    second(platform)
    await bring(under(after))
    expect(await everything(under(after))).toEqual(await fromTheStart(after, [first, second]))
  })
})

it('says what to do about a field that the catalogue no longer has', async () => {
  send(platform, 1, '联系电话', [[0, '13947112345']])
  await bring(under(catalogueWith()))
  const without = catalogueWith(({ dataset, catalogue }) => {
    dataset.fields = dataset.fields.filter(({ id }) => id !== 'phone')
    catalogue.elements = catalogue.elements.filter(({ id }) => id !== 'person.phone')
  })
  expect((await catalogueChanges(under(without)))[0]?.refused).toMatchObject([
    { code: 'error.pipelines.field_removed', fields: { field: 'phone' } },
  ])
  await expect(ingestStage(under(without), REGISTER)).rejects.toMatchObject({
    code: 'pipelines.field_removed',
  })
})
