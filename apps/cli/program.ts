import { resolve } from 'node:path'
import { Command } from 'commander'
import { type Locale, locales } from '../../core/locale.ts'
import type { Settings } from '../../core/settings.ts'
import {
  decideCandidate,
  listCandidates,
  listDecisions,
  showCandidates,
  undoCandidate,
} from './commands/candidates.ts'
import { exportCatalogue, writeDocs } from './commands/catalogue.ts'
import { showDataset, showDuty, showMatrix } from './commands/catalogue_show.ts'
import { check } from './commands/check.ts'
import { deliver } from './commands/deliver.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { plan } from './commands/plan.ts'
import { query } from './commands/query.ts'
import { receive } from './commands/receive.ts'
import { report } from './commands/report.ts'
import { run } from './commands/run.ts'
import { listRuns, showRun } from './commands/runs.ts'
import { schedule } from './commands/schedule.ts'
import { serve } from './commands/serve.ts'
import { status } from './commands/status.ts'
import { addToken, listTokens, removeToken } from './commands/token.ts'
import { trace } from './commands/trace.ts'
import { vacuum } from './commands/vacuum.ts'
import { verify } from './commands/verify.ts'
import { worker } from './commands/worker.ts'
import { type Action, createIo } from './io.ts'
import './locale.ts'

/** The command line: what there is, with its options. What each does is in `commands/`. */
export function createProgram(settings: Settings): Command {
  const program = new Command('shuyuan')
  program
    .description('Shuyuan (数源): public-data lakehouse and pipelines')
    .version('0.2.0')
    .option('--data <folder>', 'data folder (SHUYUAN_DATA)')
    .option('--lang <locale>', 'zh-CN or en (SHUYUAN_LANG)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })

  const add = (usage: string, description: string, action: Action, parent: Command = program) =>
    parent
      .command(usage, { isDefault: parent !== program && usage === 'list' })
      .description(description)
      .option('--json', 'machine-readable output')
      .exitOverride()
      .action(async (...given: unknown[]) => {
        given.pop() // commander's own object
        const options = given.pop() as { json?: boolean }
        const io = createIo(withGlobals(settings, program.opts()), options.json === true)
        process.exitCode = await action(io, options as never, ...(given as never[]))
      })

  add('check', 'prove the catalogue and jobs.config.ts consistent', check)
  const published = program.command('catalogue').description('the public data catalogue').exitOverride()
  add(
    'export',
    'write workbooks, printable pages, DCAT and data of the catalogue',
    exportCatalogue,
    published,
  )
    .requiredOption('--out <folder>', 'folder that receives the files')
    .option('--locale <locale>', 'language of workbooks and pages: zh-CN or en')
    .option('--date <day>', 'day of publication, YYYY-MM-DD; not given: today')
    .option('--base <address>', 'base of the addresses in catalogue.jsonld')
  add('matrix', 'elements by departments: source, stand-ins, copies', showMatrix, published).option(
    '--foundation <id>',
    'only this one',
  )
  add('duty <department>', 'what a department must provide, and obtain by sharing', showDuty, published)
  add('show <dataset>', 'the entry of a register and its fields', showDataset, published)
  add('docs', 'write the pages of docs/ that are generated from the catalogue', writeDocs, published).option(
    '--out <folder>',
    'folder of the documentation',
    'docs',
  )
  add('plan [targets...]', 'print what a run would do', plan)
  add('run [targets...]', 'run datasets, foundations, report, deliveries; nothing named: all', run)
    .option('--dry-run', 'print the plan and the files that wait, change nothing')
    .option('--no-progress', 'no progress bars')
  add('status', 'what is published, waiting, blocked, delivered', status)
  const runs = program.command('runs').description('past and present runs').exitOverride()
  add('list', 'the latest runs', listRuns, runs).option('--limit <n>', 'how many', '20')
  add('show <id>', 'stages of one run: inputs, outputs, row counts, durations, problems', showRun, runs)
  add('report', 'write the quality reports (HTML and Excel) again', report).option(
    '--department <id>',
    'only this one',
  )
  add('query <sql>', 'read-only SQL over the published versions', query).option(
    '--limit <n>',
    'rows shown',
    '100',
  )
  add(
    'trace <foundation> <key>',
    'where each value of a record comes from; key "-": from standard input',
    trace,
  )
  const candidates = program
    .command('candidates')
    .description('records without a usable key: list, show, decide, undo')
    .exitOverride()
  add('list [dataset]', 'records that wait for a decision', listCandidates, candidates)
    .option('--show', 'with their fields: personal data, to a terminal only, and kept in the audit log')
    .option('--limit <n>', 'how many', '1000')
  add('show <dataset> <extract> <line>', 'one record and whose it may be', showCandidates, candidates)
  add(
    'decide <dataset> <extract> <line> [key]',
    'say whose record it is; key "-": from standard input',
    decideCandidate,
    candidates,
  )
    .requiredOption('--reason <text>', 'why, without identity numbers')
    .option('--none', "nobody's")
  add('undo <decision>', 'undo a decision', undoCandidate, candidates).requiredOption(
    '--reason <text>',
    'why, without identity numbers',
  )
  add('decisions <dataset>', 'decisions in force: who, when, why', listDecisions, candidates)
  add('worker', 'take stages from the queue until stopped', worker)
  add('serve', 'take events over HTTP and from the queue until stopped', serve)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: any free one', '8080')
  const tokens = program.command('token').description('rights of departments to post events').exitOverride()
  add('list', 'who may post to what', listTokens, tokens)
  add('add <department>', 'issue a token and a queue key, shown once', addToken, tokens)
    .requiredOption('--datasets <ids>', 'datasets that it may post to, separated by commas')
    .option('--until <date>', 'first day on which it is no longer valid')
  add('remove <id>', 'withdraw a token', removeToken, tokens)
  add('schedule', 'put the schedules of jobs.config.ts in force and list them', schedule)
  add('deliver [request]', 'send what approved requests entitle cities to', deliver)
  add('verify <package>', "check a package's signature, hashes and content", verify)
    .option('--key <file>', "the platform's public key (PEM)")
    .option('--city <code>', "the city's own code: packages for others are refused")
  add('receive <package>', 'verify a package and apply it, exactly once and in order', receive)
    .requiredOption('--into <target>', 'DuckDB file or postgres:// URL of the city')
    .option('--key <file>', "the platform's public key (PEM)")
    .option('--city-keys <folder>', "folder of the city's own signing key", 'city-keys')
    .option('--city <code>', "the city's own code: packages for others are refused")
  add('vacuum', 'remove table files that no kept version needs', vacuum)
  add('doctor', 'check this machine, the data folder and the servers', doctor)
  add('demo', 'a synthetic province, end to end', demo)
    .option('--scale <n>', 'times 100,000 people and 10,000 organisations', '1')
    .option('--seed <n>', 'which province', '1')
  return program
}

function withGlobals(settings: Settings, globals: { data?: string; lang?: string }): Settings {
  const lang = locales.find((locale): locale is Locale => locale === globals.lang)
  return {
    ...settings,
    dataRoot: globals.data ? resolve(globals.data) : settings.dataRoot,
    locale: lang ?? settings.locale,
  }
}
