import {
  acceptObjection,
  correctObjection,
  rejectObjection,
  verifyObjection,
} from '../../../governance/objections/act.ts'
import { confirmObjection } from '../../../governance/objections/confirm.ts'
import type { Objection } from '../../../governance/objections/ledger/record.ts'
import { reopenObjection } from '../../../governance/objections/reopen.ts'
import { actor } from '../../../governance/record.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { numberOption } from './objections_common.ts'

type Act = (platform: Platform, id: number, act: { actor: string; reason: string }) => Promise<Objection>

const REASON = { 'zh-CN': '理由；不得含公民身份号码', en: 'why, without identity numbers' }

/** Takes an objection up. */
export const accept = command({
  usage: 'accept <id>',
  words: { 'zh-CN': '以部门名义受理', en: "take it up, in the department's name" },
  options: { '--reason <text>': REASON },
  run: acting(acceptObjection),
})
/** Says that the data are wrong. */
export const verify = command({
  usage: 'verify <id>',
  words: { 'zh-CN': '核实数据确有错误', en: 'the data are wrong indeed' },
  options: { '--reason <text>': REASON },
  run: acting(verifyObjection),
})
/** Says that all its rows are mended. */
export const correct = command({
  usage: 'correct <id>',
  words: { 'zh-CN': '涉及的行已全部更正', en: 'all its rows are mended' },
  options: { '--reason <text>': REASON },
  run: acting(correctObjection),
})
/** Says that the data are right. */
export const reject = command({
  usage: 'reject <id>',
  words: { 'zh-CN': '核实数据无误', en: 'the data are right' },
  options: { '--reason <text>': { required: true, ...REASON } },
  run: acting(rejectObjection),
})
/** Takes a closed objection up again. */
export const reopen = command({
  usage: 'reopen <id>',
  words: { 'zh-CN': '重新办理已办结的疑义', en: 'take a closed one up again' },
  options: { '--reason <text>': { required: true, ...REASON } },
  run: acting(reopenObjection),
})

/** An officer confirms what somebody else said: that data which fail a mathematical check are right. */
export const confirm = command({
  usage: 'confirm <id>',
  words: {
    'zh-CN': '由第二人确认：未通过校验码或日期检查的数据确实无误',
    en: 'confirm, as a second person, that data which fail a mathematical check are right',
  },
  options: {
    '--as <officer>': {
      required: true,
      'zh-CN': 'jobs.config.ts 中登记了账号的负责人',
      en: 'officer of jobs.config.ts with an account',
    },
    '--reason <text>': { 'zh-CN': '理由；不得含公民身份号码', en: 'why, without identity numbers' },
  },
  async run(io, { as, reason }, given) {
    const id = numberOption('id', given)
    const { platform } = await io.open()
    const { state, itemsOpen } = await confirmObjection(platform, id, { officer: as, reason })
    io.answer({ id, state, itemsOpen })
    io.say(io.text('objections.now', { id, state: io.text(`objections.state.${state}`) }))
    return exit.ok
  },
})

function acting(act: Act) {
  return async (io: Io, { reason }: { reason?: string }, given: string): Promise<Exit> => {
    const id = numberOption('id', given)
    const { platform } = await io.open()
    const by = { actor: actor(), ...(reason === undefined ? {} : { reason }) }
    const { state, itemsOpen } = await act(platform, id, by as { actor: string; reason: string })
    const awaitsConfirmation = act === rejectObjection && state !== 'rejected'
    io.answer({ id, state, itemsOpen, ...(awaitsConfirmation ? { awaitsConfirmation } : {}) })
    const key = awaitsConfirmation ? 'objections.claimed' : 'objections.now'
    io.say(io.text(key, { id, state: io.text(`objections.state.${state}`) }))
    return exit.ok
  }
}
