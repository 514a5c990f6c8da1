import { withoutBlanks } from '../../core/blanks.ts'
import { type Counted, defaultLimits, type FieldProfile, type ProfileLimits } from './model.ts'
import { PATTERN_LENGTH, shortened } from './patterns.ts'
import { QUANTILES } from './spreads.ts'

/** Profiling spelled out value by value: slow, obvious, and what the SQL is tested against. */
export type ReferenceProfile = Pick<
  FieldProfile,
  'nulls' | 'blanks' | 'filled' | 'distinct' | 'once' | 'min' | 'max' | 'top' | 'others' | 'patterns'
> & { lengths: { min: number; max: number; mean: number } | null; quantiles: Record<string, number> | null }

export function profileSlowly(
  values: (string | null)[],
  limits: ProfileLimits = defaultLimits,
): ReferenceProfile {
  const given = values.filter((value) => value !== null)
  const filled = given.filter((value) => withoutBlanks(value) !== '')
  const counts = countsOf(filled)
  const top = mostFrequent(counts, limits.top)
  const lengths = filled.map((value) => [...value].length)
  const sorted = [...counts.keys()].sort(bytewise)
  return {
    nulls: values.length - given.length,
    blanks: given.length - filled.length,
    filled: filled.length,
    distinct: counts.size,
    once: [...counts.values()].filter((count) => count === 1).length,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    lengths:
      filled.length === 0
        ? null
        : {
            min: Math.min(...lengths),
            max: Math.max(...lengths),
            mean: lengths.reduce((sum, each) => sum + each, 0) / filled.length,
          },
    top,
    others: filled.length - top.reduce((sum, { count }) => sum + count, 0),
    patterns: mostFrequent(countsOf(filled.map(classes)), limits.top).map(({ value, count }) => ({
      value: shortened(value),
      count,
    })),
    quantiles: quantilesOf(filled),
  }
}

function classes(value: string): string {
  return [...value].slice(0, PATTERN_LENGTH).map(classOf).join('')
}

function classOf(character: string): string {
  if (/[a-z]/.test(character)) return 'a'
  if (/[A-Z]/.test(character)) return 'A'
  if (/[0-9]/.test(character)) return '9'
  if (/\p{Script=Han}/u.test(character)) return '汉'
  return /[ -~\p{P}\p{S}]/u.test(character) ? character : 'X'
}

function countsOf(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function mostFrequent(counts: Map<string, number>, top: number): Counted[] {
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || bytewise(a, b))
    .slice(0, top)
    .map(([value, count]) => ({ value, count }))
}

function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Nearest rank, where all values but one in a hundred are numbers. */
function quantilesOf(filled: string[]): Record<string, number> | null {
  const numbers = filled
    .filter((value) => /^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$/.test(value))
    .map((value) => Number(value) + 0)
  if (numbers.length === 0) return null
  const sorted = numbers.sort((a, b) => a - b)
  return Object.fromEntries(
    QUANTILES.map((each) => [`p${each}`, sorted[Math.ceil((sorted.length * each) / 100) - 1] ?? Number.NaN]),
  )
}
