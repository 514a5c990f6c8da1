import type { Group } from '../command.ts'
import { addToken, listTokens, removeToken } from '../commands/token.ts'

/** Who may use the interfaces. */
export const token: Group = {
  name: 'token',
  words: {
    'zh-CN': '部门和盟市使用接口的令牌',
    en: 'rights of departments and cities to use the interfaces',
  },
  commands: [listTokens, addToken, removeToken],
}
