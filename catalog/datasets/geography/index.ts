import type { Dataset } from '../../dataset.ts'
import { buildings } from './buildings.ts'
import { cityComponents } from './city_components.ts'
import { climateZones } from './climate_zones.ts'
import { divisionBoundaries } from './division_boundaries.ts'
import { fisheryWaters } from './fishery_waters.ts'
import { forestStands } from './forest_stands.ts'
import { grassland } from './grassland.ts'
import { landParcels } from './land_parcels.ts'
import { mineralRights } from './mineral_rights.ts'
import { spatialUseZones } from './spatial_use_zones.ts'
import { undergroundPipes } from './underground_pipes.ts'
import { waterBodies } from './water_bodies.ts'
import { weatherStations } from './weather_stations.ts'
import { wetlands } from './wetlands.ts'
import { wildlifeSites } from './wildlife_sites.ts'

/** Layers of natural resources and geography, in the order of Article 15 after the boundaries. */
export const geographyDatasets: Dataset[] = [
  divisionBoundaries,
  spatialUseZones,
  landParcels,
  mineralRights,
  forestStands,
  grassland,
  wetlands,
  waterBodies,
  fisheryWaters,
  wildlifeSites,
  climateZones,
  weatherStations,
  buildings,
  undergroundPipes,
  cityComponents,
]
