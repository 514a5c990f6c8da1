import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.events.unknown_dataset': {
    kind: 'not_found',
    'zh-CN': '没有以事件方式归集的此数据集。可用：{known}。未接收任何事件。',
    en: 'There is no such dataset that takes events. Known: {known}. No event was accepted.',
  },
  'error.events.bad_key': {
    kind: 'malformed',
    'zh-CN':
      '请求头 Idempotency-Key 缺失或长度不在 1 至 200 之间。未接收任何事件，请为每批设置不同的键后重发。',
    en: 'The header Idempotency-Key is missing or not 1 to 200 characters long. No event was accepted; send the batch again with a key of its own.',
  },
  'error.events.too_large': {
    kind: 'too_large',
    'zh-CN': '发往数据集 {dataset} 的一批超过 {most} 字节。未接收任何事件，请分批后重发。',
    en: 'The batch sent to dataset {dataset} has more than {most} bytes. No event was accepted; split it and send it again.',
  },
  'error.events.key_reused': {
    kind: 'conflict',
    'zh-CN':
      '数据集 {dataset}：该 Idempotency-Key 已用于内容不同的一批。先前那批不受影响，本批未接收；请换用新的键重发。',
    en: 'Dataset {dataset}: this Idempotency-Key was used for a batch with other content. That batch stands, this one was not accepted; send it with a new key.',
  },
  'error.events.overloaded': {
    kind: 'busy',
    'zh-CN': '数据集 {dataset} 待处理的事件过多，本批未接收。请稍后用同一 Idempotency-Key 重发。',
    en: 'Too many events of dataset {dataset} are waiting; this batch was not accepted. Send it again later with the same Idempotency-Key.',
  },
  'error.events.not_stored': {
    kind: 'transient',
    'zh-CN':
      '数据集 {dataset} 的事件未能可靠写入（{reason}），本批未接收。请稍后用同一 Idempotency-Key 重发；平台工程师请检查磁盘。',
    en: 'Events of dataset {dataset} could not be stored durably ({reason}); the batch was not accepted. Send it again later with the same Idempotency-Key. Platform engineers: check the disk.',
  },
  'error.events.segment_damaged': {
    kind: 'damaged',
    'zh-CN':
      '数据集 {dataset} 的事件段 {segment} 中有 {missing} 批已接收的事件无法读回：磁盘内容损坏。该段已改名为 .log.damaged 原样保留，其他事件照常处理；请从备份以 .log 原名恢复该文件，平台会自动接着处理。',
    en: 'In the event segment {segment} of dataset {dataset}, {missing} accepted batches cannot be read back: the disk is damaged. The segment was kept as .log.damaged and other events go on; restore the file from a backup under its own name (.log), and the platform takes it up by itself.',
  },
  'error.events.unknown_receipt': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 没有此回执，或它不属于你的部门，或已超过保留期。',
    en: 'Dataset {dataset} has no such receipt, or it is not of your department, or it is no longer kept.',
  },
  'error.events.unauthorised': {
    kind: 'unauthenticated',
    'zh-CN':
      '令牌缺失、无效或已过期，未接收任何事件。请在请求头 Authorization: Bearer 中给出有效令牌，或向平台申请。',
    en: 'The token is missing, not valid or expired; no event was accepted. Give a valid one in the header Authorization: Bearer, or ask the platform for one.',
  },
  'error.events.forbidden': {
    kind: 'forbidden',
    'zh-CN': '{department} 的令牌无权向此数据集报送，未接收任何事件。如确需报送，请向平台申请授权。',
    en: 'The token of {department} may not post to this dataset; no event was accepted. Ask the platform for the right if it is needed.',
  },
  'error.events.bad_queue_key': {
    kind: 'invalid',
    'zh-CN': '队列密钥无效：应为签发令牌时给出的 syq_ 开头的密钥。未发送任何事件。',
    en: 'The queue key is not valid: it is the key that begins with syq_, given with the token. No event was sent.',
  },
  'error.events.bad_payload': {
    kind: 'invalid',
    'zh-CN':
      '队列中的一批事件无法解密或格式不符：须用签发的队列密钥、按其数据集与键加密。该批未接收，请改正后重发。',
    en: 'A batch in the queue cannot be deciphered or is not of the agreed form: it is encrypted with the issued queue key for its dataset and key. It was not accepted; correct it and send it again.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
