import { describe, expect, it, test } from 'vitest'
import { cellText } from './documents/cells.ts'
import { defineTexts, render } from './locale.ts'
import { visible, visibleJson, visibleLines } from './visible.ts'

test.each([
  ['a terminal\u2019s escape sequence', 'a\u001b]0;x\u0007.csv', 'a\\x1b]0;x\\x07.csv'],
  ['a control of eight bits', 'a\u009b2J', 'a\\x9b2J'],
  ['line ends and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['an override of the direction', 'x\u202ecsv.exe', 'x\\u202ecsv.exe'],
  ['isolates and marks', '\u2066a\u2069\u200e\u061c', '\\u2066a\\u2069\\u200e\\u061c'],
  ['separators of lines', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['characters of no width', 'a\u200bb\ufeffc\u00add', 'a\\u200bb\\ufeffc\\xadd'],
  ['tags', 'a\u{e0041}', 'a\\u{e0041}'],
  ['half a pair', 'a\ud83d', 'a\\ud83d'],
  ['NUL', 'a\0b', 'a\\x00b'],
])('escapes %s', (_what, text, shown) => {
  expect(visible(text)).toBe(shown)
  expect(visible(shown)).toBe(shown)
})

test.each([
  ['Chinese, with a variation selector', '巴雅尔 \u8fbb\u{e0100}'],
  ['Mongolian, with its separators and joiners', 'ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠬᠡᠯ\u202fᠡ ᠠ\u200d \u200dᠠ ᠠ\u180b'],
  ['symbols', 'é ¥ 😀 \u3000 | \\ "'],
])('leaves %s alone', (_what, text) => {
  expect(visible(text)).toBe(text)
})

it('leaves line feeds and tabs of our own text', () => {
  expect(visibleLines('a\n\tb\r\u001b')).toBe('a\n\tb\\r\\x1b')
})

it('says the same in JSON', () => {
  const value = { 'n\u202e': 'a\u009b\u{e0041}\u2028\n\u001b', more: ['x'] }
  const json = visibleJson(JSON.stringify(value, null, 2))
  expect(JSON.parse(json)).toEqual(value)
  expect(json).toMatch(/^[\n\x20-\x7e]+$/)
})

it('escapes what is put into words, not the words', () => {
  defineTexts({ 'test.visible': { 'zh-CN': '{file}\n', en: '{file}\n' } })
  expect(render('en', 'test.visible', { file: 'a\u001b\nb' })).toBe('a\\x1b\\nb\n')
})

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@a', '\t=1', '\n=1', '\r=1', '＝1', '＋1', '－1', '＠a'])(
    'is no formula: %j',
    (text) => expect(cellText(text)).toMatch(/^'/),
  )

  it('shows hidden characters, keeps line feeds, and escapes what spreadsheets unescape', () => {
    expect(cellText('a\u202eb\r\nc\u0000')).toBe('a\\u202eb\nc\\x00')
    expect(cellText('_x0041_')).toBe('_x005F_x0041_')
    expect(cellText('x'.repeat(40_000))).toHaveLength(32_766)
    expect(cellText(`x${'😀'.repeat(20_000)}`)).not.toMatch(/\p{Surrogate}/u)
  })
})
