import type { Name } from '../../names.ts'
import { subjects } from '../../register_groups.ts'
import type { RuleInput } from '../../rule.ts'
import { type FieldInput, key, named, openedOnRequest, own, personalData } from '../parts.ts'

/** Source fields of the credit foundation: `credit('decided_on', '决定日期')` carries `credit.decided_on`. */
export const credit = own('credit')

/** Sharing and opening of credit records: natural persons are among their subjects, their numbers are not opened. */
export function creditData(basis: Name) {
  const conditions = named(
    '不含自然人身份号码，限于申请列明的用途',
    'Without identity numbers of natural persons; for the purposes of the application',
  )
  return { ...personalData({ basis }), opening: openedOnRequest({ basis, conditions }) }
}

/** The key: kind of register, the authority's unified social credit code, its serial number. */
export function recordId(...aliases: string[]): FieldInput {
  return key('record_id', '信用信息标识', 'credit.record_id', ['信息标识', ...aliases])
}

/** Kind, identifier and name of the subject, whom the register calls `who`. */
export function party(who: string): FieldInput[] {
  return [
    credit('subject_kind', '主体类型', {
      aliases: [`${who}类别`],
      required: true,
      mapping: { 自然人: '1', 个人: '1', 法人: '2', 法人和非法人组织: '2', 个体工商户: '2' },
    }),
    credit('subject_id', '主体标识', { aliases: [`${who}代码`, `${who}证件号码`], required: true }),
    credit('subject_name', '主体名称', { aliases: [`${who}名称`], required: true }),
  ]
}

/** One record a decision and party: the same decision on another party has an identifier of its own. */
export const holder = { id: 'subject_id', name: 'subject_name', instead: ['document_no'] }

export const statusField = credit('status', '信息状态', {
  aliases: ['当前状态'],
  required: true,
  mapping: { 在示: '1', 已修复: '2', 已撤销: '3' },
})

export const divisionField = credit('division', '所在区划', { aliases: ['区划代码', '数据来源区划'] })

/** Rules of every credit register whose record identifiers begin with `prefix`. */
export function recordRules(prefix: string): RuleInput[] {
  return [
    {
      kind: 'pattern',
      field: 'record_id',
      pattern: `^${prefix}[0-9A-HJ-NPQRTUWXY]{18}[0-9]{6,14}$`,
      examples: {
        good: [
          { record_id: `${prefix}91150100MATEAT0143000001` },
          { record_id: `${prefix}91150100MATEAT014320260000000001` },
        ],
        bad: [
          { record_id: `${prefix}91150100MATEAT014300001` },
          { record_id: `${prefix}91150100MATEAT0143202600000000012` },
          { record_id: `XX91150100MATEAT0143000001` },
          { record_id: `${prefix}9115010OMATEAT0143000001` },
        ],
      },
    },
    { kind: 'subjectId', field: 'subject_id', kindField: 'subject_kind' },
    {
      kind: 'reference',
      field: 'subject_id',
      datasets: subjects,
      severity: 'warn',
    },
    { kind: 'date', field: 'shown_until', allowFuture: true },
  ]
}
