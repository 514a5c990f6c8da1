import { z } from 'zod'
import { defined } from './bad_entry.ts'
import { idSchema, nameSchema } from './names.ts'

/** A public body that collects, approves or provides public data (Article 3). */
export const departmentSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** Whom to ask about its data: an office, with a telephone number or an address of electronic mail. */
  contact: z
    .strictObject({ office: nameSchema, telephone: z.string().optional(), email: z.email().optional() })
    .optional(),
})
export type Department = z.infer<typeof departmentSchema>

export function defineDepartment(department: z.input<typeof departmentSchema>): Department {
  return defined(departmentSchema, defineDepartment, department)
}
