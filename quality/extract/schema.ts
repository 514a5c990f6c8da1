import { type About, type ExtractResult, result } from './finding.ts'

/** Columns of a file compared with its dataset's fields. */
export interface ColumnDrift {
  missing: string[]
  extra: string[]
  renamed: { field: string; header: string }[]
}

/** Columns that are missing, new or renamed; `checked` is the number of the dataset's fields. */
export function judgeSchema(about: About, { missing, extra, renamed }: ColumnDrift): ExtractResult[] {
  const checked = about.dataset.fields.length
  const renamings = renamed.map(({ field, header }) => `${header} → ${field}`)
  const all = [
    ['schema.missing', missing],
    ['schema.extra', extra],
    ['schema.renamed', renamings],
  ] as const
  return all.map(([code, columns]) =>
    result(about, code, { checked, failed: columns.length, fields: { columns: columns.join(', ') } }),
  )
}
