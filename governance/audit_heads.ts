import type { CustomProperties } from '../core/documents/custom_properties.ts'
import { type Locale, render } from '../core/locale.ts'
import { type SignedHead, signHead } from '../exchange/audit_head.ts'
import { platformKeys } from '../exchange/keys.ts'
import { auditEnd } from '../warehouse/ledger/audit.ts'
import './objections/locale.ts'
import type { Platform } from './platform.ts'

/** The end of the audit log as it is now, signed by the platform: what goes into packages and reports. */
export async function signedHead(platform: Pick<Platform, 'ledger' | 'paths'>): Promise<SignedHead> {
  return signHead(await auditEnd(platform.ledger.db), await platformKeys(platform.paths.keys))
}

/** Names of the custom properties of a workbook that hold the end of the audit log, for `shuyuan doctor --anchor`. */
export const auditProperties = {
  count: 'shuyuan-audit-count',
  hash: 'shuyuan-audit-hash',
  at: 'shuyuan-audit-at',
  keyId: 'shuyuan-audit-key',
  signature: 'shuyuan-audit-signature',
} as const satisfies Record<keyof SignedHead, string>

/** The end of the audit log as custom properties of a workbook; what is not known has none. */
export function propertiesOf(head: SignedHead): CustomProperties {
  const names = Object.keys(auditProperties) as (keyof SignedHead)[]
  const known = names.filter((name) => head[name] !== null)
  return Object.fromEntries(known.map((name) => [auditProperties[name], String(head[name])]))
}

/** How far the audit log was when the form was made, in words. */
export function auditWords({ count, hash, keyId }: SignedHead, locale: Locale): string {
  return render(locale, 'objections.sheet.audit', { count, hash, key: keyId })
}
