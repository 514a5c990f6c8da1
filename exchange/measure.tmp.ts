import { sql } from 'kysely'
import { openEngine } from '../warehouse/engine/engine.ts'
import { catalogue } from '../catalog/catalogue.ts'
import { entitle, platformKeys, cityKeys, buildPackage, verifyPackage, receivePackage, requestSchema } from './index.ts'
import { startTestDatabase } from '../test/support/ledger.ts'
import { personRequest, DAY, RELEASED } from '../test/support/exchange.ts'
import { rmSync } from 'node:fs'
const root = '/work/scratch/exchange/m'
rmSync(root, { recursive: true, force: true })
const n = 1_000_000
const e = await openEngine({ tempDirectory: root + '/tmp', threads: 2, memoryLimit: '2GB' })
const keys = await platformKeys(root + '/keys')
await e.exec(sql`create table p as SELECT CAST(i * 7919 % 10000019 AS VARCHAR) AS citizen_id, '名' || i % 977 AS name, DATE '1950-01-01' + CAST(i % 20000 AS INTEGER) AS birth_date,
 '150102' AS household_division, '地址' || i AS household_address, CAST(13000000000 + i AS VARCHAR) AS phone, CAST(i % 10000 AS DECIMAL(18, 4)) AS contribution_base, 'confirmed' AS record_status FROM range(${n}) r(i)`)
const t = async <T>(what: string, run: () => Promise<T>) => { const a = Date.now(); const r = await run(); console.log(what, Date.now() - a, 'ms', 'rss', Math.round(process.resourceUsage().maxRSS / 1024), 'MB'); return r }
const order = (outDir: string) => ({ entitlement: entitle(catalogue, personRequest(), DAY), rows: sql`(select * from p)`, release: { foundation: 'person', number: 1, createdAt: RELEASED }, kind: 'full' as const, sequence: 1, keys, outDir })
const b = await t('build', () => buildPackage(e, order(root + '/o')))
console.log(b.bytes)
await t('verify', () => verifyPackage(b.path, keys.publicKey))
const city = await cityKeys(root + '/city')
await t('receive duckdb', () => receivePackage(e, { package: b.path, target: { kind: 'duckdb', path: root + '/c.duckdb' }, platformKey: keys.publicKey, keys: city }))
const d = await startTestDatabase()
await t('receive pg', () => receivePackage(e, { package: b.path, target: { kind: 'postgres', url: d.connectionString }, platformKey: keys.publicKey, keys: city }))
await d.drop()
const e1 = await openEngine({ tempDirectory: root + '/tmp1', threads: 1, memoryLimit: '1GB' })
await e1.exec(sql`create table p as SELECT CAST(i * 7919 % 10000019 AS VARCHAR) AS citizen_id, '名' || i % 977 AS name, DATE '1950-01-01' + CAST(i % 20000 AS INTEGER) AS birth_date,
 '150102' AS household_division, '地址' || i AS household_address, CAST(13000000000 + i AS VARCHAR) AS phone, CAST(i % 10000 AS DECIMAL(18, 4)) AS contribution_base, 'confirmed' AS record_status FROM range(${n}) r(i)`)
const b1 = await t('build 1 thread', () => buildPackage(e1, order(root + '/o1')))
console.log('same bytes at 1 and 2 threads', b1.sha256 === b.sha256)
e.close(); e1.close(); rmSync(root, { recursive: true, force: true })
