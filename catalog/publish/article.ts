import type { Locale } from '../../core/locale.ts'

const DIGITS = '零一二三四五六七八九'

/** How the regulation names one of its paragraphs: `13(1)` is 第十三条第（一）项, `Article 13(1)`. Empty: none. */
export function articleWords(article: string | undefined, locale: Locale): string {
  const [, number = '', item] = /^(\d+)(?:\((\d+)\))?$/.exec(article ?? '') ?? []
  if (number === '') return ''
  if (locale === 'en') return `Article ${article}`
  return `第${numeral(Number(number))}条${item ? `第（${numeral(Number(item))}）项` : ''}`
}

/** 1 to 99 in Chinese numerals. */
function numeral(value: number): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  if (tens === 0) return DIGITS[ones] ?? ''
  return `${tens > 1 ? DIGITS[tens] : ''}十${ones > 0 ? DIGITS[ones] : ''}`
}
