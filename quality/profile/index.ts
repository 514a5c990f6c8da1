import './locale.ts'

export { renderProfile } from './html.ts'
export { dayOf } from './kinds.ts'
export type { FieldProfile, Profile, ProfiledField, ProfileInput } from './model.ts'
export { profileFrom, profileOf } from './profile.ts'
export { type Suggestion, suggestionsOf } from './suggest/index.ts'
export { countValues } from './values.ts'
