import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ShuyuanError } from '../../core/errors.ts'
import { createDatabase } from './databases.ts'
import { type Endpoint, ensureServer, stopServer } from './embedded/server.ts'
import { APP, appPassword } from './roles.ts'
import { isConnectionLost } from './translate.ts'
import './locale.ts'

const DATABASE = 'shuyuan'
/** Advisory lock that every process using the server holds shared; who gets it alone may stop the server. */
const PRESENCE = 7_483_201
const TRIES = 20

/** This process's share in the embedded server. */
export interface Presence {
  /** As the owner of everything on the server. */
  connectionString: string
  /** As the account that the program works with. */
  appConnectionString: string
  /** The connection by which this process is present, as the owner. */
  client(): pg.Client
  /** Leaves; the last process to leave stops the server. */
  leave(): Promise<void>
}

/**
 * Joins the embedded server of `dataRoot`, starting it (and at the first time making it) as needed.
 *
 * Each process holds a shared advisory lock on a connection of its own while it uses the server. A killed
 * process's connection ends with it, so nothing stale is left. Who leaves tries for the lock alone: getting it
 * means that nobody else is there and nobody can join before the server is down; who tries then starts it anew.
 */
export async function joinEmbedded(dataRoot: string): Promise<Presence> {
  await mkdir(join(dataRoot, 'ledger'), { recursive: true })
  const folder = join(await realpath(dataRoot), 'ledger', 'pg')
  let locked = await hold(folder)
  let leaving = false
  const watch = (client: pg.Client) =>
    client.on('error', () => {
      if (leaving) return
      hold(folder).then((again) => {
        locked = again
        if (leaving) return void again.client.end().catch(() => undefined)
        watch(again.client)
      }, ignore)
    })
  watch(locked.client)
  return {
    connectionString: connectionString(locked.endpoint, DATABASE),
    appConnectionString: connectionString(
      { ...locked.endpoint, user: APP, password: appPassword(locked.endpoint.password) },
      DATABASE,
    ),
    client: () => locked.client,
    leave: async () => {
      leaving = true
      await letGo(folder, locked)
    },
  }
}

interface LockedConnection {
  client: pg.Client
  endpoint: Endpoint
}

/** Connects and takes the shared lock; a server found stopping is waited for and started again. */
async function hold(folder: string): Promise<LockedConnection> {
  let last: unknown
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const endpoint = await ensureServer(folder)
    try {
      const client = await connect(endpoint)
      await client.query('select pg_advisory_lock_shared($1)', [PRESENCE])
      return { client, endpoint }
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      last = error
      await sleep(50)
    }
  }
  throw new ShuyuanError(
    'ledger.start_failed',
    { folder, log: join(folder, 'server.log'), reason: '' },
    { cause: last },
  )
}

async function letGo(folder: string, { client, endpoint }: LockedConnection): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [PRESENCE])
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [PRESENCE])
    if (rows[0]?.alone === true) return await stopServer(folder, endpoint.pid)
  } catch (error) {
    if (!isConnectionLost(error)) throw error
  } finally {
    await client.end().catch(ignore)
  }
}

/** A connection to our database, which is made when it does not exist yet. */
async function connect(endpoint: Endpoint): Promise<pg.Client> {
  try {
    return await connectTo(endpoint, DATABASE)
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error
  }
  await createDatabase(connectionString(endpoint, 'postgres'), DATABASE)
  return connectTo(endpoint, DATABASE)
}

async function connectTo(endpoint: Endpoint, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: connectionString(endpoint, database),
    connectionTimeoutMillis: 5000,
    application_name: 'shuyuan presence',
    keepAlive: true,
  })
  client.on('error', ignore)
  await client.connect()
  return client
}

function connectionString({ user, password, host, port }: Endpoint, database: string): string {
  return `postgres://${user}:${password}@${host}:${port}/${database}`
}

const ignore = () => undefined
