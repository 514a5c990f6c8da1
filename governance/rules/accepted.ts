import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { idSchema } from '../../catalog/names.ts'
import { ruleSchema } from '../../catalog/rule.ts'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** A suggested rule that a person accepted: who, when, why, and what it rested on. */
export const acceptedRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-zA-Z]+(\.[a-z][a-z0-9_]*)+$/),
  rule: ruleSchema,
  acceptedBy: z.string().min(1),
  acceptedAt: z.iso.datetime(),
  reason: z.string().min(1),
  /** The profile: extract (null: all), rows that the rule would have judged, and found bad. */
  profile: z.strictObject({
    extract: z.number().int().positive().nullable(),
    judged: z.number().int().nonnegative(),
    rejects: z.number().int().nonnegative(),
  }),
})
export type AcceptedRule = z.infer<typeof acceptedRuleSchema>

const fileSchema = z.strictObject({
  dataset: idSchema,
  rules: z.array(acceptedRuleSchema).refine(isSorted, 'sorted by id, each once'),
})

/** Accepted rules by dataset, as `rules/<dataset>.json` beside `jobs.config.ts` holds them. */
export type AcceptedRules = Map<string, AcceptedRule[]>

/** @throws ShuyuanError `pipelines.accepted_rules_invalid` naming the file and what is wrong with it */
export async function readAcceptedRules(folder: string): Promise<AcceptedRules> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const found: AcceptedRules = new Map()
  for (const name of names.sort()) {
    const path = join(folder, name)
    const parsed = fileSchema.safeParse(jsonOf(path, await readFile(path, 'utf8')))
    const issue = parsed.error?.issues[0]
    if (!parsed.success) throw invalid(path, `${issue?.path.join('.')}: ${issue?.message}`)
    if (`${parsed.data.dataset}.json` !== name) throw invalid(path, `dataset: ${parsed.data.dataset}`)
    found.set(parsed.data.dataset, parsed.data.rules)
  }
  return found
}

/**
 * The catalogue with the accepted rules after those that the registers declare.
 * @throws ShuyuanError `pipelines.accepted_rules_invalid` for a register that there is not
 */
export function withAcceptedRules(catalogue: Catalogue, accepted: AcceptedRules): Catalogue {
  for (const id of accepted.keys()) {
    if (!catalogue.datasets.some((dataset) => dataset.id === id))
      throw invalid(`${id}.json`, `dataset: ${id}`)
  }
  const datasets = catalogue.datasets.map((dataset) => {
    const rules = accepted.get(dataset.id) ?? []
    return rules.length === 0
      ? dataset
      : { ...dataset, rules: [...dataset.rules, ...rules.map(({ rule }) => rule)] }
  })
  return { ...catalogue, datasets }
}

/** Writes a register's accepted rules, whole or not at all; none: the file goes. */
export async function writeAcceptedRules(
  folder: string,
  dataset: string,
  rules: AcceptedRule[],
): Promise<string> {
  const path = join(folder, `${dataset}.json`)
  if (rules.length === 0) {
    await rm(path, { force: true })
    return path
  }
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))
  const text = `${JSON.stringify(fileSchema.parse({ dataset, rules: sorted }), null, 2)}\n`
  const temporary = `${path}.${process.pid}.new`
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(temporary, text, { flush: true })
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  return path
}

function isSorted(rules: { id: string }[]): boolean {
  return rules.every(({ id }, at) => at === 0 || (rules[at - 1]?.id ?? '') < id)
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(path, 'JSON')
  }
}

const invalid = (path: string, reason: string) =>
  new ShuyuanError('pipelines.accepted_rules_invalid', { path, reason })
