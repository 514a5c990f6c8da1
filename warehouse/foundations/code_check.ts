import { sql } from 'kysely'
import { listExtracts } from '../ledger/extracts.ts'
import { codeCheck, type IssuingRegister } from '../resolve/code_check.ts'
import { resolutionOf } from '../resolve/model.ts'
import { codeCheckColumns, verifiesCodes } from '../tables/foundations.ts'
import type { Build } from './build.ts'

/**
 * Verifies the codes of a foundation's golden records once these are committed, and returns the versions of the table
 * that holds what was found: none for a foundation whose codes nobody verifies.
 */
export async function verifyCodes(build: Build): Promise<Record<string, number>> {
  const { foundation, warehouse, transaction, outputs } = build
  if (!verifiesCodes(warehouse.catalogue, foundation)) return {}
  const table = warehouse.lake.table(`code_check/${foundation.id}`)
  await table.create(codeCheckColumns(foundation), { evolve: 'replace' })
  const once = { app: 'build', version: transaction, operation: 'BUILD' }
  const version = await table.once(once, async (before) => {
    const base = outputs.base.table.select(await outputs.base.table.snapshot())
    const rows = codeCheck(resolutionOf(warehouse.catalogue, foundation), {
      base,
      registers: await registersOf(build),
    })
    const add = await table.stage(warehouse.engine, sql`select * from ${rows}`, { name: build.name })
    return { add, remove: before.files }
  })
  return { [table.name]: version }
}

/** The registers that give out codes, as far as they have rows. */
async function registersOf({
  warehouse,
  foundation,
  inputs,
}: Build): Promise<Record<string, IssuingRegister>> {
  const found: Record<string, IssuingRegister> = {}
  for (const id of foundation.confirmedBy) {
    const input = inputs[id]
    if (!input) continue
    const table = warehouse.lake.table(`quarantine/${id}`)
    const quarantine = (await table.exists()) ? table.select(await table.snapshot()) : undefined
    found[id] = { std: input.table.select(input.snapshot), quarantine, ...(await extractsOf(warehouse, id)) }
  }
  return found
}

/** The full dumps of a register, and what is not older than the newest of them. */
async function extractsOf(
  { ledger }: Build['warehouse'],
  id: string,
): Promise<Pick<IssuingRegister, 'dumps' | 'current'>> {
  const extracts = (await listExtracts(ledger.db, id, 'ingested')).sort(
    (a, b) => a.asOf.getTime() - b.asOf.getTime() || a.seq - b.seq,
  )
  const newest = extracts.findLastIndex(({ mode }) => mode === 'full')
  const numbers = (some: typeof extracts) => some.map(({ seq }) => seq)
  return {
    dumps: numbers(extracts.filter(({ mode }) => mode === 'full')),
    current: numbers(extracts.slice(Math.max(newest, 0))),
  }
}
