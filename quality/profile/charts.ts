import { escapeHtml } from '../../core/documents/escape.ts'
import { visible } from '../../core/visible.ts'
import type { Bin, Counted } from './model.ts'

const WIDTH = 300
const HEIGHT = 70
const BLUE = '#1677ff'

/** Columns of a histogram as inline SVG, with the first and the last bin named. */
export function columns(bins: Bin[]): string {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const step = WIDTH / Math.max(1, bins.length)
  const drawn = bins.map(({ from, count }, at) => {
    const height = (count / most) * HEIGHT
    const title = escapeHtml(`${short(from)}: ${count.toLocaleString('en-US')}`)
    return `<rect x="${(at * step).toFixed(2)}" y="${(HEIGHT - height).toFixed(2)}" width="${Math.max(0.5, step - 1).toFixed(2)}" height="${height.toFixed(2)}" fill="${BLUE}"><title>${title}</title></rect>`
  })
  const label = (x: number, anchor: string, bin: Bin | undefined) =>
    `<text x="${x}" y="${HEIGHT + 12}" text-anchor="${anchor}" font-size="10" fill="#595959">${escapeHtml(short(bin?.from ?? ''))}</text>`
  const ends = [label(0, 'start', bins[0]), ...(bins.length > 1 ? [label(WIDTH, 'end', bins.at(-1))] : [])]
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT + 15}" width="100%">
<line x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" stroke="#bfbfbf"/>${drawn.join('')}${ends.join('')}</svg>`
}

/** A number as short as a label may be; anything else as it is. */
function short(text: string): string {
  const number = Number(text)
  if (!/[.e]/.test(text) || !Number.isFinite(number)) return text
  return String(Number(number.toPrecision(4)))
}

/** Values with bars of their share of `of` rows, as table rows. */
export function barRows(items: Counted[], of: number): string {
  return items
    .map(({ value, count }) => {
      const share = of === 0 ? 0 : (count / of) * 100
      return `<tr><td class="v">${escapeHtml(shownValue(value))}</td><td class="n">${count.toLocaleString('en-US')}</td><td class="b"><i style="width:${share.toFixed(1)}%"></i></td></tr>`
    })
    .join('\n')
}

/** Hidden characters and blanks at the ends made visible, and long values cut. */
export function shownValue(value: string): string {
  const shown = visible(value).replace(/^\s+|\s+$/gu, (blanks) => '␣'.repeat([...blanks].length))
  const characters = [...shown]
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : shown
}
