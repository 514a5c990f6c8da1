import { z } from 'zod'

/** A transport of a list: its name, and the schema of what `jobs.config.ts` says of it. */
interface Listed {
  kind: string
  schema: z.ZodType<{ kind: string }>
}

type SettingsSchema<Kinds extends readonly Listed[]> = z.ZodType<
  z.output<Kinds[number]['schema']>,
  z.input<Kinds[number]['schema']>
>

/** The settings of one of `kinds`; another kind is refused with those that there are. */
export function settingsOfKinds<const Kinds extends readonly Listed[]>(kinds: Kinds): SettingsSchema<Kinds> {
  const known = kinds.map(({ kind }) => kind).join(', ')
  const schemas = kinds.map(({ schema }) => schema)
  const error = (issue: { code?: string }) =>
    issue.code === 'invalid_union' ? `no such kind; there are: ${known}` : undefined
  // The types of a list's parts are lost in a map; the result is what they say together.
  return z.discriminatedUnion('kind', schemas as never, { error }) as never
}
