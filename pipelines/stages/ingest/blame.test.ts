import { expect, it } from 'vitest'
import { ShuyuanError } from '../../../core/errors.ts'
import { translate as ofEngine } from '../../../warehouse/engine/errors.ts'
import { translate as ofLedger } from '../../../warehouse/ledger/translate.ts'
import { blameOf } from './blame.ts'

const limits = { memoryLimit: '1GB', tempDirectory: '/t' }
const engine = (message: string) => ofEngine(new Error(message), limits)
const ledger = (code: string) => ofLedger(Object.assign(new Error('x'), { code }), 'here')
const system = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' })
const file = { dataset: 'd', file: 'f' }
const damaged = { ...file, format: 'XLSX', reason: 'XML' }

it.each([
  ['an empty file', new ShuyuanError('connectors.empty_file', file), 'file'],
  ['a damaged workbook', new ShuyuanError('connectors.file_damaged', damaged), 'file'],
  ['an archive that grows', new ShuyuanError('connectors.archive_bomb', { ...file, limit: '1' }), 'file'],
  [
    'a full disk for the rows',
    new ShuyuanError('connectors.disk_full', { ...file, folder: '/w' }),
    'passing',
  ],
  [
    'too many open files',
    new ShuyuanError('connectors.system_failed', { ...file, reason: 'EMFILE' }),
    'passing',
  ],
  [
    'a landed file that was changed',
    new ShuyuanError('connectors.landing_damaged', { path: 'p', bytes: 1, found: 2 }),
    'passing',
  ],
  ['a full disk of the engine', engine('IO Error: Could not write file: No space left on device'), 'passing'],
  ['too little memory', engine('Out of Memory Error: failed to allocate data'), 'passing'],
  ['a broken read', engine('IO Error: Could not read from file'), 'passing'],
  ['an interrupted statement', engine('INTERRUPT Error: Interrupted!'), 'passing'],
  [
    'a table file that is missing',
    engine('IO Error: Cannot open file "/l/x": No such file or directory'),
    'passing',
  ],
  ['a fault of a statement', engine('Binder Error: no such column'), 'platform'],
  ['a value that a query trips over', engine('Conversion Error: x'), 'platform'],
  ['a lost connection', ledger('57P01'), 'passing'],
  ['a full disk of the ledger', ledger('53100'), 'passing'],
  [
    'rows that are not conserved',
    new ShuyuanError('pipelines.rows_not_conserved', {
      dataset: 'd',
      extract: 1,
      received: 1,
      accepted: 0,
      quarantined: 0,
    }),
    'platform',
  ],
  ...['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EACCES', 'EROFS', 'EIO', 'ENOMEM'].map(
    (code) => [code, system(code), 'passing'] as const,
  ),
  ['the same, wrapped', new Error('wrapped', { cause: system('EIO') }), 'passing'],
  ['memory that the runtime refuses', new RangeError('Array buffer allocation failed'), 'passing'],
  ['a mistake of the program', new TypeError('x is not a function'), 'platform'],
  ['what is no error', 'thrown', 'platform'],
] as const)('%s', (_what, error, blame) => {
  expect(blameOf(error)).toBe(blame)
})
