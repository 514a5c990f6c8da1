import type { Catalogue } from '../../catalog/catalogue.ts'
import { sourcesOf } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf } from '../../catalog/lookup.ts'
import { type CopiedElement, copyFacts } from '../../quality/scores/facts/copies.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { latestRelease, type Release } from '../../warehouse/ledger/releases.ts'
import { attributesOf, joinedDatasets } from '../../warehouse/tables/foundations.ts'
import type { Platform } from '../platform.ts'

/** The releases that stand, by foundation: what the facts of same data come from. */
export async function currentReleases(platform: Platform): Promise<Release[]> {
  const { catalogue, ledger } = platform
  const releases = await Promise.all(catalogue.foundations.map(({ id }) => latestRelease(ledger.db, id)))
  return releases.filter((release) => release !== undefined)
}

/** Facts of same data of the releases, as facts of `period`. */
export async function copiesOf(platform: Platform, releases: Release[], period: string): Promise<Relation[]> {
  const parts = releases.map(async (release) => {
    const foundation = platform.catalogue.foundations.find(({ id }) => id === release.foundation)
    const copied = foundation ? copiedElements(platform.catalogue, foundation) : []
    if (copied.length === 0) return []
    const at = async (name: string) => {
      const table = platform.lake.table(name)
      return table.select(await table.snapshot({ version: release.tables[name] }))
    }
    const base = await at(`base/${release.foundation}`)
    const conflicts = await at(`conflicts/${release.foundation}`)
    return [copyFacts({ foundation: release.foundation, base, conflicts }, copied, period)]
  })
  return (await Promise.all(parts)).flat()
}

/** Every register of the foundation that carries an element for which another answers. */
function copiedElements(catalogue: Catalogue, foundation: Foundation): CopiedElement[] {
  const joined = joinedDatasets(catalogue, foundation)
  return attributesOf(catalogue, foundation).flatMap((element) => {
    const answering = new Set(sourcesOf(element).map(({ field }) => field.split('.')[0] ?? ''))
    return joined
      .filter((dataset) => dataset.fields.some((field) => field.element === element.id))
      .map((dataset) => ({
        dataset: dataset.id,
        department: dataset.providingDepartment,
        column: columnOf(element.id),
        authorities: [...answering].filter((id) => id !== dataset.id),
      }))
      .filter(({ authorities }) => authorities.length > 0)
  })
}
