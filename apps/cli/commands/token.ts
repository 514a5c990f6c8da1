import { type Grant, type GrantScope, scopes as knownScopes, partyOfGrant } from '../../../access/grant.ts'
import { type Party, partyName, partyOf } from '../../../access/party.ts'
import { issueGrant, listGrants, revokeToken } from '../../../access/tokens.ts'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import { systemClock } from '../../../core/clock.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { record } from '../../../governance/record.ts'
import { deploymentOf } from '../../deployment.ts'
import { departmentOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../../../pipelines/events/locale.ts'
import '../locale_events.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

/** For so long a token is valid, unless a day is named. */
const VALID_DAYS = 365
const DAY_MS = 86_400_000
const inDays = (from: Date, days: number) => new Date(from.getTime() + days * DAY_MS)

/** Issues a party a token: for events to some datasets, for objections, or both; shown this once. */
export const addToken = command({
  usage: 'add <party>',
  words: {
    'zh-CN': '向部门（代码）或盟市（city:150100）签发令牌，仅显示一次',
    en: 'issue a token to a department (its id) or a city (city:150100), shown once',
  },
  options: {
    '--datasets <ids>': {
      'zh-CN': '可报送事件的数据集，逗号分隔',
      en: 'datasets that it may post events to, separated by commas',
    },
    '--scopes <names>': {
      'zh-CN': '用途 events、objections；缺省：有 --datasets 时为 events，否则为 objections',
      en: 'events, objections; default: events where there are --datasets, else objections',
    },
    '--until <date>': {
      'zh-CN': '失效日期（当日起无效）；缺省为一年后',
      en: 'first day on which it is no longer valid; not given: a year from now',
    },
  },
  async run(io, options, name) {
    const { catalogue } = await deploymentOf(io.settings)
    const party = partyFor(catalogue, name)
    const datasets = listed(options.datasets)
    const scopes = scopesOf(catalogue, party, datasets, options.scopes)
    const until =
      options.until === undefined ? inDays(systemClock.now(), VALID_DAYS) : instantOf(options.until)
    const opened = await io.open({ makes: true })
    const { platform } = opened
    const now = systemClock.now()
    const issued = await issueGrant(platform.paths.grants, { party, scopes, datasets, now, until })
    const { id } = issued.grant
    await record(platform, 'grant', subjectOf(issued.grant), {
      grant: id,
      scopes: scopes.join(', '),
      ...(datasets.length > 0 ? { datasets: datasets.join(', ') } : {}),
    })
    const queueKey = scopes.includes('events') ? issued.queueKey : undefined
    io.answer({ ...plain(issued.grant), token: issued.token, queueKey })
    io.say(io.text('token.issued', { id, party: partyName(party), uses: usesOf(io, issued.grant) }))
    io.say(io.text('token.token', { token: issued.token }))
    if (queueKey) io.say(io.text('token.queue_key', { key: queueKey }))
    return exit.ok
  },
})

/** Withdraws a token. */
export const removeToken = command({
  usage: 'remove <id>',
  words: { 'zh-CN': '撤销令牌', en: 'withdraw a token' },
  async run(io, _options, id) {
    const opened = await io.open()
    const { platform } = opened
    const grant = await revokeToken(platform.paths.grants, id)
    await record(platform, 'revoke', subjectOf(grant), { grant: grant.id })
    io.answer({ id, ...holder(grant) })
    io.say(io.text('token.revoked', { id, party: partyName(partyOfGrant(grant)) }))
    return exit.ok
  },
})

/** Lists tokens, without their secrets. */
export const listTokens = command({
  usage: 'list',
  words: { 'zh-CN': '列出令牌及其权限', en: 'who may post to what' },
  async run(io) {
    const opened = await io.open()
    const grants = await listGrants(opened.platform.paths.grants)
    io.answer(grants.map(plain))
    if (grants.length === 0) {
      io.say(io.text('token.none'))
      return exit.ok
    }
    const header = ['id', 'party', 'uses', 'started', 'until'].map((name) => io.text(`column.${name}`))
    const rows = grants.map((grant) => [
      grant.id,
      partyName(partyOfGrant(grant)),
      usesOf(io, grant),
      moment(new Date(grant.createdAt)),
      moment(grant.until ? new Date(grant.until) : null),
    ])
    for (const line of renderTable(header, rows)) io.say(line)
    return exit.ok
  },
})

function plain(grant: Grant) {
  const { id, scopes, createdAt, until } = grant
  const datasets = 'datasets' in grant ? { datasets: grant.datasets } : {}
  return { id, ...holder(grant), ...datasets, scopes, createdAt, until }
}

function holder(grant: Grant): { department: string } | { city: string } {
  return 'city' in grant ? { city: grant.city } : { department: grant.department }
}

/** How the audit log names the holder: a department by its id, as ever. */
function subjectOf(grant: Grant): string {
  return 'city' in grant ? partyName(partyOfGrant(grant)) : grant.department
}

function usesOf(io: Io, grant: Grant): string {
  const datasets = 'datasets' in grant ? grant.datasets.join(', ') : ''
  return grant.scopes.map((scope) => io.text(`token.scope.${scope}`, { datasets })).join('; ')
}

function partyFor(catalogue: Catalogue, name: string): Party {
  if (name.includes(':')) return partyOf(catalogue, name)
  return { kind: 'department', id: departmentOf(catalogue, name).id }
}

/** What a token is for: as asked, else events where datasets are named, else objections. */
function scopesOf(catalogue: Catalogue, party: Party, datasets: string[], asked?: string): GrantScope[] {
  const names = asked === undefined ? [datasets.length > 0 ? 'events' : 'objections'] : listed(asked)
  const scopes = knownScopes.filter((scope) => names.includes(scope))
  const isWrong = scopes.length !== new Set(names).size || scopes.length === 0
  const forEvents = scopes.includes('events')
  if (isWrong || forEvents !== datasets.length > 0 || (forEvents && party.kind === 'city')) {
    throw new ShuyuanError('cli.bad_scopes', { known: knownScopes.join(', ') })
  }
  const known = catalogue.datasets.filter(({ form }) => form === 'event').map(({ id }) => id)
  if (!datasets.every((id) => known.includes(id))) {
    throw new ShuyuanError('events.unknown_dataset', { known: known.join(', ') || '-' })
  }
  return scopes
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** @throws ShuyuanError `cli.bad_date` */
function instantOf(text: string): Date {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00+08:00`) : new Date(Number.NaN)
  if (Number.isNaN(instant.getTime()))
    throw new ShuyuanError('cli.bad_date', { option: 'until', value: text })
  return instant
}
