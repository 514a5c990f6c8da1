import { allBodies, type FieldInput, named, openedOnRequest, source, updatedAt, usccKey } from '../parts.ts'

type Law = readonly [zh: string, en: string]

/** A public register of organisations under `law`; opened without the representative's identity number. */
export function publicRegister(law: Law) {
  return {
    sharing: { type: 'unconditional' as const, scope: allBodies, legalBasis: named(...law) },
    opening: openedOnRequest({
      basis: named(
        '《中华人民共和国个人信息保护法》第二十五条',
        'Personal Information Protection Law, Article 25',
      ),
      conditions: named(
        '不含法定代表人身份号码，限于申请列明的用途',
        "Without the representative's identity number; for the purposes of the application",
      ),
    }),
  }
}

/** Facts of registration, without persons: opened to everybody. */
export function openRegister(law: Law) {
  return {
    sharing: { type: 'unconditional' as const, scope: allBodies, legalBasis: named(...law) },
    opening: { type: 'unconditional' as const },
  }
}

export const registrationLaw: Law = [
  '《中华人民共和国市场主体登记管理条例》',
  'Regulations on the Registration of Market Entities',
]

/** A source field of the legal-entity foundation, of the same name as its column. */
export function entity(id: string, header: string, aliases: string[] = [], required = false): FieldInput {
  return source(id, header, `legal_entity.${id}`, { aliases, required })
}

/** A body may change its name, not the day on which it was established; it has one code. */
export const codeHolder = { name: 'name', facts: ['established_on'] }

/** Headers of a register's own wording. */
interface Wording {
  /** Aliases of the code and the name, in the register's words. */
  code?: string[]
  name?: string[]
  representative: string
  address?: string
  established?: string
  /** The department's own status codes. */
  status?: Record<string, string>
}

/** The fields of every register of organisations around `more`, which are the register's own. */
export function organisationFields(wording: Wording, more: FieldInput[] = []): FieldInput[] {
  const { code = [], name = [], representative, status } = wording
  return [
    usccKey(...code),
    entity('name', '名称', ['单位名称', ...name], true),
    entity('kind', '组织类型', ['类型']),
    entity('representative_name', `${representative}姓名`, ['负责人']),
    entity('representative_citizen_id', `${representative}身份号码`, [`${representative}证件号码`]),
    entity(
      'established_on',
      wording.established ?? '成立日期',
      wording.established === undefined ? ['设立日期'] : ['成立日期'],
      true,
    ),
    entity('division', '登记所在区划', ['区划代码'], true),
    entity('address', wording.address ?? '住所', ['地址']),
    source('status', '登记状态', 'legal_entity.status', { required: true, mapping: status }),
    ...more,
    entity('registered_by', '登记机关', ['登记管理机关']),
    entity('cancelled_on', '注销日期', ['注销登记日期']),
    updatedAt,
  ]
}

/** Rules of every register of organisations: code of its authority, sane name, no cancellation before the start. */
export function organisationRules(authority: string) {
  return [
    { kind: 'uscc' as const, field: 'uscc', authorities: [authority] },
    { kind: 'length' as const, field: 'name', min: 2, max: 200 },
    { kind: 'name' as const, field: 'name', of: 'organisation' as const },
    { kind: 'address' as const, field: 'address', division: 'division' },
    { kind: 'dateOrder' as const, earlier: 'established_on', later: 'cancelled_on' },
  ]
}
