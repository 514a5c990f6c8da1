import { resolve } from 'node:path'
import { Command } from 'commander'
import type { Settings } from '../../core/settings.ts'
import { candidatesGroup } from './groups/candidates.ts'
import { catalogueGroup } from './groups/catalogue.ts'
import { eventsGroup } from './groups/events.ts'
import { exchangeGroup } from './groups/exchange.ts'
import { extractsGroup } from './groups/extracts.ts'
import { gateGroup } from './groups/gate.ts'
import type { Add } from './groups/group.ts'
import { objectionsGroup } from './groups/objections.ts'
import { operationsGroup } from './groups/operations.ts'
import { profileGroup } from './groups/profile.ts'
import { reprocessGroup } from './groups/reprocess.ts'
import { rulesGroup } from './groups/rules.ts'
import { runsGroup } from './groups/runs.ts'
import { scoresGroup } from './groups/scores.ts'
import { explainInChinese } from './help.ts'
import { createIo } from './io.ts'
import './locale.ts'

const groups = [
  rulesGroup,
  catalogueGroup,
  runsGroup,
  extractsGroup,
  scoresGroup,
  gateGroup,
  candidatesGroup,
  objectionsGroup,
  eventsGroup,
  exchangeGroup,
  operationsGroup,
  profileGroup,
  reprocessGroup,
]

/** The command line: what there is, in `groups/`; what each command does, in `commands/`. */
export function createProgram(settings: Settings): Command {
  const program = new Command('shuyuan')
  program
    .description('Shuyuan (数源): public-data lakehouse and pipelines')
    .version('0.3.0')
    .option('--config <file>', 'configuration of the deployment (SHUYUAN_CONFIG)')
    .option('--data <folder>', 'data folder (SHUYUAN_DATA)')
    .option('--lang <locale>', 'zh-CN or en (SHUYUAN_LANG)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    // What is wrong with the words of a command is told where all failures are.
    .configureOutput({ outputError: () => undefined })

  const add: Add = (usage, description, action, parent = program) =>
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

  for (const group of groups) group(add, program)
  if (settings.locale === 'zh-CN') explainInChinese(program)
  return program
}

/** The options that every command has, over the environment. */
function withGlobals(settings: Settings, { config, data }: { config?: string; data?: string }): Settings {
  const configFile = config ? resolve(config) : settings.configFile
  return { ...settings, configFile, ...(data ? { dataRoot: resolve(data) } : {}) }
}
