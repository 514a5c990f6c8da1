import { escapeHtml } from './escape.ts'

const ROW = 26

/** A bar chart of shares (0 to 1) as inline SVG. */
export function bars(items: { label: string; share: number }[]): string {
  const rows = items.map(({ label, share }, at) => {
    const y = at * ROW
    const width = (Math.max(0, Math.min(1, share)) * 420).toFixed(1)
    return `<text x="0" y="${y + 17}" font-size="13">${escapeHtml(label)}</text>
<rect x="110" y="${y + 5}" width="${width}" height="15" fill="#1677ff"/>
<text x="540" y="${y + 17}" font-size="13">${(share * 100).toFixed(2)}%</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 600 ${items.length * ROW + 4}" width="100%">${rows.join('\n')}</svg>`
}
