export { type StandingNotice, standingNotices } from './notice_rows.ts'
export { keepNotices, type WrittenNotices, writeNotices } from './write.ts'
