import pg from 'pg'

/** Runs `work` on one connection of its own. */
export async function withClient<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 5000,
    application_name: 'shuyuan',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const EXISTS = new Set(['42P04', '23505'])

/** Makes the database `name` on the server of `connectionString`; one that exists is left as it is. */
export async function createDatabase(connectionString: string, name: string): Promise<void> {
  await withClient(connectionString, async (client) => {
    try {
      await client.query(`create database ${pg.escapeIdentifier(name)} template template0`)
    } catch (error) {
      if (!EXISTS.has((error as { code?: string }).code ?? '')) throw error
    }
  })
}

/** Removes the database `name` with everything in it, whoever is connected. */
export async function dropDatabase(connectionString: string, name: string): Promise<void> {
  await withClient(connectionString, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  )
}

/** Names of the databases of a server. */
export async function listDatabases(connectionString: string): Promise<string[]> {
  return withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database')
    return rows.map((row) => row.datname)
  })
}
