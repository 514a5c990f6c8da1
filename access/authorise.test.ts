import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../apps/wording.ts'
import { ShuyuanError } from '../core/errors.ts'
import {
  type Act,
  type Actor,
  actorFor,
  actorOfGrant,
  anyone,
  authorise,
  may,
  type ObjectOf,
  tokenRefusals,
} from './authorise.ts'
import { type Grant, scopes } from './grant.ts'

const common = { id: '0'.repeat(12), secretHash: '0'.repeat(64), createdAt: '2026-01-01T00:00:00Z' }
const cityToken = (city: string): Actor => actorOfGrant({ ...common, city, scopes: ['objections'] })
const departmentToken = (department: string, of: ('events' | 'objections')[], datasets: string[]): Actor =>
  actorOfGrant({ ...common, department, scopes: of, datasets, queueKey: 'k'.repeat(43) })

/** Columns of the table, from left to right. */
const actors: Record<string, Actor> = {
  nobody: anyone,
  'token of Hohhot': cityToken('150100'),
  'token of Baotou': cityToken('150200'),
  'tax, to post invoices': departmentToken('tax', ['events'], ['invoices']),
  'tax, for objections': departmentToken('tax', ['objections'], []),
  'civil affairs, for both': departmentToken('civil', ['events', 'objections'], ['marriages']),
  'Hohhot at the machine': actorFor({ kind: 'city', id: '150100' }),
  'tax at the machine': actorFor({ kind: 'department', id: 'tax' }),
  'account li': { kind: 'account', account: 'li' },
  'account wu': { kind: 'account', account: 'wu' },
}

const codes: Record<string, string> = {
  u: 'parties.unauthorised',
  U: 'events.unauthorised',
  f: 'parties.forbidden',
  F: 'events.forbidden',
  c: 'objections.not_a_city',
  d: 'objections.unknown_delivery',
  s: 'objections.unknown_submission',
  o: 'objections.unknown',
  r: 'events.unknown_receipt',
  p: 'objections.same_person',
  n: 'pipelines.officer_without_account',
  a: 'pipelines.officer_account',
}

type Line<A extends Act> = [object: [] | [ObjectOf<A>], expected: string]
const ofHohhot = { city: '150100', party: 'city:150100' }
const ofBaotou = { city: '150200', party: 'city:150200' }
const ofTax = { department: 'tax', party: 'department:tax', dataset: 'invoices' }
const ofCivil = { department: 'civil', party: 'department:civil', dataset: 'marriages' }

/** Who may do what to what, written down by hand: `+` he may; a letter: the code of his refusal. */
const table: { [A in Act]: Line<A>[] } = {
  //                                       nobody, Hohhot, Baotou, tax events, tax objections, civil both | Hohhot, tax, li, wu
  'public.read': [[[], '++++++ ++++']],
  'events.post': [
    [[], 'UFF+F+ F+FF'],
    [[{ id: 'invoices' }], 'UFF+FF F+FF'],
    [[{ id: 'marriages' }], 'UFFFF+ F+FF'],
  ],
  'events.follow': [
    [[], 'UFF+F+ F+FF'],
    [[{ id: 'invoices' }], 'UFF+FF F+FF'],
    [[{ id: 'marriages' }], 'UFFFF+ F+FF'],
  ],
  'receipt.read': [
    [[], 'UFF+F+ F+FF'],
    [[ofTax], 'UFF+Fr F+FF'],
    [[ofCivil], 'UFFrF+ FrFF'],
  ],
  'objections.read': [[[], 'u++f++ ++ff']],
  'objections.raise': [
    [[], 'u++fff +ccc'],
    [[ofHohhot], 'u+dfff +ccc'],
    [[ofBaotou], 'ud+fff dccc'],
    [[undefined], 'uddfff dccc'],
  ],
  'submission.read': [
    [[], 'u++f++ ++ff'],
    [[ofHohhot], 'u+sfss +sff'],
    [[ofBaotou], 'us+fss ssff'],
    [[ofTax], 'ussf+s s+ff'],
    [[undefined], 'ussfss ssff'],
  ],
  'submission.withdraw': [
    [[], 'u++fff +fff'],
    [[ofHohhot], 'u+sfff +fff'],
    [[ofBaotou], 'us+fff sfff'],
    [[undefined], 'ussfff sfff'],
  ],
  'objection.read': [
    [[], 'ufff++ f+ff'],
    [[ofTax], 'ufff+o f+ff'],
    [[ofCivil], 'ufffo+ foff'],
    [[undefined], 'ufffoo foff'],
  ],
  'objection.answer': [
    [[], 'ufff++ f+ff'],
    [[ofTax], 'ufff+o f+ff'],
    [[ofCivil], 'ufffo+ foff'],
    [[undefined], 'ufffoo foff'],
  ],
  'objection.confirm': [
    [[], 'ufffff ff++'],
    [[{ objection: 1, first: 'li' }], 'ufffff ffp+'],
    [[{ objection: 1, first: 'zhao' }], 'ufffff ff++'],
  ],
  'officer.act': [
    [[], 'ufffff ff++'],
    [[{ id: 'data_chief', account: 'wu' }], 'ufffff ffa+'],
    [[{ id: 'data_chief' }], 'ufffff ffnn'],
  ],
}

const lines = Object.entries(table).flatMap(([act, of]) =>
  (of as Line<Act>[]).map(([object, expected]) => [act as Act, object, expected] as const),
)
const outcome = (actor: Actor, act: Act, object: [] | [ObjectOf<Act>]): string => {
  try {
    if (object.length > 0) expect(authorise(actor, act, object[0])).toBe(object[0])
    else authorise(actor, act)
    return '+'
  } catch (error) {
    if (!(error instanceof ShuyuanError)) throw error
    expect(['unauthenticated', 'forbidden', 'not_found']).toContain(error.kind)
    expect(error.message).not.toMatch(/\{\w+\}|undefined/)
    return error.code
  }
}

describe('who may do what', () => {
  it.each(lines)('%s to %j: %s', (act, object, expected) => {
    const wanted = [...expected.replaceAll(' ', '')].map((letter) => codes[letter] ?? letter)
    expect(wanted).toHaveLength(Object.keys(actors).length)
    const told = Object.fromEntries(Object.keys(actors).map((name, at) => [name, wanted[at]]))
    const found = Object.fromEntries(
      Object.entries(actors).map(([name, actor]) => [name, outcome(actor, act, object)]),
    )
    expect(found).toEqual(told)
    for (const actor of Object.values(actors))
      expect(may(actor, act, ...object)).toBe(outcome(actor, act, object) === '+')
  })

  it('needs a token, but for what is public', () => {
    const free = Object.keys(table).filter((act) => tokenRefusals(act as Act).length === 0)
    expect(free).toEqual(['public.read'])
  })

  it('refuses what is not there in the very words of what is another’s', () => {
    for (const [act, foreign] of [
      ['objections.raise', ofBaotou],
      ['submission.read', ofBaotou],
      ['submission.withdraw', ofBaotou],
      ['objection.answer', ofCivil],
      ['objection.read', ofCivil],
    ] as const)
      for (const actor of Object.values(actors)) {
        const words = (object: ObjectOf<Act>) => {
          try {
            authorise(actor, act, object as never)
          } catch (error) {
            return (error as Error).message
          }
        }
        if (!may(actor, act, foreign as never)) expect(words(foreign)).toBe(words(undefined))
      }
  })
})

/** Every grant that there can be, of two parties of each kind. */
const anyGrant: fc.Arbitrary<Grant> = fc.oneof(
  fc.record({ city: fc.constantFrom('150100', '150200') }).map((city) => ({
    ...{ ...common, ...city, scopes: ['objections' as const] },
  })),
  fc
    .record({
      department: fc.constantFrom('tax', 'civil'),
      scopes: fc.subarray([...scopes], { minLength: 1 }),
      datasets: fc.subarray(['invoices', 'marriages']),
    })
    .map((department) => ({ ...common, ...department, queueKey: 'k'.repeat(43) })),
)

it('a token never allows what its party may not, nor more with less written in it', () => {
  fc.assert(
    fc.property(anyGrant, fc.constantFrom(...lines), (grant, [act, object]) => {
      const actor = actorOfGrant(grant)
      if (actor.kind !== 'party') throw new Error('a grant is of a party')
      if (may(actor, act, ...object)) expect(may(actorFor(actor.party), act, ...object)).toBe(true)
      for (const scope of grant.scopes) {
        const less = { ...grant, scopes: grant.scopes.filter((each) => each !== scope) } as Grant
        if (may(actorOfGrant(less), act, ...object)) expect(may(actor, act, ...object)).toBe(true)
      }
    }),
  )
})
