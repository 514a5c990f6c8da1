import type { Catalogue } from '../catalog/catalogue.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { columnOf, elementsOf } from '../catalog/lookup.ts'
import { dayOf } from '../core/day.ts'
import { type Column, columnsOf, judgeFields } from './fields.ts'
import { type Reason, RefusedError } from './reasons.ts'
import type { Request } from './request.ts'
import { divisionsWithin, judgeScope } from './scope.ts'

/** What a city may have: these columns, masked so, of the rows in these divisions. Made by `entitle` only. */
export interface Entitlement {
  readonly request: Request
  readonly city: string
  readonly cityName: string
  readonly foundation: Foundation
  readonly columns: readonly Column[]
  /** Golden column of the key; it is among `columns` and readable as a join key unless `keyed` is false. */
  readonly key: string
  /** False: the key is masked or absent, so only full packages can be sent. */
  readonly keyed: boolean
  /** Codes that a row's division must be one of. */
  readonly divisions: readonly string[]
}

const issued = new WeakSet<object>()

/**
 * The one door. Checks `request` against the catalogue and the negative list (element ids that never leave)
 * as of the day of `on` in Asia/Shanghai.
 * @throws RefusedError (`exchange.refused`) with every reason, not only the first
 */
export function entitle(
  catalogue: Catalogue,
  request: Request,
  on: Date,
  negativeList: readonly string[] = [],
): Entitlement {
  const foundation = catalogue.foundations.find((each) => each.id === request.foundation)
  const reasons = [
    ...(foundation ? [] : [unknownFoundation(catalogue, request)]),
    ...(foundation ? judgeFields(catalogue, foundation, request, negativeList) : []),
    ...judgeScope(catalogue.divisions, request),
    ...judgePapers(request, dayOf(on)),
  ]
  if (!foundation || reasons.length > 0) throw new RefusedError(request.id, request.city, reasons)
  return issue(catalogue, foundation, request)
}

/** True of what `entitle` returned in this process: a look-alike opens nothing. */
export function isEntitlement(value: object): value is Entitlement {
  return issued.has(value)
}

function issue(catalogue: Catalogue, foundation: Foundation, request: Request): Entitlement {
  const columns = columnsOf(elementsOf(catalogue, foundation.id), catalogue.codeTables, request)
  const key = columnOf(foundation.keyElement)
  const entitlement: Entitlement = Object.freeze({
    request,
    city: request.city,
    cityName: catalogue.divisions.find((each) => each.code === request.city)?.name ?? request.city,
    foundation,
    columns: Object.freeze(columns),
    key,
    keyed: columns.some(
      (column) => column.name === key && (column.mask === 'none' || column.mask === 'hash'),
    ),
    divisions: Object.freeze(divisionsWithin(catalogue.divisions, request.divisions)),
  })
  issued.add(entitlement)
  return entitlement
}

function unknownFoundation(catalogue: Catalogue, request: Request): Reason {
  const known = catalogue.foundations.map((each) => each.id).join(', ')
  return { code: 'unknown_foundation', fields: { foundation: request.foundation, known } }
}

/** Purpose, approval and period. */
function judgePapers(request: Request, day: string): Reason[] {
  const reasons: Reason[] = []
  const { approval, from, to } = request
  if (request.purpose === '') reasons.push({ code: 'purpose_empty', fields: {} })
  if (!approval || approval.reference === '' || approval.by === '') {
    reasons.push({ code: 'approval_missing', fields: {} })
  } else if (approval.on > day) {
    reasons.push({ code: 'approval_future', fields: { on: approval.on, day } })
  }
  if (from > to) reasons.push({ code: 'period_invalid', fields: { from, to } })
  else if (day < from) reasons.push({ code: 'not_yet_valid', fields: { from, day } })
  else if (day > to) reasons.push({ code: 'expired', fields: { to, day } })
  return reasons
}
