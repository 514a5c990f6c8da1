import { sql } from 'kysely'
import { codeCheckColumns } from '../../../warehouse/foundations/index.ts'
import { codeCheck, resolutionOf } from '../../../warehouse/resolve/index.ts'
import type { Build } from './index.ts'

/**
 * Verifies the codes of a foundation's golden records once these are committed, and returns the versions of the table
 * that holds what was found: none for a foundation whose codes nobody verifies.
 */
export async function verifyCodes(build: Build): Promise<Record<string, number>> {
  const { foundation, platform, transaction, outputs } = build
  if (!foundation.codeCheck) return {}
  const table = platform.lake.table(`code_check/${foundation.id}`)
  await table.create(codeCheckColumns(foundation), { evolve: 'replace' })
  const before = await table.snapshot()
  const txn = { app: 'build', version: transaction }
  if ((before.txns.get(txn.app) ?? 0) >= txn.version) return { [table.name]: before.version }
  const base = outputs.base.table.select(await outputs.base.table.snapshot())
  const rows = codeCheck(resolutionOf(platform.catalogue, foundation), foundation.codeCheck, {
    base,
    quarantine: await quarantineOf(build),
  })
  const add = await table.stage(platform.engine, sql`select * from ${rows}`, { name: build.name })
  const version = await table.commit({
    add,
    remove: before.files,
    readVersion: before.version,
    txn,
    operation: 'BUILD',
  })
  return { [table.name]: version }
}

async function quarantineOf({ platform, foundation }: Build) {
  const found: Parameters<typeof codeCheck>[2]['quarantine'] = {}
  for (const id of foundation.confirmedBy) {
    const table = platform.lake.table(`quarantine/${id}`)
    if (await table.exists()) found[id] = table.select(await table.snapshot())
  }
  return found
}
