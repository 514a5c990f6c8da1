import { existsSync } from 'node:fs'
import { access, constants, stat, statfs } from 'node:fs/promises'
import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { checkLake } from '../../../pipelines/lake_check.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { absentSchedules } from '../../../pipelines/schedules.ts'
import { sourcePlaces } from '../../../pipelines/sources/places.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import type { Finding } from '../finding.ts'
import { exit, type Io } from '../io.ts'
import { moment } from '../words.ts'
import { auditFindings, type GivenAnchor, givenAnchor, rightsFinding } from './doctor_audit.ts'

defineTexts({
  'doctor.node': { 'zh-CN': 'Node {version}', en: 'Node {version}' },
  'doctor.node_old': {
    'zh-CN': 'Node {version} 过旧，需要 {least} 或更高',
    en: 'Node {version} is too old; {least} or later is needed',
  },
  'doctor.no_data': {
    'zh-CN': '数据目录 {root} 尚不存在；shuyuan init 或首次运行时创建',
    en: 'The data folder {root} does not exist yet; `shuyuan init` or the first run makes it',
  },
  'doctor.closed': {
    'zh-CN': '数据目录只有平台账号可读',
    en: "Data folders are the platform's account's alone",
  },
  'doctor.open': {
    'zh-CN': '其他账号可以读取 {folders}。请执行：{command}',
    en: 'Other accounts can read {folders}. Close them: {command}',
  },
  'doctor.space': {
    'zh-CN': '数据目录 {root} 可用 {gigabytes} GB',
    en: '{gigabytes} GB free at the data folder {root}',
  },
  'doctor.space_low': {
    'zh-CN': '数据目录 {root} 仅剩 {gigabytes} GB，建议至少 {least} GB；可执行 shuyuan vacuum',
    en: 'Only {gigabytes} GB free at {root}; at least {least} GB is advised. `shuyuan vacuum` frees some',
  },
  'doctor.drop': { 'zh-CN': '{count} 个部门投放目录可读', en: '{count} drop folders can be read' },
  'doctor.drop_missing': {
    'zh-CN': '投放目录 {folder} 不存在或不可读，请创建',
    en: 'The drop folder {folder} is missing or cannot be read; make it',
  },
  'doctor.servers': {
    'zh-CN': '台账 {ledger} 与队列（{queue}）可用',
    en: 'Ledger {ledger} and queue ({queue}) answer',
  },
  'doctor.schedules': {
    'zh-CN': '{count} 项计划已生效',
    en: '{count} schedules are in force',
  },
  'doctor.lake': {
    'zh-CN': '数据湖 {tables} 张表的 {files} 个文件（{megabytes} MB）与记录的大小和摘要一致',
    en: 'The {files} files ({megabytes} MB) of the {tables} lake tables have their recorded size and hash',
  },
  'doctor.lake_quick': {
    'zh-CN':
      '数据湖 {tables} 张表的 {files} 个文件（{megabytes} MB）齐全且大小与记录一致；其中 {since} 之后写入的 {read} 个与摘要一致，其余未读取（shuyuan doctor 读取全部）',
    en: 'The {files} files ({megabytes} MB) of the {tables} lake tables are there in their recorded size; the {read} written since {since} have their recorded hash, the others were not read (`shuyuan doctor` reads all)',
  },
  'doctor.lake_file': {
    'zh-CN': '数据湖文件 {path} {fault}。请保全现场，并从备份恢复数据湖；共 {count} 个文件有误',
    en: 'The lake file {path} {fault}. Preserve the server, and restore the lake from a backup; {count} files are wrong',
  },
  'doctor.fault_missing': { 'zh-CN': '缺失', en: 'is missing' },
  'doctor.fault_size': { 'zh-CN': '的大小与记录不符', en: 'has another size than recorded' },
  'doctor.fault_content': {
    'zh-CN': '的内容与写入时的摘要不符',
    en: 'has other content than when it was written',
  },
  'doctor.fault_nameless': {
    'zh-CN': '的名称中没有摘要，不是本平台写入的',
    en: 'has no hash in its name, so the platform did not write it',
  },
  'doctor.fault_positions': {
    'zh-CN': '所列已删除行与日志不符（可删除该文件，平台会按日志重新生成）',
    en: 'lists other rows as deleted than the log does (it can be removed: the platform makes it again from the log)',
  },
})

const NODE_AT_LEAST = [20, 19] as const
const FREE_GB_AT_LEAST = 5

/**
 * Looks at everything a run needs and says what is missing and how to get it. `anchor`: a file kept elsewhere that must
 * agree with the audit log. `quick`: of the lake's files only those written since the last whole check are read.
 */
export const doctor = command({
  usage: 'doctor',
  words: { 'zh-CN': '检查本机、数据目录与服务', en: 'check this machine, the data folder and the servers' },
  options: {
    '--anchor <file>': {
      'zh-CN': '另行保存的清单、回执或报告，据以核对审计链',
      en: 'manifest, receipt or report kept elsewhere, against which the audit log is checked',
    },
    '--key <file>': { 'zh-CN': '平台公钥（PEM）', en: "the platform's public key (PEM)" },
    '--quick': {
      'zh-CN': '只读取上次完整检查之后写入的数据湖文件；其余只核对是否存在及大小',
      en: 'read only lake files written since the last full check; of the others compare presence and size',
    },
  },
  async run(io, options) {
    const given = await givenAnchor(io, options)
    const isThere = existsSync(io.settings.dataRoot)
    const folders = isThere ? [...(await dropFolders(io)), await privacy(io)] : []
    const ofData = isThere || given ? [...folders, ...(await servers(io, given, options.quick))] : []
    const findings = [nodeVersion(io), await freeSpace(io), ...ofData]
    io.answer({ ok: findings.every((finding) => finding.ok), findings })
    for (const finding of findings) io.say(`${finding.ok ? '✓' : '✗'} ${finding.message}`)
    return findings.every((finding) => finding.ok) ? exit.ok : exit.problems
  },
})

function nodeVersion(io: Io): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor >= NODE_AT_LEAST[1])
  const fields = { version: process.versions.node, least: NODE_AT_LEAST.join('.') }
  return { check: 'node', ok, message: io.text(ok ? 'doctor.node' : 'doctor.node_old', fields) }
}

async function freeSpace(io: Io): Promise<Finding> {
  const root = io.settings.dataRoot
  const stats = await statfs(root).catch(() => undefined)
  if (!stats) return { check: 'data', ok: true, message: io.text('doctor.no_data', { root }) }
  const gigabytes = Math.floor((stats.bavail * stats.bsize) / 2 ** 30)
  const ok = gigabytes >= FREE_GB_AT_LEAST
  return {
    check: 'data',
    ok,
    message: io.text(ok ? 'doctor.space' : 'doctor.space_low', { root, gigabytes, least: FREE_GB_AT_LEAST }),
  }
}

async function dropFolders(io: Io): Promise<Finding[]> {
  const deployment = await deploymentOf(io.settings)
  const paths = dataPaths(io.settings.dataRoot)
  const places = sourcePlaces(deployment).filter(({ kind }) => kind === 'folder')
  const folders = new Set(places.map(({ folder }) => paths.drop(folder)))
  const missing: Finding[] = []
  for (const folder of folders) {
    try {
      await access(folder, constants.R_OK)
    } catch {
      missing.push({ check: 'drop', ok: false, message: io.text('doctor.drop_missing', { folder }) })
    }
  }
  return missing.length > 0
    ? missing
    : [{ check: 'drop', ok: true, message: io.text('doctor.drop', { count: folders.size }) }]
}

/** Whether folders are closed to other accounts; those on the way to what others use may be passed, not listed. */
async function privacy(io: Io): Promise<Finding> {
  const paths = dataPaths(io.settings.dataRoot)
  const passed = [paths.root, paths.outbox].map((path) => ({ path, closed: 0o066 }))
  const own = [paths.landing, paths.lake, paths.keys, paths.reports, paths.work, paths.spill]
  const open: string[] = []
  for (const { path, closed } of [...passed, ...own.map((path) => ({ path, closed: 0o077 }))]) {
    const found = await stat(path).catch(() => undefined)
    if (found && (found.mode & closed) !== 0) open.push(path)
  }
  const fields = { folders: open.join(', '), command: `chmod go= ${open.join(' ')}` }
  const ok = open.length === 0
  return { check: 'privacy', ok, message: io.text(ok ? 'doctor.closed' : 'doctor.open', fields) }
}

const MOST_FILES = 20

/** Compares every file of the lake with what was recorded when it was written; `quick` as of `doctor`. */
async function lakeFindings(io: Io, platform: Platform, quick?: boolean): Promise<Finding[]> {
  const { tables, files, bytes, read, since, faults, problems } = await checkLake(platform, { quick })
  const findings = faults.slice(0, MOST_FILES).map(({ path, fault }) => {
    const fields = { path, fault: io.text(`doctor.fault_${fault}`), count: faults.length }
    return { check: 'lake', ok: false, message: io.text('doctor.lake_file', fields) }
  })
  for (const error of problems) findings.push({ check: 'lake', ok: false, message: error.in(io.locale) })
  if (findings.length > 0) return findings
  const found = { tables, files, megabytes: Math.ceil(bytes / 1e6) }
  const message = since
    ? io.text('doctor.lake_quick', { ...found, read, since: moment(since) })
    : io.text('doctor.lake', found)
  return [{ check: 'lake', ok: true, message }]
}

/** Opens the lake, the ledger and the queue as a run would, and checks the audit chain. */
async function servers(io: Io, given?: GivenAnchor, quick?: boolean): Promise<Finding[]> {
  try {
    const opened = await io.open()
    const { config } = opened.platform
    const absent = await absentSchedules(await opened.queue(), config)
    const queue = io.settings.redisUrl ? 'Redis' : 'PostgreSQL'
    return [
      {
        check: 'servers',
        ok: true,
        message: io.text('doctor.servers', { ledger: opened.platform.ledger.server, queue }),
      },
      {
        check: 'schedules',
        ok: absent.length === 0,
        message: io.text(absent.length === 0 ? 'doctor.schedules' : 'doctor.schedules_absent', {
          count: config.schedules.length,
          schedules: absent.join(', '),
        }),
      },
      await rightsFinding(io, opened.platform),
      ...(await auditFindings(io, opened.platform, given)),
      ...(await lakeFindings(io, opened.platform, quick)),
    ]
  } catch (error) {
    if (!(error instanceof ShuyuanError)) throw error
    return [{ check: 'servers', ok: false, message: error.in(io.locale) }]
  }
}
