import type { Random } from './random.ts'

/** A key as some departments still write it, with the repairs that make it right again. */
export interface TypedKey {
  text: string
  repairs: string
}

/** Spoils the form of a key where what is meant stays certain; null where none of the habits fits it. */
export function repairedKey(key: string, random: Random): TypedKey | null {
  const habit = random.int(6)
  if (habit === 0) return { text: fullWidth(key), repairs: 'fullwidth' }
  if (habit === 1) return { text: random.pick([` ${key}`, `${key} `, ` ${key}  `]), repairs: 'trim' }
  if (habit === 2) return { text: `${fullWidth(key)} `, repairs: 'fullwidth,trim' }
  if (habit === 3) return lowerCase(key)
  const old = fifteen(key)
  if (!old) return lowerCase(key)
  if (habit === 4) return { text: old, repairs: '15to18' }
  return random.chance(0.5)
    ? { text: ` ${old}`, repairs: 'trim,15to18' }
    : { text: fullWidth(old), repairs: 'fullwidth,15to18' }
}

function lowerCase(key: string): TypedKey | null {
  return /^\d{17}X$/.test(key) ? { text: key.toLowerCase(), repairs: 'lowercase_x' } : null
}

/** The number as it was before 1999: without century and check character. Only for births of the 1900s, and numbers of the mainland. */
/** With 996 to 999 at its end it would be that of somebody born in the 1800s. */
function fifteen(key: string): string | null {
  return /^[1-6]\d{5}19\d{6}(?!99[6-9])\d{3}[\dX]$/.test(key) ? key.slice(0, 6) + key.slice(8, 17) : null
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (each) => String.fromCharCode(each.charCodeAt(0) + 0xfee0))
}
