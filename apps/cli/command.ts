import type { Locale } from '../../core/locale.ts'
import type { Exit, Io } from './io.ts'

/** What `--help` says, in each language. */
export type HelpWords = Record<Locale, string>

/** An option; its flags are the key under which it stands, as commander reads them. */
export interface OptionWords extends HelpWords {
  /** Value where the option is not given. */
  default?: string
  /** The command is refused without it. */
  required?: true
}

export type Options = Record<`--${string}`, OptionWords>

/** A command whose types are settled: what the program needs of it. */
export interface Command {
  /** Name and arguments: `show <dataset> [line]`. */
  usage: string
  words: HelpWords
  options: Options
  run(io: Io, options: never, ...args: never[]): Promise<Exit>
}

/** Commands under one name; the one whose usage is `list` alone is meant where none is named. */
export interface Group {
  name: string
  words: HelpWords
  commands: Command[]
}

/**
 * A command: its arguments, its options and what help says of them stand beside what it does, and types follow from
 * the flags. `--json` is an option of every command (`io.say` and `io.answer`); what `io.open` opened is closed when
 * `run` ends, and what it throws is told in one line (`failure.ts`).
 */
export function command<const Usage extends string, const Given extends Options = Record<never, never>>({
  options,
  ...declared
}: {
  usage: Usage
  words: HelpWords
  options?: Given
  run(io: Io, options: ValuesOf<Given>, ...args: ArgumentsOf<Usage>): Promise<Exit>
}) {
  return { ...declared, options: options ?? ({} as Given) }
}

/** Values of options by the names that commander gives them: `--bulk-from <n>` is `bulkFrom`, `--extract <n...>` a list. */
export type ValuesOf<Given extends Options> = {
  [Flags in keyof Given as NameOf<Flags>]: ValueOf<Flags, Given[Flags]>
}

type NameOf<Flags> = Flags extends `--no-${infer Name}`
  ? Camel<Name>
  : Flags extends `--${infer Name} ${string}`
    ? Camel<Name>
    : Flags extends `--${infer Name}`
      ? Camel<Name>
      : never
type Camel<Name> = Name extends `${infer Head}-${infer Rest}` ? `${Head}${Capitalize<Camel<Rest>>}` : Name
type ValueOf<Flags, Option> = Flags extends `${string}...>`
  ? string[] | undefined
  : Flags extends `${string}<${string}`
    ? Option extends { default: string } | { required: true }
      ? string
      : string | undefined
    : boolean | undefined

/** Arguments in their order: `<one>` is there, `[one]` may be absent, `<many...>` is a list. */
export type ArgumentsOf<Usage> = Usage extends `${string} ${infer Rest}` ? Arguments<Rest> : []
type Arguments<Text> = Text extends `${infer First} ${infer Rest}`
  ? [ArgumentOf<First>, ...Arguments<Rest>]
  : [ArgumentOf<Text>]
type ArgumentOf<Text> = Text extends `${string}...${string}`
  ? string[]
  : Text extends `<${string}`
    ? string
    : string | undefined
