import { type ErrorCode, ShuyuanError } from '../core/errors.ts'
import { type Grant, type GrantScope, mayUse, partyOfGrant } from './grant.ts'
import './locale.ts'
import { type Party, partyName } from './party.ts'

/**
 * Who wants to do something: nobody in particular; a party, with the token that it showed (without one it acts at the
 * platform's own machine); whoever is signed in there with an account of the operating system.
 */
export type Actor =
  | { kind: 'public' }
  | { kind: 'party'; party: Party; grant?: Grant }
  | { kind: 'account'; account: string }

export const anyone: Actor = { kind: 'public' }

/** The party whose token it is; without one, anybody. */
export function actorOfGrant(grant: Grant | undefined): Actor {
  return grant ? { kind: 'party', party: partyOfGrant(grant), grant } : anyone
}

/** A party for which somebody acts at the platform's own machine. */
export function actorFor(party: Party): Actor {
  return { kind: 'party', party }
}

/** What an act is done to. Undefined: there is no such thing. */
interface Objects {
  'public.read': undefined
  'events.post': { id: string }
  'events.follow': { id: string }
  'receipt.read': { dataset: string; department: string }
  'objections.read': undefined
  'objections.raise': { city: string } | undefined
  'submission.read': { party: string } | undefined
  'submission.withdraw': { party: string } | undefined
  'objection.read': { department: string } | undefined
  'objection.answer': { department: string } | undefined
  'objection.confirm': { objection: number; first: string }
  'officer.act': { id: string; account?: string | undefined }
}

/** Everything that needs a right. */
export type Act = keyof Objects
export type ObjectOf<A extends Act> = Objects[A]

interface Rule<Object> {
  /** Kinds of parties that may; `account`: at the platform's own machine alone. */
  by: readonly (Party['kind'] | 'public' | 'account')[]
  /** What a token must be for. */
  scope?: GrantScope
  /** How a party without a token is refused that may do no such thing at all. */
  refuse?(party: string): ShuyuanError
  /** What forbids it to be done to this object. */
  to?(actor: Actor, object: Object): ShuyuanError | undefined
}

/** How a token is refused: one that is not known, and one that is for something else. */
const refusals = {
  events: { unknown: 'events.unauthorised', forbidden: 'events.forbidden' },
  objections: { unknown: 'parties.unauthorised', forbidden: 'parties.forbidden' },
} as const satisfies Record<GrantScope, { unknown: ErrorCode; forbidden: ErrorCode }>

const events = { by: ['department'], scope: 'events' } as const
const objections = { scope: 'objections' } as const

/** A token for events names the datasets that it is for. */
const datasetGranted = (actor: Actor, { id }: { id: string }) =>
  grantOf(actor) === undefined || datasetsOf(actor).includes(id) ? undefined : forbidden(actor, 'events')

const submissionOwn = (actor: Actor, submission: { party: string } | undefined) =>
  submission?.party === nameOf(actor) ? undefined : new ShuyuanError('objections.unknown_submission')
const objectionOwn = (actor: Actor, objection: { department: string } | undefined) =>
  objection?.department === idOf(actor) ? undefined : new ShuyuanError('objections.unknown')

/**
 * Who may do what to what. What is another's is refused in the words of what is not there: nobody learns that it exists.
 * Roles of accounts, once there are any, are one more condition of a rule.
 */
const rules = {
  'public.read': { by: ['public'] },
  'events.post': { ...events, to: datasetGranted },
  'events.follow': { ...events, to: datasetGranted },
  'receipt.read': {
    ...events,
    to: (actor, { dataset, department }) =>
      department === idOf(actor) ? undefined : new ShuyuanError('events.unknown_receipt', { dataset }),
  },
  'objections.read': { by: ['city', 'department'], ...objections },
  'objections.raise': {
    ...{ by: ['city'], ...objections },
    refuse: (party) => new ShuyuanError('objections.not_a_city', { party }),
    to: (actor, request) =>
      request?.city === idOf(actor) ? undefined : new ShuyuanError('objections.unknown_delivery'),
  },
  'submission.read': { by: ['city', 'department'], ...objections, to: submissionOwn },
  'submission.withdraw': { by: ['city'], ...objections, to: submissionOwn },
  'objection.read': { by: ['department'], ...objections, to: objectionOwn },
  'objection.answer': { by: ['department'], ...objections, to: objectionOwn },
  'objection.confirm': {
    by: ['account'],
    to: (actor, { objection, first }) =>
      accountOf(actor) === first
        ? new ShuyuanError('objections.same_person', { objection, account: first })
        : undefined,
  },
  'officer.act': {
    by: ['account'],
    to: (actor, { id: officer, account }) => {
      if (!account) return new ShuyuanError('pipelines.officer_without_account', { officer })
      const actual = accountOf(actor)
      return account === actual
        ? undefined
        : new ShuyuanError('pipelines.officer_account', { officer, account, actual })
    },
  },
} as const satisfies { [A in Act]: Rule<Objects[A]> }

/** Parties that may do it. */
export type PartyFor<A extends Act> = Extract<Party, { kind: (typeof rules)[A]['by'][number] }>

/**
 * The one place that decides who may do what. Without an object: whether the actor may do such a thing at all. An object
 * that was looked for and is not there is given as undefined, and refused like another's.
 * @throws ShuyuanError of kind unauthenticated, forbidden or not_found
 */
export function authorise(actor: Actor, act: Act): void
export function authorise<A extends Act, T extends ObjectOf<A>>(
  actor: Actor,
  act: A,
  object: T,
): NonNullable<T>
export function authorise(actor: Actor, act: Act, ...object: [] | [ObjectOf<Act>]): unknown {
  const refused = refusal(actor, act, ...object)
  if (refused) throw refused
  return object[0]
}

/** True where `authorise` would not throw. */
export function may<A extends Act>(actor: Actor, act: A, ...object: [] | [ObjectOf<A>]): boolean {
  return refusal(actor, act, ...object) === undefined
}

/** Codes by which a token is refused that is not known, or not for this; none: anybody may, without a token. */
export function tokenRefusals(act: Act): ErrorCode[] {
  const { by, scope = 'objections' } = rules[act] as Rule<never>
  return by.includes('public') ? [] : [refusals[scope].unknown, refusals[scope].forbidden]
}

function refusal(actor: Actor, act: Act, ...object: [] | [ObjectOf<Act>]): ShuyuanError | undefined {
  const rule = rules[act] as Rule<ObjectOf<Act>>
  const { by, scope, refuse } = rule
  if (!by.includes('public')) {
    if (actor.kind === 'public') return new ShuyuanError(refusals[scope ?? 'objections'].unknown)
    const grant = grantOf(actor)
    const isGranted = grant === undefined || scope === undefined || mayUse(grant, scope)
    if (!isGranted || !by.includes(actor.kind === 'party' ? actor.party.kind : 'account'))
      return (grant ? undefined : refuse?.(nameOf(actor))) ?? forbidden(actor, scope)
  }
  return object.length > 0 ? rule.to?.(actor, object[0]) : undefined
}

function forbidden(actor: Actor, scope: GrantScope = 'objections'): ShuyuanError {
  const party = nameOf(actor)
  return new ShuyuanError(refusals[scope].forbidden, { party, department: party })
}

/** `city:150100`, or the account. */
function nameOf(actor: Actor): string {
  if (actor.kind === 'public') return '-'
  return actor.kind === 'account' ? actor.account : partyName(actor.party)
}

function grantOf(actor: Actor): Grant | undefined {
  return actor.kind === 'party' ? actor.grant : undefined
}

function datasetsOf(actor: Actor): readonly string[] {
  const grant = grantOf(actor)
  return grant && 'datasets' in grant ? grant.datasets : []
}

function idOf(actor: Actor): string | undefined {
  return actor.kind === 'party' ? actor.party.id : undefined
}

function accountOf(actor: Actor): string | undefined {
  return actor.kind === 'account' ? actor.account : undefined
}
