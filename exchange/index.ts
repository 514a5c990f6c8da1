export { isHeadSigned, type SignedHead, signedHeadSchema, signHead } from './audit_head.ts'
export { dayOf, type Entitlement, entitle } from './entitle.ts'
export type { Column } from './fields.ts'
export { type Feed, incrementalRows } from './incremental.ts'
export {
  cityKeys,
  keyIdOf,
  type PlatformKeys,
  platformKeys,
  readPublicKey,
  type SigningKeys,
} from './keys.ts'
export { isManifestSigned, type Manifest, manifestSchema, type PackageKind, packageIdOf } from './manifest.ts'
export { masked } from './masks.ts'
export { type BuiltPackage, buildPackage, findPackage, type PackageOrder } from './package.ts'
export { type Reason, type ReasonCode, RefusedError } from './reasons.ts'
export { type Receipt, type ReceiptFile, readReceipts, receiptSchema, verifyReceipt } from './receipt.ts'
export { type Received, type Reception, receivePackage } from './receive/receive.ts'
export { parseTarget, type Target } from './receive/target.ts'
export { type Request, type RequestInput, requestSchema } from './request.ts'
export { divisionsWithin } from './scope.ts'
export { type DeliveredShape, readShape, shapeOfEntitlement } from './shape.ts'
export { takeReceipt } from './take.ts'
export { type VerifiedPackage, verifyPackage } from './verify.ts'
