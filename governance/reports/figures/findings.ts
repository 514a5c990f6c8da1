import type { Dataset } from '../../../catalog/dataset.ts'
import type { Platform } from '../../platform.ts'
import type { Finding, ReportScope } from '../data.ts'
import { withoutIdentityText } from '../shown.ts'
import type { ReportedExtract } from './extracts.ts'
import { departmentName } from './problem_rows.ts'

const ORDER = ['error', 'block', 'reject', 'warn']

/**
 * What the ingest found on these extracts as a whole, the gravest first. A city is told of what concerns it alone:
 * findings that name it.
 */
export function findingsOf(
  platform: Platform,
  datasets: Dataset[],
  extracts: ReportedExtract[],
  scope: ReportScope,
): Finding[] {
  const found = extracts.flatMap((extract) => {
    const dataset = datasets.find(({ id }) => id === extract.dataset)
    if (!dataset) return []
    return extract.problems.map(
      ({ code, fields }): Finding => ({
        dataset: dataset.name,
        department: departmentName(platform, dataset),
        extract: extract.seq,
        file: withoutIdentityText(extract.fileName),
        severity: String(fields.severity ?? 'error'),
        code,
        fields,
      }),
    )
  })
  return found
    .filter(({ fields }) => scope.kind !== 'city' || fields.city === scope.id || fields.division === scope.id)
    .toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
