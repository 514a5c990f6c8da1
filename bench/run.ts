import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  assertSame,
  type Benchmark,
  clockOf,
  type Figure,
  type Measured,
  type Place,
  placeOf,
  processorOf,
  Unavailable,
} from './benchmark.ts'
import type { Line } from './table.ts'

/** The benchmarks of these ids, in the order of the index; all that need not be named where none is. */
export function chosenOf(all: Benchmark[], ids: string[]): Benchmark[] {
  const known = all.map(({ id }) => id)
  const unknown = ids.filter((id) => !known.includes(id))
  if (unknown.length > 0) throw new Error(`no benchmark ${unknown.join(', ')}: there are ${known.join(' ')}`)
  return all.filter(({ id, onlyNamed }) => (ids.length === 0 ? !onlyNamed : ids.includes(id)))
}

/** Measures them one after the other, and says how each went. */
export async function measureAll(
  chosen: Benchmark[],
  folder: string,
  size: { scale: number; memory: string },
): Promise<Line[]> {
  const lines: Line[] = []
  for (const benchmark of chosen)
    for (const name of benchmark.cases ?? ['']) {
      const place = placeOf(join(folder, benchmark.id), name, size)
      lines.push(...(await linesOf(benchmark, place)))
      rmSync(place.root, { recursive: true, force: true })
    }
  return lines
}

/** Measures one case. What goes wrong in it is a line, too, so that the others are measured. */
async function linesOf(benchmark: Benchmark, place: Place): Promise<Line[]> {
  console.log(`\n${benchmark.id} ${benchmark.words}${place.name && `: ${place.name}`}`)
  const id = [benchmark.id, place.name].filter(Boolean).join(' ')
  try {
    return (await measure(benchmark, place)).map((figure) => lineOf(id, figure))
  } catch (error) {
    const shown = error instanceof Error ? error.message : String(error)
    const words = error instanceof Unavailable ? 'cannot be compared' : 'failed'
    return [{ id, words, shown, target: '', state: 'failed' }]
  }
}

async function measure(benchmark: Benchmark, place: Place): Promise<Figure[]> {
  await benchmark.prepare?.(place)
  const { times = 1 } = benchmark
  const theirs = benchmark.theirs ? await medianOf(times, () => benchmark.theirs?.(place)) : undefined
  const ours = await medianOf(times, () => benchmark.ours(place))
  say('platform', ours)
  if (theirs) say('other', theirs)
  if (theirs) assertSame(ours, theirs)
  return benchmark.figures(ours, theirs ?? ours, place)
}

/** The run whose processor time is the median of `times`. */
async function medianOf(times: number, run: () => Promise<Measured> | undefined): Promise<Measured> {
  const runs: Measured[] = []
  for (let at = 0; at < times; at++) {
    const measured = await run()
    if (measured) runs.push(measured)
  }
  const sorted = runs.toSorted((a, b) => processorOf(a) - processorOf(b))
  const median = sorted[Math.floor(sorted.length / 2)]
  if (!median) throw new Error('nothing was measured')
  return median
}

/** More counts than that are compared, and not shown. */
const FEW = 8

function say(side: string, measured: Measured): void {
  const { stages, peakMb, outputs, counts } = measured
  const total = `${seconds(processorOf(measured))} processor, ${seconds(clockOf(measured))} clock, ${peakMb} MB`
  console.log(`  ${side.padEnd(10)} ${total}`)
  const sums = new Map<string, number>()
  for (const { stage, processor } of stages) sums.set(stage, (sums.get(stage) ?? 0) + processor)
  const parts = [
    ...(sums.size > 1 ? [...sums].map(([stage, processor]) => `${stage} ${seconds(processor)}`) : []),
    ...Object.entries(outputs).map(([name, { rows }]) => `${name} ${rows} rows`),
    ...(Object.keys(counts).length > FEW
      ? []
      : Object.entries(counts).map(([name, count]) => `${name} ${count}`)),
  ]
  if (parts.length > 0) console.log(`             ${parts.join(', ')}`)
}

const seconds = (value: number) => `${value.toFixed(value < 1 ? 3 : 1)} s`

function lineOf(id: string, { words, value, most, unit = '' }: Figure): Line {
  const show = (number: number) => `${number.toFixed(Math.abs(number) >= 100 ? 0 : 2)}${unit}`
  const target = most === undefined ? '' : `at most ${show(most)}`
  const state = most === undefined ? 'told' : value <= most ? 'met' : 'missed'
  return { id, words, shown: show(value), target, state }
}
