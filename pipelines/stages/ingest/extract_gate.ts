import type { Dataset } from '../../../catalog/dataset.ts'
import type { Drift } from '../../../connectors/file/index.ts'
import { judgeExtract } from '../../../quality/index.ts'
import type { Extract } from '../../../warehouse/ledger/index.ts'
import type { Platform, Problem } from '../../platform.ts'
import { problem } from '../../problem.ts'
import type { ExtractCounts } from './extract_result.ts'

/** Columns that differ from the dataset's and that its contract let pass: worth a person's look. */
export function driftProblems(dataset: Dataset, extract: Extract, drift: Drift): Problem[] {
  if (drift.missing.length + drift.extra.length + drift.renamed.length === 0) return []
  return [
    {
      code: 'ingest.header_drift',
      fields: {
        ...place(dataset, extract),
        severity: 'warn',
        missing: drift.missing.join(', ') || '-',
        extra: drift.extra.join(', ') || '-',
        renamed: drift.renamed.map(({ field, header }) => `${header} → ${field}`).join(', ') || '-',
        contract: dataset.drift,
      },
    },
  ]
}

/** Findings on the extract as a whole: too few rows, too many rejected, too late. Severity `block` stops it. */
export function gateProblems(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
  counts: ExtractCounts,
  last: Extract | undefined,
): Problem[] {
  const findings = judgeExtract({
    dataset,
    mode: extract.mode,
    received: counts.received,
    lastReceived: last?.received ?? undefined,
    asOf: extract.asOf,
    now: platform.clock.now(),
  })
  const problems = findings.map((finding) =>
    problem(`violation.${finding.code}`, {
      ...place(dataset, extract),
      ...finding.fields,
      severity: finding.severity,
    }),
  )
  const { maxRejectedShare, shareFromRows } = platform.config.gates
  if (counts.received >= shareFromRows && counts.quarantined / counts.received > maxRejectedShare) {
    const fields = { ...place(dataset, extract), ...counts, allowed: maxRejectedShare, severity: 'block' }
    problems.push(problem('ingest.too_many_rejected', fields))
  }
  return problems
}

function place(dataset: Dataset, extract: Extract) {
  return {
    department: dataset.providingDepartment,
    dataset: dataset.id,
    extract: extract.seq,
    file: extract.fileName,
  }
}
