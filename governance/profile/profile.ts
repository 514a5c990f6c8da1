import type { Profile } from '../../quality/profile/model.ts'
import { profileFrom } from '../../quality/profile/profile.ts'
import type { Suggestion } from '../../quality/profile/suggest/model.ts'
import { suggestionsOf } from '../../quality/profile/suggest/suggestions.ts'
import { countValues } from '../../quality/profile/values.ts'
import type { Platform } from '../platform.ts'
import { type Layer, type ProfileRequest, profileInput, referencesOf } from './sources.ts'
import './locale.ts'

/** A profile with what it was made of. */
export interface DatasetProfile {
  dataset: string
  layer: Layer
  /** The one extract that was read; null: all of them. */
  extract: number | null
  madeAt: Date
  profile: Profile
  /** Rules that the rows suggest; asked for only. */
  suggestions?: Suggestion[]
}

/**
 * Profiles a register: its rows are read once. Personal values are masked in the result. Suggestions are made of
 * accepted rows, whatever layer is asked for: rules judge normalised values.
 * @throws ShuyuanError `pipelines.nothing_to_profile`, `catalog.unknown_field`
 */
export async function profileDataset(
  platform: Platform,
  request: ProfileRequest,
  { suggest = false } = {},
): Promise<DatasetProfile> {
  const { dataset } = request
  const layer = suggest ? 'std' : request.layer
  const { input, extract, oneExtract } = await profileInput(platform, { ...request, layer })
  const session = await platform.engine.session()
  try {
    const counts = await countValues(session, input)
    try {
      const profile = await profileFrom(session, input, counts)
      const found = { dataset: dataset.id, layer, extract, madeAt: platform.clock.now(), profile }
      if (!suggest) return found
      const { catalogue } = platform
      const references = request.field === undefined ? await referencesOf(platform, dataset) : []
      const suggestions = await suggestionsOf({
        ...{ session, catalogue, dataset, counts, profile, oneExtract, references },
      })
      return { ...found, suggestions }
    } finally {
      await counts.dispose()
    }
  } finally {
    session.close()
  }
}
