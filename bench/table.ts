/** One figure as it is shown. `told`: without a target; `failed`: there is no figure, `shown` says why. */
export interface Line {
  id: string
  words: string
  shown: string
  target: string
  state: 'met' | 'missed' | 'told' | 'failed'
}

/** The figures of all benchmarks, one a line, in columns. */
export function tableOf(lines: Line[]): string {
  const cells = lines.map(({ id, words, shown, target, state }) => [
    id,
    words,
    shown,
    target,
    state === 'told' ? '' : state.toUpperCase(),
  ])
  // Of what failed, the reason may be long; nothing stands behind it.
  const shown = cells.filter((_, at) => lines[at]?.state !== 'failed')
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...shown.map((row) => row[at]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
