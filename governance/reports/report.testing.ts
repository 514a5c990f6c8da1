import type { ProblemRow, ReportData } from './data.ts'

const name = (zh: string, en: string) => ({ 'zh-CN': zh, en })

const wrongCheck = name('公民身份号码的校验码不正确<b>', 'The check character is wrong <b>')

/** Texts that try to leave their place: formulas, HTML, SQL, escapes, characters that XML cannot carry. */
export const hostileTexts = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  '=HYPERLINK("http://x","y")',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '_x003D_1+1',
  'a\u0000b\u0008c\ud800d',
  '&amp;&lt;',
  '</td></table><h1>x',
]

/** A report of one department in which every text that comes from data is hostile. */
export function hostileReport(): ReportData {
  const rows = hostileTexts.map((text, line) => problemRow({ value: text, key: text, file: text, line }))
  const counts = { received: 1_234_567, accepted: 1_234_500, quarantined: 67, warned: 8 }
  const scores = scoresWith(0.9821)
  return {
    scope: { kind: 'department', id: 'civil_affairs', name: name('民政厅<b>', 'Civil <b>Affairs') },
    period: '2026-10',
    asOf: '2026-10-15',
    day: '2026-10-20',
    rows: counts,
    extracts: 3,
    open: { rejected: 67, warned: 8 },
    scores,
    previous: { period: '2026-09', total: 0.9712 },
    trend: [
      { period: '2026-09', total: 0.9712, dimensions: { accuracy: 0.95 } },
      { period: '2026-10', total: 0.9821, dimensions: { accuracy: 0.9821 } },
    ],
    datasets: [
      {
        id: 'marriage_registration',
        name: name('婚姻<登记>', 'Marriages <i>'),
        department: name('民政厅', 'Civil Affairs'),
        rows: counts,
        scores,
        change: 1.09,
        open: 67,
        extracts: [
          {
            dataset: name('婚姻', 'Marriages'),
            seq: 7,
            file: '"><script>x</script>.csv',
            mode: 'full',
            asOf: '2026-10-15',
            status: 'ingested',
            rows: counts,
          },
        ],
        freshness: { asOf: '2026-10-15', cycle: 'daily', age: 5, late: true },
      },
    ],
    departments: [],
    cities: [
      {
        id: '150100',
        name: name('呼和浩特市', 'Hohhot'),
        rows: counts,
        scores,
        open: 3,
      },
    ],
    violations: [
      {
        rule: 'marriage_registration.citizen_id.citizen_id.check',
        dataset: 'marriage_registration',
        datasetName: name('婚姻<登记>', 'Marriages <i>'),
        department: name('民政厅', 'Civil Affairs'),
        field: '公民身份号码<i>',
        code: 'citizen_id.check',
        words: wrongCheck,
        severity: 'reject',
        dimension: 'accuracy',
        indicator: 'content_correctness',
        version: 2,
        checked: 1000,
        failed: hostileTexts.length,
        fresh: 4,
        due: '2026-11-03',
        rows,
        query: `shuyuan query "select '</code><script>' "`,
      },
    ],
    unplaced: [
      {
        ...{
          dataset: name('婚姻<登记>', 'Marriages <i>'),
          department: name('民政厅<b>', 'Civil <b>Affairs'),
        },
        ...{ received: 1_234_567, rows: 7 },
      },
    ],
    causes: [
      {
        dimension: 'accuracy',
        indicator: 'content_correctness',
        dataset: name('婚姻', 'Marriages'),
        kind: 'rule',
        source: 'marriage_registration.citizen_id.citizen_id.check',
        field: '号码',
        words: wrongCheck,
        failed: 4,
      },
    ],
    findings: [
      {
        dataset: name('婚姻', 'Marriages'),
        department: name('民政厅', 'Civil Affairs'),
        extract: 7,
        file: '<svg onload=x>.csv',
        severity: 'block',
        code: 'violation.row_count.low',
        fields: { received: 10, least: 1000, severity: 'block' },
      },
    ],
    objections: {
      departments: [
        {
          department: name('民政厅', 'Civil Affairs'),
          ...{ raised: 9, open: 4, overdue: 1, fixed: 5 },
          ...{ fixRate: 0.5556, reopenRate: 0, meanWorkingDays: 3.25 },
        },
      ],
      open: [
        {
          id: 41,
          department: name('民政厅', 'Civil Affairs'),
          dataset: name('婚姻<登记>', 'Marriages <i>'),
          field: '公民身份号码',
          words: wrongCheck,
          state: 'accepted',
          ...{ rowsOpen: 3, rows: 9, due: '2026-10-01', overdue: true },
        },
      ],
    },
    overrides: [
      {
        at: '2026-10-16',
        actor: '<b>officer</b>',
        subject: name('婚姻<登记>', 'Marriages <i>'),
        extract: 7,
        reason: '=cmd|<x>',
      },
    ],
    versions: {
      tables: [['quality/history', 12]],
      rulesets: [[name('婚姻', 'Marriages'), 'abcdef0123456789']],
    },
  }
}

/** A row that failed, with what is given. */
export function problemRow(given: Partial<ProblemRow> = {}): ProblemRow {
  return {
    department: name('民政厅', 'Civil Affairs'),
    dataset: name('婚姻登记', 'Marriages'),
    field: '公民身份号码',
    code: 'citizen_id.check',
    words: wrongCheck,
    severity: 'reject',
    key: '1***************18',
    value: '1***************18',
    line: 1,
    file: 'marriage_registration_full_20261015.csv',
    extract: 7,
    period: '2026-10',
    division: '150100',
    rule: 'marriage_registration.citizen_id.citizen_id.check',
    version: 2,
    objection: 41,
    state: 'accepted',
    due: '2026-11-03',
    ...given,
  }
}

function scoresWith(total: number): NonNullable<ReportData['scores']> {
  const measure = { evaluated: 1000, failed: 18, score: total }
  return {
    period: '2026-10',
    evaluated: 1000,
    failed: 18,
    total,
    grade: 'good',
    dimensions: [
      {
        dimension: 'accuracy',
        ...measure,
        indicators: [{ indicator: 'content_correctness', ...measure }],
      },
    ],
  }
}
