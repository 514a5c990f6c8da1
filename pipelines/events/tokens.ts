import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { idSchema } from '../../catalog/names.ts'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

const grantSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  department: idSchema,
  /** What it may post to, nothing else. */
  datasets: z.array(idSchema).min(1),
  /** SHA-256 of the token's secret part: the token itself is kept nowhere. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** AES-256 key of payloads sent through the queue, in base64url. */
  queueKey: z.string().regex(/^[\w-]{43}$/),
  createdAt: z.iso.datetime(),
  /** First instant at which it is no longer valid. */
  until: z.iso.datetime().optional(),
})

/** The right of a department to post events to some datasets. */
export type Grant = z.infer<typeof grantSchema>

/** What a department is handed, once: the bearer token, and the key for payloads in the queue. */
export interface Issued {
  grant: Grant
  token: string
  queueKey: string
}

const TOKEN = /^syt_([0-9a-f]{12})_([\w-]{43})$/
const REREAD_MS = 2000

/** Issues a token. Its file in `folder` is private to the platform's account. */
export async function issueToken(
  folder: string,
  options: { department: string; datasets: string[]; now: Date; until?: Date },
): Promise<Issued> {
  const id = randomBytes(6).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  const queueKey = randomBytes(32).toString('base64url')
  const grant: Grant = {
    id,
    department: options.department,
    datasets: options.datasets,
    secretHash: hashOf(secret).toString('hex'),
    queueKey,
    createdAt: options.now.toISOString(),
    ...(options.until ? { until: options.until.toISOString() } : {}),
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${id}.json`)
  const temporary = `${path}.${process.pid}`
  try {
    await writeFile(temporary, `${JSON.stringify(grant, null, 2)}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    })
    await link(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  return { grant, token: `syt_${id}_${secret}`, queueKey: `syq_${id}_${queueKey}` }
}

/** Every grant, expired ones too. @throws ShuyuanError `events.grant_unreadable`, `events.grant_exposed` */
export async function listGrants(folder: string): Promise<Grant[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readGrant(join(folder, name))),
  )
}

/** Withdraws a token at once. @throws ShuyuanError `events.unknown_grant` */
export async function revokeToken(folder: string, id: string): Promise<Grant> {
  const grant = (await listGrants(folder)).find((each) => each.id === id)
  if (!grant) throw new ShuyuanError('events.unknown_grant', { id: id.slice(0, 20) })
  await rm(join(folder, `${id}.json`))
  return grant
}

/** Looks up grants; a token issued or withdrawn is noticed within two seconds. */
export interface Grants {
  /** @throws ShuyuanError `events.unauthorised` */
  byToken(token: string, now: Date): Promise<Grant>
  /** The grant that a queue payload names. @throws ShuyuanError `events.unauthorised` */
  byId(id: string, now: Date): Promise<Grant>
}

export function openGrants(folder: string): Grants {
  let known: Grant[] = []
  let readAt = Number.NEGATIVE_INFINITY
  const grants = async () => {
    if (performance.now() - readAt > REREAD_MS) {
      known = await listGrants(folder)
      readAt = performance.now()
    }
    return known
  }
  const valid = (grant: Grant | undefined, now: Date) =>
    grant !== undefined && (grant.until === undefined || now.getTime() < Date.parse(grant.until))
  return {
    byToken: async (token, now) => {
      const [, id, secret = ''] = TOKEN.exec(token) ?? []
      const grant = (await grants()).find((each) => each.id === id)
      const expected = Buffer.from(grant?.secretHash ?? '0'.repeat(64), 'hex')
      const isSame = timingSafeEqual(hashOf(secret), expected)
      if (!grant || !isSame || !valid(grant, now)) throw new ShuyuanError('events.unauthorised')
      return grant
    },
    byId: async (id, now) => {
      const grant = (await grants()).find((each) => each.id === id)
      if (!grant || !valid(grant, now)) throw new ShuyuanError('events.unauthorised')
      return grant
    },
  }
}

/** @throws ShuyuanError `events.forbidden` unless the grant names the dataset */
export function assertGranted(grant: Grant, dataset: string): void {
  if (grant.datasets.includes(dataset)) return
  throw new ShuyuanError('events.forbidden', { department: grant.department })
}

async function readGrant(path: string): Promise<Grant> {
  if (((await stat(path)).mode & 0o077) !== 0) throw new ShuyuanError('events.grant_exposed', { path })
  try {
    return grantSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    throw new ShuyuanError('events.grant_unreadable', { path })
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
