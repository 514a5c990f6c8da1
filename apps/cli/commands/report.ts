import { catalogue } from '../../../catalog/catalogue.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { datasetScores } from '../../../pipelines/scores.ts'
import { writeReports } from '../../../pipelines/stages/report/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Writes the quality reports again and shows the scores. */
export async function report(io: Io, options: { department?: string }): Promise<Exit> {
  const known = catalogue.departments.map((department) => department.id)
  if (options.department && !known.includes(options.department)) {
    throw new ShuyuanError('cli.unknown_department', { id: options.department, known: known.join(', ') })
  }
  const opened = await open(io.settings)
  try {
    const paths = await writeReports(opened.platform, options.department)
    const scores = (await datasetScores(opened.platform)).filter(
      (each) => !options.department || each.department === options.department,
    )
    io.answer({ scores, reports: paths.flatMap((path) => [`${path}.html`, `${path}.xlsx`]) })
    const rows = scores.map((each) => [
      each.department,
      each.dataset,
      each.score.toFixed(2),
      io.text(`grade.${each.grade}`),
    ])
    const header = ['department', 'dataset', 'score', 'grade'].map((name) => io.text(`column.${name}`))
    for (const line of renderTable(header, rows)) io.say(line)
    for (const path of paths) io.say(io.text('report.written', { path: `${path}.html, ${path}.xlsx` }))
    return exit.ok
  } finally {
    await opened.close()
  }
}
