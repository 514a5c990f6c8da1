import { z } from 'zod'
import { idSchema } from '../names.ts'
import { ruleBase as base, ruleOnField as one } from '../rule_base.ts'

/** Forms of the identity number; `legacy`: the 15 digits of before 1999, which are widened to 18. */
export const citizenIdForms = ['mainland', 'legacy', 'hongkong', 'macao', 'taiwan', 'foreign'] as const
export type CitizenIdForm = (typeof citizenIdForms)[number]

/** Registration authority, or authority and category (GB 32100). */
const usccStart = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{1,2}$/)

/** Identifiers: of persons, organisations, licences. */
export const identityRules = [
  /** GB 11643: shape, date, check, place, age; 15 digits are repaired. `forms`: those that the register may hold. */
  z.strictObject({
    kind: z.literal('citizenId'),
    ...one,
    forms: z.array(z.enum(citizenIdForms)).min(1).optional(),
  }),
  /** GB 32100. `authorities`, `categories` (authority and category): those that the register may hold. */
  z.strictObject({
    kind: z.literal('uscc'),
    ...one,
    authorities: z.array(z.string().length(1)).optional(),
    categories: z.array(usccStart).min(1).optional(),
  }),
  /** The kind of organisation in `field` names one that a code of this category cannot be. */
  z.strictObject({
    kind: z.literal('usccKind'),
    ...one,
    uscc: idSchema,
    kinds: z.array(z.strictObject({ word: z.string().min(1), categories: z.array(usccStart).min(1) })).min(1),
  }),
  /** GB 11714 on its own, with or without hyphen; `uscc`: the field whose code must hold it. */
  z.strictObject({ kind: z.literal('orgCode'), ...one, uscc: idSchema.optional() }),
  /** Kind 1: citizenId, 2: uscc. */
  z.strictObject({ kind: z.literal('subjectId'), ...one, kindField: idSchema }),
  /** GB/T 36904 shape and MOD 37,36 check. */
  z.strictObject({ kind: z.literal('licenceId'), ...one }),
  /** `field` is the type or the issuer inside the licence identifier `id`. */
  z.strictObject({ kind: z.literal('licencePart'), ...one, id: idSchema, part: z.enum(['type', 'issuer']) }),
  z.strictObject({ kind: z.literal('birthDateMatchesId'), ...one, id: idSchema }),
  z.strictObject({ kind: z.literal('sexMatchesId'), ...one, id: idSchema }),
  /** Age in completed years of the person born on `birth` (a date, or an identity number) on the day `field`. */
  z.strictObject({
    kind: z.literal('age'),
    ...base,
    field: idSchema,
    birth: idSchema,
    min: z
      .union([
        z.number().int().nonnegative(),
        z.strictObject({ male: z.number().int(), female: z.number().int(), id: idSchema }),
      ])
      .optional(),
    max: z.number().int().positive().optional(),
  }),
] as const
