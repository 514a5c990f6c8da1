import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { sourcesOf } from '../catalog/element.ts'
import { columnOf, elementsOf } from '../catalog/lookup.ts'
import { sha256 } from '../core/hash.ts'
import { faultCodes } from './fault_codes.ts'
import { readExtract, readLines, readRows, type TruthExtract } from './naive_reader.ts'
import { checks, naiveGolden, naiveIdentity } from './naive_resolution.ts'
import { deliverAhead, generateProvince } from './province.ts'

const folder = mkdtempSync(join(tmpdir(), 'shuyuan-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Fault {
  dataset: string
  file: string
  line: number
  codes: string[]
  rejected: boolean
}

async function province(name: string, seed: number, people: number, organisations: number): Promise<string> {
  const out = join(folder, name)
  await generateProvince({ out, seed, people, organisations, stage: 'initial' })
  return out
}

function digest(root: string): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  const parts = files.map((each) => {
    const path = join(each.parentPath, each.name)
    return `${path.slice(root.length)} ${sha256(readFileSync(path))}`
  })
  return parts.sort().join('\n')
}

async function faultsOf(root: string, stages: string[]): Promise<Fault[]> {
  const lists = await Promise.all(
    stages.map((stage) => readLines<Fault>(join(root, `truth/faults.${stage}.jsonl`))),
  )
  return lists.flat()
}

test('the same seed gives the same bytes, another seed others', async () => {
  const one = digest(await province('one', 5, 50, 30))
  expect(digest(await province('two', 5, 50, 30))).toBe(one)
  expect(digest(await province('three', 6, 50, 30))).not.toBe(one)
})

test('what is made ahead is what the update would be', async () => {
  const sizes = { seed: 5, people: 60, organisations: 40 }
  const one = await province('one after the other', 5, 60, 40)
  await generateProvince({ out: one, ...sizes, stage: 'update' })
  const both = join(folder, 'both')
  await generateProvince({ out: both, ...sizes, ahead: join(folder, 'ahead') })
  deliverAhead(join(folder, 'ahead'), both)
  const files = (root: string) =>
    digest(root)
      .split('\n')
      .filter((line) => !line.includes('.tsv'))
  expect(files(both)).toEqual(files(one))
  const rows = (root: string) =>
    readdirSync(join(root, 'truth/history')).flatMap((name) =>
      readFileSync(join(root, 'truth/history', name), 'utf8')
        .split('\n')
        .slice(1),
    )
  expect(rows(both).sort()).toEqual(rows(one).sort())
  for (const { id } of catalogue.foundations) {
    const golden = async (root: string) =>
      (await readRows(join(root, 'truth'), id)).map((row) => JSON.stringify(row)).sort()
    expect(await golden(both)).toEqual(await golden(one))
  }
})

test('every code occurs, every register has bad rows, and no row has two entries', async () => {
  const root = await province('coverage', 11, 30_000, 6_000)
  const faults = await faultsOf(root, ['initial'])
  const seen = new Set(faults.flatMap((fault) => fault.codes))
  expect([...seen].sort()).toEqual([...faultCodes].sort())
  const registers = new Set(faults.map((fault) => fault.dataset))
  expect(catalogue.datasets.map(({ id }) => id).filter((id) => !registers.has(id))).toEqual([])
  const rows = faults.map((fault) => `${fault.file}:${fault.line}:${fault.codes}`)
  expect(new Set(rows).size).toBe(rows.length)
})

test('people have numbers of their own', async () => {
  const people = await readRows(join(await province('unique', 3, 5_000, 50), 'truth'), 'person')
  expect(new Set(people.map((each) => each.citizen_id)).size).toBe(people.length)
  expect(people.every((each) => checks(each.citizen_id ?? ''))).toBe(true)
})

test.each([1, 20_261_124, 987_654_321])(
  'the truth of seed %i is what a naive reading of the files gives',
  async (seed) => {
    const name = `truth-${seed}`
    const root = await province(name, seed, 3_000, 600)
    const stages = ['initial']
    await agrees(root, name, stages)
    await generateProvince({ out: root, seed, people: 3_000, organisations: 600, stage: 'update' })
    await agrees(root, name, [...stages, 'update'])
  },
)

async function agrees(root: string, name: string, stages: string[]): Promise<void> {
  const faults = await faultsOf(root, stages)
  const lists = stages.map((stage) => readLines<TruthExtract>(join(root, `truth/extracts.${stage}.jsonl`)))
  const rows = []
  const extracts = (await Promise.all(lists)).flat()
  for (const extract of extracts) {
    const read = await readExtract(root, extract, join(folder, `${name}-scratch`))
    const own = faults.filter((fault) => fault.file === extract.file)
    const bad = new Map(own.filter((fault) => fault.rejected).map((fault) => [fault.line, fault.codes]))
    const broken = own.filter((fault) => /^(parse|xlsx)\./.test(fault.codes[0] ?? ''))
    expect(new Map(broken.map((fault) => [fault.line, fault.codes[0]]))).toEqual(read.rejects)
    expect(read.rows.length + read.rejects.size).toBe(extract.received)
    expect(bad.size).toBe(extract.rejected)
    const good = read.rows.filter((row) => !bad.has(row.line))
    const duplicates = own.filter((fault) => fault.codes.includes('unique.duplicate'))
    const once = (row: (typeof good)[number]) =>
      extract.mode === 'full' ? naiveIdentity(row) : `${naiveIdentity(row)} ${row.values.updated_at}`
    expect(good.length - new Set(good.map(once)).size).toBe(duplicates.length)
    rows.push(...good)
  }
  for (const { id, key } of catalogue.foundations)
    await expectGolden(root, id, key, naiveGolden(id, rows, extracts))
}

async function expectGolden(
  root: string,
  foundation: string,
  key: string,
  golden: ReturnType<typeof naiveGolden>,
): Promise<void> {
  const truth = await readRows(join(root, 'truth'), foundation)
  const joined = truth.map((each) => each[key] ?? '')
  expect(joined.filter((each) => !golden.has(each))).toEqual([])
  const columns = elementsOf(catalogue, foundation)
    .filter((element) => element.type !== 'geometry')
    .map((element) => columnOf(element.id))
  // Where departments divide the work by kind of record, a value may be provisional in a confirmed record.
  const divided = elementsOf(catalogue, foundation)
    .filter((element) => sourcesOf(element).some(({ when }) => when))
    .map(({ id }) => columnOf(id))
  for (const record of truth) {
    const provisional = (record.provisional?.split(' ') ?? []).filter((column) => !divided.includes(column))
    if (provisional.length > 0) expect(record.record_status).toBe('unconfirmed')
    const own = { ...golden.get(record[key] ?? ''), [key]: record[key] }
    const pick = (from: Record<string, string | null | undefined>) =>
      columns.map((column) => [column, from[column] ?? null])
    expect(pick(record)).toEqual(pick(own))
  }
}
