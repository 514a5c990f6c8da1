import { sql } from 'kysely'
import type { Expression } from '../engine/relation.ts'
import type { Feature, FeatureKind } from './profile.ts'

/** DuckDB type of a feature's value. */
const featureType: Record<FeatureKind, string> = {
  key: 'VARCHAR',
  personName: 'VARCHAR',
  entityName: 'VARCHAR',
  date: 'DATE',
  code: 'VARCHAR',
  divisions: 'VARCHAR[]',
  phone: 'VARCHAR',
}

/** Names of people count from this Jaro-Winkler similarity on: two of three characters, or all of two. */
const PERSON_NAME = 0.75
/** Names of entities share beginnings and ends, so that only very similar ones mean anything. */
const ENTITY_NAME = 0.88

/**
 * The value of a feature in a form in which equal things are equal: names without dots, blanks and brackets, in
 * upper case; codes that say nothing (unknown, not stated) as NULL; of several values the first that is given, of
 * divisions all.
 */
export function comparable(kind: FeatureKind, values: Expression[]): Expression {
  const type = sql.raw(featureType[kind])
  if (values.length === 0) return sql`null::${type}`
  const first = values.length === 1 ? sql`${values[0]}` : sql`coalesce(${sql.join(values)})`
  switch (kind) {
    case 'personName':
      return sql`nullif(upper(translate(${first}::varchar, '·•．・‧∙. 　', '')), '')`
    case 'entityName':
      return sql`nullif(upper(translate(${first}::varchar, '·•．・‧∙. 　()（）', '')), '')`
    case 'code':
      return sql`case when ${first} not in ('0', '9') then ${first}::varchar end`
    case 'divisions':
      return sql`list_filter([${sql.join(values)}]::varchar[], lambda each: each is not null)`
    case 'date':
      return sql`try_cast(${first} as date)`
    case 'key':
    case 'phone':
      return sql`${first}::varchar`
  }
}

/** Points, a whole number, that a pair gets for one feature; 0 where either side has no value. */
export function pointsOf({ kind, points }: Feature, waiting: Expression, known: Expression): Expression {
  return sql`coalesce(round(${share(kind, waiting, known)} * ${sql.lit(points)}), 0)::integer`
}

/** How far two values agree, 0 to 1; NULL where one is not given. */
function share(kind: FeatureKind, a: Expression, b: Expression): Expression {
  switch (kind) {
    case 'key':
      return sql`case when length(${a}) = length(${b}) and damerau_levenshtein(${a}, ${b}) = 1 then 1 else 0 end`
    case 'personName':
      return similarName(a, b, PERSON_NAME)
    case 'entityName':
      return similarName(a, b, ENTITY_NAME)
    case 'date':
      return sql`case when ${a} = ${b} then 1
        when (year(${a}) = year(${b}))::integer + (month(${a}) = month(${b}))::integer + (day(${a}) = day(${b}))::integer = 2
          or (year(${a}) = year(${b}) and month(${a}) = day(${b}) and day(${a}) = month(${b})) then 0.4 else 0 end`
    case 'code':
      return sql`(${a} = ${b})::integer`
    case 'divisions':
      return sql`case when list_has_any(${a}, ${b}) then 1 when list_has_any(${cities(a)}, ${cities(b)}) then 0.5 else 0 end`
    case 'phone':
      return sql`case when ${a} = ${b} then 1
        when length(${a}) = length(${b}) and damerau_levenshtein(${a}, ${b}) = 1 then 0.5 else 0 end`
  }
}

function similarName(a: Expression, b: Expression, from: number): Expression {
  const [left, right] = [spelled(a, a, b), spelled(b, a, b)]
  const similarity = sql`jaro_winkler_similarity(${left}, ${right})`
  return sql`case when ${a} = ${b} then 1 when ${similarity} >= ${sql.lit(from)} then ${similarity} else 0 end`
}

/** One sign for each character: DuckDB compares bytes, and three bytes of one character mean nothing by themselves. */
const SIGNS = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join('')
/** Characters of a name that are compared: those of two names have a sign each. */
const LONGEST = SIGNS.length / 2

/** The name with each character as the sign of its first place in the two names together. */
function spelled(name: Expression, a: Expression, b: Expression): Expression {
  const cut = (value: Expression) => sql`left(${value}, ${sql.lit(LONGEST)})`
  return sql`translate(${cut(name)}, ${cut(a)} || ${cut(b)}, ${sql.lit(SIGNS)})`
}

/** The leagues and cities of divisions. */
export function cities(divisions: Expression): Expression {
  return sql`list_distinct(list_transform(${divisions}, lambda each: left(each, 4)))`
}
