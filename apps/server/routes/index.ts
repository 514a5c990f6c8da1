import type { Route } from '../route.ts'
import { listDatasets } from './catalogue.ts'
import { getReceipt, postEvents } from './events.ts'
import { acts, getSheet, postAnswers } from './objections/answers.ts'
import { list, show } from './objections/list.ts'
import { getTemplate, postObjection, uploadObjections, withdraw } from './objections/submissions.ts'
import { document, health } from './service.ts'

/** Every route of the interface, in the order in which a request is held against them. */
export const routes: readonly Route[] = [
  ...[postEvents, getReceipt, health],
  ...[list, postObjection, uploadObjections, getTemplate, getSheet, postAnswers],
  ...[show, withdraw, ...acts],
  ...[listDatasets, document],
]
