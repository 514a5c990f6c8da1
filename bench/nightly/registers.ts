import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { elementOf, foundationOf } from '../../catalog/lookup.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import type { RuleInstance } from '../../quality/rules/instance.ts'

/** Registers of changed keys, of which nothing comes. */
export const withoutFiles = catalogue.foundations.flatMap(({ keyChanges }) => keyChanges?.dataset ?? [])

/** The foundations that both sides make, the smaller first. */
const foundations = ['legal_entity', 'person']

/**
 * The registers of the night: all but those of changed keys, which the platform follows through every other register.
 */
const registers: Dataset[] = catalogue.datasets.filter(({ id }) => !withoutFiles.includes(id))

/** So many of them, those of the foundations first. */
export function registersOf(count: number): Dataset[] {
  const place = ({ id }: Dataset) => {
    const at = foundations.findIndex((each) => foundationOf(catalogue, each).datasets.includes(id))
    return at === -1 ? foundations.length : at
  }
  return registers.toSorted((a, b) => place(a) - place(b)).slice(0, count)
}

/** The foundations all of whose registers are among these: at a small scale, fewer. */
export function foundationsOf(chosen: Dataset[]): string[] {
  const ids = new Set([...chosen.map(({ id }) => id), ...withoutFiles])
  return foundations.filter((each) => foundationOf(catalogue, each).datasets.every((id) => ids.has(id)))
}

const isGeometry = (field: Field) => elementOf(catalogue, field.element).type === 'geometry'

/** A register without its geometry, which no SQL of DuckDB's own judges. */
export function withoutGeometry(dataset: Dataset): Dataset {
  return { ...dataset, fields: dataset.fields.filter((field) => !isGeometry(field)) }
}

/** True of a register of whose rows both sides have to take all: a bad geometry is seen by one of them alone. */
export function hasGeometry(dataset: Dataset): boolean {
  return dataset.fields.some(isGeometry)
}

/** The rules on one row that both sides judge by. */
export function rowRulesOf(dataset: Dataset): RuleInstance[] {
  const fields = new Set(withoutGeometry(dataset).fields.map(({ id }) => id))
  return rulesOf(catalogue, dataset).row.filter(({ field }) =>
    field.split('+').every((each) => fields.has(each)),
  )
}

/** Names of the fields of a register that are compared. */
export const fieldsOf = (dataset: Dataset): string[] => withoutGeometry(dataset).fields.map(({ id }) => id)

/** The number that the script's night has in place of the platform's extracts. */
export const NIGHT = 1_000_000
