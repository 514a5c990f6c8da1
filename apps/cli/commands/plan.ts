import { catalogue } from '../../../catalog/catalogue.ts'
import config from '../../../jobs.config.ts'
import { planRun } from '../../../pipelines/plan.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'

/** Prints the stages that the targets need, in order. Opens no server and changes nothing. */
export async function plan(io: Io, _options: object, targets: string[]): Promise<Exit> {
  const planned = planRun(catalogue, config, targets)
  io.answer(planned)
  const rows = planned.stages.map((stage) => [stage.id, stage.after.join(' ') || '-'])
  for (const line of renderTable([io.text('plan.stage'), io.text('plan.after')], rows)) io.say(line)
  return exit.ok
}
