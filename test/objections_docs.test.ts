import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProgram } from '../apps/cli/program.ts'
import { objectSchema } from '../apps/server/routes/objections/submissions.ts'
import { readSettings } from '../core/settings.ts'
import { answerOutcomes, outcomeWords } from '../governance/objections/answers/outcomes.ts'
import { consumerReasons } from '../governance/objections/consumer/reasons.ts'
import { configSchema } from '../pipelines/config.ts'
import { objectionStates } from '../warehouse/ledger/objection_states.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8')
const pages = ['objections.md', 'objections.zh-CN.md'].map((name) => [name, read(name)] as const)

it.each(pages)('%s tells of every state, reason and outcome', (_name, page) => {
  for (const state of objectionStates) expect(page).toMatch(new RegExp(`\\| [^|]*${state} \\|`))
  for (const reason of consumerReasons) expect(page).toContain(`\`${reason}\``)
  for (const outcome of answerOutcomes) expect(page).toContain(outcomeWords(outcome, 'zh-CN'))
})

it.each(pages)('%s gives commands and options that there are', async (_name, page) => {
  const program = await createProgram(readSettings({}))
  const group = program.commands.find((each) => each.name() === 'objections')
  const lines = [...page.matchAll(/^shuyuan objections (\S+)(.*)$/gm)]
  const told = new Set<string>()
  for (const [, names = '', rest = ''] of lines)
    for (const name of names.split('|')) {
      told.add(name)
      const command = group?.commands.find((each) => each.name() === name)
      expect(command, name).toBeDefined()
      for (const [option] of rest.matchAll(/--[a-z-]+/g))
        expect(
          command?.options.map(({ long }) => long),
          `${name} ${option}`,
        ).toContain(option)
    }
  expect([...told].sort()).toEqual(group?.commands.map((each) => each.name()).sort())
})

it.each(pages)('%s shows a body that the interface takes and defaults that hold', (_name, page) => {
  const [, body = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? []
  expect(objectSchema.safeParse(JSON.parse(body)).success).toBe(true)
  const { objections } = configSchema.parse({ sources: [] })
  expect(objections.days).toEqual({ accept: 2, verify: 5, correct: 10 })
  expect(objections.remindBefore).toBe(2)
})
