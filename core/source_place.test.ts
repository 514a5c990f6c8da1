import { describe, expect, it } from 'vitest'
import { placeInSource } from './source_place.ts'

const source = `import { defineJobs } from './x.ts'

/* defineJobs( is not this { one */
export default defineJobs({
  sources: [{ dataset: 'a' }, { dataset: 'b}, {' /* } */, folder: "x, y" }],
  schedules: [
    // { id: 'no' },
    { id: 'nightly', cron: '30 1 * * *' },
    { id: 'other', 'cron': make({ a: [1, 2] }, ')'), targets: ['x', \`y,}\`] },
  ],
  queue: { name: 'shuyuan', lockMs: 1 },
})
`

describe('a place in the configuration', () => {
  it.each<[PropertyKey[], number, string]>([
    [['sources', 1, 'folder'], 5, 'folder: "x, y"'],
    [['schedules', 0, 'cron'], 8, "cron: '30"],
    [['schedules', 1, 'cron'], 9, "'cron': make"],
    [['schedules', 1, 'targets', 1], 9, '`y,}`'],
    [['queue', 'lockMs'], 11, 'lockMs: 1'],
    [['schedules', 1, 'unknown'], 9, "{ id: 'other'"],
    [['gates', 'x'], 4, '{'],
    [[], 4, '{'],
  ])('%j', (path, line, text) => {
    const place = placeInSource(source, path)
    expect(place?.line).toBe(line)
    expect(
      source
        .split('\n')
        [line - 1]?.slice((place?.column ?? 0) - 1)
        .startsWith(text),
    ).toBe(true)
  })

  it('is unknown where there is no literal', () =>
    expect(placeInSource('export default {}', ['a'])).toBeUndefined())

  it('is found in the argument of any function, undefined where it is called twice', () => {
    const one = "const a = b({ c: 1 })\nexport const x = defineDataset({\n  id: 'x',\n  cycle: 'y',\n})\n"
    expect(placeInSource(one, ['cycle'], 'defineDataset')?.line).toBe(4)
    expect(placeInSource(one + one, ['cycle'], 'defineDataset')).toBeUndefined()
  })
})
