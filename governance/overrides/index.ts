export { type Explanation, explainRun, type Held, type Standing } from './explain.ts'
export { heldNow } from './held.ts'
export { lift, markUsed, overrideOfExtract, overrideOfRelease, publishOverridden } from './lift.ts'
export { overrideGate, overridesOf, revokeGateOverride, type ToldOverride } from './override.ts'
