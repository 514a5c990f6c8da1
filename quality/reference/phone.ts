import {
  countryBeforeArea,
  extensionWords,
  phoneGaps,
  writtenLandline,
  writtenMobile,
} from '../facts/phone.ts'
import { hasShape, patternOf } from './context.ts'

/** A half-width phone number in the standard form; what is none stays as it is. */
export function standardPhone(half: string): string {
  const marked = half.replaceAll(patternOf(extensionWords, 'gu'), '#')
  const parts = marked.replaceAll(patternOf(phoneGaps, 'gu'), '-').replaceAll(/^-+|-+$/g, '')
  if (hasShape(parts, writtenMobile)) return parts.replaceAll('-', '').slice(-11)
  const inland = patternOf(`^${countryBeforeArea}$`, 'u').exec(parts)?.[1]
  return landline(parts) ?? (inland ? landline(`0${inland}`) : undefined) ?? half
}

function landline(written: string): string | undefined {
  const found = patternOf(`^${writtenLandline}$`, 'u').exec(written)
  if (!found) return undefined
  const [, area, own, extension] = found
  return [area && `0${area}`, own?.replace('-', ''), extension].filter(Boolean).join('-')
}
