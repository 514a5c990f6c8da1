import type { Dataset } from '../../dataset.ts'
import { administrativePenalties } from './administrative_penalties.ts'
import { administrativePermits } from './administrative_permits.ts'
import { commendations } from './commendations.ts'
import { dishonestPersons } from './dishonest_persons.ts'

/** Registers of credit records; their record identifiers begin with CF, XK, SX and BZ. */
export const creditDatasets: Dataset[] = [
  administrativePenalties,
  administrativePermits,
  dishonestPersons,
  commendations,
]
