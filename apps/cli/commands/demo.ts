import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { catalogue } from '../../../catalog/catalogue.ts'
import { systemClock } from '../../../core/clock.ts'
import { dayOf } from '../../../core/day.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { deliverAhead, generateProvince } from '../../../demo/province.ts'
import { checkAgainstTruth } from '../../../demo/verdict.ts'
import { partsOf, scoresOf } from '../../../governance/scores/read.ts'
import config from '../../../jobs.config.ts'
import { planRun } from '../../../pipelines/plan.ts'
import { runToEnd } from '../../../pipelines/run_to_end.ts'
import { listDeliveries } from '../../../warehouse/ledger/deliveries.ts'
import { PACKAGE } from '../../deployment.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { createProgress } from '../progress.ts'
import type { Opened } from '../wiring.ts'
import { receive } from './receive.ts'
import { showOutcome } from './run.ts'
import { partTable, scoreTable } from './scores_words.ts'

const texts = defineTexts({
  'error.cli.not_a_demo': {
    kind: 'usage',
    'zh-CN': '{folder} 已存在且不是演示目录，未作任何改动。请用 --data 指定其他目录。',
    en: '{folder} exists and is not a demo folder; it was left alone. Name another with --data.',
  },
  'demo.generating': {
    'zh-CN': '生成模拟省份：{people} 人、{organisations} 个组织（种子 {seed}）',
    en: 'Generating a synthetic province: {people} people, {organisations} organisations (seed {seed})',
  },
  'demo.generated': {
    'zh-CN': '生成完毕（{seconds} 秒），部门数据在 {folder}',
    en: "Generated in {seconds} s; departments' files are in {folder}",
  },
  'demo.scores': { 'zh-CN': '各数据集质量评分', en: 'Quality scores by dataset' },
  'demo.second': {
    'zh-CN': '第二批（增量）数据到达，再次运行',
    en: 'A second batch (changes) arrives; running again',
  },
  'demo.received': { 'zh-CN': '盟市接收', en: 'Cities receive' },
  'demo.truth': {
    'zh-CN':
      '与真值比对：注入问题 {expected} 处，查出 {found}，误报 {unexpected}；基础库记录 {golden} 条，不一致 {different}',
    en: 'Against the truth: {expected} injected faults, {found} found, {unexpected} false alarms; {golden} golden records, {different} different',
  },
  'demo.next': { 'zh-CN': '接下来可以试试（数据在 {data}）：', en: 'What to try next (data in {data}):' },
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}

/** The demo shows Inner Mongolia's registers, wherever it is run. */
const deployment = { folder: PACKAGE, config, catalogue }

const MARKER = '.shuyuan-demo'
const PEOPLE = 50_000
const ORGANISATIONS = 5_000

/**
 * The main job on a synthetic province: generate, run, publish, report, deliver, receive; then a second batch
 * of changes through the same way; at the end everything is compared with the known truth.
 */
export const demo = command({
  usage: 'demo',
  words: { 'zh-CN': '演示：模拟省份全流程', en: 'a synthetic province, end to end' },
  options: {
    '--scale <n>': {
      default: '1',
      'zh-CN': '规模倍数（5 万人、5 千个组织为 1）',
      en: 'times 50,000 people and 5,000 organisations',
    },
    '--seed <n>': { default: '1', 'zh-CN': '随机种子', en: 'which province' },
  },
  async run(io, options) {
    const scale = positive('scale', options.scale)
    const seed = Math.trunc(positive('seed', options.seed))
    const own = io.settings.dataRoot.endsWith('data') && !io.settings.dataRoot.endsWith('demo-data')
    const data = own ? join(io.settings.dataRoot, '..', 'demo-data') : io.settings.dataRoot
    startOver(data)
    const here: Io = { ...io, settings: { ...io.settings, dataRoot: data } }
    const province = {
      out: data,
      day: dayOf(systemClock.now()),
      seed,
      people: Math.round(PEOPLE * scale),
      organisations: Math.round(ORGANISATIONS * scale),
    }
    const ahead = join(data, 'ahead')
    await generate(here, { ...province, ahead })
    const progress = createProgress(here, true)
    const opened = await io.open({
      settings: here.settings,
      deployment,
      makes: true,
      progress: progress.update,
    })
    const first = await runAndReceive(here, opened, progress)
    here.say()
    here.say(here.text('demo.second'))
    deliverAhead(ahead, data)
    const second = await runAndReceive(here, opened, progress)
    await showScores(here, opened)
    const sound = await showVerdict(here, opened, data)
    nextCommands(here, data)
    const done = [first, second].every((code) => code === exit.ok || code === exit.problems)
    return sound && done ? exit.ok : exit.failed
  },
})

function positive(option: string, value: string): number {
  const number = Number(value)
  if (!Number.isFinite(number) || number <= 0) throw new ShuyuanError('cli.bad_number', { option, value })
  return number
}

/** Empties the demo's own folder; any other folder that is not empty is refused. */
function startOver(data: string): void {
  if (existsSync(data) && !existsSync(join(data, MARKER)))
    throw new ShuyuanError('cli.not_a_demo', { folder: data })
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, MARKER), '')
}

async function generate(io: Io, province: Parameters<typeof generateProvince>[0]): Promise<void> {
  const from = performance.now()
  io.say(
    io.text('demo.generating', {
      people: province.people,
      organisations: province.organisations,
      seed: province.seed,
    }),
  )
  const progress = createProgress(io, io.interactive)
  progress.start(100, 0)
  let shown = 0
  await generateProvince({
    ...province,
    onProgress: (done, total) => {
      const percent = Math.floor((100 * done) / Math.max(1, total))
      for (; shown < percent; shown++)
        progress.update({ stage: '', what: 'progress.succeeded', done: 1, total: 1 })
    },
  })
  progress.stop()
  const seconds = ((performance.now() - from) / 1000).toFixed(1)
  io.say(io.text('demo.generated', { seconds, folder: relative('.', join(province.out, 'drop')) }))
}

async function runAndReceive(
  io: Io,
  opened: Opened,
  progress: ReturnType<typeof createProgress>,
): Promise<Exit> {
  const planned = planRun(catalogue, config, [])
  const runId = await runToEnd(opened.platform, await opened.queue(), planned, 'demo', {
    started: (id) => progress.start(planned.stages.length, id),
  })
  progress.stop()
  const outcome = await showOutcome(io, opened.platform.ledger.db, runId)
  io.say(io.text('demo.received'))
  for (const request of config.deliveries) {
    const [last] = await listDeliveries(opened.platform.ledger.db, request.id)
    const path = (last?.detail as { path?: string } | undefined)?.path
    if (!path || last?.status === 'received') continue
    const city = join(io.settings.dataRoot, 'cities', request.city)
    mkdirSync(city, { recursive: true })
    await receive.run(
      io,
      { into: join(city, 'city.duckdb'), key: undefined, cityKeys: join(city, 'keys'), city: request.city },
      path,
    )
  }
  const taken = planned.stages
    .filter((stage) => stage.kind === 'deliver')
    .map((stage) => ({ ...stage, after: [] }))
  await runToEnd(opened.platform, await opened.queue(), { targets: ['receipts'], stages: taken }, 'demo')
  return outcome
}

async function showScores(io: Io, { platform }: Opened): Promise<void> {
  const tree = await scoresOf(platform)
  if (!tree) return
  io.say(io.text('demo.scores'))
  for (const line of scoreTable(io, tree)) io.say(line)
  io.say()
  const parts = await partsOf(platform, { period: tree.period })
  for (const line of partTable(io, catalogue, parts)) io.say(line)
}

async function showVerdict(io: Io, opened: Opened, data: string): Promise<boolean> {
  const verdict = await checkAgainstTruth(opened.platform, join(data, 'truth'))
  io.answer(verdict)
  const golden = Object.values(verdict.golden)
  const sum = (pick: (each: (typeof golden)[number]) => number) =>
    golden.reduce((total, each) => total + pick(each), 0)
  io.say(
    io.text('demo.truth', {
      expected: verdict.faults.expected,
      found: verdict.faults.found,
      unexpected: verdict.faults.unexpected.length,
      golden: sum((each) => each.expected),
      different: sum((each) => each.expected - each.equal + each.extra),
    }),
  )
  return verdict.perfect
}

function nextCommands(io: Io, data: string): void {
  const folder = relative('.', data) || '.'
  const command = `npx shuyuan --data ${folder}`
  io.say(io.text('demo.next', { data: folder }))
  for (const next of [
    'status',
    'runs show 1',
    'query "select household_division, count(*) from person group by 1 order by 2 desc limit 5"',
    'query "select v.code, count(*) from quarantine.household_registration, unnest(violations) t(v) group by 1 order by 2 desc"',
    `report  # ${relative('.', dataPaths(data).reports)}/`,
    'doctor',
  ]) {
    io.say(`  ${command} ${next}`)
  }
}
