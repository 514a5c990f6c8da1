import { defineDataset } from '../../dataset.ts'
import { entityNameCopy, heldBy, named, own, updatedAt, usccKey, usualRules } from '../parts.ts'
import { publicRegister, registrationLaw } from './entity_parts.ts'

const change = own('entity_change')

/** 变更登记 (Article 14, item 1): one row an entity, day and item. */
export const entityChanges = defineDataset({
  id: 'entity_changes',
  name: named('经营主体变更登记信息', 'Changes of market entities'),
  abstract: named(
    '经营主体登记事项的变更，每主体每日每事项一行。',
    'Changes of registered items, one row an entity, day and item.',
  ),
  article: '14(1)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  ...publicRegister(registrationLaw),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  recordKey: ['changed_on', 'item'],
  eventTime: 'updated_at',
  fields: [
    usccKey(),
    entityNameCopy,
    change('changed_on', '变更日期', { aliases: ['核准变更日期'], required: true }),
    change('item', '变更事项', { aliases: ['变更事项代码'], required: true }),
    change('before', '变更前内容', { aliases: ['变更前'] }),
    change('after', '变更后内容', { aliases: ['变更后'], required: true }),
    change('registered_by', '登记机关'),
    updatedAt,
  ],
  rules: [
    { kind: 'uscc', field: 'uscc', authorities: ['9'] },
    { kind: 'reference', field: 'uscc', datasets: ['market_entities'], severity: 'warn' },
    ...usualRules(['uscc', 'changed_on', 'item'], 0.9),
  ],
})
