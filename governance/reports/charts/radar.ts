import { drawn } from '../../../core/documents/chart.ts'
import { axisFloor } from './scale.ts'

/** Scores (0 to 1) by dimension, of this period and the one before. */
export interface RadarInput {
  axes: { label: string; now: number; text: string; before?: number | undefined }[]
  now: string
  before?: string | undefined
  label: string
}

/** The dimensions as a radar. Its centre is not 0 but `floor`, which the page says. */
export function radar(input: RadarInput): { svg: string; floor: number } {
  const { axes } = input
  const floor = axisFloor(axes.flatMap((axis) => [axis.now, axis.before ?? 1]))
  const points = (of: (axis: RadarInput['axes'][number]) => number) => axes.map((axis) => of(axis) * 100)
  const now = { name: input.now, value: points((axis) => axis.now), ...line('#1d4f91', 'solid', 0.18) }
  const before = input.before
    ? [
        {
          name: input.before,
          value: points((axis) => axis.before ?? axis.now),
          ...line('#b0894a', 'dashed', 0),
        },
      ]
    : []
  const svg = drawn(
    'radar',
    input.label,
    {
      legend: {
        bottom: 0,
        data: [...before, now].map(({ name }) => name),
        textStyle: { color: '#33404f', fontSize: 13 },
      },
      radar: {
        center: ['50%', '47%'],
        radius: '60%',
        indicator: axes.map(({ label, text }) => ({ name: `${label}\n${text}`, min: floor, max: 100 })),
        axisName: { color: '#33404f', fontSize: 14, lineHeight: 18 },
        splitNumber: 4,
        splitArea: { areaStyle: { color: ['#ffffff', '#f5f8fc'] } },
        splitLine: { lineStyle: { color: '#d5deea' } },
        axisLine: { lineStyle: { color: '#d5deea' } },
      },
      series: [{ type: 'radar', symbolSize: 5, data: [...before, now] }],
    },
    460,
    330,
  )
  return { svg, floor }
}

function line(color: string, type: 'solid' | 'dashed', opacity: number) {
  return { lineStyle: { color, type, width: 2 }, itemStyle: { color }, areaStyle: { color, opacity } }
}
