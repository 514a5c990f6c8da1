import { defineDataset } from '../../dataset.ts'
import { entityReference, key, named, personalData, source, updatedAt, usualRules } from '../parts.ts'

/** A source field of the licence foundation, of the same name as its column. */
function licence(id: string, header: string, aliases: string[] = [], required = false) {
  return source(id, header, `licence.${id}`, { aliases, required })
}

/** 电子证照 (Article 18): events of licences as their issuers sign them; the issuer stands in the fields. */
export const electronicLicences = defineDataset({
  id: 'electronic_licences',
  name: named('电子证照信息', 'Electronic licences'),
  abstract: named(
    '各颁证机构签发的电子证照及其变更、延续、撤销、吊销、注销，实时归集。',
    'Licences as issued, renewed, changed, revoked and cancelled by any issuing body, in real time.',
  ),
  article: '18',
  foundation: 'licence',
  form: 'event',
  providingDepartment: 'government_services',
  collectingDepartment: 'government_services',
  approvingDepartment: 'government_services',
  ...personalData({
    basis: named(
      '《国务院关于在线政务服务的若干规定》',
      'Several Provisions of the State Council on Online Government Services',
    ),
    conditions: named(
      '办理政务服务事项或者履行法定职责所必需，限于申请列明的证照类型',
      'Needed for a government service or a statutory duty; limited to the types of the request',
    ),
  }),
  updateCycle: 'realtime',
  levels: ['region', 'city', 'county'],
  key: 'licence_id',
  eventTime: 'updated_at',
  history: true,
  // A licence names one holder; a type and a day of issue tell the licence that was issued again under a number of its own.
  holder: { id: 'holder_id', name: 'holder_name', instead: ['type_code', 'issued_on'] },
  fields: [
    key('licence_id', '电子证照标识', 'licence.licence_id', ['证照标识']),
    licence('type_code', '证照类型代码', ['证照目录代码'], true),
    licence('type_name', '证照类型名称', ['证照名称'], true),
    licence('licence_no', '证照编号', ['证照号码']),
    licence('holder_kind', '持证主体类型', ['持证者类型'], true),
    licence('holder_id', '持证主体证件号码', ['持证者证件号码', '持证主体代码'], true),
    licence('holder_name', '持证主体名称', ['持证者', '持证主体'], true),
    licence('issuer_uscc', '颁证机构统一社会信用代码', ['颁证机构代码', '证照颁发机构代码'], true),
    licence('issuer_name', '颁证机构名称', ['颁证单位', '证照颁发机构'], true),
    licence('issued_on', '颁证日期', ['证照颁发日期', '签发日期'], true),
    licence('valid_from', '有效期起', ['证照有效期起始日期'], true),
    licence('valid_to', '有效期止', ['证照有效期截止日期']),
    licence('last_event', '业务类型', ['证照业务类型']),
    licence('status', '证照状态', ['状态'], true),
    licence('status_changed_on', '状态变更日期', ['状态变更时间']),
    licence('division', '颁证机构所在区划', ['区划代码'], true),
    updatedAt,
  ],
  rules: [
    { kind: 'licenceId', field: 'licence_id' },
    {
      kind: 'pattern',
      field: 'type_code',
      pattern: '^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$',
      examples: {
        good: [{ type_code: '11100000000013338W011' }],
        bad: [
          { type_code: '11100000000013338W01' },
          { type_code: '11100000000013338I011' },
          { type_code: '11100000000013338W01A' },
        ],
      },
    },
    { kind: 'licencePart', field: 'type_code', id: 'licence_id', part: 'type' },
    { kind: 'subjectId', field: 'holder_id', kindField: 'holder_kind' },
    { kind: 'date', field: 'valid_from', allowFuture: true },
    { kind: 'date', field: 'valid_to', allowFuture: true },
    { kind: 'dateOrder', earlier: 'valid_from', later: 'valid_to' },
    { kind: 'dateOrder', earlier: 'issued_on', later: 'status_changed_on' },
    entityReference('issuer_uscc'),
    ...usualRules(['licence_id']),
  ],
})
