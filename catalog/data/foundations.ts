import { defineFoundation, type Foundation } from '../foundation.ts'

export const foundations: Foundation[] = [
  defineFoundation({
    id: 'person',
    name: { 'zh-CN': '自然人基础库', en: 'Natural persons' },
    key: 'citizen_id',
    keyElement: 'person.citizen_id',
    divisionColumn: 'household_division',
    datasets: ['household_registration', 'marriage_registration', 'social_insurance', 'death_registration'],
    confirmedBy: ['household_registration'],
    buckets: 16,
  }),
  defineFoundation({
    id: 'legal_entity',
    name: { 'zh-CN': '法人和非法人组织基础库', en: 'Legal entities' },
    key: 'uscc',
    keyElement: 'legal_entity.uscc',
    divisionColumn: 'division',
    datasets: ['market_entities', 'social_organisations'],
    confirmedBy: ['market_entities', 'social_organisations'],
    buckets: 4,
  }),
]
