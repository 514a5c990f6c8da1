import { z } from 'zod'
import { defined } from './bad_entry.ts'
import { elementIdSchema, idSchema, nameSchema } from './names.ts'
import { hasRuleKinds, type Rule, type RuleInput, ruleSchema } from './rule.ts'

export const updateCycles = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const
export const sharingTypes = ['unconditional', 'conditional', 'withheld'] as const
export const openingTypes = ['unconditional', 'conditional', 'closed'] as const
/** What happens when a file's columns differ from the dataset's: refuse the file, keep the extras, or drop them. */
export const driftContracts = ['freeze', 'evolve', 'discard'] as const
/** The three levels of the one catalogue (Article 10): region, leagues and cities, banners and counties. */
export const catalogueLevels = ['region', 'city', 'county'] as const
export type CatalogueLevel = (typeof catalogueLevels)[number]

export const fieldSchema = z.strictObject({
  id: idSchema,
  /** Ids that the field had before: data that came under them becomes the field's, and files may still name them. */
  formerly: z.array(idSchema).default([]),
  /** The Chinese column header; `aliases` are other headers that departments use. */
  header: z.string().min(1),
  aliases: z.array(z.string()).default([]),
  element: elementIdSchema,
  /** `source`: this field is collected here as the element's authority. `copy`: held, compared, never a source. `key`: identifies the record. */
  role: z.enum(['key', 'source', 'copy']),
  required: z.boolean().default(false),
  /** The department's own code → the standard's code. */
  mapping: z.record(z.string(), z.string()).optional(),
})
export type Field = z.infer<typeof fieldSchema>

/** Fields that tell who holds a number of the register. */
export const holderSchema = z.strictObject({
  /** The holder's own identifier: of two that stand at one time, two holders have the number whatever their names. */
  id: idSchema.optional(),
  /** Whom the number names. A holder may change the name. */
  name: idSchema,
  /** Facts that stay as the name changes: rows of other names that differ in one of them are of two holders. */
  facts: z.array(idSchema).default([]),
  /** What another number of the same holder must have in common with this one to be the one given in its place. */
  instead: z.array(idSchema).default([]),
})
export type Holder = z.infer<typeof holderSchema>

export const forms = ['table', 'file', 'api', 'event'] as const

/** All of a dataset but its rules, whose kinds lie in another room. */
const registerSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  abstract: nameSchema,
  foundation: idSchema,
  /** Article 10: form of the data. */
  form: z.enum(forms),
  providingDepartment: idSchema,
  collectingDepartment: idSchema,
  approvingDepartment: idSchema,
  /** Who collects it beside the collecting department, where Article 13 names several. */
  furtherCollectors: z.array(nameSchema).default([]),
  /** Words to find it by; none: the names of the elements that it is the source of. */
  keywords: z.array(nameSchema).default([]),
  sharing: z.strictObject({
    type: z.enum(sharingTypes),
    scope: nameSchema,
    conditions: nameSchema.optional(),
    /** Why it is not free, beside the basis (Article 21). */
    reason: nameSchema.optional(),
    legalBasis: nameSchema.optional(),
  }),
  opening: z.strictObject({
    type: z.enum(openingTypes),
    conditions: nameSchema.optional(),
    /** Why it is not free, beside the basis (Article 21). */
    reason: nameSchema.optional(),
    legalBasis: nameSchema.optional(),
  }),
  updateCycle: z.enum(updateCycles),
  /** Field that identifies the record, and the field of the time at which the department last changed it. */
  key: idSchema,
  eventTime: idSchema,
  /**
   * Fields that tell the records of one subject apart, in a register that has many: a person's certificates by
   * number. Empty: one record per subject.
   */
  recordKey: z.array(idSchema).default([]),
  /**
   * Of a register whose key is a number that it gives out: how the holder of a number is told from another one, to whom
   * the same number may have been given by mistake.
   */
  holder: holderSchema.optional(),
  /** Keep every state with valid-from and valid-to in history/<dataset>; always kept where there is a record key. */
  history: z.boolean().default(false),
  /** Paragraph of the regulation that names the register: `13(1)`. */
  article: z
    .string()
    .regex(/^\d+\(\d+\)$|^\d+$/)
    .optional(),
  /**
   * Levels at which the register is collected: each has its own catalogue entries, one a division of that level. The
   * region always has one, since its department provides the register.
   */
  levels: z
    .array(z.enum(catalogueLevels))
    .refine((levels) => levels.includes('region'), 'the region has an entry of every register')
    .default(['region']),
  drift: z.enum(driftContracts).default('freeze'),
  /** A full dump may come without a header: its columns are then the fields in their order. */
  headerless: z.boolean().default(false),
  fields: z.array(fieldSchema).min(2),
})

/** One register of one department, with the catalogue elements of Articles 10, 21 and 27. */
export interface Dataset extends z.output<typeof registerSchema> {
  /** Rules beyond those that follow from the fields' types (see quality/rules). */
  rules: Rule[]
}

export interface DatasetInput extends z.input<typeof registerSchema> {
  rules?: RuleInput[] | undefined
}

export const datasetSchema: z.ZodType<Dataset, DatasetInput> = registerSchema.extend({
  rules: z.array(ruleSchema).default([]),
})

/** True of a register whose past states are kept. */
export function keepsHistory(dataset: Dataset): boolean {
  return dataset.history || dataset.recordKey.length > 0
}

/** The fields that identify a record of the register: the subject's key, then the record key. */
export function identityOf(dataset: Dataset): string[] {
  return [dataset.key, ...dataset.recordKey]
}

/** @throws BadEntry `catalog.bad_entry`; of its rules when they are first read, where no kind of rule was known before */
export function defineDataset(dataset: DatasetInput): Dataset {
  if (hasRuleKinds()) return defined(datasetSchema, defineDataset, dataset)
  const { rules, ...register } = dataset
  return Object.defineProperty(defined(registerSchema, defineDataset, register), 'rules', {
    enumerable: true,
    configurable: true,
    get(this: Dataset) {
      const { rules } = defined(datasetSchema, defineDataset, dataset)
      Object.defineProperty(this, 'rules', { value: rules, enumerable: true, writable: true })
      return rules
    },
  }) as Dataset
}
