import type { Compression, FileNameParts, Format } from './types.ts'

const NAME =
  /^(.+)_(full|delta)_(\d{8})(?:T(\d{4}))?(?:_([\p{L}\p{N}][\p{L}\p{N}-]{0,63}))?\.(csv|txt|tsv|xlsx|jsonl|ndjson|parquet|arrow|feather|zip)(?:\.(gz|zip))?$/iu
const FORMATS: Record<string, Format | 'archive'> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'csv',
  xlsx: 'xlsx',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  arrow: 'arrow',
  feather: 'arrow',
  zip: 'archive',
}

/** Reads `<dataset>_<full|delta>_<YYYYMMDD[THHMM]>[_<batch>].<ext>[.gz|.zip]`; null where the name is not of that form. */
export function parseFileName(name: string): FileNameParts | null {
  const match = NAME.exec(name.normalize('NFC'))
  if (!match) return null
  const [, dataset = '', mode = '', day = '', time = '0000', batch, extension = '', outer] = match
  const asOf = shanghaiTime(day, time)
  const format = FORMATS[extension.toLowerCase()]
  if (!asOf || !format || (format === 'archive' && outer)) return null
  return {
    dataset,
    mode: mode.toLowerCase() === 'full' ? 'full' : 'delta',
    asOf,
    batch: batch ?? null,
    format,
    compression: format === 'archive' ? 'zip' : compressionOf(outer),
  }
}

/** The format that an entry's or file's extension names, or null. */
export function formatOfName(name: string): Format | null {
  const format = FORMATS[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
  return format === undefined || format === 'archive' ? null : format
}

function compressionOf(outer: string | undefined): Compression {
  if (!outer) return 'none'
  return outer.toLowerCase() === 'gz' ? 'gzip' : 'zip'
}

/** An instant from `YYYYMMDD` and `HHMM` in Asia/Shanghai (UTC+8, no daylight saving); null when there is no such time. */
function shanghaiTime(day: string, time: string): Date | null {
  const local = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${time.slice(0, 2)}:${time.slice(2)}:00`
  const asUtc = new Date(`${local}Z`)
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 19) !== local) return null
  return new Date(asUtc.getTime() - 8 * 3_600_000)
}
