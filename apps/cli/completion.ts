import type { Command } from 'commander'
import { withSubcommands } from './help.ts'

/** Shells that completion is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What may follow a command: the words that lead to it, its subcommands and its options. */
interface Place {
  path: string[]
  words: { word: string; what: string }[]
}

/** The completion script of a shell, made from the commands and options that there are. */
export function completionScript(program: Command, shell: Shell): string {
  const places = withSubcommands(program).map((command) => placeOf(program, command))
  return { bash, zsh, fish }[shell](places)
}

function placeOf(program: Command, command: Command): Place {
  const path: string[] = []
  for (let at: Command | null = command; at && at !== program; at = at.parent) path.unshift(at.name())
  const options = [...command.options, ...(command === program ? [] : program.options)]
  return {
    path,
    words: [
      ...command.commands.map((each) => ({ word: each.name(), what: each.description() })),
      ...options.flatMap(({ long, description }) => (long ? [{ word: long, what: description }] : [])),
      { word: '--help', what: '' },
    ],
  }
}

const wordsOf = ({ words }: Place) => words.map(({ word }) => word).join(' ')

/** The longest known beginning of the words typed so far decides what is offered; file names where nothing fits. */
function bash(places: Place[]): string {
  const cases = places.map((place) => `    '${place.path.join(' ')}') offered='${wordsOf(place)}' ;;`)
  return `# bash completion of shuyuan; source it, or put it into /etc/bash_completion.d
_shuyuan() {
  local word=\${COMP_WORDS[COMP_CWORD]} path='' offered='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      -*) ;;
      *) if [[ " $(_shuyuan_words "$path") " == *" \${COMP_WORDS[at]} "* ]]; then path="\${path:+$path }\${COMP_WORDS[at]}"; fi ;;
    esac
  done
  offered=$(_shuyuan_words "$path")
  mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$word")
}
_shuyuan_words() {
  local offered=''
  case $1 in
${cases.join('\n')}
  esac
  printf '%s' "$offered"
}
complete -o default -F _shuyuan shuyuan
`
}

function zsh(places: Place[]): string {
  return `#compdef shuyuan
autoload -U +X bashcompinit && bashcompinit
${bash(places)}`
}

function fish(places: Place[]): string {
  const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
  const lines = places.flatMap(({ path, words }) => {
    const condition =
      path.length === 0
        ? '__fish_use_subcommand'
        : path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
    return words.map(({ word, what }) => {
      const described = what === '' ? '' : ` -d ${quoted(what)}`
      const offered = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
      return `complete -c shuyuan -n ${quoted(condition)} ${offered}${described}`
    })
  })
  return `# fish completion of shuyuan; put it into ~/.config/fish/completions/shuyuan.fish\n${lines.join('\n')}\n`
}
