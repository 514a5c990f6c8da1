import type { Dataset } from '../../../catalog/dataset.ts'
import type { CanonicalExtract, Drift } from '../../../connectors/file/types.ts'
import type { Locale } from '../../../core/locale.ts'
import { problem } from '../../../governance/problem.ts'
import type { Ends } from '../../../quality/ends/ends.ts'
import { blockingRules } from '../../../quality/extract/blocking.ts'
import type { ExtractResult } from '../../../quality/extract/input.ts'
import { rulesOf } from '../../../quality/rules/compiled.ts'
import type { Figures } from '../../../quality/tally.ts'
import { violationWords } from '../../../quality/words.ts'
import { EVENTS_BATCH, type Extract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import type { Platform } from '../../platform.ts'
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

/** How a file was read where it is not written as it should be: worth a person's look, for it may have been meant otherwise. */
export function readingProblems(
  dataset: Dataset,
  extract: Extract,
  read: Pick<CanonicalExtract, 'header' | 'sheets' | 'otherEncoding'>,
  nulls: { field: string; rows: number }[],
): Problem[] {
  const common = { ...place(dataset, extract), severity: 'warn' }
  const problems: Problem[] = []
  if (read.header?.line === 0) problems.push({ code: 'ingest.header_absent', fields: common })
  if (read.header && read.header.titles > 0)
    problems.push({ code: 'ingest.header_below', fields: { ...common, line: read.header.line } })
  if (read.sheets && read.sheets.read.length + read.sheets.passed.length > 1) {
    const names = (list: string[]) => (list.length > 0 ? list.join(', ') : '-')
    const fields = { ...common, read: names(read.sheets.read), passed: names(read.sheets.passed) }
    problems.push({ code: 'ingest.sheets', fields })
  }
  for (const [encoding, lines] of Object.entries(read.otherEncoding)) {
    if (lines > 0) problems.push({ code: 'ingest.mixed_encoding', fields: { ...common, encoding, lines } })
  }
  if (nulls.length > 0) {
    const fields = nulls.map(({ field, rows }) => `${field} ${rows}`).join(', ')
    problems.push({ code: 'ingest.null_markers', fields: { ...common, fields } })
  }
  return problems
}

/** Findings on the extract as a whole: too few rows, too many rejected, too late, drifted. Severity `block` stops it. */
export function gateProblems(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
  counts: ExtractCounts,
  results: ExtractResult[],
): Problem[] {
  const findings = results.filter(({ failed, code, severity }) => {
    // `ingest.header_drift` tells of columns in one piece; they are findings of their own where they stop the extract.
    return failed > 0 && (severity === 'block' || !isOfColumns(code))
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

const isOfColumns = (code: ExtractResult['code']): boolean =>
  code === 'schema.missing' || code === 'schema.extra' || code === 'schema.renamed'

/**
 * One problem for each rule of severity `block` that rows of the extract break. Events are taken or left row by row:
 * nobody's wait for another's mistakes.
 * @param figures of the extract, with the rules of that severity among those asked for
 */
export function blockProblems(
  { catalogue }: Pick<Platform, 'catalogue'>,
  dataset: Dataset,
  extract: Extract,
  figures: Figures | undefined,
): Problem[] {
  if (extract.batch === EVENTS_BATCH) return []
  const broken = blockingRules(figures)
  const { row, set } = rulesOf(catalogue, dataset)
  const words = (code: string, locale: Locale) => violationWords(code, locale, [...row, ...set])
  return broken.map(({ rule, field, code, failed }) =>
    problem('ingest.rule_blocks', {
      ...place(dataset, extract),
      rule,
      field,
      failed,
      words_zh: words(code, 'zh-CN'),
      words_en: words(code, 'en'),
      severity: 'block',
    }),
  )
}

/** Records that a full dump does not end, since a line of it that could not be told apart may be theirs. */
export function doubtProblems(dataset: Dataset, extract: Extract, doubt: Ends['doubt']): Problem[] {
  if (!doubt) return []
  return [
    problem('ingest.deletions_not_believed', { ...place(dataset, extract), ...doubt, severity: 'warn' }),
  ]
}

function place(dataset: Dataset, extract: Extract) {
  return {
    department: dataset.providingDepartment,
    dataset: dataset.id,
    extract: extract.seq,
    file: extract.fileName,
  }
}
