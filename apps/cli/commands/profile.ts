import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf, elementOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { visible } from '../../../core/visible.ts'
import { type DatasetProfile, profileDataset } from '../../../governance/profile/profile.ts'
import { layers } from '../../../governance/profile/sources.ts'
import { renderProfile } from '../../../quality/profile/html.ts'
import type { FieldProfile } from '../../../quality/profile/model.ts'
import type { Suggestion } from '../../../quality/profile/suggest/model.ts'
import { deploymentOf } from '../../deployment.ts'
import { extractOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../locale_profile.ts'
import { renderTable } from '../table.ts'

/** Profiles a register. @throws ShuyuanError `cli.bad_layer`, `cli.bad_extract`, `cli.out_folder` */
export const profile = command({
  usage: 'profile <dataset>',
  words: {
    'zh-CN': '数据集的类型、空值、取值、模式与分布，以及据此建议的规则',
    en: 'types, gaps, values, patterns and distributions of a register, and rules that they suggest',
  },
  options: {
    '--layer <layer>': {
      default: 'raw',
      'zh-CN': 'raw：收到的原样；std：合格并规范化的',
      en: 'raw: as received; std: accepted and normalised',
    },
    '--extract <n>': {
      'zh-CN': '仅该批次；缺省：raw 取最近一批，std 取全部',
      en: 'only this one; not given: the last one of raw, all of std',
    },
    '--field <field>': { 'zh-CN': '仅此一项', en: 'only this one' },
    '--suggest': {
      'zh-CN': '依据全部合格行（或 --extract 的行）建议规则',
      en: 'suggest rules, from all accepted rows or those of --extract',
    },
    '--html <file>': { 'zh-CN': '将画像写成页面', en: 'write the profile as a page' },
  },
  async run(io, options, id) {
    const { catalogue } = await deploymentOf(io.settings)
    const dataset = datasetOf(catalogue, id)
    const layer = layers.find((each) => each === options.layer)
    if (!layer) throw new ShuyuanError('cli.bad_layer', { value: options.layer, known: layers.join(', ') })
    const request = { dataset, layer, extract: extractOf(options.extract), field: options.field }
    const opened = await io.open()
    const found = await profileDataset(opened.platform, request, { suggest: options.suggest === true })
    io.answer(found)
    const names = namesOf(io, catalogue, dataset)
    say(io, dataset, found, names)
    if (options.html)
      await write(io, resolve(options.html), { ...found, name: dataset.name[io.locale], names })
    return exit.ok
  },
})

function say(io: Io, dataset: Dataset, found: DatasetProfile, names: Record<string, string>): void {
  const { profile: told, extract, layer } = found
  const which = extract === null ? io.text('profile.all_extracts') : io.text('profile.extract', { extract })
  const rows = io.text('profile.rows', { rows: told.rows.toLocaleString('en-US') })
  io.say([dataset.name[io.locale], io.text(`profile.layer.${layer}`), which, rows].join(' · '))
  const header = [
    'field',
    'name',
    'kind',
    'nulls',
    'blanks',
    'distinct',
    'length',
    'min',
    'max',
    'top',
    'patterns',
  ]
  const lines = told.fields.map((field) => cellsOf(io, field, names[field.field] ?? '', told.rows))
  for (const line of renderTable(
    header.map((key) => io.text(`profile.${key}`)),
    lines,
  ))
    io.say(line)
  if (told.repeated)
    io.say(
      told.repeated.records === 0
        ? io.text('profile.unrepeated')
        : io.text('profile.repeated', { ...told.repeated }),
    )
  if (told.fields.some(({ sampled }) => sampled)) io.say(io.text('profile.sampled'))
  if (found.suggestions) saySuggestions(io, dataset, found.suggestions)
}

function cellsOf(io: Io, field: FieldProfile, name: string, rows: number): (string | number)[] {
  const share = (count: number) => `${rows === 0 ? 0 : ((count / rows) * 100).toFixed(1)}%`
  const few = (items: FieldProfile['top'], count: number) =>
    items
      .slice(0, count)
      .map(({ value }) => short(value))
      .join(' ')
  return [
    field.field,
    name,
    io.text(`profile.kind.${field.kind}`),
    share(field.nulls),
    share(field.blanks),
    field.distinct,
    field.lengths ? `${field.lengths.min}–${field.lengths.max}` : '-',
    short(field.min ?? '-'),
    short(field.max ?? '-'),
    few(field.top, 3),
    few(field.patterns, 2),
  ]
}

function saySuggestions(io: Io, dataset: Dataset, suggestions: Suggestion[]): void {
  const header = ['suggestion', 'rule', 'support', 'rejects'].map((key) => io.text(`profile.${key}`))
  const rows = suggestions.map(({ id, rule, judged, rejects }) => {
    const { examples: _, ...told } = rule
    return [id, JSON.stringify(told), `${(((judged - rejects) / judged) * 100).toFixed(3)}%`, rejects]
  })
  for (const line of renderTable(header, rows)) io.say(line)
  io.say(io.text('profile.accept', { dataset: dataset.id }))
}

async function write(io: Io, path: string, found: Parameters<typeof renderProfile>[0]): Promise<void> {
  const page = renderProfile(found, io.locale)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, page)
  } catch (error) {
    throw new ShuyuanError(
      'cli.out_folder',
      { path, reason: (error as NodeJS.ErrnoException).code },
      { cause: error },
    )
  }
  io.say(io.text('profile.written', { path }))
}

function namesOf(io: Io, catalogue: Catalogue, dataset: Dataset): Record<string, string> {
  return Object.fromEntries(
    dataset.fields.map(({ id, element }) => [id, elementOf(catalogue, element).name[io.locale]]),
  )
}

/** Long values leave room for the other columns. */
function short(value: string): string {
  const characters = [...visible(value)]
  return characters.length > 24 ? `${characters.slice(0, 23).join('')}…` : characters.join('')
}
