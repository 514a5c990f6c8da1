import { z } from 'zod'
import { idSchema, nameSchema } from './names.ts'

/** A public body that collects, approves or provides public data (Article 3). */
export const departmentSchema = z.object({
  id: idSchema,
  name: nameSchema,
})
export type Department = z.infer<typeof departmentSchema>

export function defineDepartment(department: z.input<typeof departmentSchema>): Department {
  return departmentSchema.parse(department)
}
