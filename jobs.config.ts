import { defineJobs } from './pipelines/config.ts'

/** The deployment: what comes in, when it runs, what goes out to whom. */
export default defineJobs({
  sources: [
    { dataset: 'household_registration' },
    { dataset: 'marriage_registration' },
    { dataset: 'social_insurance' },
    { dataset: 'death_registration' },
    { dataset: 'market_entities' },
    { dataset: 'social_organisations' },
  ],
  schedules: [
    // Times are Asia/Shanghai. Each dataset runs at least as often as its update cycle asks.
    { id: 'nightly', cron: '30 1 * * *' },
    { id: 'entities_midday', cron: '30 12 * * *', targets: ['legal_entity'] },
  ],
  gates: { maxRejectedShare: 0.3 },
  retention: { lakeHours: 24 * 30, releases: 3 },
  negativeList: ['person.ethnic_group'],
  deliveries: [
    {
      id: 'hohhot_civil_affairs',
      city: '150100',
      foundation: 'person',
      fields: [
        { element: 'person.citizen_id', clear: true, clearLegalBasis: '《社会救助暂行办法》第五十八条' },
        { element: 'person.name' },
        { element: 'person.sex' },
        { element: 'person.birth_date' },
        { element: 'person.household_division' },
        { element: 'person.household_address' },
        { element: 'person.died_on' },
      ],
      divisions: ['150100'],
      purpose: '城乡低保对象资格动态核验',
      legalBasis: '《社会救助暂行办法》第五十八条；《内蒙古自治区公共数据管理暂行办法》第十九条、第二十三条',
      approval: { reference: '内数共审〔2026〕0101号', by: 'public_security', on: '2026-03-02' },
      from: '2026-03-02',
      to: '2028-03-01',
      format: ['parquet', 'csv'],
      sink: { kind: 'folder' },
    },
    {
      id: 'chifeng_market',
      city: '150400',
      foundation: 'legal_entity',
      fields: [
        { element: 'legal_entity.uscc' },
        { element: 'legal_entity.name' },
        { element: 'legal_entity.kind' },
        { element: 'legal_entity.representative_name' },
        { element: 'legal_entity.registered_capital' },
        { element: 'legal_entity.established_on' },
        { element: 'legal_entity.industry' },
        { element: 'legal_entity.division' },
        { element: 'legal_entity.status' },
      ],
      divisions: ['150400'],
      purpose: '市级涉企服务与惠企政策精准推送',
      legalBasis: '《内蒙古自治区公共数据管理暂行办法》第十九条、第二十三条',
      approval: { reference: '内数共审〔2026〕0118号', by: 'market_regulation', on: '2026-03-16' },
      from: '2026-03-16',
      to: '2028-03-15',
      format: ['parquet', 'csv'],
      sink: { kind: 'folder' },
    },
  ],
})
