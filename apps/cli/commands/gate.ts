import { ShuyuanError } from '../../../core/errors.ts'
import {
  explainRun,
  heldNow,
  overrideGate,
  overridesOf,
  revokeGateOverride,
  type ToldOverride,
} from '../../../pipelines/gate/index.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'
import { moment } from '../words.ts'
import { explained } from './gate_words.ts'

interface Decision {
  as: string
  reason: string
}

/** What gates hold now, and every override. */
export function listGate(io: Io): Promise<Exit> {
  return withPlatform(io, async (platform) => {
    const held = await heldNow(platform)
    const overrides = await overridesOf(platform)
    io.answer({ held, overrides })
    if (held.length === 0) io.say(io.text('gate.nothing_held'))
    for (const { subject, extract, findings } of held) {
      io.say(io.text(extract === null ? 'gate.held_release' : 'gate.held_extract', { subject, extract }))
      for (const { code, fields } of findings) io.say(`  ${io.text(code, fields)}`)
    }
    const header = ['id', 'subject', 'officer', 'status', 'given', 'reason'].map((name) =>
      io.text(`gate.column.${name}`),
    )
    if (overrides.length > 0) for (const line of renderTable(header, overrides.map(row(io)))) io.say(line)
    return held.length > 0 ? exit.blocked : exit.ok
  })
}

/** Why a run published what it did, in words. @throws ShuyuanError `cli.bad_run_id`, `ledger.unknown_run` */
export function explainGate(io: Io, _options: object, id: string): Promise<Exit> {
  if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_run_id', { id })
  return withPlatform(io, async (platform) => {
    const explanation = await explainRun(platform, Number(id))
    io.answer(explanation)
    for (const line of explained(io, platform, explanation)) io.say(line)
    return explanation.held.some(({ kind }) => kind === 'extract' || kind === 'release')
      ? exit.blocked
      : exit.ok
  })
}

/** Lets pass what a gate holds, once. */
export function overrideHeld(io: Io, options: Decision, target: string[]): Promise<Exit> {
  return withPlatform(io, async (platform) => {
    const override = await overrideGate(platform, target, { officer: options.as, reason: options.reason })
    io.answer(override)
    const { id, subject, extract } = override
    io.say(
      io.text('gate.given', { override: id, subject: [subject, extract].filter((each) => each).join(' ') }),
    )
    return exit.ok
  })
}

/** Takes back an override that was not used. @throws ShuyuanError `cli.bad_number` */
export function revokeHeld(io: Io, options: Decision, id: string): Promise<Exit> {
  if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_number', { option: 'override', value: id })
  return withPlatform(io, async (platform) => {
    const decision = { officer: options.as, reason: options.reason }
    const override = await revokeGateOverride(platform, Number(id), decision)
    io.answer(override)
    io.say(io.text('gate.revoked', { override: override.id }))
    return exit.ok
  })
}

function row(io: Io) {
  return ({ id, subject, extract, officerName, status, createdAt, reason }: ToldOverride) => [
    String(id),
    [subject, extract].filter((each) => each !== null).join(' '),
    officerName,
    io.text(`gate.status.${status}`),
    moment(createdAt),
    reason,
  ]
}

async function withPlatform(io: Io, work: (platform: Platform) => Promise<Exit>): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    return await work(opened.platform)
  } finally {
    await opened.close()
  }
}
