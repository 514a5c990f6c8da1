import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { sha256 } from '../../core/hash.ts'
import { isAlive } from '../../core/process.ts'
import { createDatabase, dropDatabase, listDatabases, withClient } from '../../warehouse/ledger/databases.ts'
import { joinEmbedded } from '../../warehouse/ledger/embedded.ts'
import { connectLedger, type Ledger } from '../../warehouse/ledger/open.ts'

/** A ledger of its own for one test file or test, in a database of its own on a server that tests share. */
export interface TestLedger extends Ledger {
  /** Name of its database on the server that tests share. */
  database: string
  /** Closes the ledger and drops its database. */
  close(): Promise<void>
  /** Closes the ledger; its database stays until `drop`, for copies to be made of it. */
  disconnect(): Promise<void>
  drop(): Promise<void>
}

/** A database on the server that tests share. */
export interface TestDatabase {
  name: string
  connectionString: string
  drop(): Promise<void>
}

/** What a database begins with: a copy of another database. */
export interface Template {
  name: string
  /** Fills a new database, where there is none of this name yet. */
  fill(connectionString: string): Promise<void>
}

const NAME = /^test_(\d+)_[0-9a-f]+$/
const MIGRATIONS = join(import.meta.dirname, '../../warehouse/ledger/migrations')

/** The ledger's tables, empty; migrated once for all tests of these migrations. */
export const EMPTY_LEDGER: Template = {
  name: `ledger_${digestOf(MIGRATIONS)}`,
  fill: async (connectionString) => (await connectLedger(connectionString)).close(),
}

/**
 * A migrated, empty ledger, or a copy of another one. The server behind it is an embedded one kept in the system's
 * temporary folder, shared by all test processes of this user and stopped by the last.
 */
export async function startTestLedger(template: Template | string = EMPTY_LEDGER): Promise<TestLedger> {
  const database = await startTestDatabase(template)
  try {
    const ledger = await connectLedger(database.connectionString)
    return {
      ...ledger,
      database: database.name,
      close: () => ledger.close().finally(database.drop),
      disconnect: () => ledger.close(),
      drop: database.drop,
    }
  } catch (error) {
    await database.drop()
    throw error
  }
}

/**
 * A database of its own: empty, for tests of what opens a ledger or a queue by itself, or a copy.
 * @param template or the name of a database of this process that nobody is connected to
 */
export async function startTestDatabase(template?: Template | string): Promise<TestDatabase> {
  const presence = await joinEmbedded(sharedRoot())
  const server = presence.connectionString
  await dropLeftovers(server)
  const name = newName()
  if (template === undefined) await createDatabase(server, name)
  else
    await copyDatabase(server, name, typeof template === 'string' ? template : await made(server, template))
  return {
    name,
    connectionString: databaseOf(server, name),
    drop: async () => {
      await dropDatabase(server, name)
      await presence.leave()
    },
  }
}

function newName(): string {
  return `test_${process.pid}_${randomUUID().slice(0, 8)}`
}

function databaseOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The name of the database of `template`, which is made and filled where the server has none. */
async function made(server: string, { name, fill }: Template): Promise<string> {
  if ((await listDatabases(server)).includes(name)) return name
  const own = newName()
  await createDatabase(server, own)
  await fill(databaseOf(server, own))
  const ids = [own, name].map(pg.escapeIdentifier)
  await withClient(server, (client) => client.query(`alter database ${ids[0]} rename to ${ids[1]}`)).catch(
    async (error: { code?: string }) => {
      // Another process made it meanwhile.
      await dropDatabase(server, own)
      if (error.code !== '42P04') throw error
    },
  )
  return name
}

async function copyDatabase(server: string, name: string, from: string): Promise<void> {
  const ids = [name, from].map(pg.escapeIdentifier)
  await withClient(server, (client) =>
    client.query(`create database ${ids[0]} template ${ids[1]} strategy file_copy`),
  )
}

/** Of all files of a folder, by name and content. */
function digestOf(folder: string): string {
  const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'))
  const contents = files.sort().map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`)
  return sha256(contents.join('\n')).slice(0, 12)
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
