import { report } from './measure.ts'
import { handWritten } from './script.ts'

const [csv = '', out = '', memory = '3GB'] = process.argv.slice(2)
report(await handWritten(csv, out, memory))
