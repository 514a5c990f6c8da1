export {
  type Act,
  type Actor,
  actorFor,
  actorOfGrant,
  anyone,
  authorise,
  may,
  type ObjectOf,
  type PartyFor,
  tokenRefusals,
} from './authorise.ts'
export {
  type CityGrant,
  type DepartmentGrant,
  type Grant,
  partyOfGrant,
  type Scope,
  scopes,
} from './grant.ts'
export { type Party, partyName, partyOf, partyTitle } from './party.ts'
export {
  type IssuedGrant,
  issueGrant,
  type KnownGrants,
  knownGrants,
  listGrants,
  type NewGrant,
  revokeToken,
} from './tokens.ts'
