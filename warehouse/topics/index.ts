export { type BuiltTopic, buildTopic, foundationOfInput, type TopicInput } from './build.ts'
export { topicChanges } from './diff.ts'
export { checkTopic, type TopicFinding } from './gate.ts'
export { topicColumns } from './model.ts'
