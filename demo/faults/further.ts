import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Rule } from '../../catalog/rule.ts'
import { typeOf } from './field_rules.ts'
import { type FaultKind, reject, warn } from './kind.ts'
import { constant, value } from './values.ts'

type Further = Extract<
  Rule,
  { kind: 'name' | 'address' | 'amount' | 'compare' | 'licencePart' | 'requiredWhen' | 'divisionAt' }
>

/** Faults against rules on names, addresses, amounts, and on fields together. */
export function further(dataset: Dataset, rule: Further): FaultKind[] {
  const { field } = rule
  switch (rule.kind) {
    case 'name':
      return [
        warn('name.placeholder', field, constant('测试公司', '不详', 'XXX')),
        warn('name.characters', field, constant('20260901', '内蒙古?公司')),
      ]
    case 'address':
      return [
        warn('address.short', field, constant('街口')),
        warn('address.placeholder', field, constant('详见登记档案', '无固定住所')),
        warn('address.division', field, (draft) =>
          value(draft, 'division').startsWith('1529')
            ? '内蒙古自治区呼和浩特市新城区海拉尔大街1号'
            : '内蒙古自治区阿拉善盟额济纳旗居延街1号',
        ),
      ]
    case 'amount':
      return [reject('number.invalid amount.unit', field, constant('5000元', '1.2万元', '¥300'))]
    case 'compare':
      return [
        warn('fields.compare', field, (draft) => {
          const other = draft.clean[rule.other]
          return typeOf(dataset, field) === 'decimal' && other && draft.clean[field]
            ? `${Math.floor(Number(other)) + 7}.00`
            : false
        }),
      ]
    case 'licencePart':
      return [warn('licence_id.part_mismatch', field, (draft) => `${value(draft, field).slice(0, 18)}999`)]
    case 'requiredWhen':
      return 'oneOf' in rule.when
        ? [
            warn('required.when', rule.when.field, (draft) =>
              draft.clean[field] || !('oneOf' in rule.when) ? false : (rule.when.oneOf[0] ?? false),
            ),
          ]
        : []
    case 'divisionAt':
      return [tooLate(rule)]
  }
}

/** The code of an abolished division after its end; the platform reads its successor. */
function tooLate({ field, on }: Extract<Rule, { kind: 'divisionAt' }>): FaultKind {
  return {
    codes: ['division.historical', 'division.not_in_force'],
    rejected: false,
    apply({ raw, clean }) {
      const day = clean[on]
      const old = catalogue.divisions.find(
        (each) => each.successor === clean[field] && each.validTo && day && day >= each.validTo,
      )
      if (!old) return false
      raw[field] = old.code
      return true
    },
  }
}
