/** A number with a unit or a currency beside it; for RE2 and JavaScript alike. */
export const withUnit =
  '(¥|￥|[$]|RMB|CNY|人民币)[ ]?[+-]?[0-9][0-9,]*([.][0-9]+)?|[+-]?[0-9][0-9,]*([.][0-9]+)?[ ]?(元|千元|万元|亿元|百万元|千|万|百万|亿|美元|%|‰|㎡|m2|m²|平方米|平米|平方公里|亩|公顷|米|公里|吨|人|户|个|岁)'
