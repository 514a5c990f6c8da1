import type { Dataset } from '../../catalog/dataset.ts'
import { extractKindOf } from '../rules/kinds/index.ts'
import type { ExtractInput, ExtractResult } from './input.ts'

/** True of a dataset with a rule that needs the profile of its extracts. */
export function needsProfile({ rules }: Dataset): boolean {
  return rules.some((rule) => extractKindOf(rule)?.needsProfile(rule))
}

/** Judges the extract as a whole by every such rule of its dataset. Results with `failed` > 0 are findings. */
export function judgeExtract(input: ExtractInput): ExtractResult[] {
  const { dataset } = input
  return dataset.rules.flatMap((rule) => {
    const kind = extractKindOf(rule)
    return kind ? kind.judge({ dataset, rule, codes: kind.codes }, input) : []
  })
}
