import type { z } from 'zod'
import type { datasetSchema, fieldSchema } from '../dataset.ts'
import type { Name } from '../names.ts'
import { organisations } from '../register_groups.ts'
import type { RuleInput } from '../rule.ts'

/** A field and a dataset as they are written, before defaults. */
export type FieldInput = z.input<typeof fieldSchema>
type DatasetInput = z.input<typeof datasetSchema>
type Attributes = Pick<DatasetInput, 'sharing' | 'opening'>
type Held = Pick<DatasetInput, 'providingDepartment' | 'collectingDepartment' | 'approvingDepartment'>
type FieldOptions = Partial<Pick<FieldInput, 'aliases' | 'required' | 'mapping'>>

/** A text in both languages. */
export function named(zh: string, en: string): Name {
  return { 'zh-CN': zh, en }
}

/** One department collects, approves and provides the register. */
export function heldBy(department: string): Held {
  return {
    providingDepartment: department,
    collectingDepartment: department,
    approvingDepartment: department,
  }
}

/** Who collects with the departments of Article 13, items 2, 3 and 5. */
export const townships = named('苏木乡镇人民政府、街道办事处', 'Township governments and subdistrict offices')
export const migrantServices = named('流动人口服务管理部门', 'Services for the floating population')
/** Article 13, item 7: beside the departments of education. */
export const universities = named('高等院校、科学研究机构', 'Universities and research institutes')

/** Scope of sharing: every public management and service body. */
export const allBodies = named('各级公共管理和服务机构', 'Public management and service bodies')
/** Condition of sharing: a duty that the law gives the receiver. */
export const statutoryDuty = named('履行法定职责所必需', 'Needed for a statutory duty')

/** The law that the register rests on, in words, and what a receiver must show (default: a statutory duty). */
interface Basis {
  basis: Name
  conditions?: Name
}

const notOpened: Attributes['opening'] = {
  type: 'closed',
  reason: named('涉及个人隐私（第二十七条）', 'Privacy of persons (Article 27)'),
  legalBasis: named(
    '《中华人民共和国个人信息保护法》第二十五条',
    'Personal Information Protection Law, Article 25',
  ),
}

/** Why a register with personal data is shared under conditions. */
export const ofPersons = named(
  '含个人信息，仅供履行法定职责的机构使用',
  'Personal data, for bodies with a statutory duty alone',
)

/** Personal data: shared for a duty under the register's own law and the Personal Information Protection Law, not opened. */
export function personalData({ basis, conditions = statutoryDuty }: Basis): Attributes {
  const legalBasis = named(
    `${basis['zh-CN']}；《中华人民共和国个人信息保护法》第三十四条`,
    `${basis.en}; Personal Information Protection Law, Article 34`,
  )
  const reason = ofPersons
  return {
    sharing: { type: 'conditional', scope: allBodies, conditions, reason, legalBasis },
    opening: notOpened,
  }
}

/** Personal data that no other body receives (it may ask for verification): not shared, not opened. */
export function withheldData({ basis }: Pick<Basis, 'basis'>): Attributes {
  const scope = named('仅限数源部门核实、比对', 'Verification by the source department only')
  const reason = named(
    '含敏感个人信息，核实、比对即可满足需要',
    'Sensitive personal data; verification serves every need',
  )
  return { sharing: { type: 'withheld', scope, reason, legalBasis: basis }, opening: notOpened }
}

/** Opened to applicants who name a purpose, without what `conditions` leaves out. `reason`: why not to everybody. */
export function openedOnRequest({
  basis,
  conditions,
  reason = named('部分信息项涉及个人信息', 'Some of its items are personal data'),
}: Required<Basis> & { reason?: Name }): Attributes['opening'] {
  return { type: 'conditional', conditions, reason, legalBasis: basis }
}

/** A field of which the register is the authority. */
export function source(id: string, header: string, element: string, options: FieldOptions = {}): FieldInput {
  return { id, header, element, role: 'source', ...options }
}

/** A field that the register holds and the platform compares. */
export function copy(id: string, header: string, element: string, options: FieldOptions = {}): FieldInput {
  return { id, header, element, role: 'copy', ...options }
}

/** The key of the register. */
export function key(id: string, header: string, element: string, aliases: string[] = []): FieldInput {
  return { id, header, aliases, element, role: 'key', required: true }
}

/** Source fields of a register's own record elements: `own('vaccination')('dose_no', '剂次')` carries `vaccination.dose_no`. */
export function own(record: string) {
  return (id: string, header: string, options: FieldOptions = {}): FieldInput =>
    source(id, header, `${record}.${id}`, options)
}

/** The citizen identity number as the key. */
export function citizenKey(...aliases: string[]): FieldInput {
  const usual = ['身份证号', '身份证号码', '证件号码']
  return key('citizen_id', '公民身份号码', 'person.citizen_id', [...usual, ...aliases])
}

/** The unified social credit code as the key. */
export function usccKey(...aliases: string[]): FieldInput {
  return key('uscc', '统一社会信用代码', 'legal_entity.uscc', ['社会信用代码', ...aliases])
}

/** Copies of a person's name, sex, birth date and phone. */
export const nameCopy = copy('name', '姓名', 'person.name', { aliases: ['当事人姓名', '个人姓名'] })
export const sexCopy = copy('sex', '性别', 'person.sex', { aliases: ['性别代码'] })
export const birthDateCopy = copy('birth_date', '出生日期', 'person.birth_date', { aliases: ['出生年月日'] })
export const phoneCopy = copy('phone', '联系电话', 'person.phone', { aliases: ['手机号码', '手机号'] })
/** A copy of an organisation's name. */
export const entityNameCopy = copy('name', '名称', 'legal_entity.name', { aliases: ['单位名称', '机构名称'] })
/** The time at which the department last changed the record: the event time of every register. */
export const updatedAt = copy('updated_at', '更新时间', 'record.updated_at', { required: true })

/** Warns of a code that no register of organisations holds. */
export function entityReference(field: string): RuleInput {
  return { kind: 'reference', field, datasets: organisations, severity: 'warn' }
}

/** Warns of what a register says of a person after the death: payments and insurances may end some days later. */
export function notAfterDeath(field: string, options: { openEnd?: boolean; days?: number } = {}): RuleInput {
  return {
    kind: 'notAfter',
    field,
    datasets: ['death_registration', 'death_reports'],
    date: 'died_on',
    event: 'death',
    severity: 'warn',
    ...options,
  }
}

/** Rules of every register: records are unique, their number does not collapse, the extract is fresh, nothing drifts. */
export function usualRules(identity: string[], minShareOfLast = 0.5): RuleInput[] {
  return [
    { kind: 'unique', fields: identity },
    { kind: 'rowCount', min: 1, minShareOfLast },
    { kind: 'freshness', cities: true },
    { kind: 'volume' },
    { kind: 'drift' },
    { kind: 'schema' },
  ]
}
