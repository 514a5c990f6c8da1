import type { Dataset } from '../../dataset.ts'
import { electronicLicences } from './electronic_licences.ts'

/** Registers of electronic licences. */
export const licenceDatasets: Dataset[] = [electronicLicences]
