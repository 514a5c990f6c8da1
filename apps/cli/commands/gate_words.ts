import type { Explanation, GateOutcome } from '../../../governance/overrides/explain.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import type { Io } from '../io.ts'
import '../locale_gate.ts'
import { moment } from '../words.ts'

/** An explanation in lines: the run, then each thing that was held. */
export function explained(io: Io, platform: Platform, { run, held }: Explanation): string[] {
  const trigger = run.trigger.startsWith('schedule:')
    ? io.text('gate.by_schedule', { schedule: run.trigger.slice('schedule:'.length) })
    : io.text('gate.by_hand', { trigger: run.trigger })
  const status = io.text(`state.${run.status}`)
  const head = io.text('gate.run', { run: run.id, trigger, started: moment(run.startedAt), status })
  if (held.length === 0) return [head, io.text('gate.run_free')]
  const waited = held.filter(({ kind }) => kind === 'skipped')
  const others = held.filter(({ kind }) => kind !== 'skipped')
  return [head, ...others.flatMap((each) => ['', ...linesOf(io, platform, each)]), ...waitedLines(io, waited)]
}

function linesOf(io: Io, platform: Platform, held: GateOutcome): string[] {
  const { kind, subject, extract, stage, findings } = held
  return [
    io.text(`gate.kind.${kind}`, { subject, extract, stage }),
    ...findings.map(({ code, fields }) => `  ${io.text('gate.found')}${wordsOf(io, code, fields)}`),
    `  ${io.text('gate.stands')}${publishedWords(io, held)}`,
    ...overridden(io, platform, held).map((line) => `  ${line}`),
    ...next(io, platform, held).map((line) => `  ${io.text('gate.next')}${line}`),
  ]
}

/** The stages that did not run, by what they waited for, and which releases stand meanwhile. */
function waitedLines(io: Io, waited: GateOutcome[]): string[] {
  if (waited.length === 0) return []
  const causes = new Map<string, string[]>()
  for (const { findings, stage } of waited) {
    const cause = findings.map(({ code, fields }) => wordsOf(io, code, fields)).join('; ')
    causes.set(cause, [...(causes.get(cause) ?? []), stage])
  }
  const stands = waited
    .filter(({ standing: stands }) => stands?.kind === 'release')
    .map((each) => `  ${io.text('gate.stands')}${publishedWords(io, each)}`)
  return [
    '',
    io.text('gate.waited'),
    ...[...causes].map(([cause, stages]) => `  ${stages.join(', ')}: ${cause}`),
    ...stands,
    `  ${io.text('gate.next')}${io.text('gate.next.skipped')}`,
  ]
}

/** A finding in words; the error of a stage before is kept without its prefix. */
function wordsOf(io: Io, code: string, fields: GateOutcome['findings'][number]['fields']): string {
  if (code !== 'ledger.stage_before') return io.text(code, fields)
  return io.text('gate.stage_before', {
    stage: fields.stage,
    status: io.text(`state.${String(fields.status)}`),
  })
}

function publishedWords(io: Io, { standing: stands, kind }: GateOutcome): string {
  if (!stands) return io.text('gate.stands.nothing')
  const { subject, number, since } = stands
  const key = kind === 'overridden' ? `gate.now.${stands.kind}` : `gate.stands.${stands.kind}`
  return io.text(key, { subject, number, since: moment(since) })
}

function overridden(io: Io, platform: Platform, { override }: GateOutcome): string[] {
  if (!override) return []
  const { id, officer, status, reason, createdAt } = override
  const name = platform.config.officers.find((each) => each.id === officer)?.name ?? officer
  return [io.text(`gate.override.${status}`, { override: id, officer: name, reason, at: moment(createdAt) })]
}

/** Who must do what next. */
function next(io: Io, platform: Platform, held: GateOutcome): string[] {
  const { kind, subject, extract, department, override, holding } = held
  if (kind === 'overridden') return []
  if (kind === 'failed' || kind === 'early') return [io.text(`gate.next.${kind}`)]
  if (override?.status === 'open') return [io.text('gate.next.run', { subject })]
  if (!holding) return [io.text('gate.next.over')]
  const who = platform.catalogue.departments.find(({ id }) => id === department)?.name[io.locale] ?? '-'
  const target = [subject, extract].filter((each) => each !== null).join(' ')
  return [
    io.text(`gate.next.${kind}`, { department: who, subject }),
    io.text('gate.next.override', { target }),
  ]
}
