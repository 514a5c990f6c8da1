import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openQueue } from '../../pipelines/queue/bullmq.ts'
import { appendAudit, verifyAudit } from './audit.ts'
import { readPostmaster } from './embedded/postmaster.ts'
import { stopServer } from './embedded/server.ts'
import { joinEmbedded } from './embedded.ts'
import { migrate, migrations } from './migrations.ts'
import { openLedger } from './open.ts'
import { openPool } from './pool.ts'
import { ledgerRights } from './rights.ts'
import { createRun, listRuns } from './runs.ts'
import { isConnectionLost } from './translate.ts'

const PROCESS = fileURLToPath(new URL('../../test/support/ledger_process.ts', import.meta.url))
const NOBODY = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0

let root: string
let data: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shuyuan-ledger-'))
  chmodSync(root, 0o755)
  data = join(root, 'data')
})
afterEach(async () => {
  const left = await readPostmaster(folder())
  if (left) await stopServer(folder(), left.pid)
  rmSync(root, { recursive: true, force: true })
})

describe('the embedded server', () => {
  // A limit in seconds would tell of the machine: on one that is busy, what is held against it is the making.
  it('is made, stopped by its last user, and started again with its data, sooner than it was made', async () => {
    const began = performance.now()
    const first = await openLedger({ dataRoot: data })
    const made = performance.now() - began
    await addRun(first)
    await first.close()
    expect(await readPostmaster(folder())).toBeUndefined()
    const started = performance.now()
    const second = await openLedger({ dataRoot: data })
    expect(performance.now() - started).toBeLessThan(made)
    expect(await listRuns(second.db)).toHaveLength(1)
    await second.close()
    await second.close()
  })

  it('keeps its secrets to its owner and listens to this machine only', async () => {
    const ledger = await openLedger({ dataRoot: data })
    expect(ledger.server).toMatch(/^127\.0\.0\.1:\d+\/shuyuan$/)
    expect(statSync(join(folder(), 'shuyuan.json')).mode & 0o777).toBe(0o600)
    const wrong = new URL(ledger.connectionString)
    wrong.password = 'guess'
    await expect(openLedger({ dataRoot: data, databaseUrl: wrong.href })).rejects.toMatchObject({
      code: 'ledger.refused',
    })
    await ledger.close()
    const log = readFileSync(join(folder(), 'server.log'), 'utf8')
    expect(log.match(/listening on .*/g)).toEqual([expect.stringContaining('127.0.0.1')])
  })

  it('is one server for many processes that start it at once', async () => {
    const many = Array.from({ length: 5 }, () => start('leave'))
    const said = await Promise.all(many.map((each) => each.said))
    expect(said.map((line) => line.split(' ')[0])).toEqual(Array(5).fill('open'))
    expect(await Promise.all(many.map((each) => each.ended))).toEqual(Array(5).fill(0))
    expect(await readPostmaster(folder())).toBeUndefined()
    const ledger = await openLedger({ dataRoot: data })
    expect(await listRuns(ledger.db)).toHaveLength(5)
    await ledger.close()
  })

  it('stays while one of its users stays', async () => {
    const staying = await openLedger({ dataRoot: data })
    const other = start('leave')
    expect(await other.said).toContain(staying.server)
    expect(await other.ended).toBe(0)
    await addRun(staying)
    expect(await listRuns(staying.db)).toHaveLength(2)
    await staying.close()
  })

  it('survives users that come and go all the time', async () => {
    const dataRoot = data
    await (await openLedger({ dataRoot })).close()
    const visit = async (visitor: number) => {
      for (let round = 0; round < 4; round++) {
        const ledger = await openLedger({ dataRoot })
        await addRun(ledger)
        await sleep((visitor * 7 + round * 13) % 20)
        await ledger.close()
      }
    }
    await Promise.all(Array.from({ length: 4 }, (_, visitor) => visit(visitor)))
    expect(await readPostmaster(folder())).toBeUndefined()
    const ledger = await openLedger({ dataRoot: data })
    expect(await listRuns(ledger.db)).toHaveLength(16)
    await ledger.close()
  })

  it('tells a connection that broke, whenever its user notices', async () => {
    const ledger = await openLedger({ dataRoot: data })
    const client = new pg.Client({ connectionString: ledger.connectionString })
    const broken = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    const { rows } = await client.query('select pg_backend_pid() as pid')
    await sql`select pg_terminate_backend(${rows[0].pid})`.execute(ledger.db)
    expect(isConnectionLost(await broken)).toBe(true)
    const later = await client.query('select 1').catch((error: unknown) => error)
    expect(isConnectionLost(later)).toBe(true)
    await ledger.close()
  })

  it('is found again after the death of all its users, and stopped by the next', async () => {
    const killed = start('hang')
    const server = (await killed.said).split(' ')[1]
    killed.process.kill('SIGKILL')
    await killed.ended
    const orphan = await readPostmaster(folder())
    const ledger = await openLedger({ dataRoot: data })
    expect(ledger.server).toBe(server)
    expect((await readPostmaster(folder()))?.pid).toBe(orphan?.pid)
    expect(await listRuns(ledger.db)).toHaveLength(1)
    await ledger.close()
    expect(await readPostmaster(folder())).toBeUndefined()
  })

  it('starts after it was itself killed', async () => {
    const users = start('hang')
    await users.said
    const server = await readPostmaster(folder())
    users.process.kill('SIGKILL')
    if (server) process.kill(server.pid, 'SIGKILL')
    await users.ended
    const ledger = await openLedger({ dataRoot: data })
    expect(await listRuns(ledger.db)).toHaveLength(1)
    await ledger.close()
  })

  it('starts where the number of a dead server is that of another process now', async () => {
    await (await openLedger({ dataRoot: data })).close()
    writeFileSync(
      join(folder(), 'postmaster.pid'),
      `${process.ppid}\n${folder()}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    )
    const ledger = await openLedger({ dataRoot: data })
    await ledger.close()
  })

  it('takes another port where its own was taken', async () => {
    const first = await openLedger({ dataRoot: data })
    const port = Number(first.server.split(':')[1]?.split('/')[0])
    await first.close()
    const { createServer } = await import('node:net')
    const squatter = createServer().listen(port, '127.0.0.1')
    await new Promise((resolve) => squatter.once('listening', resolve))
    const ledger = await openLedger({ dataRoot: data })
    expect(ledger.server).not.toContain(`:${port}/`)
    await ledger.close()
    squatter.close()
  })

  it('lives in a folder with a long and odd name', async () => {
    data = join(root, '数据 資料', 'x'.repeat(120), "it's $HOME")
    const ledger = await openLedger({ dataRoot: data })
    await addRun(ledger)
    await ledger.close()
  })
})

describe('the account that the program works with on the embedded server', () => {
  it.each([
    'alter table ledger.audit disable trigger user',
    'delete from ledger.audit',
    'update ledger.audit set actor = actor',
    'update ledger.audit_head set seq = 1',
    'truncate ledger.audit',
    'drop table ledger.audit',
    'create role another superuser',
    'alter role shuyuan_app superuser',
    'set role shuyuan',
    'create table ledger.t (a integer)',
    "copy (select 1) to '/tmp/shuyuan'",
  ])('is refused: %s', async (statement) => {
    const ledger = await openLedger({ dataRoot: data })
    await expect(sql.raw(statement).execute(ledger.db)).rejects.toMatchObject({ code: 'ledger.refused' })
    await ledger.close()
  })

  it('adds lines that follow the last one, and no others', async () => {
    const ledger = await openLedger({ dataRoot: data })
    const at = new Date('2026-11-24T00:00:00Z')
    for (const subject of ['a', 'b'])
      await appendAudit(ledger.db, { at, actor: 'cli', action: 'publish', subject })
    const stray = { at, actor: 'x', action: 'x', subject: 'x', detail: '{}', hash: '1'.repeat(64) }
    for (const line of [
      { ...stray, seq: 4, previousHash: '0'.repeat(64) },
      { ...stray, seq: 3, previousHash: '0'.repeat(64) },
    ])
      await expect(ledger.db.insertInto('audit').values(line).execute()).rejects.toMatchObject({
        code: 'ledger.append_only',
      })
    expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true, lines: 2, head: { seq: 2 } })
    expect(await ledgerRights(ledger.db)).toEqual({
      ...{ role: 'shuyuan_app', superuser: false, owned: 0, excess: [] },
    })
    await ledger.close()
  })

  it('takes over a folder in which everything was made by one account, the queue too', async () => {
    const presence = await joinEmbedded(data)
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0014'))
    const url = presence.connectionString
    const pool = openPool(url, 'here')
    const plain = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    await migrate(plain, 'here', before)
    await sql`insert into ledger.runs (targets, plan, trigger, started_at) values ('{}', '{}', 'test', now())`.execute(
      plain,
    )
    await plain.destroy()
    await (await openQueue<{ n: number }>({ connectionString: url, name: 'old' })).close()
    await presence.leave()

    const ledger = await openLedger({ dataRoot: data })
    expect(await listRuns(ledger.db)).toHaveLength(1)
    expect(await ledgerRights(ledger.db)).toMatchObject({ superuser: false, owned: 0, excess: [] })
    const { rows } = await sql<{ owner: string }>`select distinct tableowner as owner from pg_tables
      where schemaname = 'bullmq'`.execute(ledger.db)
    expect(rows).toEqual([{ owner: 'shuyuan_app' }])
    const queue = await openQueue<{ n: number }>({ connectionString: ledger.connectionString, name: 'old' })
    await queue.add('work', { n: 1 })
    await queue.close()
    await ledger.close()
  })

  it('gets its rights again where they are not whole', async () => {
    await (await openLedger({ dataRoot: data })).close()
    const presence = await joinEmbedded(data)
    await presence.client().query('revoke all on all tables in schema ledger from shuyuan_app')
    await presence.leave()
    const ledger = await openLedger({ dataRoot: data })
    await addRun(ledger)
    await ledger.close()
  })
})

describe.skipIf(!isRoot)('the embedded server started by root', () => {
  it('runs as another account', async () => {
    const ledger = await openLedger({ dataRoot: data })
    expect(statSync(folder()).uid).not.toBe(0)
    await ledger.close()
  })

  it('works below a folder that only root may pass', async () => {
    chmodSync(root, 0o700)
    const ledger = await openLedger({ dataRoot: data })
    await addRun(ledger)
    await ledger.close()
    const again = await openLedger({ dataRoot: data })
    expect(await listRuns(again.db)).toHaveLength(1)
    await again.close()
  })

  it('works the same for an ordinary user, whose folder root may use too', async () => {
    mkdirSync(data)
    chownSync(data, NOBODY.uid, NOBODY.gid)
    const user = start('leave', NOBODY)
    expect(await user.said).toMatch(/^open/)
    expect(await user.ended).toBe(0)
    expect(statSync(folder()).uid).toBe(NOBODY.uid)
    const ledger = await openLedger({ dataRoot: data })
    expect(await listRuns(ledger.db)).toHaveLength(1)
    await ledger.close()
    expect(await start('leave', NOBODY).said).toMatch(/^open/)
  })

  it('is closed to another ordinary user, who is told so', async () => {
    await (await openLedger({ dataRoot: data })).close()
    const stranger = { uid: NOBODY.uid - 1, gid: NOBODY.gid - 1 }
    expect(await start('leave', stranger).said).toMatch(
      /^error ledger\.folder_unreadable .*ledger\/pg.*another user/,
    )
  })
})

function folder(): string {
  return join(data, 'ledger', 'pg')
}

function addRun(ledger: Awaited<ReturnType<typeof openLedger>>) {
  return createRun(ledger.db, { targets: [], plan: {}, trigger: 'test', stages: [], startedAt: new Date() })
}

function start(mode: string, as: { uid?: number; gid?: number } = {}) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', PROCESS, data, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...as,
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const said = new Promise<string>((resolve) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve)
    child.once('exit', () => resolve('ended without a word'))
  })
  return { process: child, said, ended }
}
