import { keepsHistory } from '../catalog/dataset.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { ITEMS } from '../governance/objections/rows/items.ts'
import { raisedCodes } from '../governance/objections/settings.ts'
import type { Platform } from '../pipelines/platform.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { compareWithTruth, type TruthComparison } from './compare.ts'

/**
 * Compares everything that the platform holds and has published with the truth in `truthDir`.
 * @param limit how many differing rows each list names
 */
export async function checkAgainstTruth(
  platform: Platform,
  truthDir: string,
  limit?: number,
): Promise<TruthComparison> {
  const { lake, ledger, catalogue } = platform
  const at = async (name: string, version?: number) => {
    const table = lake.table(name)
    return table.select(await table.snapshot(version === undefined ? {} : { version }))
  }
  const quarantine = Object.fromEntries(
    await Promise.all(catalogue.datasets.map(async ({ id }) => [id, await at(`quarantine/${id}`)] as const)),
  )
  const released = async (layer: string) =>
    Object.fromEntries(
      await Promise.all(
        catalogue.foundations.map(async ({ id }) => {
          const release = await latestRelease(ledger.db, id)
          return [id, await at(`${layer}/${id}`, release?.tables[`${layer}/${id}`])] as const
        }),
      ),
    )
  const states = await Promise.all(
    catalogue.foundations.map(async ({ id, datasets }) => {
      const release = await latestRelease(ledger.db, id)
      const kept = datasets.filter((dataset) => keepsHistory(datasetOf(catalogue, dataset)))
      return Promise.all(
        kept.map(async (dataset) => {
          const name = `history/${dataset}`
          return [dataset, await at(name, release?.tables[name])] as const
        }),
      )
    }),
  )
  const entities = await latestRelease(ledger.db, 'legal_entity')
  const codeCheck = await at('code_check/legal_entity', entities?.tables['code_check/legal_entity'])
  const extracts = (await Promise.all(catalogue.datasets.map(({ id }) => listExtracts(ledger.db, id)))).flat()
  const session = await platform.engine.session()
  try {
    return await compareWithTruth(session, {
      truthDir,
      quarantine,
      base: await released('base'),
      conflicts: await released('conflicts'),
      history: Object.fromEntries(states.flat()),
      codeCheck,
      objections: {
        items: await at(ITEMS),
        never: raisedCodes(platform.config.objections).never,
        extracts,
      },
      extracts,
      ...(limit === undefined ? {} : { limit }),
    })
  } finally {
    session.close()
  }
}
