import { z } from 'zod'
import type { Catalogue } from '../catalog/catalogue.ts'
import { idSchema } from '../catalog/names.ts'
import { ShuyuanError } from '../core/errors.ts'
import './locale.ts'

/** Who takes part from outside the platform: a department that provides data, or a city that receives some. */
export const partySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('department'), id: idSchema }),
  z.object({ kind: z.literal('city'), id: z.string().regex(/^\d{6}$/) }),
])
export type Party = z.infer<typeof partySchema>

/** `department:tax`, `city:150100`: how the ledger names a party. */
export function partyName({ kind, id }: Party): string {
  return `${kind}:${id}`
}

/**
 * The party that `department:tax`, `city:150100` or a bare department's id names.
 * @throws ShuyuanError `parties.unknown_party`
 */
export function partyOf(catalogue: Catalogue, name: string): Party {
  const [kind, id] = name.includes(':') ? name.split(':', 2) : ['department', name]
  const parsed = partySchema.safeParse({ kind, id })
  if (parsed.success && isRegistered(catalogue, parsed.data)) return parsed.data
  throw new ShuyuanError('parties.unknown_party', { party: name.slice(0, 80) })
}

function isRegistered(catalogue: Catalogue, { kind, id }: Party): boolean {
  if (kind === 'department') return catalogue.departments.some((each) => each.id === id)
  const division = catalogue.divisions.find((each) => each.code === id)
  return division?.level === 'city' && !division.validTo
}
