import { z } from 'zod'
import { idSchema } from '../catalog/names.ts'
import type { Party } from './party.ts'

/** What a token may be used for: to post events, to take part in objections. */
export const scopes = ['events', 'objections'] as const
export type GrantScope = (typeof scopes)[number]

const common = {
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** SHA-256 of the token's secret part: the token itself is kept nowhere. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  /** First instant at which it is no longer valid. */
  until: z.iso.datetime().optional(),
}

const departmentGrantSchema = z.object({
  ...common,
  department: idSchema,
  /** What it may post events to, nothing else. */
  datasets: z.array(idSchema).default([]),
  scopes: z.array(z.enum(scopes)).min(1).default(['events']),
  /** AES-256 key of payloads sent through the queue, in base64url. */
  queueKey: z.string().regex(/^[\w-]{43}$/),
})

const cityGrantSchema = z.object({
  ...common,
  city: z.string().regex(/^\d{6}$/),
  scopes: z.array(z.literal('objections')).min(1),
})

export const grantSchema = z.union([departmentGrantSchema, cityGrantSchema])
/** The right of a party to use the platform's interfaces. */
export type Grant = z.infer<typeof grantSchema>
export type DepartmentGrant = z.infer<typeof departmentGrantSchema>

/** Whose right it is. */
export function partyOfGrant(grant: Grant): Party {
  return 'city' in grant ? { kind: 'city', id: grant.city } : { kind: 'department', id: grant.department }
}

/** True of a grant that may be used for `scope`. */
export function mayUse(grant: Grant, scope: GrantScope): boolean {
  return grant.scopes.some((each) => each === scope)
}
