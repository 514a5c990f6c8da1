import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { afterAll, expect, it } from 'vitest'

const data = mkdtempSync(join(tmpdir(), 'shuyuan-cli-objections-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))
const KEY = '150102199001010018'

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['bin/shuyuan.cjs', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SHUYUAN_LANG: 'zh' },
  })
  const [out, error, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ])
  return { out, error, code: code as number }
}
const objections = (...args: string[]) => run('objections', ...args)

it('raises, lists, shows, exports, answers, reopens, counts', async () => {
  const raise = ['raise', '--dataset', 'household_registration', '--field', 'name', '--key', KEY]
  expect(await objections(...raise, '--reason', '窗口反映')).toMatchObject({
    code: 0,
    out: '已提出疑义 1。\n',
  })
  const listed = await objections('list', '--department', 'public_security', '--open')
  expect(listed.out).toMatch(/编号.*部门.*状态.*期限/)
  expect(listed.out).toContain('已提出')
  expect(JSON.parse((await objections('list', '--overdue', '--json')).out)).toEqual([])
  const shown = await objections('show', '1')
  expect(shown.out).toMatch(/1\*{15}18/)
  expect(shown.out + (await objections('show', '1', '--json')).out).not.toContain(KEY)
  const path = join(data, 'answers.xlsx')
  const exported = await objections('export', '--department', 'public_security', '--out', path, '--json')
  expect(JSON.parse(exported.out)).toEqual({ path, rows: 1 })
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const cell = book.worksheets[0]?.getCell('M2') as ExcelJS.Cell
  cell.value = '数据无误'
  await book.xlsx.writeFile(path)
  const answer = ['answer', path, '--department', 'public_security']
  const refused = await objections(...answer, '--result', join(data, 'result.xlsx'))
  expect(refused).toMatchObject({ code: 4 })
  expect(refused.out).toContain('须填写说明')
  cell.value = '已更正'
  await book.xlsx.writeFile(path)
  expect(await objections(...answer)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/更正 0 条[\s\S]*1 条称已更正或已注销[\s\S]*自动办结/),
  })
  expect(await objections(...answer)).toMatchObject({ code: 0, out: expect.stringContaining('未重复应用') })
  expect(await objections('correct', '1')).toMatchObject({ code: 1 })
  expect((await objections('reject', '1', '--reason', '经核实无误')).out).toBe('疑义 1 现为：不成立\n')
  expect((await objections('reopen', '1', '--reason', '仍有误')).out).toBe('疑义 1 现为：已提出\n')
  expect((await objections('accept', '1')).out).toBe('疑义 1 现为：已受理\n')
  expect(JSON.parse((await objections('stats', '--json')).out)).toMatchObject([
    { department: 'public_security', raised: 1, open: 1, reopenRate: 1 },
  ])
  expect((await objections('notices')).code).toBe(0)
}, 300_000)

it.each([
  [['show', '9'], 1, '没有编号为 9 的疑义'],
  [['show', '1', '--show'], 2, '只能输出到终端'],
  [['list', '--state', 'odd'], 2, '没有状态 odd'],
  [['reject', '1'], 2, '--reason'],
  [['reject', '1', '--reason', `见 ${KEY}`], 1, '个人信息'],
  [['raise', '--dataset', 'household_registration'], 2, '请给出'],
  [['raise', '--file', 'x.xlsx', '--party', 'city:999999', '--request', 'x'], 1, '没有参与方'],
  [['export', '--department', 'nobody'], 2, '没有部门'],
])(
  'refuses %j',
  async (args, code, words) => {
    const refused = await objections(...args)
    expect(refused).toMatchObject({ code })
    expect(refused.error).toContain(words)
    expect(refused.error).not.toContain(KEY)
  },
  60_000,
)
