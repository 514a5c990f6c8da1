import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../core/process.ts'
import { createDatabase, dropDatabase, listDatabases } from '../../warehouse/ledger/databases.ts'
import { joinEmbedded } from '../../warehouse/ledger/embedded.ts'
import { connectLedger, type Ledger } from '../../warehouse/ledger/open.ts'

/** A ledger of its own for one test file or test, in a database of its own on a server that tests share. */
export interface TestLedger extends Ledger {
  /** Closes the ledger and drops its database. */
  close(): Promise<void>
}

/** An empty database on the server that tests share. */
export interface TestDatabase {
  connectionString: string
  drop(): Promise<void>
}

const NAME = /^test_(\d+)_[0-9a-f]+$/

/**
 * A migrated, empty ledger. The server behind it is an embedded one kept in the system's temporary folder, shared
 * by all test processes of this user and stopped by the last: about 0.3 s for the first, 0.1 s for further ones.
 */
export async function startTestLedger(): Promise<TestLedger> {
  const database = await startTestDatabase()
  try {
    const ledger = await connectLedger(database.connectionString)
    return { ...ledger, close: () => ledger.close().finally(database.drop) }
  } catch (error) {
    await database.drop()
    throw error
  }
}

/** An empty database, for tests of what opens a ledger or a queue by itself. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const presence = await joinEmbedded(sharedRoot())
  const name = `test_${process.pid}_${randomUUID().slice(0, 8)}`
  const url = new URL(presence.connectionString)
  await dropLeftovers(presence.connectionString)
  await createDatabase(presence.connectionString, name)
  url.pathname = `/${name}`
  return {
    connectionString: url.href,
    drop: async () => {
      await dropDatabase(presence.connectionString, name)
      await presence.leave()
    },
  }
}

function sharedRoot(): string {
  const root = join(tmpdir(), `shuyuan-test-ledger-${process.getuid?.() ?? 0}`)
  mkdirSync(root, { recursive: true, mode: 0o755 })
  return root
}

/** Databases of test processes that were killed. */
async function dropLeftovers(connectionString: string): Promise<void> {
  for (const name of await listDatabases(connectionString)) {
    const pid = NAME.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await dropDatabase(connectionString, name)
  }
}
