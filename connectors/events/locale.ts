import { defineTexts } from '../../core/locale.ts'
import '../locale.ts'

const texts = defineTexts({
  'error.events.not_utf8': {
    kind: 'malformed',
    'zh-CN': '发往数据集 {dataset} 的请求体不是 UTF-8 文本，未接收任何事件。请改用 UTF-8 编码后重发。',
    en: 'The body sent to dataset {dataset} is not UTF-8 text; no event was accepted. Send it again in UTF-8.',
  },
  'error.events.not_json': {
    kind: 'malformed',
    'zh-CN': '发往数据集 {dataset} 的请求体不是合法的 JSON，未接收任何事件。请改正后重发。',
    en: 'The body sent to dataset {dataset} is not valid JSON; no event was accepted. Correct it and send it again.',
  },
  'error.events.no_events': {
    kind: 'invalid',
    'zh-CN':
      '发往数据集 {dataset} 的请求体中没有事件：须为 {"events":[…]} 且至少一条，或每行一个 JSON 对象（application/x-ndjson）。未接收任何事件。',
    en: 'The body sent to dataset {dataset} has no events: send {"events":[…]} with at least one, or one JSON object a line (application/x-ndjson). No event was accepted.',
  },
  'error.events.too_many': {
    kind: 'too_large',
    'zh-CN':
      '发往数据集 {dataset} 的一批有 {events} 条事件，超过上限 {most}。未接收任何事件，请分批后重发，每批使用各自的 Idempotency-Key。',
    en: 'The batch sent to dataset {dataset} has {events} events; {most} is the most. No event was accepted. Split it and send each part with an Idempotency-Key of its own.',
  },
  'error.events.malformed': {
    kind: 'invalid',
    'zh-CN':
      '发往数据集 {dataset} 的一批有 {faults} 处格式问题（首处：第 {event} 条事件，字段 {field}）。整批未接收，请改正后用同一 Idempotency-Key 重发。',
    en: 'The batch sent to dataset {dataset} has {faults} faults of form (the first in event {event}, field {field}). None of it was accepted; correct it and send it again with the same Idempotency-Key.',
  },
  'events.fault.not_an_object': {
    'zh-CN': '第 {event} 条事件不是 JSON 对象',
    en: 'event {event} is not a JSON object',
  },
  'events.fault.unknown_field': {
    'zh-CN': '第 {event} 条事件的字段 {field} 不在数据集目录中',
    en: 'event {event} has the field {field}, which the dataset does not have',
  },
  'events.fault.repeated_field': {
    'zh-CN': '第 {event} 条事件的字段 {field} 重复',
    en: 'event {event} has the field {field} more than once',
  },
  'events.fault.bad_operation': {
    'zh-CN': '第 {event} 条事件的 {field} 须为 I（新增）、U（修改）或 D（删除）',
    en: 'event {event}: {field} is I (inserted), U (updated) or D (deleted)',
  },
  'events.fault.no_fields': {
    'zh-CN': '第 {event} 条事件没有数据集的任何字段',
    en: 'event {event} has none of the fields of the dataset',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
