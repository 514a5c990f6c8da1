import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { Drift } from './types.ts'

const SIMILAR = 0.5
/** Unknown headers that are compared with what is missing; of more, a person finds no pairs either. */
const MOST_COMPARED = 200

/** Pairs each absent field with an unknown header that stands in its place or reads alike. A hint, never acted on. */
export function findRenamed(
  dataset: Dataset,
  absent: Field[],
  names: string[],
  resolved: (string | undefined)[],
): Drift['renamed'] {
  const unknown = names.flatMap((_, column) => (resolved[column] === undefined ? [column] : []))
  const free = new Set(unknown.slice(0, MOST_COMPARED))
  return absent.flatMap((field) => {
    const column = [...free].find(
      (at) => standsIn(dataset, field, at, resolved) || alike(field, names[at] ?? ''),
    )
    if (column === undefined) return []
    free.delete(column)
    return [{ field: field.id, header: names[column] ?? '' }]
  })
}

/** The header has the same neighbours as the field has in the catalogue. */
function standsIn(dataset: Dataset, field: Field, column: number, resolved: (string | undefined)[]): boolean {
  const index = dataset.fields.indexOf(field)
  const before = index === 0 ? column === 0 : resolved[column - 1] === dataset.fields[index - 1]?.id
  const isLast = index === dataset.fields.length - 1
  const after = isLast
    ? column === resolved.length - 1
    : resolved[column + 1] === dataset.fields[index + 1]?.id
  return before && after
}

/** Half of the characters in common with the header, an alias or the id. */
function alike(field: Field, header: string): boolean {
  return [field.header, field.id, ...field.aliases].some((name) => dice(name, header) > SIMILAR)
}

function dice(a: string, b: string): number {
  const left = new Set(a.toLowerCase())
  const right = new Set(b.toLowerCase())
  const common = [...left].filter((character) => right.has(character)).length
  return (2 * common) / (left.size + right.size)
}
