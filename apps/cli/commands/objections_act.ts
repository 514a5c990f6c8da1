import {
  acceptObjection,
  confirmObjection,
  correctObjection,
  type Objection,
  rejectObjection,
  reopenObjection,
  verifyObjection,
} from '../../../governance/objections/index.ts'
import { actor } from '../../../governance/record.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { numberOption, opened } from './objections_common.ts'

interface Options {
  reason?: string
}
type Act = (platform: Platform, id: number, act: { actor: string; reason: string }) => Promise<Objection>

/** Takes an objection up. */
export const accept = command(acceptObjection)
/** Says that the data are wrong. */
export const verify = command(verifyObjection)
/** Says that all its rows are mended. */
export const correct = command(correctObjection)
/** Says that the data are right. */
export const reject = command(rejectObjection)
/** Takes a closed objection up again. */
export const reopen = command(reopenObjection)

/** An officer confirms what somebody else said: that data which fail a mathematical check are right. */
export function confirm(io: Io, { as, reason }: Options & { as: string }, given: string): Promise<Exit> {
  const id = numberOption('id', given)
  return opened(io, async (platform) => {
    const { state, itemsOpen } = await confirmObjection(platform, id, { officer: as, reason })
    io.answer({ id, state, itemsOpen })
    io.say(io.text('objections.now', { id, state: io.text(`objections.state.${state}`) }))
    return exit.ok
  })
}

function command(act: Act) {
  return (io: Io, { reason }: Options, given: string): Promise<Exit> => {
    const id = numberOption('id', given)
    return opened(io, async (platform) => {
      const by = { actor: actor(), ...(reason === undefined ? {} : { reason }) }
      const { state, itemsOpen } = await act(platform, id, by as { actor: string; reason: string })
      const awaitsConfirmation = act === rejectObjection && state !== 'rejected'
      io.answer({ id, state, itemsOpen, ...(awaitsConfirmation ? { awaitsConfirmation } : {}) })
      const key = awaitsConfirmation ? 'objections.claimed' : 'objections.now'
      io.say(io.text(key, { id, state: io.text(`objections.state.${state}`) }))
      return exit.ok
    })
  }
}
