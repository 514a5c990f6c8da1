import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { latestRelease } from '../../../warehouse/ledger/releases.ts'
import { type Stage, stagesOf } from '../../../warehouse/ledger/stages.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
  for (const { id } of catalogue.departments) mkdirSync(platform.paths.drop(id), { recursive: true })
  const row = '150102198102021046,巴雅尔,2,1981-02-02,,2015-03-01,5000,13800138001,2026-01-05 10:00:00'
  send('human_resources', 'social_insurance_full_20260901.csv', `${HEADER}\n${row}\n`)
})
afterEach(() => platform.close())

const HEADER = '公民身份号码,姓名,性别,出生日期,单位统一社会信用代码,参保日期,月缴费基数,联系电话,更新时间'

function send(department: string, name: string, text: string): void {
  writeFileSync(join(platform.paths.drop(department), name), text)
}

async function run(...targets: string[]): Promise<Map<string, Stage>> {
  const id = await platform.run(...targets)
  return new Map((await stagesOf(platform.ledger.db, id)).map((stage) => [stage.id, stage]))
}

const told = (stage: Stage | undefined) =>
  stage?.problems.flatMap(({ code, fields }) =>
    code === 'ingest.register_not_renewed' ? [fields.register] : [],
  )

describe('a register that is not renewed', () => {
  it('for a refused file, stops nobody who refers to it, and is told', async () => {
    send('market_regulation', 'market_entities_full_20260901.csv', '')
    const stages = await run('ingest.social_insurance')
    expect(stages.get('ingest.market_entities')?.problems).toMatchObject([
      { code: 'error.connectors.empty_file' },
    ])
    const stage = stages.get('ingest.social_insurance')
    expect(stage?.status).toBe('succeeded')
    expect(told(stage)).toEqual(['market_entities'])
    expect(told((await run('ingest.social_insurance')).get('ingest.social_insurance'))).toEqual([])
  })

  it('for a failure of the platform, stops its own foundation alone, and says so', async () => {
    mkdirSync(join(platform.paths.lake, 'std'), { recursive: true })
    writeFileSync(join(platform.paths.lake, 'std', 'market_entities'), 'in the way')
    const stages = await run('person', 'legal_entity')
    expect(stages.get('ingest.market_entities')?.status).toBe('failed')
    expect(stages.get('ingest.social_insurance')?.status).toBe('succeeded')
    expect(told(stages.get('ingest.social_insurance'))).toEqual(['market_entities'])
    expect(stages.get('build.person')?.status).toBe('succeeded')
    expect(stages.get('build.legal_entity')).toMatchObject({
      status: 'skipped',
      error: { code: 'ledger.stage_before', fields: { stage: 'ingest.market_entities', status: 'failed' } },
    })
    expect(await latestRelease(platform.ledger.db, 'legal_entity')).toBeUndefined()
  })
})
