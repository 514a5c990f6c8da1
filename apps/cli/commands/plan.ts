import { catalogue } from '../../../catalog/catalogue.ts'
import config from '../../../jobs.config.ts'
import { type CatalogueChange, catalogueChanges } from '../../../pipelines/catalogue_changes/index.ts'
import { type Plan, planRun } from '../../../pipelines/plan.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { withLake } from '../wiring.ts'

/**
 * Prints the stages that the targets need, in order, and how the tables of their datasets would follow the catalogue.
 * Opens no server and changes nothing.
 */
export async function plan(io: Io, _options: object, targets: string[]): Promise<Exit> {
  const planned = planRun(catalogue, config, targets)
  const changes = (await withLake(io.settings, (parts) => catalogueChanges(parts, ingested(planned)))) ?? []
  io.answer({ ...planned, catalogue: changes })
  const rows = planned.stages.map((stage) => [stage.id, stage.after.join(' ') || '-'])
  for (const line of renderTable([io.text('plan.stage'), io.text('plan.after')], rows)) io.say(line)
  for (const change of changes) io.say(changeWords(io, change))
  for (const { code, fields } of changes.flatMap((each) => each.refused)) io.say(`✗ ${io.text(code, fields)}`)
  return exit.ok
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
