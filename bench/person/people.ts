import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { divisions } from '../../catalog/data/divisions.ts'
import { citizenId } from '../../demo/check_digits.ts'

const HEADER = '公民身份号码,姓名,性别,出生日期,民族,文化程度,户籍所在区划,户籍地址,户号,更新时间\n'
const SURNAMES = [...'王李张刘陈杨赵黄周吴包白韩金孟']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英']

/**
 * Writes a household registration extract of `people` rows, one in a hundred of them bad and one in fifty
 * sent twice, as UTF-8 CSV: those from number `from` on, of a delta with what each row does. With `address`, that is everybody's. Deterministic. Returns its size in bytes.
 */
export async function writePeople(
  path: string,
  people: number,
  { from = 0, delta = false, address }: { from?: number; delta?: boolean; address?: string } = {},
): Promise<number> {
  const out = createWriteStream(path, { highWaterMark: 1 << 20 })
  out.write(delta ? HEADER.replace('\n', ',操作标志\n') : HEADER)
  const counties = divisions
    .filter((division) => division.level === 'county' && !division.validTo)
    .map(({ code }) => code)
  let batch: string[] = []
  for (let person = from; person < from + people; person++) {
    const line = row(person, counties, address).replace('\n', delta ? ',I\n' : '\n')
    batch.push(line)
    if (person % 50 === 7) batch.push(line.replace('08:00:00', '09:00:00'))
    if (batch.length >= 5000) {
      if (!out.write(batch.join(''))) await once(out, 'drain')
      batch = []
    }
  }
  out.end(batch.join(''))
  await once(out, 'finish')
  return out.bytesWritten
}

/** Spread so that numbers are unique: the division, birth date and sequence all follow from the person's number. */
function row(person: number, counties: string[], everywhere?: string): string {
  const county = counties[person % counties.length] ?? '150102'
  const within = Math.floor(person / counties.length)
  const sequence = 1 + (within % 996)
  const born = new Date(Date.UTC(1940, 0, 1 + ((Math.floor(within / 996) * 397) % 29_000)))
    .toISOString()
    .slice(0, 10)
  const first17 = `${county}${born.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  const id = person % 100 === 3 ? `${first17}!` : citizenId(first17)
  const name = pick(SURNAMES, person) + pick(GIVEN, person * 7) + pick(GIVEN, person * 31)
  const sex = sequence % 2 === 1 ? '1' : '2'
  const address =
    everywhere ?? `内蒙古自治区${county}幸福路${person % 997}号${person % 31}栋${person % 17}单元`
  const ethnic = person % 5 === 0 ? '02' : '01'
  return `${id},${name},${sex},${born},${ethnic},${person % 2 === 0 ? '70' : '20'},${county},${address},H${Math.floor(person / 3)},2026-09-01 08:00:00\n`
}

function pick(characters: string[], at: number): string {
  return characters[at % characters.length] ?? ''
}
