import { existsSync } from 'node:fs'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { type Plan, planRun } from '../../../pipelines/plan.ts'
import { type Because, type Stale, staleRegisters } from '../../../pipelines/reprocess/stale.ts'
import { type CatalogueChange, catalogueChanges } from '../../../quality/catalogue_changes/find.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import '../locale_reprocess.ts'

defineTexts({
  'plan.stage': { 'zh-CN': '阶段', en: 'stage' },
  'plan.after': { 'zh-CN': '在其之后', en: 'after' },
})

/**
 * Prints the stages that the targets need, in order, how the tables of their datasets would
 * follow the catalogue, and which of their extracts were judged by older versions. Changes nothing, and opens no server
 * where there is no data.
 */
export const plan = command({
  usage: 'plan [targets...]',
  words: { 'zh-CN': '显示将要执行的阶段', en: 'print what a run would do' },
  async run(io, _options, targets) {
    const { catalogue, config } = await deploymentOf(io.settings)
    const planned = planRun(catalogue, config, targets)
    const { changes, stale } = await lookedAt(io, ingested(planned))
    io.answer({ ...planned, catalogue: changes, stale })
    const rows = planned.stages.map((stage) => [stage.id, stage.after.join(' ') || '-'])
    for (const line of renderTable([io.text('plan.stage'), io.text('plan.after')], rows)) io.say(line)
    for (const change of changes) io.say(changeWords(io, change))
    for (const { code, fields } of changes.flatMap((each) => each.refused))
      io.say(`✗ ${io.text(code, fields)}`)
    for (const line of stale.flatMap((each) => staleWords(io, each))) io.say(line)
    return exit.ok
  },
})

/** What the data there says, where there is any. */
async function lookedAt(io: Io, datasets: string[]): Promise<{ changes: CatalogueChange[]; stale: Stale[] }> {
  if (!existsSync(dataPaths(io.settings.dataRoot).lake)) return { changes: [], stale: [] }
  const { platform } = await io.open()
  const changes = await catalogueChanges(platform, datasets)
  return { changes, stale: await staleRegisters(platform, datasets) }
}

function staleWords(io: Io, { dataset, foundation, extracts, unrecorded, again }: Stale): string[] {
  const count = (...whats: Because[]) =>
    extracts.filter(({ because }) => because.some((each) => whats.includes(each))).length
  const [stale, late] = [count('rules', 'catalogue'), count('registers')]
  const given = { dataset, foundation, ...again }
  return [
    ...(stale > 0
      ? [io.text('plan.stale', { ...given, stale, rules: count('rules'), catalogue: count('catalogue') })]
      : []),
    ...(late > 0 ? [io.text('plan.late', { ...given, stale: late })] : []),
    ...(unrecorded.length > 0
      ? [io.text('plan.unrecorded', { ...given, unrecorded: unrecorded.length })]
      : []),
  ]
}

const ingested = ({ stages }: Plan) =>
  stages.filter((stage) => stage.kind === 'ingest').map((stage) => stage.target)

function changeWords(io: Io, { dataset, added, renamed, retyped }: CatalogueChange): string {
  const listed = (items: string[]) => items.join(', ') || '-'
  return io.text('catalogue.change', {
    dataset,
    added: listed(added),
    renamed: listed(renamed.map(({ from, to }) => `${from} → ${to}`)),
    retyped: listed(retyped.map(({ field, from, to }) => `${field} ${from} → ${to}`)),
  })
}
