import type { Trial } from '../../connectors/trial.ts'
import { redact } from '../../core/log.ts'
import { exitOf } from './failure.ts'
import { type Exit, exit, type Io } from './io.ts'

/**
 * Says in one line each what works at a source or a sink and what does not, with the code and kind of the error. The exit
 * code is that of the first one that does not.
 */
export function showTrials(io: Io, about: Record<string, string>, trials: Trial[]): Exit {
  const described = trials.map(({ what, fields, error }) => ({
    what,
    ok: !error,
    message: redact(error ? error.in(io.locale) : io.text(`connectors.trial.${what}`, fields)),
    ...(error && { code: error.code, kind: error.kind, fields: error.fields }),
  }))
  io.answer({ ok: described.every(({ ok }) => ok), ...about, trials: described })
  for (const { ok, message, code, kind } of described)
    io.say(ok ? `✓ ${message}` : `✗ ${code} (${kind}): ${message}`)
  const failed = trials.find(({ error }) => error)?.error
  return failed ? exitOf(failed) : exit.ok
}
