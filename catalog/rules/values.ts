import { z } from 'zod'
import { idSchema } from '../names.ts'
import { ruleOnField as one } from '../rule_base.ts'

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const limits = { min: z.number().optional(), max: z.number().optional() }

/** One value: presence, membership, shape, size. */
export const valueRules = [
  z.strictObject({ kind: z.literal('required'), ...one }),
  z.strictObject({ kind: z.literal('code'), ...one, table: z.string() }),
  z.strictObject({
    kind: z.literal('date'),
    ...one,
    allowFuture: z.boolean().default(false),
    /** Days outside these are implausible; not given: before 1900. */
    min: isoDay.optional(),
    max: isoDay.optional(),
  }),
  /** A month YYYYMM or YYYY-MM. */
  z.strictObject({ kind: z.literal('period'), ...one, allowFuture: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('pattern'), ...one, pattern: z.string() }),
  z.strictObject({
    kind: z.literal('length'),
    ...one,
    min: z.number().int().optional(),
    max: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('range'), ...one, ...limits }),
  /** A number of something: no unit inside it, not negative, of plausible size, of so many decimals. */
  z.strictObject({
    kind: z.literal('amount'),
    ...one,
    negative: z.boolean().default(false),
    plausible: z.number().positive().optional(),
    decimals: z.number().int().min(0).max(4).optional(),
  }),
  z.strictObject({ kind: z.literal('name'), ...one, of: z.enum(['person', 'organisation']) }),
  z.strictObject({ kind: z.literal('phone'), ...one, accept: z.enum(['mobile', 'landline']).optional() }),
  z.strictObject({ kind: z.literal('email'), ...one }),
  /** Six digits; `division`: the field of the division to which it must belong. */
  z.strictObject({ kind: z.literal('postcode'), ...one, division: idSchema.optional() }),
  /** `min`: fewest characters; `division`: the field that the divisions named in the text must not contradict. */
  z.strictObject({
    kind: z.literal('address'),
    ...one,
    min: z.number().int().positive().default(5),
    division: idSchema.optional(),
  }),
  /** The code, as it was received, was in force on the day `on`; `abolished`: only too late a use is found. */
  z.strictObject({
    kind: z.literal('divisionAt'),
    ...one,
    on: idSchema,
    part: z.enum(['both', 'abolished']).default('both'),
  }),
  /** `field` is the longitude, in degrees. */
  z.strictObject({ kind: z.literal('coordinates'), ...one, latitude: idSchema }),
  z.strictObject({
    /** Every check of a geometry; `division`: the field of the division in whose extent it must lie. */
    kind: z.literal('geometry'),
    ...one,
    division: idSchema.optional(),
    types: z.array(
      z.enum(['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']),
    ),
    maxArea: z.number().positive().optional(), // square metres
  }),
] as const
