import { platformKeys, type SignedHead, signHead } from '../exchange/index.ts'
import { auditEnd } from '../warehouse/ledger/index.ts'
import type { Platform } from './platform.ts'

/** The end of the audit log as it is now, signed by the platform: what goes into packages and reports. */
export async function signedHead(platform: Pick<Platform, 'ledger' | 'paths'>): Promise<SignedHead> {
  return signHead(await auditEnd(platform.ledger.db), await platformKeys(platform.paths.keys))
}
