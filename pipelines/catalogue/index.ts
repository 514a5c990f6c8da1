export { type Publication, publishCatalogue } from './publish.ts'
