import type { World } from '../fields/subject.ts'
import type { Random } from '../random.ts'
import type { Place } from './places.ts'

/** Parcels of each division that are registered for good, numbered from 1. */
export const SURE_PARCELS = 2

/** Identifier of a feature: its layer's two letters, its division, its number. */
export function featureId(layer: string, place: Place, serial: number): string {
  return `${layer}${place.code}${String(serial).padStart(8, '0')}`
}

/** A parcel in a place that references may name. */
export function parcelIn(_world: World, place: Place, random: Random): string {
  return featureId('DK', place, random.between(1, SURE_PARCELS))
}
