import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { Emitter } from './emitter.ts'
import { type Extract, extractsOn, SCHEDULE_DAY, type Stage } from './extracts.ts'
import { groupBy } from './group.ts'
import { openExtract } from './open_extract.ts'
import { Register } from './stories/chronicle.ts'
import type { Teller } from './telling/part.ts'
import { partsOf } from './telling/parts.ts'
import { Truth, type TruthCounts } from './truth.ts'

export interface ProvinceOptions {
  /** Folder that gets `drop/<department>/` and `truth/`. */
  out: string
  /** Same seed, same counts, same day, same stage: the same bytes. */
  seed: number
  /** The day on which the province is looked at, `2026-11-30`: what is delivered is of the weeks before it. */
  day?: string
  /** Rounded up to an even number: people are made in pairs. */
  people?: number
  organisations?: number
  /** `initial`: the first delivery. `update`: what comes after it, into the same folder. */
  stage?: Stage
  /** With `initial`: folder that gets what the update will deliver, made in the same pass; see `deliverAhead`. */
  ahead?: string
  onProgress?(done: number, total: number): void
}

export interface Province {
  files: {
    department: string
    dataset: string
    fileName: string
    bytes: number
    received: number
    rejected: number
  }[]
  /** Files that no dataset may claim, and a re-sent one. */
  strays: string[]
  truth: TruthCounts
}

/** Share of rows that are spoiled: more in small files, so that every kind of fault occurs. */
const FAULT_RATE = { full: 0.009, small: 0.05, delta: 0.08, organisations: 0.35, relied: 0.2 }
/** Registers most of whose rows others rely on: more of the rest is spoiled. */
const relied = new Set([
  'division_boundaries',
  'identity_number_changes',
  'entity_code_changes',
  'land_parcels',
])
const large = new Set(['household_registration', 'marriage_registration', 'social_insurance'])
const PAUSE_EVERY = 8192

/** Generates a synthetic province: the extracts of its departments, and the truth about them. */
export async function generateProvince(options: ProvinceOptions): Promise<Province> {
  const world = {
    people: 200_000,
    organisations: 20_000,
    stage: 'initial' as Stage,
    day: SCHEDULE_DAY,
    ...options,
  }
  world.people += world.people % 2
  const folders = foldersOf(world)
  const extracts = extractsOn(world.day)
  const truth = new Truth(
    [...folders].map(([stage, folder]) => [stage, join(folder, 'truth')]),
    extracts,
  )
  const emitters = openEmitters(world, folders, truth)
  const teller: Teller = { world, truth, open: registersOf(emitters) }
  const parts = partsOf(teller)
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  let done = 0
  for (const part of parts) {
    for (let index = 0; index < part.count; index += part.step) {
      part.tell(index)
      done += part.step
      if (done % PAUSE_EVERY >= part.step) continue
      world.onProgress?.(done, total)
      await setImmediate()
    }
  }
  for (const emitter of emitters) {
    await emitter.close()
    truth.extract(emitter)
  }
  world.onProgress?.(total, total)
  const strays = world.stage === 'initial' ? writeStrays(world) : []
  return { files: filesOf(emitters, world), strays, truth: truth.close() }
}

/** Delivers what was made ahead for the update: into the drop folders, and over the truth of the stage before. */
export function deliverAhead(ahead: string, out: string): void {
  const files = readdirSync(ahead, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  for (const { parentPath, name } of files) {
    const from = join(parentPath, name)
    const to = join(out, relative(ahead, from))
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  }
  rmSync(ahead, { recursive: true })
}

type Sizes = Required<Omit<ProvinceOptions, 'onProgress' | 'ahead'>>

/** The folder of each stage that is made. */
function foldersOf({ out, stage, ahead }: Sizes & { ahead?: string }): Map<Stage, string> {
  return new Map<Stage, string>([[stage, out], ...(ahead ? ([['update', ahead]] as const) : [])])
}

/** Every extract of both stages. Those of a stage without a folder are not written: they are gone through, as if they were. */
function openEmitters(world: Sizes, folders: Map<Stage, string>, truth: Truth): Emitter[] {
  for (const folder of folders.values())
    for (const { id } of catalogue.departments) mkdirSync(join(folder, 'drop', id), { recursive: true })
  return extractsOn(world.day).map((each) => {
    const folder = folders.get(each.stage)
    const writer = openExtract(each, folder ? join(folder, 'drop') : null)
    return new Emitter(each, writer, truth, world, faultRateOf(each))
  })
}

function faultRateOf(extract: Extract): number {
  const { foundation, id, recordKey } = datasetOf(catalogue, extract.dataset)
  if (foundation === 'legal_entity' && recordKey.length === 0) return FAULT_RATE.organisations
  if (relied.has(id)) return FAULT_RATE.relied
  if (extract.mode === 'delta') return FAULT_RATE.delta
  return foundation === 'person' && large.has(id) ? FAULT_RATE.full : FAULT_RATE.small
}

function registersOf(emitters: Emitter[]): (dataset: string) => Register {
  const registers = new Map(
    [...groupBy(emitters, ({ extract }) => extract.dataset)].map(([dataset, own]) => [
      dataset,
      new Register(own),
    ]),
  )
  const none = new Register([])
  return (dataset) => registers.get(dataset) ?? none
}

function filesOf(emitters: Emitter[], world: Sizes): Province['files'] {
  return emitters
    .filter(({ extract }) => extract.stage === world.stage)
    .map(({ extract, received, rejected }) => {
      const department = datasetOf(catalogue, extract.dataset).providingDepartment
      const bytes = statSync(join(world.out, 'drop', department, extract.fileName)).size
      return { department, dataset: extract.dataset, fileName: extract.fileName, bytes, received, rejected }
    })
}

/** What lies about in real drop folders: a file sent twice, one still being written, one that nobody can place. */
function writeStrays({ out, day }: Sizes): string[] {
  const market = join(out, 'drop', 'market_regulation')
  const { fileName } = extractsOn(day).find(({ dataset }) => dataset === 'market_entities') ?? {
    fileName: '',
  }
  const resent = join(market, fileName.replace('.csv', '_resend.csv'))
  copyFileSync(join(market, fileName), resent)
  const compact = day.replaceAll('-', '')
  const partial = join(out, 'drop', 'public_security', `household_registration_full_${compact}.csv.part`)
  writeFileSync(partial, '公民身份号码,姓名,性别\r\n1501')
  const unclaimed = join(out, 'drop', 'civil_affairs', '9月名单（最终版）.csv')
  writeFileSync(unclaimed, '序号,事项\n1,报送\n')
  return [resent, partial, unclaimed]
}
