/** The batch name of extracts that were accepted as events: none that a file's name can give (see `parseFileName`). */
export const EVENTS_BATCH = '@events'
