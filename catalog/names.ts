import { z } from 'zod'
import { type Locale, locales } from '../core/locale.ts'

/** A name in every language of the platform. */
export const nameSchema = z.record(z.enum(locales), z.string().min(1))
export type Name = Record<Locale, string>

/** Identifiers of departments, datasets and fields: plain, so that they can be column and file names. */
export const idSchema = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
/** `dataset.field` */
export const fieldRefSchema = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/)
/** `foundation.element`, both lower case with underscores: `person.birth_date`. */
export const elementIdSchema = fieldRefSchema
