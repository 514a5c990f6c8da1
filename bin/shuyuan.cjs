#!/usr/bin/env node
// CommonJS in the words of old versions of Node, so that each of them can say what it lacks; and so that the thread
// pool's size is set before anything uses the pool.
var LEAST = [20, 19]
var version = process.versions.node.split('.').map(Number)
if (version[0] < LEAST[0] || (version[0] === LEAST[0] && version[1] < LEAST[1])) {
  process.stderr.write(
    '数源需要 Node.js ' +
      LEAST.join('.') +
      ' 或更高版本，当前为 ' +
      process.versions.node +
      '，请升级。\n' +
      'Shuyuan needs Node.js ' +
      LEAST.join('.') +
      ' or later, and this is ' +
      process.versions.node +
      '.\n',
  )
  process.exit(2)
}
process.env.UV_THREADPOOL_SIZE = process.env.UV_THREADPOOL_SIZE || '16'
process.env.TZ = process.env.TZ || 'Asia/Shanghai'

require('./start.cjs')
