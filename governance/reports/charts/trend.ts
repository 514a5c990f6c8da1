import { drawn } from '../../../core/documents/chart.ts'
import { axisFloor } from './scale.ts'

/** Scores (0 to 1) over periods; undefined where a period has none. */
export interface TrendInput {
  periods: string[]
  lines: { label: string; scores: (number | undefined)[] }[]
  /** How a score is written. */
  score(score: number): string
  label: string
}

const COLOURS = ['#1d4f91', '#2f9e8f', '#d08b1d', '#8a5aa8', '#c2483d', '#5c7f2d', '#6b7785']

/** The total, drawn strong, and the dimensions over the periods. */
export function trend(input: TrendInput): { svg: string; floor: number } {
  const known = input.lines.flatMap(({ scores }) => scores.filter((score) => score !== undefined))
  const floor = axisFloor(known)
  const svg = drawn(
    'trend',
    input.label,
    {
      color: COLOURS,
      legend: { bottom: 0, itemWidth: 18, itemGap: 14, textStyle: { color: '#33404f' } },
      grid: { left: 44, right: 26, top: 16, bottom: 60 },
      xAxis: {
        type: 'category',
        data: input.periods,
        boundaryGap: true,
        axisLabel: { color: '#33404f' },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: '#9aa7b5' } },
      },
      yAxis: {
        type: 'value',
        min: floor,
        max: 100,
        splitLine: { lineStyle: { color: '#e3e9f0' } },
        axisLabel: { color: '#33404f' },
      },
      series: input.lines.map(({ label, scores }, at) => ({
        type: 'line' as const,
        name: label,
        data: scores.map((score) => (score === undefined ? '-' : score * 100)),
        symbol: 'circle',
        symbolSize: at === 0 ? 8 : 5,
        lineStyle: { width: at === 0 ? 3.5 : 1.5 },
        connectNulls: true,
        z: at === 0 ? 5 : 2,
        label: {
          show: at === 0,
          position: 'bottom' as const,
          distance: 8,
          color: '#1d4f91',
          fontWeight: 'bold' as const,
          formatter: ({ value }: { value?: unknown }) => input.score(Number(value) / 100),
        },
      })),
    },
    720,
    300,
  )
  return { svg, floor }
}
