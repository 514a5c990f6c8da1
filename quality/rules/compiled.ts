import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import type { Rule } from '../../catalog/rule.ts'
import { canonicalJson, sha256 } from '../../core/hash.ts'
import { typeOf } from '../normalise/fields.ts'
import { isSetTest } from '../sets/tests.ts'
import { type AddRule, instanceOf, type RuleInstance, type ViolationCode } from './instance.ts'
import type { Add } from './kind.ts'
import { kindOf } from './kinds/index.ts'
import { addTyped } from './typed.ts'

export interface CompiledRules {
  /** Rules that judge one row at a time. */
  row: RuleInstance[]
  /** Rules that judge a row against others: see `SetTest`. */
  set: RuleInstance[]
  /** SHA-256 of the rules and of the code lists they use: the version of the rule set. */
  digest: string
}

const compiled = new WeakMap<Catalogue, WeakMap<Dataset, CompiledRules>>()

/** The rules that follow from the fields' types, with the dataset's own rules laid over them. Compiled once. */
export function rulesOf(catalogue: Catalogue, dataset: Dataset): CompiledRules {
  const known = compiled.get(catalogue) ?? new WeakMap<Dataset, CompiledRules>()
  compiled.set(catalogue, known)
  const found = known.get(dataset) ?? compile(catalogue, dataset)
  known.set(dataset, found)
  return found
}

function compile(catalogue: Catalogue, dataset: Dataset): CompiledRules {
  const found = new Map<string, RuleInstance>()
  const add: AddRule = (field, code, test, options = {}) => {
    const rule = instanceOf(dataset.id, field, code, test, options)
    found.set(rule.id, rule)
  }
  for (const field of dataset.fields) addTyped(catalogue, dataset, field, add)
  for (const rule of dataset.rules) addDeclared(catalogue, dataset, rule, add, found)
  const all = [...found.values()]
  const lists = [
    currentDivisionCodes,
    historicalDivisions,
    dataset.fields.map((each) => each.mapping ?? null),
  ]
  const judged = all.map(({ examples, version, ...rule }) => rule)
  return {
    row: all.filter((rule) => !isSetTest(rule.test)),
    set: all.filter((rule) => isSetTest(rule.test)),
    digest: sha256(canonicalJson([judged, lists])),
  }
}

/** The rules that a declared rule stands for. Extract rules are judged elsewhere. */
function addDeclared(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  add: AddRule,
  found: Map<string, RuleInstance>,
): void {
  const { severity, as, examples } = rule
  const kind = kindOf(rule)
  if (kind.judges === 'set') {
    for (const { field, code, test } of kind.testsOf(rule, dataset))
      add(field, code as ViolationCode, test, { severity, as })
  }
  if (kind.judges !== 'row') return
  kind.declare(rule, {
    catalogue,
    dataset,
    typeOf: (field) => typeOf(catalogue, dataset, field),
    add: add as Add,
    remove: (field, code) => found.delete(`${dataset.id}.${field}.${code}`),
    options: { severity, as, examples },
  })
}
