import { describe, expect, it } from 'vitest'
import type { ErrorKind } from './error_kind.ts'
import { codeOf, type ErrorCode, isTransient, ShuyuanError } from './errors.ts'
import { defineTexts } from './locale.ts'

describe('an error', () => {
  it('has the words of its code, filled in', () => {
    const error = new ShuyuanError('core.bad_setting', { name: 'SHUYUAN_DATA', reason: 'empty' })
    expect(error.message).toBe(error.in('en'))
    expect(error.in('en')).toContain('The environment variable SHUYUAN_DATA is not valid: empty.')
    expect(error.in('zh-CN')).toContain('环境变量 SHUYUAN_DATA 的值无效：empty。')
  })

  it('keeps its code and fields where they are known only when the program runs', () => {
    const code: ErrorCode = codeOf('error.core.bad_day')
    expect(new ShuyuanError<ErrorCode>(code, { day: 1 })).toMatchObject({ code, fields: { day: 1 } })
  })

  it('is of the kind that the table says, unless what raises it knows better', () => {
    expect(new ShuyuanError('test.transient').kind).toBe('transient')
    expect(new ShuyuanError('test.transient', {}, { kind: 'internal' }).kind).toBe('internal')
  })

  it('is worth another attempt where it may pass by itself', () => {
    const kinds: ErrorKind[] = ['busy', 'transient', 'conflict', 'damaged', 'internal', 'invalid', 'usage']
    const again = kinds.filter((kind) => isTransient(new ShuyuanError('test.terminal', {}, { kind })))
    expect(again).toEqual(['busy', 'transient'])
    expect(isTransient(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe(true)
    expect(isTransient(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe(false)
  })

  // Checked by `npm run types`: each line is an error to the compiler, or the directive above it is one.
  it('does not compile without its words, its kind, or a field that they name', () => {
    const b = Date.now() > 0
    const refused = [
      // @ts-expect-error: no table has this code
      () => new ShuyuanError('core.no_such_code'),
      // @ts-expect-error: no fields
      () => new ShuyuanError('core.bad_setting'),
      // @ts-expect-error: no reason
      () => new ShuyuanError('core.bad_setting', { name: 'SHUYUAN_DATA' }),
      // @ts-expect-error: the fields of both
      () => new ShuyuanError(b ? 'core.bad_day' : 'core.bad_setting', { name: 'SHUYUAN_DATA' }),
      // @ts-expect-error: no key of an error's wording
      () => codeOf('error.core.no_such_code'),
      // @ts-expect-error: the entry of an error has a kind
      () => defineTexts({ 'error.core.no_such_code': { 'zh-CN': '错误', en: 'error' } }),
    ]
    expect(refused).toHaveLength(6)
  })
})
