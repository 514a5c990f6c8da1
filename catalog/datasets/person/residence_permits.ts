import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  heldBy,
  migrantServices,
  nameCopy,
  named,
  own,
  personalData,
  townships,
  updatedAt,
  usualRules,
} from '../parts.ts'

const permit = own('residence_permit')

/** 居住证办理 (Article 13, item 2): every permit issued to a person. */
export const residencePermits = defineDataset({
  id: 'residence_permits',
  name: named('居住证办理信息', 'Residence permits'),
  abstract: named(
    '居住证的签发、签注、换领和注销，每证一行。',
    'Residence permits issued, endorsed, replaced and cancelled, one row a permit.',
  ),
  article: '13(2)',
  foundation: 'person',
  form: 'table',
  ...heldBy('public_security'),
  furtherCollectors: [migrantServices, townships],
  ...personalData({
    basis: named('《居住证暂行条例》', 'Interim Regulations on Residence Permits'),
  }),
  updateCycle: 'weekly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  recordKey: ['permit_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    permit('permit_no', '居住证编号', { aliases: ['居住证号'], required: true }),
    permit('division', '签发地区划', { aliases: ['签发地区划代码'], required: true }),
    permit('issued_on', '签发日期', { required: true }),
    permit('endorsed_until', '签注有效期至', { aliases: ['有效期至'] }),
    permit('status', '居住证状态', {
      aliases: ['证件状态'],
      required: true,
      mapping: { '01': '1', '02': '2', '03': '3', '04': '4' },
    }),
    updatedAt,
  ],
  rules: [
    { kind: 'date', field: 'issued_on' },
    { kind: 'divisionAt', field: 'division', on: 'issued_on', part: 'abolished' },
    { kind: 'date', field: 'endorsed_until', allowFuture: true },
    { kind: 'dateOrder', earlier: 'issued_on', later: 'endorsed_until' },
    { kind: 'reference', field: 'citizen_id', datasets: ['residence_registration'], severity: 'warn' },
    // One valid permit a person.
    { kind: 'single', fields: ['citizen_id'], when: [{ field: 'status', oneOf: ['1'] }] },
    ...usualRules(['citizen_id', 'permit_no']),
  ],
})
