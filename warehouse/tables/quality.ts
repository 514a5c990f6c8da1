import { type Column, column } from '../engine/column.ts'

/**
 * Columns of quality/history: checked and failed rows per extract, rule and division. `version`: of the rule; `ruleset`:
 * digest of all the rules that judged the extract; `period`: month of which the extract speaks (YYYY-MM); `mode`: full
 * or delta.
 */
export function historyColumns(): Column[] {
  return [
    column('dataset', 'VARCHAR'),
    column('_extract', 'INTEGER'),
    ...['department', 'division', 'rule', 'field', 'code', 'severity', 'dimension', 'indicator'].map((name) =>
      column(name, 'VARCHAR'),
    ),
    column('checked', 'BIGINT'),
    column('failed', 'BIGINT'),
    column('version', 'INTEGER'),
    ...['ruleset', 'period', 'mode'].map((name) => column(name, 'VARCHAR')),
  ]
}

/** Columns of quality/profiles: what is counted of each extract; see `Counted` in quality/extract. */
export function profileColumns(): Column[] {
  return [
    column('dataset', 'VARCHAR'),
    column('_extract', 'INTEGER'),
    ...['field', 'what', 'value'].map((name) => column(name, 'VARCHAR')),
    column('count', 'BIGINT'),
  ]
}

/** Columns of quality/rules: every version of every rule, with its definition and the extract from which on it judged. */
export function ruleColumns(): Column[] {
  return [
    column('dataset', 'VARCHAR'),
    column('rule', 'VARCHAR'),
    column('version', 'INTEGER'),
    column('digest', 'VARCHAR'),
    column('ruleset', 'VARCHAR'),
    column('code', 'VARCHAR'),
    column('severity', 'VARCHAR'),
    column('dimension', 'VARCHAR'),
    column('indicator', 'VARCHAR'),
    column('field', 'VARCHAR'),
    column('definition', 'VARCHAR'),
    column('since_extract', 'INTEGER'),
  ]
}

/** Columns of quality/indicators, the facts. */
export function factColumns(): Column[] {
  const names = ['department', 'dataset', 'division', 'period', 'dimension', 'indicator', 'source']
  return [
    ...names.map((name) => column(name, 'VARCHAR')),
    column('evaluated', 'DOUBLE'),
    column('failed', 'DOUBLE'),
  ]
}

/** Columns of quality/scores. A department, dataset or division of NULL: all; an indicator: the dimension; a dimension: the total. */
export function scoreColumns(): Column[] {
  const names = ['department', 'dataset', 'division', 'period', 'dimension', 'indicator']
  return [
    ...names.map((name) => column(name, 'VARCHAR')),
    ...['evaluated', 'failed', 'score'].map((name) => column(name, 'DOUBLE')),
    column('grade', 'VARCHAR'),
  ]
}
