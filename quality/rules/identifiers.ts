import type { Rule } from '../../catalog/rule.ts'
import { codeOf } from '../codes.ts'
import type { Add, RuleOptions } from './instance.ts'

/** An unknown place and an implausible age only warn, whatever the rule says. */
export function addCitizenId(field: string, add: Add, options: RuleOptions = {}): void {
  for (const part of ['shape', 'date', 'check'] as const) {
    add(field, codeOf(`citizen_id.${part}`), { kind: 'citizenId', part }, options)
  }
  add(field, 'citizen_id.place', { kind: 'citizenId', part: 'place' })
  add(field, 'citizen_id.age', { kind: 'citizenId', part: 'age' })
}

/** An unknown pair of authority and category and an unknown place only warn, whatever the rule says. */
export function addUscc(field: string, add: Add, options: RuleOptions = {}): void {
  for (const part of ['shape', 'org_code', 'check'] as const) {
    add(field, codeOf(`uscc.${part}`), { kind: 'uscc', part }, options)
  }
  add(field, 'uscc.category', { kind: 'uscc', part: 'category' })
  add(field, 'uscc.place', { kind: 'uscc', part: 'place' })
}

export function addLicenceId(field: string, add: Add, options: RuleOptions = {}): void {
  for (const part of ['shape', 'check'] as const) {
    add(field, codeOf(`licence_id.${part}`), { kind: 'licenceId', part }, options)
  }
  add(field, 'licence_id.authority', { kind: 'licenceId', part: 'authority' })
  add(field, 'licence_id.serial', { kind: 'licenceId', part: 'serial' })
}

type IdentifierRule = Extract<
  Rule,
  { kind: 'citizenId' | 'uscc' | 'usccKind' | 'orgCode' | 'subjectId' | 'licenceId' | 'licencePart' }
>

/** The rules that a declared rule on an identifier stands for. */
export function addIdentifier(rule: IdentifierRule, add: Add, options: RuleOptions): void {
  const { field } = rule
  switch (rule.kind) {
    case 'citizenId':
      addCitizenId(field, add, options)
      if (rule.forms) add(field, 'citizen_id.form', { kind: 'citizenForm', forms: rule.forms })
      return
    case 'uscc':
      addUscc(field, add, options)
      if (rule.authorities)
        add(field, 'uscc.authority', { kind: 'authority', authorities: rule.authorities }, options)
      if (rule.categories) add(field, 'uscc.register', { kind: 'usccRegister', categories: rule.categories })
      return
    case 'usccKind':
      add(field, 'uscc.kind_mismatch', { kind: 'usccKind', uscc: rule.uscc, kinds: rule.kinds }, options)
      return
    case 'orgCode':
      for (const part of ['shape', 'check'] as const)
        add(field, codeOf(`org_code.${part}`), { kind: 'orgCode', part }, options)
      if (rule.uscc) add(field, 'org_code.mismatch', { kind: 'orgCodeOf', uscc: rule.uscc })
      return
    case 'subjectId':
      for (const part of ['shape', 'date', 'check'] as const)
        add(
          field,
          codeOf(`subject_id.${part}`),
          { kind: 'subjectId', kindField: rule.kindField, part },
          options,
        )
      return
    case 'licenceId':
      addLicenceId(field, add, options)
      return
    case 'licencePart':
      add(field, 'licence_id.part_mismatch', { kind: 'licencePart', id: rule.id, part: rule.part }, options)
      return
  }
}
