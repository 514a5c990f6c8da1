import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { Emitter } from './emitter.ts'
import { type Extract, extracts, type Stage } from './extracts.ts'
import { openExtract } from './open_extract.ts'
import type { Register } from './stories/chronicle.ts'
import { deathOf, deathRows } from './stories/death.ts'
import { householdRows } from './stories/household.ts'
import { insuranceRows } from './stories/insurance.ts'
import { marriageRows } from './stories/marriage.ts'
import { organisationRows } from './stories/organisation.ts'
import { Truth, type TruthCounts } from './truth.ts'
import { organisationOf } from './world/organisations.ts'
import { type Person, personOf } from './world/people.ts'

export interface ProvinceOptions {
  /** Folder that gets `drop/<department>/` and `truth/`. */
  out: string
  /** Same seed, same counts, same stage: the same bytes. */
  seed: number
  /** Rounded up to an even number: people are made in pairs. */
  people?: number
  organisations?: number
  /** `initial`: the first delivery. `update`: the deltas of a month later, into the same folder, after `initial`. */
  stage?: Stage
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
const FAULT_RATE = { full: 0.009, delta: 0.05, organisations: 0.35 }
const PAUSE_EVERY = 8192

/** Generates a synthetic province: the extracts of its departments, and the truth about them. */
export async function generateProvince(options: ProvinceOptions): Promise<Province> {
  const world = { people: 200_000, organisations: 20_000, stage: 'initial' as Stage, ...options }
  world.people += world.people % 2
  const truth = new Truth(join(world.out, 'truth'), world.stage)
  const emitters = openEmitters(world, truth)
  const registers = registersOf(emitters)
  const total = world.people + world.organisations
  const step = async (done: number) => {
    if (done % PAUSE_EVERY > 1) return
    world.onProgress?.(done, total)
    await setImmediate()
  }
  for (let index = 0; index < world.people; index += 2) {
    for (const rows of pairRows(world, index, registers)) truth.subject('person', rows)
    await step(index)
  }
  for (let index = 0; index < world.organisations; index++) {
    const each = organisationOf(world.seed, index)
    const dataset = each.social ? 'social_organisations' : 'market_entities'
    const rows = organisationRows(world.seed, each, world.people, registers(dataset))
    truth.subject('legal_entity', { [dataset]: rows })
    await step(world.people + index)
  }
  for (const emitter of emitters) {
    emitter.close()
    truth.extract(emitter)
  }
  world.onProgress?.(total, total)
  const strays = world.stage === 'initial' ? writeStrays(world.out) : []
  return { files: filesOf(emitters, world), strays, truth: truth.close() }
}

type World = Required<Omit<ProvinceOptions, 'onProgress'>>
type Registers = (dataset: string) => Register

/** Rows of the two people of a pair. */
function pairRows(world: World, index: number, registers: Registers) {
  const pair = [personOf(world.seed, index), personOf(world.seed, index + 1)] as const
  const marriages = marriageRows(world.seed, pair, registers('marriage_registration'))
  return pair.map((person, side) => ({
    ...personRows(world, person, registers),
    marriage_registration: marriages[side] ?? [],
  }))
}

function personRows(world: World, person: Person, registers: Registers) {
  const death = deathOf(world.seed, person)
  const gone = death?.seq === 1
  return {
    household_registration: householdRows(world.seed, person, gone, registers('household_registration')),
    social_insurance: insuranceRows(world.seed, person, world.organisations, registers('social_insurance')),
    death_registration: death ? deathRows(person, death, registers('death_registration')) : [],
  }
}

/** The extracts up to the stage; those of an earlier stage are only gone through, not written again. */
function openEmitters(world: World, truth: Truth): Emitter[] {
  const drop = join(world.out, 'drop')
  for (const each of catalogue.departments) mkdirSync(join(drop, each.id), { recursive: true })
  return extracts
    .filter((each) => each.stage === 'initial' || world.stage === 'update')
    .map((each) => {
      const writer = openExtract(each, each.stage === world.stage ? drop : null)
      return new Emitter(each, writer, truth, world, faultRateOf(each))
    })
}

function faultRateOf(extract: Extract): number {
  const foundation = datasetOf(catalogue, extract.dataset).foundation
  return foundation === 'person' ? FAULT_RATE[extract.mode] : FAULT_RATE.organisations
}

function registersOf(emitters: Emitter[]): Registers {
  const registers = new Map<string, Map<number, Emitter>>()
  for (const emitter of emitters) {
    const { dataset, seq } = emitter.extract
    const register = registers.get(dataset) ?? new Map<number, Emitter>()
    registers.set(dataset, register.set(seq, emitter))
  }
  return (dataset) => registers.get(dataset) ?? new Map()
}

function filesOf(emitters: Emitter[], world: World): Province['files'] {
  return emitters
    .filter(({ extract }) => extract.stage === world.stage)
    .map(({ extract, received, rejected }) => {
      const department = datasetOf(catalogue, extract.dataset).providingDepartment
      const bytes = statSync(join(world.out, 'drop', department, extract.fileName)).size
      return { department, dataset: extract.dataset, fileName: extract.fileName, bytes, received, rejected }
    })
}

/** What lies about in real drop folders: a file sent twice, one still being written, one that nobody can place. */
function writeStrays(out: string): string[] {
  const market = join(out, 'drop', 'market_regulation')
  const resent = join(market, 'market_entities_full_20260901_resend.csv')
  copyFileSync(join(market, 'market_entities_full_20260901.csv'), resent)
  const partial = join(out, 'drop', 'public_security', 'household_registration_full_20260930.csv.part')
  writeFileSync(partial, '公民身份号码,姓名,性别\r\n1501')
  const unclaimed = join(out, 'drop', 'civil_affairs', '9月名单（最终版）.csv')
  writeFileSync(unclaimed, '序号,事项\n1,报送\n')
  return [resent, partial, unclaimed]
}
