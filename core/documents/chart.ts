import type { LineSeriesOption, RadarSeriesOption } from 'echarts/charts'
import { LineChart, RadarChart } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, RadarComponentOption } from 'echarts/components'
import { GridComponent, LegendComponent, RadarComponent } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, RadarChart, GridComponent, LegendComponent, RadarComponent, SVGRenderer])

export type ChartOption = ComposeOption<
  LineSeriesOption | RadarSeriesOption | GridComponentOption | LegendComponentOption | RadarComponentOption
>

/**
 * A chart as SVG to stand inside a page: it scales with its box, needs no style attribute (the page's policy forbids
 * them), and is the same for the same option. `name` is unique in the page.
 */
export function drawn(
  name: string,
  label: string,
  option: ChartOption,
  width: number,
  height: number,
): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ animation: false, ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return inPage(svg, name, label, width, height)
}

function inPage(svg: string, name: string, label: string, width: number, height: number): string {
  const inner = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/zr\d+-/g, `${name}-`)
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
  const alt = label.replace(/[&<>"']/g, ' ')
  return `<svg role="img" aria-label="${alt}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${inner}`
}

/** `font-size:12px;fill:red` as attributes: SVG has the same properties under the same names. The font is the page's. */
function attributes(style: string): string {
  return style
    .split(';')
    .filter((each) => /^[a-z-]+:/.test(each.trim()) && !each.trim().startsWith('font-family'))
    .map((each) => {
      const [property = '', ...value] = each.trim().split(':')
      return ` ${property}="${value.join(':').replace(/"/g, "'")}"`
    })
    .join('')
}
