import { escapeHtml } from '../../../core/documents/escape.ts'
import { levelOf } from './scale.ts'

/** Where each league and city stands on a map of tiles: column from the west, row from the north. */
const PLACES: Record<string, [column: number, row: number]> = {
  '150700': [6, 0],
  '152200': [6, 1],
  '152500': [4, 1.5],
  '150500': [6, 2],
  '150900': [3, 2],
  '150400': [5, 2],
  '150800': [1, 2],
  '150200': [2, 2],
  '152900': [0, 2.5],
  '150300': [1, 3],
  '150600': [2, 3],
  '150100': [3, 3],
}
const [WIDTH, HEIGHT, GAP] = [92, 58, 4]

/** A league or city on the map: its name and score (0 to 1). */
export interface Tile {
  code: string
  name: string
  score: number | undefined
  text: string
}

/** The leagues and cities about where they lie, each shaded by its score. */
export function tiles(label: string, cities: Tile[]): string {
  const drawn = cities.flatMap((city) => {
    const place = PLACES[city.code]
    if (!place) return []
    const [x, y] = [place[0] * (WIDTH + GAP), place[1] * (HEIGHT + GAP)]
    const shade = city.score === undefined ? 'none' : `h${levelOf(city.score)}`
    return `<g transform="translate(${x} ${y})"><rect class="tile ${shade}" width="${WIDTH}" height="${HEIGHT}" rx="4"/>
<text class="tile-name ${shade}" x="${WIDTH / 2}" y="25" text-anchor="middle">${escapeHtml(city.name)}</text>
<text class="tile-score ${shade}" x="${WIDTH / 2}" y="45" text-anchor="middle">${escapeHtml(city.text)}</text></g>`
  })
  const [width, height] = [7 * (WIDTH + GAP) - GAP, 4 * (HEIGHT + GAP) - GAP]
  return `<svg role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${drawn.join('\n')}</svg>`
}
