import { assertCatalogue } from '../../catalog/check.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Severity } from '../../catalog/rule_base.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { refusePersonalData } from '../../warehouse/ledger/personal_data.ts'
import type { Platform } from '../platform.ts'
import { profileDataset } from '../profile/profile.ts'
import { actor, record } from '../record.ts'
import { type AcceptedRule, readAcceptedRules, withAcceptedRules, writeAcceptedRules } from './accepted.ts'

export interface Acceptance {
  dataset: Dataset
  /** Id of the suggestion. */
  id: string
  reason: string
  /** Not given: `warn`, which rejects nothing. */
  severity?: Severity | undefined
  extract?: number | undefined
  /** Folder of the accepted rules. */
  folder: string
}

/**
 * Makes a suggestion a rule of the register, from the next extract on. The suggestion is made anew from the data as
 * they are: what is written is what holds now.
 * @throws ShuyuanError `pipelines.no_suggestion`, `pipelines.rule_accepted`, `ledger.personal_data_in_text`,
 *   `catalog.inconsistent`
 */
export async function acceptRule(platform: Platform, acceptance: Acceptance): Promise<AcceptedRule> {
  const { dataset, id, folder, extract, severity = 'warn' } = acceptance
  const reason = refusePersonalData(acceptance.reason)
  const accepted = await readAcceptedRules(folder)
  const rules = accepted.get(dataset.id) ?? []
  if (rules.some((each) => each.id === id))
    throw new ShuyuanError('pipelines.rule_accepted', { dataset: dataset.id, id })
  const found = await profileDataset(platform, { dataset, layer: 'std', extract }, { suggest: true })
  const suggestion = found.suggestions?.find((each) => each.id === id)
  if (!suggestion) {
    const known = found.suggestions?.map((each) => each.id).join(', ') || '-'
    throw new ShuyuanError('pipelines.no_suggestion', { dataset: dataset.id, id, known })
  }
  const { judged, rejects } = suggestion
  const rule: AcceptedRule = {
    ...{ id, reason, acceptedBy: actor(), acceptedAt: platform.clock.now().toISOString() },
    rule: { ...suggestion.rule, severity },
    profile: { extract: found.extract, judged, rejects },
  }
  const more = new Map(accepted).set(dataset.id, [...rules, rule])
  const plain = { ...platform.catalogue, datasets: platform.catalogue.datasets.map(withoutRules(accepted)) }
  assertCatalogue(withAcceptedRules(plain, more))
  await writeAcceptedRules(folder, dataset.id, [...rules, rule])
  await record(platform, 'accept_rule', dataset.id, { rule: id, severity, judged, rejects })
  return rule
}

/**
 * Takes an accepted rule away, from the next extract on. What it judged stays as it was judged.
 * @throws ShuyuanError `pipelines.no_accepted_rule`
 */
export async function withdrawRule(
  platform: Platform,
  { dataset, id, reason, folder }: Pick<Acceptance, 'dataset' | 'id' | 'reason' | 'folder'>,
): Promise<AcceptedRule> {
  refusePersonalData(reason)
  const rules = (await readAcceptedRules(folder)).get(dataset.id) ?? []
  const rule = rules.find((each) => each.id === id)
  if (!rule) {
    const known = rules.map((each) => each.id).join(', ') || '-'
    throw new ShuyuanError('pipelines.no_accepted_rule', { dataset: dataset.id, id, known })
  }
  await writeAcceptedRules(
    folder,
    dataset.id,
    rules.filter((each) => each !== rule),
  )
  await record(platform, 'withdraw_rule', dataset.id, { rule: id })
  return rule
}

/** The register as it is declared: an opened platform's catalogue has the accepted rules already. */
function withoutRules(accepted: Map<string, AcceptedRule[]>) {
  return (dataset: Dataset): Dataset => {
    const count = accepted.get(dataset.id)?.length ?? 0
    const isOverlaid =
      count > 0 &&
      JSON.stringify(dataset.rules.slice(-count)) ===
        JSON.stringify(accepted.get(dataset.id)?.map(({ rule }) => rule))
    return isOverlaid ? { ...dataset, rules: dataset.rules.slice(0, -count) } : dataset
  }
}
