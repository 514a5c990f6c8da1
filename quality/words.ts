import { hasText, type Locale, render } from '../core/locale.ts'
import type { RuleInstance } from './rules/instance.ts'
import './locale.ts'

/**
 * What a violation means, in words; of a finding on an extract as a whole, what it is called. A custom rule carries its own: give the rules among which it is; without them
 * its code stands for it.
 */
export function violationWords(
  code: string,
  locale: Locale,
  rules: readonly Pick<RuleInstance, 'code' | 'name'>[] = [],
): string {
  const name = `violation.${code}.name`
  if (!code.startsWith('custom.')) return render(locale, hasText(name) ? name : `violation.${code}`)
  const rule = rules.find((each) => each.code === code)
  return rule?.name?.[locale] ?? render(locale, 'violation.custom', { code })
}
