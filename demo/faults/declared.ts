import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Rule } from '../../catalog/rule.ts'
import { citizenId, uscc } from '../check_digits.ts'
import { textOf } from '../pattern.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { organisationOf } from '../world/organisations.ts'
import { rulesOn, typeOf } from './field_rules.ts'
import { further } from './further.ts'
import { type Change, type FaultKind, reject, warn } from './kind.ts'
import { constant, value } from './values.ts'

/** Faults against one of the rules that a dataset declares, in the field that it is found at. */
export function declared(dataset: Dataset, rule: Rule, id: string): FaultKind[] {
  const spoil = (code: string, change: Change) => [
    rule.severity === 'warn' ? warn(code, id, change) : reject(code, id, change),
  ]
  if (rule.kind === 'dateOrder') {
    const back: Change = (draft) => {
      const earlier = draft.clean[rule.earlier]
      return earlier && draft.clean[id] ? isoDay(dayOf(earlier) - draft.random.between(1, 900)) : false
    }
    return rule.later === id ? spoil('date.order', back) : []
  }
  if (!('field' in rule) || rule.field !== id) return []
  switch (rule.kind) {
    case 'pattern':
      if (typeOf(dataset, id) === 'uscc') return otherCategory(id, rule.pattern, spoil)
      if (typeOf(dataset, id) === 'code') return otherCode(dataset, id, rule.pattern, spoil)
      return notOfPattern(dataset, id, spoil)
    case 'length':
      return lengthFaults(dataset, rule, spoil)
    case 'range':
      return id === 'declared_area_m2' ? [] : rangeFaults(rule, spoil)
    case 'uscc':
      return otherAuthority(dataset, id, rule.authorities ?? [])
    case 'birthDateMatchesId':
      return spoil('birth_date.mismatch', (draft) =>
        draft.clean[id] ? isoDay(dayOf(value(draft, id)) - draft.random.between(1, 300)) : false,
      )
    case 'sexMatchesId':
      return spoil('sex.mismatch', (draft) =>
        draft.clean[id] ? (draft.clean[id] === '1' ? '2' : '1') : false,
      )
    case 'name':
    case 'address':
    case 'amount':
    case 'compare':
    case 'licencePart':
    case 'requiredWhen':
    case 'divisionAt':
      return further(dataset, rule)
    case 'reference':
      return referenceFaults(dataset, id, rule.datasets, spoil)
    default:
      return []
  }
}

type Spoil = (code: string, change: Change) => FaultKind[]

function lengthFaults(dataset: Dataset, rule: Extract<Rule, { kind: 'length' }>, spoil: Spoil): FaultKind[] {
  const { min, max } = rule
  if (rulesOn(dataset, rule.field).some((each) => each.kind === 'pattern')) return []
  const values = [...(min && min > 1 ? ['甲'.repeat(min - 1)] : []), ...(max ? ['长'.repeat(max + 1)] : [])]
  return values.length > 0 ? spoil('length.outside', constant(...values)) : []
}

function rangeFaults({ min, max }: Extract<Rule, { kind: 'range' }>, spoil: Spoil): FaultKind[] {
  const values = [
    ...(min === undefined ? [] : [String(min - 1)]),
    ...(max === undefined ? [] : [String(max + 1)]),
  ]
  return spoil('range.outside', constant(...values))
}

/** A sound code of another authority: nor is it one of the register's own pattern. */
function otherAuthority(dataset: Dataset, id: string, authorities: string[]): FaultKind[] {
  if (authorities.length === 0) return []
  const patterned = rulesOn(dataset, id).some((rule) => rule.kind === 'pattern')
  const other = authorities.includes('9') ? '51' : '91'
  const codes = patterned ? 'uscc.authority pattern.mismatch' : 'uscc.authority'
  return [
    reject(codes, id, (draft) => (draft.clean[id] ? uscc(other + value(draft, id).slice(2, 17)) : false)),
  ]
}

/** A sound code of the same authority whose category belongs to another register. */
function otherCategory(id: string, pattern: string, spoil: Spoil): FaultKind[] {
  const other = ['51', '52', '71', '81'].find(
    (start) => pattern.startsWith(`^${start.charAt(0)}`) && !new RegExp(pattern).test(start),
  )
  if (!other) return []
  return spoil('pattern.mismatch', (draft) => uscc(other + value(draft, id).slice(2, 17)))
}

/** A text that does not match, and so is not found elsewhere either. */
function notOfPattern(dataset: Dataset, id: string, spoil: Spoil): FaultKind[] {
  const referred = rulesOn(dataset, id).some((rule) => rule.kind === 'reference')
  return spoil('pattern.mismatch', (draft) =>
    draft.clean[id] ? `?${value(draft, id).slice(1)}` : false,
  ).map((kind) => ({
    ...kind,
    codes: [
      ...kind.codes,
      ...(referred && !kind.rejected ? ['reference.missing'] : []),
      ...(rulesOn(dataset, id).some((rule) => rule.kind === 'licencePart')
        ? ['licence_id.part_mismatch']
        : []),
    ],
  }))
}

/** A code of the standard's table that belongs to another register. */
function otherCode(dataset: Dataset, id: string, pattern: string, spoil: Spoil): FaultKind[] {
  const element = elementOf(catalogue, dataset.fields.find((each) => each.id === id)?.element ?? '')
  const codes = Object.keys(catalogue.codeTables.find((each) => each.id === element.codeTable)?.codes ?? {})
  const others = codes.filter((code) => !new RegExp(pattern).test(code))
  return others.length > 0 ? spoil('pattern.mismatch', constant(...others)) : []
}

/** A subject that nobody registers. A register's own key is left alone: it says whose the record is. */
function referenceFaults(dataset: Dataset, id: string, datasets: string[], spoil: Spoil): FaultKind[] {
  if (id === dataset.key) return []
  const type = typeOf(dataset, id)
  if (type === 'uscc')
    return spoil('reference.missing', ({ clean, seed, organisations, random }) =>
      clean[id] ? organisationOf(seed, organisations + 1000 + random.int(100_000)).uscc : false,
    )
  if (type === 'citizenId')
    return spoil('reference.missing', ({ clean, random }) =>
      clean[id] ? citizenId(`2101${textOf('[0-9]{2}19[5-9][0-9]0[1-9]1[0-9][0-9]{3}', random)}`) : false,
    )
  if (type === 'subjectId') return subjectReference(dataset, id, spoil)
  return featureReference(id, datasets, spoil)
}

function subjectReference(dataset: Dataset, id: string, spoil: Spoil): FaultKind[] {
  const rule = dataset.rules.find((each) => each.kind === 'subjectId' && each.field === id)
  const kindField = rule?.kind === 'subjectId' ? rule.kindField : ''
  return spoil('reference.missing', ({ clean, seed, organisations, random }) =>
    clean[kindField] === '2' ? organisationOf(seed, organisations + 1000 + random.int(100_000)).uscc : false,
  )
}

function featureReference(id: string, datasets: string[], spoil: Spoil): FaultKind[] {
  if (!datasets.includes('land_parcels')) return []
  return spoil('reference.missing', ({ clean, random }) =>
    clean[id] ? value({ clean } as never, id).slice(0, -4) + textOf('9[0-9]{3}', random) : false,
  )
}
