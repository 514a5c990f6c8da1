import { ShuyuanError } from '../core/errors.ts'
import { render } from '../core/locale.ts'
import { defined } from './bad_entry.ts'
import type { Catalogue } from './catalogue.ts'
import { type Finding, repeated } from './check/finding.ts'
import { datasetSchema } from './dataset.ts'
import { departmentSchema } from './department.ts'
import { elementSchema } from './element.ts'
import { foundationSchema } from './foundation.ts'
import { hasRuleKinds } from './rule.ts'
import './locale.ts'

/** What a deployment may change of a catalogue. Divisions are those of the package. */
const PARTS = ['departments', 'codeTables', 'elements', 'datasets', 'foundations'] as const
type Part = (typeof PARTS)[number]

/** Changes to a catalogue, part by part: new entries, entries in the place of those of the same id, ids of what goes. */
export interface CatalogueChanges {
  add?: Partial<Pick<Catalogue, Part>>
  replace?: Partial<Pick<Catalogue, Part>>
  without?: Partial<Record<Part, string[]>>
}

/**
 * A catalogue made from `base`, which stays as it is. `add` and `replace` take entries, `without` their ids:
 *
 * ```ts
 * extendCatalogue(innerMongolia, {
 *   without: { foundations: ['credit'] },
 *   add: { elements: homestayElements, datasets: [homestays] },
 * })
 * ```
 *
 * What goes takes along what only it needs: a foundation its registers, a register its place in foundations and the
 * elements that no other register carries. A register that is added is listed in its foundation. Whether the whole is
 * consistent (a rule may look into a register that is gone) is for `checkCatalogue` to say.
 * @throws ShuyuanError `catalog.bad_extension` with everything that is wrong; BadEntry `catalog.bad_entry`
 */
export function extendCatalogue(base: Catalogue, changes: CatalogueChanges): Catalogue {
  const findings = PARTS.flatMap((part) => faultsOf(part, base, changes))
  if (findings.length > 0) throw refusal(findings)
  const reduced = reduce(base, changes)
  const changed = Object.fromEntries(PARTS.map((part) => [part, merged(part, reduced, changes)]))
  return listed({ ...reduced, ...changed } as Catalogue, base, changes)
}

function refusal(findings: Finding[]): ShuyuanError {
  const inWords = (locale: 'zh-CN' | 'en') =>
    findings.map(({ code, fields }) => render(locale, code, fields)).join('\n')
  const words = { findings_zh: inWords('zh-CN'), findings_en: inWords('en') }
  const error = new ShuyuanError('catalog.bad_extension', { place: '', count: findings.length, ...words })
  Error.captureStackTrace(error, extendCatalogue)
  return error
}

/** Additions that are there already, replacements and removals of what is not there, and what is named twice. */
function faultsOf(
  part: Part,
  base: Catalogue,
  { add = {}, replace = {}, without = {} }: CatalogueChanges,
): Finding[] {
  const known = idsOf(base[part])
  const [added, replaced] = [idsOf(add[part] ?? []), idsOf(replace[part] ?? [])]
  const gone = without[part] ?? []
  const leaves = (id: string) =>
    gone.includes(id) || (part === 'datasets' && withFoundation(base, without).includes(id))
  const fault = (what: string) => (id: string) => ({ code: `catalog.extend.${what}`, fields: { part, id } })
  return [
    ...added.filter((id) => known.includes(id) && !leaves(id)).map(fault('is_there')),
    ...replaced.filter((id) => !known.includes(id)).map(fault('not_there')),
    ...gone.filter((id) => !known.includes(id)).map(fault('not_there')),
    ...repeated([...added, ...replaced, ...new Set(gone.filter((id) => !added.includes(id)))]).map(
      fault('twice'),
    ),
  ]
}

const idsOf = (entries: { id: string }[]) => entries.map(({ id }) => id)

/** The registers of the foundations that go. */
function withFoundation({ datasets }: Catalogue, without: CatalogueChanges['without'] = {}): string[] {
  return idsOf(datasets.filter(({ foundation }) => without.foundations?.includes(foundation)))
}

/** The catalogue without what goes, and without what only that needs. */
function reduce(base: Catalogue, { without = {} }: CatalogueChanges): Catalogue {
  const goes = (part: Part) => (id: string) => without[part]?.includes(id) === true
  const gone = new Set([...(without.datasets ?? []), ...withFoundation(base, without)])
  const kept = base.datasets.filter(({ id }) => !gone.has(id))
  const carried = new Set(kept.flatMap(({ fields }) => fields.map(({ element }) => element)))
  const lost = base.datasets
    .filter(({ id }) => gone.has(id))
    .flatMap(({ fields }) => fields.map(({ element }) => element))
  // What is of the record itself belongs to every register, those to come too.
  const orphans = new Set(lost.filter((id) => !carried.has(id) && !id.startsWith('record.')))
  const stays = (id: string) => !gone.has(id)
  return {
    ...base,
    departments: base.departments.filter(({ id }) => !goes('departments')(id)),
    codeTables: base.codeTables.filter(({ id }) => !goes('codeTables')(id)),
    elements: base.elements.filter(({ id }) => !goes('elements')(id) && !orphans.has(id)),
    datasets: kept,
    foundations: base.foundations
      .filter(({ id }) => !goes('foundations')(id))
      .map((each) =>
        each.datasets.every(stays)
          ? each
          : { ...each, datasets: each.datasets.filter(stays), confirmedBy: each.confirmedBy.filter(stays) },
      ),
  }
}

/** The entries of a part, replaced in their place, with new ones behind. */
function merged(part: Part, catalogue: Catalogue, { add = {}, replace = {} }: CatalogueChanges) {
  const read = (entries: { id: string }[] = []) => entries.map((entry) => entryOf(part, entry))
  const replaced = new Map(read(replace[part]).map((entry) => [entry.id, entry]))
  const present: { id: string }[] = catalogue[part]
  const entries = present.map((entry) => replaced.get(entry.id) ?? entry)
  const there = new Set(idsOf(entries))
  return [...entries, ...[...replaced.values()].filter(({ id }) => !there.has(id)), ...read(add[part])]
}

/** An entry with the defaults of its kind, whoever wrote it. */
function entryOf(part: Part, entry: { id: string }): { id: string } {
  const read = (schema: Parameters<typeof defined>[0]) =>
    defined(schema, extendCatalogue, entry) as { id: string }
  if (part === 'departments') return read(departmentSchema)
  if (part === 'elements') return read(elementSchema)
  if (part === 'foundations') return read(foundationSchema)
  return part === 'datasets' && hasRuleKinds() ? read(datasetSchema) : entry
}

/** Registers that were added, each in its foundation. */
function listed(catalogue: Catalogue, base: Catalogue, { add = {} }: CatalogueChanges): Catalogue {
  const added = add.datasets ?? []
  const unchanged = new Set(idsOf(base.foundations))
  for (const { id } of add.foundations ?? []) unchanged.delete(id)
  const foundations = catalogue.foundations.map((foundation) => {
    const { id, datasets } = foundation
    const further = added.filter((each) => each.foundation === id && !datasets.includes(each.id))
    if (!unchanged.has(id) || further.length === 0) return foundation
    return { ...foundation, datasets: [...datasets, ...idsOf(further)] }
  })
  return { ...catalogue, foundations }
}
