export { applyCatalogue } from './apply.ts'
export { type CatalogueChange, catalogueChange, catalogueChanges } from './find.ts'
export { readingDigest } from './reading.ts'
