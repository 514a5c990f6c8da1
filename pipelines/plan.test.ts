import { describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { topics } from '../catalog/data/topics.ts'
import config from '../jobs.config.ts'
import { checkConfig } from './config.ts'
import { planRun } from './plan.ts'
import { checkSchedules } from './update_cycles.ts'

const ids = (...targets: string[]) => planRun(catalogue, config, targets).stages.map((stage) => stage.id)

describe('planRun', () => {
  it('plans everything when nothing is named', () => {
    expect(ids()).toContain('report.all')
    const { datasets, foundations } = catalogue
    expect(ids()).toEqual(
      expect.arrayContaining([
        ...datasets.map((dataset) => `ingest.${dataset.id}`),
        ...foundations.map((foundation) => `build.${foundation.id}`),
        ...topics.map((topic) => `topic.${topic.id}`),
        ...config.deliveries.map((delivery) => `deliver.${delivery.id}`),
      ]),
    )
  })

  it('plans the maintenance of the lake only where it is asked for, as a schedule does', () => {
    expect(ids('maintain')).toEqual(['maintain.all'])
    expect(ids()).not.toContain('maintain.all')
    expect(config.schedules.map(({ targets }) => targets)).toContainEqual(['maintain'])
  })

  it('brings what a target needs, and no more', () => {
    expect(ids('death_reports')).toEqual(['ingest.death_reports'])
    // Its rows are placed by where the dead were last registered.
    expect(ids('death_registration')).toEqual(
      ['household_registration', 'identity_number_changes', 'death_registration'].map((id) => `ingest.${id}`),
    )
    const entities = catalogue.datasets.filter((dataset) => dataset.foundation === 'legal_entity')
    const stages = [
      ...entities.map((dataset) => `ingest.${dataset.id}`),
      // Shareholders may be people, whose numbers change.
      'ingest.household_registration',
      'ingest.identity_number_changes',
      'object.legal_entity',
      'build.legal_entity',
    ]
    expect(ids('chifeng_market').sort()).toEqual([...stages, 'deliver.chifeng_market'].sort())
  })

  it('builds a topic after all the foundations that it is made of', () => {
    const order = ids('enterprise_lifecycle')
    expect(order.at(-1)).toBe('topic.enterprise_lifecycle')
    for (const id of ['legal_entity', 'licence', 'credit', 'person']) expect(order).toContain(`build.${id}`)
    expect(order).not.toContain('build.geography')
    expect(ids('person')).not.toContain('topic.population_movement')
  })

  it('objects before it builds, also to what was blocked, and disputes what was built', () => {
    const { stages } = planRun(catalogue, config, ['person'])
    const [object, build, dispute] = ['object', 'build', 'dispute'].map((kind) =>
      stages.find(({ id }) => id === `${kind}.person`),
    )
    expect(object).toMatchObject({ always: true })
    expect(build?.always).toBeUndefined()
    expect(build?.after).toEqual([...(object?.after ?? []), 'object.person'])
    expect(dispute?.after).toEqual(['build.person'])
  })

  it('ingests referenced registers before those that refer to them', () => {
    const order = ids('social_insurance')
    expect(order.indexOf('ingest.market_entities')).toBeLessThan(order.indexOf('ingest.social_insurance'))
    expect(order).toContain('ingest.social_organisations')
  })

  it('ingests the changes of numbers and codes before the registers whose rules follow them', () => {
    const comesAfter = (id: string, other: string) => {
      const order = ids(id)
      expect(order).toContain(`ingest.${other}`)
      expect(order.indexOf(`ingest.${other}`)).toBeLessThan(order.indexOf(`ingest.${id}`))
    }
    comesAfter('marriage_registration', 'identity_number_changes')
    comesAfter('social_insurance', 'entity_code_changes')
    comesAfter('electronic_licences', 'entity_code_changes')
    for (const id of ['identity_number_changes', 'entity_code_changes'])
      comesAfter('administrative_penalties', id)
  })

  it('ingests the registers that rules hold dates against first', () => {
    const order = ids('housing_fund')
    for (const id of ['death_registration', 'death_reports'])
      expect(order.indexOf(`ingest.${id}`)).toBeLessThan(order.indexOf('ingest.housing_fund'))
  })

  it('reads one register of a circle as the others left it', () => {
    const back = { kind: 'reference' as const, field: 'citizen_id', datasets: ['housing_fund'] }
    const datasets = catalogue.datasets.map((each) =>
      each.id === 'death_reports' ? { ...each, rules: [...each.rules, back] } : each,
    )
    const { stages } = planRun({ ...catalogue, datasets }, config, ['death_reports', 'housing_fund'])
    const after = Object.fromEntries(stages.map((stage) => [stage.id, stage.after]))
    // death_reports comes first in the catalogue: housing_fund is made ready for it, and cannot wait for it.
    expect(after['ingest.death_reports']).toEqual(['ingest.identity_number_changes', 'ingest.housing_fund'])
    expect(after['ingest.housing_fund']).not.toContain('ingest.death_reports')
  })

  it('puts every stage after all that it waits for', () => {
    const { stages } = planRun(catalogue, config, [])
    for (const [at, stage] of stages.entries()) {
      const before = stages.slice(0, at).map((each) => each.id)
      expect(before).toEqual(expect.arrayContaining(stage.after))
    }
  })

  it('names the targets there are when one is unknown', () => {
    expect(() => ids('persons')).toThrow(/no target persons.*person.*report.*chifeng_market/)
  })
})

describe('the configuration', () => {
  it('is consistent with the catalogue and keeps every update cycle', () => {
    expect(checkConfig(config, catalogue)).toEqual([])
    expect(checkSchedules(config, catalogue)).toEqual([])
  })

  it('is refused when a schedule is slower than an update cycle', () => {
    const weekly = { ...config, schedules: [{ id: 'weekly', cron: '0 1 * * 1', targets: [] }] }
    const slow = checkSchedules(weekly, catalogue).map((finding) => finding.fields.dataset)
    const frequent = catalogue.datasets.filter(({ updateCycle }) =>
      ['realtime', 'daily'].includes(updateCycle),
    )
    expect(slow).toEqual(frequent.map((dataset) => dataset.id))
  })

  it('is refused with divisions that rules do not know', () => {
    const divisions = catalogue.divisions.filter(({ code }) => code !== '150100')
    const findings = checkConfig(config, { ...catalogue, divisions })
    expect(findings).toEqual([{ code: 'config.other_divisions', fields: { codes: '150100' } }])
  })

  it('names datasets without a source and sources without a dataset', () => {
    const sources = config.sources.map((source) =>
      source.dataset === 'market_entities' ? { ...source, dataset: 'markets' } : source,
    )
    expect(
      checkConfig({ ...config, sources }, catalogue).map(({ code, fields }) => [code, fields.dataset]),
    ).toEqual([
      ['config.unknown_dataset', 'markets'],
      ['config.no_source', 'market_entities'],
    ])
  })
})
