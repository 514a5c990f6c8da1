import type { Catalogue } from '../catalog/catalogue.ts'
import type { Engine } from './engine/engine.ts'
import type { Lake } from './lake/types.ts'
import type { Ledger } from './ledger/open.ts'

/** The opened parts that data is read and made with: the engine, the tables of the lake, the ledger, what there is by the catalogue. */
export interface Warehouse {
  catalogue: Catalogue
  engine: Engine
  lake: Lake
  ledger: Ledger
}
