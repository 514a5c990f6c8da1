import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import { type Fact, sources } from '../model.ts'

/** One thing that a catalogue entry must have, and whether it does. */
export interface Requirement {
  what: string
  met: boolean
}

/** What Article 10 and the national catalogue rules ask of an entry: the indicator `metadata`. */
export function entryRequirements(dataset: Dataset): Requirement[] {
  const { sharing, opening } = dataset
  const always = {
    name: dataset.name['zh-CN'],
    abstract: dataset.abstract['zh-CN'],
    form: dataset.form,
    providing_department: dataset.providingDepartment,
    collecting_department: dataset.collectingDepartment,
    approving_department: dataset.approvingDepartment,
    sharing_scope: sharing.scope['zh-CN'],
    update_cycle: dataset.updateCycle,
    ...(sharing.type === 'conditional' ? { sharing_conditions: sharing.conditions?.['zh-CN'] } : {}),
    ...(opening.type === 'conditional' ? { opening_conditions: opening.conditions?.['zh-CN'] } : {}),
  }
  return [
    ...Object.entries(always).map(([what, value]) => ({ what, met: isGiven(value) })),
    ...dataset.fields.map(({ id, header, element }) => ({
      what: id,
      met: isGiven(header) && isGiven(element),
    })),
  ]
}

const NEED_BASIS: readonly string[] = ['conditional', 'withheld', 'closed']

/**
 * What protects the data of an entry: every element of grade L3 or L4 has a mask; what is not freely shared or opened
 * names its legal basis. The indicator `security`.
 */
export function securityRequirements(catalogue: Catalogue, dataset: Dataset): Requirement[] {
  const graded = dataset.fields.map(({ id, element }) => ({ id, element: elementOf(catalogue, element) }))
  return [
    ...graded
      .filter(({ element }) => element.grading === 'L3' || element.grading === 'L4')
      .map(({ id, element }) => ({ what: id, met: element.mask !== 'none' })),
    ...(['sharing', 'opening'] as const)
      .filter((attribute) => NEED_BASIS.includes(dataset[attribute].type))
      .map((attribute) => ({
        what: `${attribute}_legal_basis`,
        met: isGiven(dataset[attribute].legalBasis?.['zh-CN']),
      })),
  ]
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}

/** The facts of a dataset's catalogue entry in one month: what stands now. */
export function catalogueFacts(catalogue: Catalogue, dataset: Dataset, period: string): Fact[] {
  const fact = (indicator: string, source: string, requirements: Requirement[]): Fact[] =>
    requirements.length === 0
      ? []
      : [
          {
            department: dataset.providingDepartment,
            dataset: dataset.id,
            division: null,
            period,
            dimension: 'conformity',
            indicator,
            source,
            evaluated: requirements.length,
            failed: requirements.filter(({ met }) => !met).length,
          },
        ]
  return [
    ...fact('metadata', sources.entry, entryRequirements(dataset)),
    ...fact('security', sources.security, securityRequirements(catalogue, dataset)),
  ]
}
