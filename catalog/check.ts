import { ShuyuanError } from '../core/errors.ts'
import { type Locale, render } from '../core/locale.ts'
import type { Catalogue } from './catalogue.ts'
import { checkAuthority } from './check/authority.ts'
import { checkElements } from './check/elements.ts'
import { checkFields } from './check/fields.ts'
import type { Check, Finding } from './check/finding.ts'
import { checkFoundations } from './check/foundations.ts'
import { checkIds } from './check/ids.ts'
import { checkKeys } from './check/keys.ts'
import { checkRules } from './check/rules.ts'
import { checkSharing } from './check/sharing.ts'
import './check/locale.ts'
import './locale.ts'

const checks: Check[] = [
  checkIds,
  checkElements,
  checkAuthority,
  checkSharing,
  checkFoundations,
  checkKeys,
  checkFields,
  checkRules,
]

/**
 * Everything in which the catalogue contradicts itself, in a stable order; empty: it is consistent.
 * Each finding's `code` is a key of the locale table and its `fields` name every party (field, dataset, department).
 */
export function checkCatalogue(catalogue: Catalogue): Finding[] {
  return checks.flatMap((check) => check(catalogue))
}

/** Lets a consistent catalogue pass. @throws ShuyuanError `catalog.inconsistent` with every finding in words */
export function assertCatalogue(catalogue: Catalogue): void {
  const findings = checkCatalogue(catalogue)
  if (findings.length === 0) return
  throw new ShuyuanError('catalog.inconsistent', {
    count: findings.length,
    findings_zh: inWords('zh-CN', findings),
    findings_en: inWords('en', findings),
  })
}

function inWords(locale: Locale, findings: Finding[]): string {
  return findings.map((each) => render(locale, each.code, each.fields)).join('\n')
}
