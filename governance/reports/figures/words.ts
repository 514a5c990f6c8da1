import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Name } from '../../../catalog/names.ts'
import { rulesOf } from '../../../quality/rules/compiled.ts'
import { violationWords } from '../../../quality/words.ts'

/** What a violation of a register means, in every language. */
export type Words = (dataset: string, code: string) => Name

/** Words of violations; those of custom rules stand with the rules of their register. */
export function wordsOf(catalogue: Catalogue): Words {
  const known = new Map<string, Name>()
  return (dataset, code) => {
    const key = code.startsWith('custom.') ? `${dataset} ${code}` : code
    const words = known.get(key) ?? worded(catalogue, dataset, code)
    known.set(key, words)
    return words
  }
}

function worded(catalogue: Catalogue, id: string, code: string): Name {
  const dataset = catalogue.datasets.find((each) => each.id === id)
  const { row, set } = dataset && code.startsWith('custom.') ? rulesOf(catalogue, dataset) : none
  const rules = [...row, ...set]
  return { 'zh-CN': violationWords(code, 'zh-CN', rules), en: violationWords(code, 'en', rules) }
}

const none = { row: [], set: [] }
