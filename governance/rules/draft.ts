import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { checkRules } from '../../catalog/check/rules.ts'
import { type Dataset, datasetSchema } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { ruleSchema } from '../../catalog/rule.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { render } from '../../core/locale.ts'
import './locale.ts'

/** Rules that are tried before they are declared: a JSON file. */
export const draftSchema = z.object({ dataset: z.string(), rules: z.array(ruleSchema).min(1) })
export type Draft = z.infer<typeof draftSchema>

/** @throws ShuyuanError `pipelines.draft_unreadable` with the reason */
export async function readDraft(file: string): Promise<Draft> {
  try {
    const given: unknown = JSON.parse(await readFile(resolve(file), 'utf8'))
    return draftSchema.parse(given)
  } catch (error) {
    throw new ShuyuanError('pipelines.draft_unreadable', { file, reason: reasonOf(error) })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).replaceAll('\n', ' ')
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}

/**
 * The dataset with the draft's rules laid over its own.
 * @throws ShuyuanError `catalog.unknown_dataset`, `pipelines.draft_unreadable` when a rule names what is not there
 */
export function withDraft(
  catalogue: Catalogue,
  draft: Draft,
  file: string,
): { catalogue: Catalogue; dataset: Dataset } {
  const own = datasetOf(catalogue, draft.dataset)
  const dataset = datasetSchema.parse({ ...own, rules: [...own.rules, ...draft.rules] })
  const drafted = {
    ...catalogue,
    datasets: catalogue.datasets.map((each) => (each.id === dataset.id ? dataset : each)),
  }
  const [finding] = checkRules({ ...drafted, datasets: [{ ...dataset, rules: draft.rules }] }).filter(
    ({ code }) => !code.endsWith('rule_unknown_dataset') && !code.endsWith('rule_unknown_field_there'),
  )
  if (finding) {
    const reason = render('en', finding.code, finding.fields)
    throw new ShuyuanError('pipelines.draft_unreadable', { file, reason })
  }
  return { catalogue: drafted, dataset }
}
