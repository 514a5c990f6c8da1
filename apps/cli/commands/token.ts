import { catalogue } from '../../../catalog/catalogue.ts'
import { systemClock } from '../../../core/clock.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { type Grant, issueToken, listGrants, revokeToken } from '../../../pipelines/events/index.ts'
import { record } from '../../../pipelines/record.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_events.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Issues a department the right to post events to some datasets; token and queue key are shown this once. */
export async function addToken(
  io: Io,
  options: { datasets: string; until?: string },
  department: string,
): Promise<Exit> {
  const datasets = options.datasets.split(',').map((each) => each.trim())
  checkNames(department, datasets)
  const until = options.until === undefined ? undefined : instantOf(options.until)
  const opened = await open(io.settings)
  try {
    const { platform } = opened
    const now = systemClock.now()
    const issued = await issueToken(platform.paths.grants, { department, datasets, now, until })
    const { id } = issued.grant
    await record(platform, 'grant', department, { grant: id, datasets: datasets.join(', ') })
    io.answer({ id, department, datasets, token: issued.token, queueKey: issued.queueKey })
    io.say(io.text('token.issued', { id, department, datasets: datasets.join(', ') }))
    io.say(io.text('token.token', { token: issued.token }))
    io.say(io.text('token.queue_key', { key: issued.queueKey }))
    return exit.ok
  } finally {
    await opened.close()
  }
}

/** Withdraws a token. */
export async function removeToken(io: Io, _options: unknown, id: string): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    const { platform } = opened
    const grant = await revokeToken(platform.paths.grants, id)
    await record(platform, 'revoke', grant.department, { grant: grant.id })
    io.answer({ id, department: grant.department })
    io.say(io.text('token.revoked', { id, department: grant.department }))
    return exit.ok
  } finally {
    await opened.close()
  }
}

/** Lists tokens, without their secrets. */
export async function listTokens(io: Io): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    const grants = await listGrants(opened.platform.paths.grants)
    io.answer(grants.map(plain))
    const header = ['id', 'department', 'dataset', 'started', 'until'].map((name) =>
      io.text(`column.${name}`),
    )
    const rows = grants.map((grant) => [
      grant.id,
      grant.department,
      grant.datasets.join(', '),
      grant.createdAt,
      grant.until ?? '',
    ])
    for (const line of renderTable(header, rows)) io.say(line)
    return exit.ok
  } finally {
    await opened.close()
  }
}

function plain({ id, department, datasets, createdAt, until }: Grant) {
  return { id, department, datasets, createdAt, until }
}

function checkNames(department: string, datasets: string[]): void {
  const departments = catalogue.departments.map(({ id }) => id)
  if (!departments.includes(department)) {
    throw new ShuyuanError('cli.unknown_department', { id: department, known: departments.join(', ') })
  }
  const known = catalogue.datasets.filter(({ form }) => form === 'event').map(({ id }) => id)
  if (!datasets.every((id) => known.includes(id))) {
    throw new ShuyuanError('events.unknown_dataset', { known: known.join(', ') || '-' })
  }
}

/** @throws ShuyuanError `cli.bad_date` */
function instantOf(text: string): Date {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00+08:00`) : new Date(Number.NaN)
  if (Number.isNaN(instant.getTime()))
    throw new ShuyuanError('cli.bad_date', { option: 'until', value: text })
  return instant
}
