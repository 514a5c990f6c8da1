import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeForm } from '../core/documents/form.ts'
import { type SignedHead, signHead } from '../exchange/audit_head.ts'
import { entitle } from '../exchange/entitle.ts'
import { cityKeys, keyIdOf, type PlatformKeys, platformKeys } from '../exchange/keys.ts'
import { buildPackage } from '../exchange/package.ts'
import { receivePackage } from '../exchange/receive/receive.ts'
import { propertiesOf, signedHead } from '../governance/audit_heads.ts'
import { writeReportBook } from '../governance/reports/excel/report_book.ts'
import { renderReportPage } from '../governance/reports/html/report_page.ts'
import { hostileReport } from '../governance/reports/report.testing.ts'
import { DAY, person, personRequest, personRows, RELEASED, testCatalogue } from '../test/support/exchange.ts'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { appendAudit, verifyAudit } from '../warehouse/ledger/audit.ts'
import { judgeAnchor, localAnchors, readAnchor } from './anchors.ts'

let platform: TestPlatform
let keys: PlatformKeys
let head: SignedHead
/** Files that hold the head after line 6, as others keep them. */
const kinds = ['manifest', 'receipt', 'event_receipt', 'report', 'workbook', 'form'] as const
type Kept = (typeof kinds)[number]
const kept = Object.fromEntries(kinds.map((kind) => [kind, ''])) as Record<Kept, string>

beforeAll(async () => {
  platform = await startTestPlatform({
    config: { deliveries: [{ ...personRequest(), sink: { kind: 'folder' } }] },
  })
  keys = await platformKeys(platform.paths.keys)
  await begin()
  head = await signedHead(platform)
  const folder = await packageWith(head)
  kept.manifest = join(folder, 'manifest.json')
  kept.receipt = join(folder, 'receipt.json')
  kept.report = join(platform.paths.reports, 'index.html')
  await mkdir(platform.paths.reports, { recursive: true })
  await writeFile(kept.report, renderReportPage({ ...hostileReport(), audit: head }, 'en'))
  for (const kind of ['event_receipt', 'workbook', 'form'] as const) {
    kept[kind] = join(platform.paths.root, kind)
    await writeWith(kind, kept[kind], head)
  }
}, 60_000)
afterAll(() => platform?.close())
beforeEach(async () => {
  await begin()
  for (let line = 7; line <= 9; line++) await append(line)
})

/** A package as it is sent, with its receipt as it comes back. */
async function packageWith(audit: SignedHead): Promise<string> {
  const { path } = await buildPackage(platform.engine, {
    entitlement: entitle(testCatalogue, personRequest(), DAY),
    rows: personRows([{ ...person() }]),
    release: { foundation: 'person', number: 1, createdAt: RELEASED },
    kind: 'full',
    sequence: 1,
    keys,
    audit,
    outDir: join(platform.paths.outbox, '150100'),
  })
  await receivePackage(platform.engine, {
    package: path,
    target: { kind: 'duckdb', path: join(platform.paths.root, 'city.duckdb') },
    platformKey: keys.publicKey,
    keys: await cityKeys(join(platform.paths.root, 'city')),
    city: '150100',
  })
  return path
}

/** A receipt of events as a sender keeps it, and workbooks as officers do. */
async function writeWith(kind: 'event_receipt' | 'workbook' | 'form', path: string, audit: SignedHead) {
  if (kind === 'workbook') await writeReportBook({ ...hostileReport(), audit }, path, 'en', noRows())
  else if (kind === 'form')
    await writeForm(path, {
      name: 'answers',
      day: '2026-11-24',
      properties: propertiesOf(audit),
      columns: [{ header: 'key', width: 9 }],
      rows: [],
    })
  else {
    const known = {
      receipt: randomUUID(),
      state: 'ingested',
      events: 3,
      acceptedAt: '2026-11-24T00:00:06.000Z',
    }
    await writeFile(path, JSON.stringify({ ...known, extract: 4, audit }))
  }
}

async function* noRows(): AsyncGenerator<never[]> {}

/** The log with its first six lines. */
async function begin(): Promise<void> {
  await withoutGuards(sql`delete from ledger.audit; delete from ledger.audit_head`)
  for (let line = 1; line <= 6; line++) await append(line)
}

function append(line: number, action = 'publish') {
  const at = new Date(Date.UTC(2026, 10, 24, 0, 0, line))
  return appendAudit(platform.ledger.db, { at, actor: 'cli', action, subject: 'person', detail: { line } })
}

/** What the owner of the ledger's tables can do. */
async function withoutGuards(change: ReturnType<typeof sql>): Promise<void> {
  for (const table of ['ledger.audit', 'ledger.audit_head'])
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(platform.ledger.db)
  await change.execute(platform.ledger.db)
  for (const table of ['ledger.audit', 'ledger.audit_head'])
    await sql`alter table ${sql.table(table)} enable trigger user`.execute(platform.ledger.db)
}

async function verdictOf(path: string, key = keys.publicKey) {
  const chain = await verifyAudit(platform.ledger.db)
  return {
    chain: chain.ok,
    anchor: await judgeAnchor(platform.ledger.db, await readAnchor(path), key, chain),
  }
}

describe.each(kinds)('against a %s kept elsewhere', (kind) => {
  it('the log holds as it grows', async () => {
    expect(await readAnchor(kept[kind])).toMatchObject({ kind: kind === 'form' ? 'workbook' : kind, head })
    expect(head).toMatchObject({ count: 6, at: '2026-11-24T00:00:06.000Z', keyId: keyIdOf(keys.publicKey) })
    expect(await verdictOf(kept[kind])).toEqual({ chain: true, anchor: 'holds' })
  })

  it('a log cut off is found, its own head set back', async () => {
    await withoutGuards(sql`delete from ledger.audit where seq > 4;
      update ledger.audit_head set seq = 4, hash = (select hash from ledger.audit where seq = 4)`)
    expect(await verdictOf(kept[kind])).toEqual({ chain: true, anchor: 'cut_off' })
  })

  it('a log cut off and grown again is found', async () => {
    await withoutGuards(sql`delete from ledger.audit where seq > 4;
      update ledger.audit_head set seq = 4, hash = (select hash from ledger.audit where seq = 4)`)
    for (let line = 5; line <= 9; line++) await append(line, 'trace')
    expect(await verdictOf(kept[kind])).toEqual({ chain: true, anchor: 'rewritten' })
  })

  it('a log rewritten with hashes computed anew is found', async () => {
    await withoutGuards(sql`delete from ledger.audit; delete from ledger.audit_head`)
    for (let line = 1; line <= 9; line++) await append(line, line === 3 ? 'trace' : 'publish')
    expect(await verdictOf(kept[kind])).toEqual({ chain: true, anchor: 'rewritten' })
  })

  it('a line changed before the head is found, its hashes left as they were', async () => {
    await withoutGuards(sql`update ledger.audit set subject = 'company' where seq = 3`)
    expect(await verdictOf(kept[kind])).toEqual({ chain: false, anchor: 'broken' })
  })

  it('a line changed after the head leaves the anchor valid, and the chain broken', async () => {
    await withoutGuards(sql`update ledger.audit set subject = 'company' where seq = 8`)
    expect(await verdictOf(kept[kind])).toEqual({ chain: false, anchor: 'holds' })
  })

  it('a head put in the place of the one that was signed proves nothing', async () => {
    const later = await signedHead(platform)
    const text = await readFile(kept[kind], 'utf8')
    const forged = join(platform.paths.root, `forged-${kind}`)
    for (const field of ['hash', 'signature'] as const) {
      // What is packed cannot be edited as text.
      if (kind === 'workbook' || kind === 'form')
        await writeWith(kind, forged, { ...head, [field]: later[field] })
      else await writeFile(forged, text.replace(head[field], later[field]))
      expect(await verdictOf(forged)).toEqual({ chain: true, anchor: 'altered' })
    }
  })

  it('a file of another platform is called one', async () => {
    const other = await platformKeys(join(platform.paths.root, 'other'))
    expect(await verdictOf(kept[kind], other.publicKey)).toMatchObject({ anchor: 'other_platform' })
  })
})

it('a whole head exchanged in a signed file is found: both signatures must fit', async () => {
  const earlier = signHead({ count: 0, hash: '0'.repeat(64), at: null }, keys)
  for (const kind of ['manifest', 'receipt'] as const) {
    const value = JSON.parse(await readFile(kept[kind], 'utf8'))
    const forged = join(platform.paths.root, `exchanged-${kind}`)
    await writeFile(forged, JSON.stringify({ ...value, audit: earlier }))
    expect(await verdictOf(forged)).toMatchObject({ anchor: 'altered' })
  }
})

it('the same end of the log gives the same head, and the folder of a package is an anchor', async () => {
  expect(await signedHead(platform)).toEqual(await signedHead(platform))
  expect((await readAnchor(join(kept.manifest, '..'))).head).toEqual(head)
})

it('finds the anchors of the data folder', async () => {
  const paths = (await localAnchors(platform)).map(({ path }) => path)
  expect(paths).toEqual([kept.report, kept.manifest, kept.receipt])
})

it('says of a file without a head what it lacks, and refuses what is no anchor', async () => {
  const path = join(platform.paths.root, 'plain.html')
  await writeFile(path, renderReportPage(hostileReport(), 'en'))
  await expect(readAnchor(path)).rejects.toMatchObject({ code: 'pipelines.anchor_without_head' })
  await writeReportBook(hostileReport(), path, 'en', noRows())
  await expect(readAnchor(path)).rejects.toMatchObject({ code: 'pipelines.anchor_without_head' })
  for (const text of ['', '{}', '<meta name="shuyuan-audit" content="{}">', '[1', 'PK\u0003\u0004']) {
    await writeFile(path, text)
    await expect(readAnchor(path)).rejects.toMatchObject({ code: 'pipelines.anchor_unreadable' })
  }
  await expect(readAnchor('/nonexistent')).rejects.toMatchObject({ code: 'pipelines.anchor_unreadable' })
})
